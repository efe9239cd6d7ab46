// Puts Baton's script tag into the page. The widget itself comes from your Baton, so that it is always the version that
// your edge speaks; this package is the tag and the types.

const ATTRIBUTES = { language: "language", dir: "dir", consent: "consent", launcher: "launcher", edge: "edge" };

let loading;

/** Loads the widget from `base`, once for the page. */
export function load(base, options = {}) {
  return (loading ??= new Promise((resolve, reject) => {
    if (typeof document === "undefined") throw new Error("Baton runs in a browser: call load() there, in an effect say");
    if (window.Baton?.open) return resolve(window.Baton);
    const script = document.createElement("script");
    script.src = `${String(base).replace(/\/+$/, "")}/widget.js`;
    script.async = true;
    if (options.nonce) script.nonce = options.nonce;
    for (const [option, attribute] of Object.entries(ATTRIBUTES)) {
      if (options[option] !== undefined) script.dataset[attribute] = options[option];
    }
    script.onload = () => (window.Baton?.open ? resolve(window.Baton) : reject(new Error("Baton does not run in this browser")));
    script.onerror = () => {
      script.remove();
      reject(new Error(`Baton could not be loaded from ${script.src}`));
    };
    document.head.append(script);
  }).catch((error) => {
    // It may be tried again.
    loading = undefined;
    throw error;
  }));
}
