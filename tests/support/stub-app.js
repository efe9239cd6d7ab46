// Stands in for the widget's app in tests of the loader alone: the same exports, a panel with a text field, and a
// record of every call in `window.stub`.

const stub = (window.stub = { calls: [], starts: 0 });
let panel;

const called = (name) => (value) => void stub.calls.push(value === undefined ? [name] : [name, value]);

export default async ({ module_or_path }) => {
  stub.wasm = (await module_or_path).status;
};

export const start = (host) => {
  stub.host = host;
  stub.starts += 1;
  // The loader's frame, as the app takes it.
  panel = host.bones?.() ?? host.place.appendChild(document.createElement('div'));
  panel.setAttribute('role', 'dialog');
  panel.hidden = !host.open;
  const close = panel.querySelector('button') ?? panel.appendChild(document.createElement('button'));
  close.setAttribute('aria-label', 'Close the chat');
  close.onclick = () => show(false);
};

export const show = (open) => {
  if (panel.hidden !== open) return;
  stub.calls.push(['show', open]);
  panel.hidden = !open;
  if (open) (panel.querySelector('textarea') ?? panel.querySelector('button')).focus();
  stub.host.shown(open);
};

export const ask = called('ask');
export const identify = called('identify');
export const attributes = () => void stub.calls.push(['attributes', stub.host.attributes()]);
export const notices = () => void stub.calls.push(['notices']);
export const stored = called('stored');
export const shutdown = () => {
  stub.calls.push(['shutdown']);
  panel.remove();
};
