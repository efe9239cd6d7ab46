// The chat in a frame of the edge's own, for pages whose policy allows no WebAssembly; and a plain link where the page
// refuses even the frame. For the loader it is as the app is: the same exports, called with the same host.
//
//   this page ◀─ "baton" ── frame             only from our own frame's window, and from the edge's origin
//   this page ── facts, port ─▶ frame         only to the edge's origin; from then on both speak through the port
//
// What the frame may call is listed in CALLS. Everything that is kept, is kept by the loader, in this page's origin.
const CALLS = ["emit", "shown", "unread", "notice", "keep", "identify", "speak"];
const WORDS = {
  en: ["Chat", "The chat can't be shown inside this page.", "Open it in a new window", "Close"],
  zh: ["在线客服", "对话无法在本页内显示。", "在新窗口中打开", "关闭"],
};
// A frame's script says that it is there before the frame has loaded; what has loaded without a word is none of ours.
const GRACE_MS = 2e3;
const LIMIT_MS = 15e3;

const CSS = `.frame{position:fixed;z-index:2147483000;inset-block-end:16px;inset-inline-end:16px;box-sizing:border-box;inline-size:min(400px,100vw - 32px);border:1px solid #8f8a8166;border-radius:20px;background:Canvas;color:CanvasText;color-scheme:light dark;box-shadow:0 8px 32px rgb(28 26 24/20%);font:16px/1.5 system-ui,sans-serif}
iframe.frame{block-size:min(680px,100vh - 32px);block-size:min(680px,100dvh - 32px)}
div.frame{padding:20px}
.frame[hidden]{display:none}
.frame :is(a,button){display:block;inline-size:100%;box-sizing:border-box;margin-block-start:12px;padding:10px;border:1px solid;border-radius:6px;background:none;color:inherit;font:inherit;text-align:center}
.frame p{margin:0}
.frame a{border:0;background:var(--accent,#302d29);color:var(--on-accent,#fff);font-weight:600;text-decoration:none}
@media(max-width:480px){iframe.frame{inset:0;inline-size:100%;block-size:100%;border:0;border-radius:0}}
@media print{.frame{display:none}}`;

let host, sheet, size, base, element, port, waiting, timer;
let open = false;
let refused = false;

const words = () => WORDS[host.language] || WORDS.en;
const page = () => [location.href, document.title];
const send = (...message) => (port ? port.postMessage(message) : waiting.push(message));

/** Tells the loader, once, and before the frame goes: it looks where the focus is. */
const shown = (now) => {
  if (now !== open) host.shown((open = now));
  if (element) element.hidden = !now;
};

const hear = async ({ data: [name, values, number] }) => {
  if (name === "failed") return fail();
  if (!CALLS.includes(name)) return;
  let value;
  try {
    value = await (name === "shown" ? shown : host[name])(...values);
  } catch {}
  if (name === "speak") element.title = words()[0];
  if (number) send("answer", number, value);
};

const greet = ({ source, origin, data }) => {
  if (!element || source !== element.contentWindow || origin !== base.origin || data !== "baton") return;
  // Where it loads anew, it begins anew.
  port?.close();
  const channel = new MessageChannel();
  port = channel.port1;
  port.onmessage = hear;
  const { language, dir, brand, store, identified } = host;
  const facts = { language, dir, brand, store, identified, attributes: host.attributes(), notices: host.notices(), page: page() };
  facts.kept = host.keys().map((key) => [key, host.kept(key)]);
  source.postMessage(facts, origin, [channel.port2]);
  waiting.splice(0).forEach((message) => send(...message));
};

// Of a frame of another origin, some browsers name the origin alone.
const violated = ({ effectiveDirective, blockedURI }) => {
  if (!port && /^(frame|child)-src$/.test(effectiveDirective) && blockedURI.startsWith(base.origin)) {
    refused = true;
    fail();
  }
};

/** On phones, the part of the screen that the keyboard leaves free. */
const fit = () => {
  const { height, offsetTop } = visualViewport;
  size.replaceSync(`@media(max-width:480px){iframe.frame{inset-block:${offsetTop}px auto;block-size:${height}px}}`);
};

const put = (name, properties, parent = host.place) => parent.appendChild(Object.assign(document.createElement(name), properties));

const make = () => {
  port = null;
  waiting = [];
  if (refused) return fail();
  element = Object.assign(document.createElement("iframe"), { className: "frame", hidden: true, title: words()[0], allow: "clipboard-write" });
  const alive = element;
  const check = () => alive === element && !port && fail();
  element.onload = () => setTimeout(check, GRACE_MS);
  timer = setTimeout(check, LIMIT_MS);
  element.src = new URL("embed", base);
  host.place.appendChild(element);
};

/** In place of the frame, where to go instead. */
const fail = () => {
  clear();
  const [, text, link, close] = words();
  element = put("div", { className: "frame", hidden: !open, lang: host.language });
  element.setAttribute("role", "dialog");
  element.setAttribute("aria-label", words()[0]);
  put("p", { textContent: text }, element);
  const href = new URL(`chat?language=${host.language}`, base);
  const to = put("a", { href, target: "_blank", rel: "noopener", textContent: link }, element);
  // The next time it is tried anew, unless the page's policy has spoken.
  const away = () => {
    shown(false);
    clear();
  };
  put("button", { type: "button", textContent: close, onclick: away }, element);
  element.onkeydown = (event) => event.key === "Escape" && away();
  if (open) to.focus();
};

const clear = () => {
  clearTimeout(timer);
  port?.close();
  element?.remove();
  element = port = null;
};

/** The app loads its WebAssembly here; a frame does so by itself. */
export default () => {};

export function start(given) {
  host = given;
  base = new URL(host.edge.replace(/\/?$/, "/"), location);
  sheet ||= host.adopt(CSS);
  size ||= host.adopt("");
  addEventListener("message", greet);
  document.addEventListener("securitypolicyviolation", violated);
  for (const name of ["resize", "scroll"]) visualViewport.addEventListener(name, fit);
  make();
}

export function show(now) {
  if (now && !element) make();
  shown(now);
  // The frame first, then what the app gives the focus to in it.
  if (now) (element.querySelector("a") || element).focus();
  send("show", now, page());
}

export function ask(text) {
  show(true);
  send("ask", text);
}

export const identify = () => send("identify", host.identified);
export const attributes = () => send("attributes", host.attributes());
export const notices = () => send("notices", host.notices());
export const stored = (key) => send("stored", key, host.kept(key));

export function shutdown() {
  removeEventListener("message", greet);
  document.removeEventListener("securitypolicyviolation", violated);
  for (const name of ["resize", "scroll"]) visualViewport.removeEventListener(name, fit);
  clear();
  open = false;
  sheet = size = null;
}
