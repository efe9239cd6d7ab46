// The other half of the loader: what a page needs only with an app, an identity, a conversation or a notice. It adds
// its functions to the host object, which the app gets.

import { claims } from "./claims.js";
import { peeker } from "./peek.js";
import { reach } from "./reach.js";

// A company that does not answer must not hold a message up.
const PATIENCE_MS = 8000;
const POLL_MS = 30_000;
const POLL_WITH_PERSON_MS = 5000;
// What is kept of notices that were dismissed: the latest hundred or so.
const DISMISSED_CHARACTERS = 4000;
const MAX_ATTRIBUTES = 16;
const MAX_ATTRIBUTE_BYTES = 128;

// Libraries of old give every array and text a toJSON; a replacer sees what was there before.
const text = (value) =>
  JSON.stringify(value, function (key) {
    return this[key];
  });
const soon = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

export const rest = (host) => {
  const { kept, keep, emit } = host;
  // Without an answer of the edge, the conversation's own key tells where it is.
  const store = () => host.store || host.conversation()?.replace(/:[^:]*$/, "") || `baton:${host.edge}:-`;
  const key = (name) => `${store()}:${name}`;

  // --- Who the visitor is -----------------------------------------------------------------------------------------

  // What the latest identity says, and who was asked for it.
  let known = {};

  const identify = async () => {
    const { who } = host;
    let token = "";
    try {
      token = String((who && (await Promise.race([who(), soon(PATIENCE_MS, "")]))) || "");
    } catch {}
    if (who === host.who) {
      known = { who, ...claims(token) };
      host.claims = known.attributes;
      // Somebody else dismissed those.
      const [owner] = (kept(key("notices")) || "").split(" ");
      if (owner && known.mark && owner !== known.mark) keep(key("notices"));
    }
    return token;
  };
  const identity = () => (known.who === host.who && known.ends > Date.now() + 5000 ? known.token : identify());

  // --- Attributes -------------------------------------------------------------------------------------------------

  // What the page says, and what it no longer says: a conversation that goes on must forget that.
  const attributes = () => {
    const encoder = new TextEncoder();
    const [said, gone] = [{}, {}];
    for (const name of Object.keys(host.said)) {
      if (!/^[a-z][a-z0-9_]{0,31}$/.test(name)) continue;
      const none = host.said[name] == null;
      let value = none ? null : String(host.said[name]);
      while (encoder.encode(value).length > MAX_ATTRIBUTE_BYTES) value = value.slice(0, -1);
      const to = none ? gone : said;
      if (Object.keys(to).length < MAX_ATTRIBUTES) to[name] = value;
    }
    return [said, gone];
  };

  // --- Notices ----------------------------------------------------------------------------------------------------

  let asked = 0;
  let current = "";
  // The one that is drawn, and what takes it away.
  let drawn, hide;
  const told = new Set();
  const dismiss = ({ id, version }) => {
    const [owner, ...marks] = (kept(key("notices")) || "").split(" ");
    const gone = ` ${marks.join(" ")} ${id}@${version} `;
    keep(key("notices"), (known.mark || owner) + gone.slice(-DISMISSED_CHARACTERS));
  };

  // Those for this visitor in particular. Several changes at once are one question.
  const learn = async () => {
    const turn = ++asked;
    await soon(20);
    const token = turn === asked && (await identity());
    if (!token || !host.verified) return;
    const { path, language, device, events } = host.facts();
    const body = text({ identity: token, language, path, device, attributes: attributes()[0], events });
    const answer = await host.get("/v1/notices", { method: "POST", headers: { "content-type": "application/json" }, body });
    if (turn === asked) host.more = JSON.parse(answer).notices;
  };

  const announce = async (next) => {
    if (host.open || !host.conversation()) peek.drop();
    const wanted = next && !peek.last ? `${next.id}@${next.version} ${next.asking} ${host.language}` : "";
    if (wanted === current) return;
    current = wanted;
    hide?.();
    if (hide && drawn.once && drawn.id !== next?.id) {
      // Once in this page's life; and for good, where the visitor did something.
      drawn.over = true;
      if (host.open) dismiss(drawn);
    }
    hide = undefined;
    if (!wanted) return;
    try {
      const { show } = await host.piece("notices");
      if (wanted !== current) return;
      drawn = next;
      hide = show(host, next, { ask: next.asking }, (what) => notice(next.id, what));
      if (!told.has(wanted)) emit("notice", { id: next.id, what: "shown" });
      told.add(wanted);
    } catch {
      // Another time.
      if (wanted === current) current = "";
    }
  };

  const notice = (id, what) => {
    const one = [...host.more, ...host.live].find((notice) => notice.id === id);
    if (one && (what === "dismissed" || (what === "clicked" && one.once))) dismiss(one);
    if (what !== "over") emit("notice", { id, what });
    if (one && what === "yes") host.update(one.set || {});
    else host.consider();
  };

  // --- Messages that wait, as long as the app is not there to know --------------------------------------------------

  let timer;
  let turn = 0;
  const peek = peeker(host, () => {
    keep(key("peek"), peek.last);
    peek.drop();
    host.consider();
  });

  // The conversation on this device, if it is this visitor's.
  const ours = async () => {
    try {
      const record = JSON.parse(kept(host.conversation()));
      if (!record.open || !record.id) return;
      return !record.who || ((await identity()), host.who && record.who === known.mark) ? record : undefined;
    } catch {}
  };

  const poll = async () => {
    clearTimeout(timer);
    const mine = ++turn;
    if (host.app || document.hidden) return;
    const record = await ours();
    if (!record) {
      host.unread(0);
      peek.drop();
      return;
    }
    let wait = POLL_MS;
    try {
      const headers = { authorization: `Bearer ${record.token}` };
      const path = `/v1/conversations/${record.id}/unread?after=${record.seen || 0}`;
      const now = JSON.parse(await host.get(path, { headers, cache: "no-store" }));
      if (mine !== turn || host.app) return;
      host.unread(now.count);
      if (!now.count) peek.drop();
      else if (now.text && now.name && !(now.last <= (kept(key("peek")) || 0))) peek.show(now);
      host.consider();
      if (!now.open) return;
      if (now.person) wait = POLL_WITH_PERSON_MS;
      const { saveData, effectiveType = "4g" } = navigator.connection || {};
      // Not while the page itself still works.
      if (now.count || (!saveData && effectiveType === "4g")) (window.requestIdleCallback || setTimeout)(host.warm);
    } catch (status) {
      // Gone, or not ours any more. Anything else may pass.
      if (status >= 400 && status < 429) return;
    }
    if (mine === turn) timer = setTimeout(poll, wait);
  };

  // Something on the device may have changed.
  const stored = (keys) => (host.app ? keys.forEach((key) => host.app.stored?.(key)) : poll());

  document.addEventListener("visibilitychange", () => host.app || poll());
  addEventListener("pageshow", ({ persisted }) => persisted && stored([key("conversation")]));
  addEventListener("storage", ({ key: name }) => {
    if (name && !name.startsWith(`baton:${host.edge}:`)) return;
    stored([name || key("conversation")]);
    host.consider();
  });

  // --- Keeping apart from the page ---------------------------------------------------------------------------------

  // What is typed and turned here is none of the page's shortcuts, and nothing that the page forbids.
  for (const name of "keydown keyup keypress paste copy cut contextmenu selectstart wheel touchmove".split(" "))
    host.root.addEventListener(name, (event) => event.stopPropagation(), { passive: true });
  // A page that holds the focus in a dialog of its own does not take it away from here.
  for (const name of ["focus", "focusin"]) {
    const stay = (event) => host.open && event.target === host.root.host && event.stopImmediatePropagation();
    addEventListener(name, stay, true);
  }

  // --- The app ----------------------------------------------------------------------------------------------------

  // What stands in one language.
  const dresses = {};
  const dress = async (language) => {
    const known = (dresses[language] ||= host.piece(`panel-${language}`).then((module) => module.dress(host)));
    known.catch(() => delete dresses[language]);
    Object.assign(host, await known);
  };

  // Lays the panel's frame out, unseen, so that a click has only to show it.
  const prepare = async (panel) => {
    if (!panel || host.app) return;
    await dress(host.language);
    if (!host.app) host.lay();
  };

  // Opens the panel: its frame at once, the app in it as soon as that is there.
  const raise = async (panel, question) => {
    host.wanted = true;
    if (question) host.waiting.push(question);
    if (panel && !host.app) await dress(host.language);
    if (host.wanted && !host.app) host.unfold?.();
    if (host.app) go();
  };
  const lower = () => {
    host.wanted = false;
    if (host.app) host.app.show(false);
    else host.fold?.();
  };
  const go = () => {
    if (host.wanted) host.app.show(true);
    host.waiting.splice(0).forEach((text) => host.app.ask(text));
  };

  const start = async (_looked, _panel, module, wasm) => {
    if (module) await dress(host.language);
    else module = await host.piece("frame");
    host.store = store();
    host.brand ||= "";
    if (wasm) {
      await module.default({ module_or_path: wasm });
      // The page has its turn between the two.
      await soon(0);
    }
    // Signing out while it loads can make two of one.
    if (!host.app) module.start(host);
    host.app = module;
    clearTimeout(timer);
    go();
  };

  Object.assign(host, reach(host), {
    // What the visitor said before the app was there.
    waiting: [],
    identified: !!host.who,
    // For the app: when it ends, whose it is, and the token.
    async identify() {
      const token = await identify();
      const { ends, mark = "" } = claims(token);
      return token && `${Math.floor(ends) || 0} ${mark} ${token}`;
    },
    learn,
    announce,
    notice,
    start,
    prepare,
    raise,
    lower,
    // The visitor is gone.
    leave() {
      host.wanted = false;
      host.waiting = [];
      host.undress?.();
    },
    attributes: () => text(Object.assign({}, ...attributes())),
    notices: () => text(host.relevant()),
    poll: () => (host.app ? stored(host.keys()) : poll()),
    async speak(language) {
      await dress(language);
      host.language = language;
      await host.again(true);
      return host.brand;
    },
  });
};
