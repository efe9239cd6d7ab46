// Where the app stands on a page of the edge's own: an element that it fills, styles for it, its files. Shared by the
// frame and by the window of its own; the page (edge/src/page/hosted.rs) says in attributes what the files are called.
import { reach } from "./reach.js";

const { dataset } = document.documentElement;
const at = (file) => new URL(file, location.href).href;

/** The edge, as the app writes it before each path. */
export const edge = at(".").replace(/\/$/, "");

// Both files at once, and before anybody asks; the script takes the WebAssembly while it still arrives.
const wasm = fetch(at(dataset.module));
wasm.catch(() => {});
const module = import(at(dataset.app));
module.catch(() => {});

const element = document.createElement("div");
element.id = "baton-widget";
const root = element.attachShadow({ mode: "open" });

/** Adds a style sheet for the app. */
export function adopt(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return sheet;
}

/** What the app draws in. */
export const place = document.createElement("div");
place.className = "stage";
root.append(place);

// The panel is made to float over a page; here it is the page.
adopt(`.stage>[role=dialog]{inset:0!important;inline-size:100%!important;block-size:100%!important;max-inline-size:none!important;max-block-size:none!important;border:0!important;border-radius:0!important;box-shadow:none!important;animation:none!important}`);

/** A piece of the app that is brought in on demand. */
export const piece = (name) => import(at(`widget/${JSON.parse(dataset.pieces)[name]}`));

/** Starts the app with what is on this page besides; gives its exports. */
export async function begin(host) {
  // In the loader's place: the company's colour, which the launcher takes too.
  const { accent, on_accent } = host.brand ? JSON.parse(host.brand) : {};
  const colour = (text) => /^#[0-9a-f]{6}$/i.test(text);
  if (colour(accent) && colour(on_accent)) adopt(`:host(div){--accent:${accent};--on-accent:${on_accent}}`);
  document.body.append(element);
  const all = { edge, root, place, adopt, piece, waiting: [] };
  // Getters of `host` must stay getters: what they tell changes.
  Object.defineProperties(Object.assign(all, reach(all)), Object.getOwnPropertyDescriptors(host));
  const [app] = await Promise.all([module, dress(all)]);
  await app.default({ module_or_path: wasm });
  all.app = app;
  app.start(all);
  return app;
}

/** Gives a host what stands in its language. */
export async function dress(host) {
  Object.assign(host, (await piece(`panel-${host.language}`)).dress(host));
}
