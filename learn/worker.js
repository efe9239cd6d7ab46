// Learns articles beside the page: a message in with `{ articles }`, their JSON; one out with `{ model }`, the bytes, or with
// `{ error }`. Where it is no worker, what the module holds can be called as it is.

import start, { Decider, learn, negative } from './app.js';

export { Decider, learn, negative, start };

if (globalThis.WorkerGlobalScope && globalThis instanceof WorkerGlobalScope) {
  const ready = start({ module_or_path: new URL('./app_bg.wasm', import.meta.url) });
  addEventListener('message', async ({ data }) => {
    try {
      await ready;
      const model = learn(data.articles);
      postMessage({ model }, [model.buffer]);
    } catch (error) {
      postMessage({ error: String(error?.message ?? error) });
    }
  });
}
