// All that a page loads: draws the launcher in a shadow root, defines window.Baton, and brings the app (Rust,
// WebAssembly) in when it is wanted. Nothing is stored, and no cookie is ever set, before the first message.
(() => {
  const script = document.currentScript || document.querySelector('script[src*="/widget.js"]');
  if (!script || window.Baton) return;
  const edge = new URL(script.src).origin;
  const tag = (script.dataset.language || document.documentElement.lang || navigator.language || "").toLowerCase();
  const language = tag.startsWith("zh") ? "zh" : "en";
  const words = {
    en: ["Chat with us", " unread", "The chat can't be reached right now. Try again"],
    zh: ["在线客服", " 条未读", "暂时连不上客服，请稍后再试"],
  }[language];
  const prefix = `baton:${edge}:`;

  // Everything is drawn inside, so that neither side's styles reach the other.
  const host = document.createElement("div");
  host.id = "baton-widget";
  const root = host.attachShadow({ mode: "open" });
  const adopt = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return sheet;
  };
  adopt(`:host{all:initial}
.launcher{position:fixed;z-index:2147482999;inset-block-end:16px;inset-inline-end:16px;box-sizing:border-box;inline-size:56px;block-size:56px;padding:0;border:0;border-radius:50%;background:var(--accent,#302d29);color:var(--on-accent,#fff);cursor:pointer;box-shadow:0 1px 2px rgb(28 26 24/16%),0 6px 20px rgb(28 26 24/22%);transition:background .18s ease-out;-webkit-tap-highlight-color:transparent}
.launcher:focus-visible{outline:2px solid #1c1a18;outline-offset:2px;box-shadow:0 0 0 2px #fff,0 0 0 6px #fff}
.launcher[hidden],.said[hidden]{display:none}
.launcher svg{display:block;margin:auto;inline-size:26px;block-size:26px;fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.launcher[aria-busy=true] svg{opacity:.5}
.count{position:absolute;inset-block-start:-2px;inset-inline-end:-2px;box-sizing:border-box;min-inline-size:22px;block-size:22px;padding-inline:5px;border:2px solid #fff;border-radius:11px;background:#a3282a;color:#fff;font:600 12px/18px system-ui,sans-serif;text-align:center}
.count:empty{display:none}
.said{position:fixed;z-index:2147482999;inset-block-end:84px;inset-inline-end:16px;box-sizing:border-box;max-inline-size:min(280px,calc(100vw - 32px));margin:0;padding:10px 14px;border:1px solid #dad6cf;border-radius:12px;background:#fff;color:#1c1a18;font:14px/1.5 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;box-shadow:0 6px 20px rgb(28 26 24/18%)}
@media(prefers-reduced-motion:reduce){.launcher{transition:none}}
@media(forced-colors:active){.launcher,.count{border:2px solid}}
@media print{:host{display:none}}`);
  const make = (name, properties) => root.appendChild(Object.assign(document.createElement(name), properties));
  const launcher = make("button", { type: "button", className: "launcher" });
  launcher.setAttribute("aria-haspopup", "dialog");
  launcher.setAttribute("aria-expanded", "false");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", "M12 4.5c4.7 0 8.5 3 8.5 7s-3.8 7-8.5 7c-.9 0-1.8-.1-2.6-.3L5 20l.9-3.3c-1.5-1.3-2.4-3.1-2.4-5.2 0-4 3.8-7 8.5-7zM8.5 10.5h7M8.5 13.5h4.5");
  svg.append(path);
  const count = document.createElement("span");
  count.className = "count";
  launcher.append(svg, count);
  const said = make("p", { className: "said", hidden: true });
  said.setAttribute("role", "status");
  const place = make("div", {});

  let unread = 0;
  const label = () => {
    launcher.setAttribute("aria-label", unread ? `${words[0]}, ${unread}${words[1]}` : words[0]);
    count.textContent = unread ? (unread > 99 ? "99+" : unread) : "";
  };
  label();

  const listeners = {};
  const emit = (event, detail) => (listeners[event] || []).forEach((listen) => listen(detail));

  // How the company looks, published for everybody: what an anonymous visitor may read anyway.
  const json = async (path, cache) => {
    const answer = await fetch(edge + path, { credentials: "omit", cache });
    if (!answer.ok) throw answer.status;
    return answer.json();
  };
  let accent;
  const published = async () => {
    try {
      const { workspace, languages, parts } = await json("/published/manifest.json", "no-cache");
      const part = parts["brand." + language] || parts["brand." + languages[0]];
      const brand = await json(`/published/parts/${part}.json`);
      const colour = (text) => /^#[0-9a-f]{6}$/i.test(text);
      if (colour(brand.accent) && colour(brand.on_accent)) {
        (accent ||= adopt("")).replaceSync(`:host(div){--accent:${brand.accent};--on-accent:${brand.on_accent}}`);
      }
      return { store: prefix + workspace, brand: JSON.stringify(brand) };
    } catch {
      looks = null;
      // The app goes on without: it knows the conversation by the key that is there.
      return { store: (stored()[0] || prefix + "-").split(":").slice(0, -1).join(":"), brand: "" };
    }
  };
  let looks;
  const look = () => (looks ||= published());

  // Keys of conversations on this device.
  const stored = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(prefix) && key.endsWith(":conversation"));
    } catch {
      return [];
    }
  };

  let who = null;
  let open = false;
  let app = null;
  let loading = null;
  let sheets;
  const load = () =>
    (loading ||= (async () => {
      const at = (file) => new URL(file, script.src).href;
      // Both files at once; the script takes the WebAssembly while it still arrives.
      const wasm = fetch(at(BATON_APP_MODULE), { credentials: "omit" });
      wasm.catch(() => {});
      const [module, { store, brand }] = await Promise.all([import(at(BATON_APP)), look()]);
      await module.default({ module_or_path: wasm });
      sheets = root.adoptedStyleSheets;
      module.start({
        edge,
        language,
        store,
        brand,
        place,
        adopt,
        emit,
        shown(now) {
          open = now;
          launcher.hidden = now;
          launcher.setAttribute("aria-expanded", String(now));
          // Focus returns only where it was in the panel: closing must not take it from the page.
          if (!now && root.activeElement) launcher.focus();
          emit(now ? "open" : "close");
        },
        unread(now) {
          if (now === unread) return;
          unread = now;
          label();
          emit("unread", now);
        },
        get identified() {
          return !!who;
        },
        // A company that does not answer must not hold a message up.
        async identify() {
          if (!who) return "";
          const late = new Promise((resolve) => setTimeout(resolve, 8e3, ""));
          try {
            return String((await Promise.race([who(), late])) || "");
          } catch {
            return "";
          }
        },
      });
      return (app = module);
    })().catch((error) => {
      loading = null;
      throw error;
    }));
  const warm = () => load().catch(() => {});

  const show = async () => {
    said.hidden = true;
    launcher.setAttribute("aria-busy", "true");
    try {
      (await load()).show(true);
    } catch {
      said.textContent = words[2];
      said.hidden = false;
    }
    launcher.removeAttribute("aria-busy");
  };
  launcher.addEventListener("click", show);
  launcher.addEventListener("pointerenter", warm);
  launcher.addEventListener("focus", () => open || warm());

  window.Baton = {
    open: show,
    close: () => app?.show(false),
    identify(ask) {
      who = ask || null;
      if (app) app.identify();
      else if (stored().length) warm();
    },
    shutdown() {
      who = null;
      app?.shutdown();
      try {
        for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
      } catch {}
      if (open) {
        open = false;
        launcher.hidden = false;
        launcher.setAttribute("aria-expanded", "false");
      }
      unread = 0;
      label();
      // The app's styles go with it.
      if (app) root.adoptedStyleSheets = sheets;
      app = loading = null;
    },
    on(event, listen) {
      (listeners[event] ||= []).push(listen);
      return () => (listeners[event] = listeners[event].filter((one) => one !== listen));
    },
  };

  const begin = () => {
    document.body.append(host);
    look();
    try {
      if (stored().some((key) => JSON.parse(localStorage.getItem(key)).open)) {
        // Not while the page itself still loads.
        (window.requestIdleCallback || setTimeout)(warm);
      }
    } catch {}
  };
  if (document.body) begin();
  else document.addEventListener("DOMContentLoaded", begin, { once: true });
})();
