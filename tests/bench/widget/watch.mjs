// Runs in the page before anything else and writes down, in `window.seen`, what a person would have seen and when.
// It looks only at what any widget has: a button in a shadow root, a text field that gets the focus.

/** Milliseconds count from the beginning of the navigation. */
export function watch() {
  const seen = { launcher: null, clicked: null, focused: null, tasks: [], memories: [] };
  window.seen = seen;

  const roots = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const root = attach.call(this, options);
    roots.push(root);
    return root;
  };

  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) seen.tasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      for (const value of Object.values((made.instance ?? made).exports)) {
        if (value instanceof WebAssembly.Memory) seen.memories.push(value);
      }
      return made;
    };
  }

  seen.button = () => {
    const find = (root) => root.querySelector('[aria-haspopup="dialog"]') ?? root.querySelector('button');
    for (const button of roots.map(find)) {
      const box = button?.getBoundingClientRect();
      if (box?.width > 0 && box.height > 0) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
  };
  const field = () => roots.some((root) => root.activeElement?.matches('input, textarea'));

  // In each frame: once it is there, the message arrives after the frame was painted.
  const painted = (isThere, note) => {
    const look = () => {
      if (!isThere()) return requestAnimationFrame(look);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => note(performance.now());
      port2.postMessage(null);
    };
    requestAnimationFrame(look);
  };
  painted(seen.button, (now) => (seen.launcher = now));
  const clicked = (event) => {
    if (seen.clicked !== null) return;
    seen.clicked = event.timeStamp;
    painted(field, (now) => (seen.focused = now));
  };
  window.addEventListener('click', clicked, { capture: true });
}

/** What was seen, as plain data, and when the widget's script had come; runs in the page. */
export function tell() {
  const { launcher, clicked, focused, tasks, memories } = window.seen;
  const [script] = performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'script');
  const wasm = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  return { launcher, clicked, focused, tasks, came: script.responseEnd, wasm };
}
