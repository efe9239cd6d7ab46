// The app in a frame on a company's page: a host object made out of messages. See frame.js for the other side.
//
// Only the window that holds this frame is believed, and only where its origin is one that the workspace allows; the
// list stands in the page, as in the header that lets nobody else hold it. Nothing is stored here.
import { begin, dress } from "./stage.js";

const { documentElement } = document;
const origins = [location.origin, ...(documentElement.dataset.origins || "").split(" ").filter(Boolean)];

/** What the company's page says, as of its last word. */
let facts;
let port;
let app;
/** Answers that are waited for, by the number of the call. */
const answers = new Map();
let calls = 0;

const call = (name, ...values) => port.postMessage([name, values]);
const ask = (name, ...values) =>
  new Promise((resolve) => {
    answers.set(++calls, resolve);
    port.postMessage([name, values, calls]);
  });

function host() {
  const { kept } = facts;
  const turn = () => {
    documentElement.lang = facts.language === "zh" ? "zh-Hans" : facts.language;
    documentElement.dir = facts.dir || "";
  };
  turn();
  return {
    get language() { return facts.language; },
    get dir() { return facts.dir; },
    get brand() { return facts.brand; },
    get store() { return facts.store; },
    get identified() { return facts.identified; },
    /** Where the customer is: the company's page, not this one. */
    page: () => facts.page,
    attributes: () => facts.attributes,
    notices: () => facts.notices,
    notice: (id, what) => call("notice", id, what),
    emit: (event, detail) => call("emit", event, detail),
    shown: (open) => call("shown", open),
    unread: (count) => call("unread", count),
    identify: async () => (await ask("identify")) || "",
    async speak(language) {
      const brand = await ask("speak", language);
      Object.assign(facts, { language, brand: brand || facts.brand });
      turn();
      await dress(this);
      return facts.brand;
    },
    kept: (key) => kept.get(key) ?? null,
    keep(key, value) {
      if (value == null) kept.delete(key);
      else kept.set(key, value);
      call("keep", key, value ?? null);
    },
    keys: () => [...kept.keys()],
  };
}

/** What the company's page asks for, once the app is there. */
const wishes = {
  show(open, page) {
    facts.page = page || facts.page;
    app.show(open);
  },
  ask: (text) => app.ask(text),
  identify(identified) {
    facts.identified = identified;
    app.identify();
  },
  attributes(text) {
    facts.attributes = text;
    app.attributes?.();
  },
  notices(text) {
    facts.notices = text;
    app.notices?.();
  },
  stored(key, value) {
    if (value == null) facts.kept.delete(key);
    else facts.kept.set(key, value);
    app.stored?.(key);
  },
};

function listen() {
  // In their order, and none before the app is there.
  let ready = begin(host()).then((begun) => (app = begun));
  ready.catch(() => port.postMessage(["failed"]));
  port.onmessage = ({ data: [name, ...values] }) => {
    if (name === "answer") {
      answers.get(values[0])?.(values[1]);
      answers.delete(values[0]);
    } else if (Object.hasOwn(wishes, name)) {
      ready = ready.then(() => wishes[name](...values)).catch(() => {});
    }
  };
}

addEventListener("message", ({ source, origin, data, ports }) => {
  if (port || source !== parent || !origins.includes(origin) || !ports[0] || !data?.kept) return;
  [port] = ports;
  facts = { ...data, kept: new Map(data.kept) };
  listen();
});

// The panel takes this key while the focus is in it.
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) app?.show(false);
});

// Whoever comes here by an address alone wants the window of its own. Otherwise say that the frame is there: the text
// is no secret, and who may hear it is decided by who may hold this frame.
if (parent === window) location.replace("chat");
else parent.postMessage("baton", "*");
