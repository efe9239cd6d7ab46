// All that a page loads: draws the launcher, defines window.Baton, and brings the rest in when it is wanted: the app
// (Rust, WebAssembly), the renderer of notices, small pieces. No cookie is ever set, and nothing is stored before the
// visitor does something, or, where the page asks for consent, before consent.

import { decide } from "./conditions.js";
import { keeper } from "./keep.js";

const WORDS = {
  en: ["Chat with us", " unread", "Can't connect. Try again"],
  zh: ["在线客服", " 条未读", "连不上客服，请重试"],
};

const begin = (script) => {
  const data = script.dataset;
  const page = document.documentElement;
  // Everything else lies beside the script; so does the edge, unless the company hosts the files itself.
  const base = new URL(".", script.src).href.slice(0, -1);
  const edge = data.edge || base;
  const prefix = `baton:${edge}:`;
  const { kept, keys, keep, forget, agree } = keeper(prefix, data.consent !== "ask");

  let loading, looks, others, path, panel;
  let unread = 0;
  let listeners = [];

  // Everything is drawn inside a shadow root: neither side's styles cross it.
  const outer = document.createElement("div");
  const root = outer.attachShadow({ mode: "open" });
  const adopt = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return sheet;
  };
  const make = (name) => root.appendChild(document.createElement(name));
  const launcher = make("button");
  launcher.className = "launcher";

  const draw = () => {
    const [name, some] = WORDS[host.language];
    launcher.hidden = host.open || data.launcher === "off";
    mark("aria-haspopup", "dialog");
    mark("aria-live", "polite");
    mark("aria-expanded", host.open);
    mark("aria-label", unread ? `${name}, ${unread}${some}` : name);
    mark("data-n", unread > 99 ? "99+" : unread || "");
  };
  const mark = (name, value) => launcher.setAttribute(name, value);

  // What the app, and everything else that is brought in, gets; `rest.js` adds to it.
  const host = {
    edge,
    root,
    adopt,
    kept,
    keys,
    keep,
    place: make("div"),
    language: /^zh/i.test(data.language || page.lang || navigator.language) ? "zh" : "en",
    dir: data.dir || getComputedStyle(page).direction,
    open: false,
    // What the page says of the visitor, and what happened on it.
    said: {},
    events: [],
    // Notices that are live for everybody, and those for this visitor.
    live: [],
    more: [],
    // Apart from us: a listener that fails is the page's matter.
    emit: (event, detail) => listeners.forEach(([on, listen]) => on === event && setTimeout(listen, 0, detail)),
    piece: (name) => import(`${base}/widget/${name}.${BATON_PIECES}.js`),
    get: async (path, options) => {
      const answer = await fetch(edge + path, { credentials: "omit", ...options });
      if (!answer.ok) throw answer.status;
      return answer.text();
    },
    shown(open) {
      host.open = open;
      draw();
      // Focus returns only where it was in the panel: closing must not take it from the page.
      if (!open && root.activeElement) launcher.focus();
      host.emit(open ? "open" : "close");
      consider();
    },
    unread(count) {
      if (count === unread) return;
      unread = count;
      draw();
      host.emit("unread", count);
    },
    // The conversation on this device, whoever's it is.
    conversation: () => keys().find((key) => key.endsWith(":conversation")),
    facts: () => ({
      path: location.pathname,
      language: host.language,
      device: innerWidth < 640 ? "phone" : "desktop",
      attributes: { __proto__: null, ...host.claims, ...host.said },
      events: host.events,
    }),
    // Notices that concern this page, the most important first.
    relevant: () =>
      [...host.more, ...host.live].filter((notice) => {
        const sure = decide(notice.when ?? true, host.facts());
        notice.asking = sure < 2;
        return (
          (sure > 1 || (sure && notice.ask)) &&
          !notice.over &&
          !(notice.until <= Date.now()) &&
          !kept(`${host.store}:notices`)?.includes(` ${notice.id}@${notice.version} `)
        );
      }),
    update(attributes) {
      Object.assign(host.said, attributes);
      host.app?.attributes?.();
      host.again();
    },
    // Something changed that a condition may ask about, or the language, which `fresh` says.
    async again(fresh) {
      draw();
      if (fresh) looks = 0;
      await look();
      if (host.who && (host.verified || host.live[0])) await rest("learn");
      consider();
    },
    consider,
    warm,
  };

  // How the company looks, and what is live: published for everybody, revalidated by the browser itself.
  const published = async () => {
    try {
      const { workspace, languages, parts } = JSON.parse(await host.get("/published/manifest.json", { cache: "no-cache" }));
      host.store = prefix + workspace;
      const part = async (name) => {
        const hash = parts[name + host.language] || parts[name + languages[0]];
        return hash ? host.get(`/published/parts/${hash}.json`) : "{}";
      };
      const live = part("notices.").catch(() => "{}");
      host.brand = await part("brand.");
      const { accent, on_accent } = JSON.parse(host.brand);
      outer.style = `--accent:${accent}!important;--on-accent:${on_accent}!important`;
      ({ notices: host.live = [], verified: host.verified } = JSON.parse(await live));
    } catch {
      // The app goes on without.
      looks = 0;
    }
  };
  const look = () => (looks ||= published());

  // What is needed only with an app, an identity, a conversation or a notice; `call` is a function of it.
  const rest = async (call, ...values) => {
    try {
      others ||= host.piece("rest").then((module) => module.rest(host));
      // Together, so that none is left to fail alone.
      const [, ...had] = await Promise.all([others, ...values]);
      await host[call](...had);
    } catch {
      if (!host[call]) others = 0;
    }
  };
  function consider() {
    host.app?.notices?.();
    const next = !host.open && host.relevant().find(({ form }) => form !== "panel");
    if (next || others) rest("announce", next);
  }
  const poll = () => host.conversation() && rest("poll");

  // Both files at once, and neither where the page's policy allows no WebAssembly: then it is the frame's turn.
  const load = () =>
    (loading ||= (async () => {
      const app = `${base}/widget/app.${BATON_APP}.`;
      let wasm;
      try {
        new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
        // What one sees first comes first, and does not share the line.
        panel = host.piece(`panel-${host.language}`);
        wasm = panel.then(() => fetch(app + "wasm"));
      } catch {}
      rest("prepare", panel);
      await rest("start", look(), panel, wasm && import(app + "js"), wasm);
      // An attempt that failed may be made again.
      host.app || (loading = 0);
    })());
  function warm() {
    host.open || load();
  }
  const ask = async (question) => {
    launcher.textContent = "";
    draw();
    mark("aria-busy", true);
    const loaded = load();
    await rest("raise", panel, question);
    await loaded;
    if (!host.app) {
      host.lower?.();
      mark("aria-label", (launcher.textContent = WORDS[host.language][2]));
    }
    mark("aria-busy", false);
  };

  const identify = (who) => {
    // Somebody else: what the page said of the last one is not true of this one.
    if (host.who && host.who !== who) {
      host.said = {};
      who || keep(`${host.store}:notices`);
    }
    host.identified = !!(host.who = who);
    host.claims = 0;
    host.more = [];
    host.app?.identify();
    host.again();
    poll();
  };

  window.Baton = {
    // None where a document that was opened anew has taken away all that listens: then a script begins anew.
    get open() {
      return launcher.onclick;
    },
    ask,
    close: () => host.lower?.(),
    update: host.update,
    identify,
    track(event) {
      host.events.push(event);
      host.emit("track", event);
      host.again();
    },
    on(event, listen) {
      const pair = [event, listen];
      listeners.push(pair);
      return () => (listeners = listeners.filter((one) => one !== pair));
    },
    consent(given) {
      agree(given);
      poll();
    },
    shutdown() {
      host.app?.shutdown();
      host.leave?.();
      // The app's styles go with it.
      root.adoptedStyleSheets = plain;
      host.app = loading = undefined;
      host.open = false;
      host.said = {};
      host.events = [];
      forget();
      host.unread(0);
      identify();
    },
  };

  const plain = [adopt(BATON_LAUNCHER_CSS)];
  launcher.onclick = () => ask();
  // The pointer is near, a finger's too.
  launcher.onpointerenter = launcher.onfocus = warm;
  outer.id = "baton-widget";
  outer.dir = host.dir;
  draw();

  // A page may write itself anew.
  const stay = () => outer.isConnected || (document.body && launcher.onclick && document.documentElement.appendChild(outer));
  const changed = new MutationObserver(() => setTimeout(stay));
  changed.observe(document, { childList: true });
  changed.observe(page, { childList: true });
  stay();
  // A page of one document moves without loading.
  const moved = () => path !== (path = location.pathname) && host.again();
  // Not while the page itself still loads, and three frames later: the launcher is painted first.
  const run = () =>
    setTimeout(() => {
      moved();
      poll();
    }, 48);
  document.readyState === "complete" ? run() : addEventListener("load", run);
  window.navigation?.currentEntry ? navigation.addEventListener("currententrychange", moved) : setInterval(moved, 500);
};

const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
if (script && !window.Baton?.open) begin(script);
