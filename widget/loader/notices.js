// Draws one notice on the page: a bar at the top edge, a card above the launcher, or a bubble beside it. The form
// `panel` is drawn by the app, inside the panel.
//
//   show(host, notice, { ask }, done) -> hide()
//
// `host` is the loader's object: `root`, `adopt`, `language`. `notice` stands as it was published. With `ask`, it is
// not known whether the notice concerns the visitor, and the notice asks. `done` is told "dismissed", "clicked", "yes",
// or "over" when its time has passed; the caller then calls `hide`, which takes everything away again.

const WORDS = {
  en: { close: "Close", ask: "Ask about this", yes: "Yes", no: "No" },
  zh: { close: "关闭", ask: "咨询此事", yes: "是", no: "否" },
};
// Line icons of 20 px, one for each tone: a meaning is never carried by colour alone.
const ICONS = {
  info: "M10 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16zM10 9v5M10 6v.1",
  success: "M10 18a8 8 0 1 1 0-16 8 8 0 0 1 0 16zM6.5 10.5l2.5 2.5 4.5-5",
  warning: "M10 2.5l8 14.5H2zM10 8v4M10 14.5v.1",
  danger: "M7 2h6l5 5v6l-5 5H7l-5-5V7zM10 6v5M10 13.9v.1",
};
const CROSS = "M5 5l10 10M15 5L5 15";
const SVG = "http://www.w3.org/2000/svg";
// The longest that a timer can wait.
const MAX_TIMER_MS = 2 ** 31 - 1;

// What was read out already, in this page's life.
const announced = new Set();

const make = (parent, name, properties) => parent.appendChild(Object.assign(document.createElement(name), properties));

const icon = (parent, d) => {
  const svg = parent.appendChild(document.createElementNS(SVG, "svg"));
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", d);
};

// Where a link may lead: a path of the page's own origin, or HTTPS.
const safe = (url) => /^(\/(?![/\\])|https:\/\/)/i.test(url);

// The page makes room for a bar, which would cover its first lines otherwise.
const makeRoom = (bar) => {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const watch = new ResizeObserver(() => {
    const room = `${bar.offsetHeight}px!important`;
    sheet.replaceSync(`html{margin-block-start:${room};scroll-padding-block-start:${room}}`);
  });
  watch.observe(bar);
  return () => {
    watch.disconnect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
  };
};

/** Draws it. */
export const show = (host, notice, { ask }, done) => {
  if (!["bar", "card", "bubble"].includes(notice.form)) return () => {};
  const words = WORDS[host.language];
  const { root } = host;
  const launcher = root.querySelector(".launcher");
  const style = host.adopt(BATON_NOTICES_CSS);

  const section = document.createElement("section");
  // Names that the app's styles do not use: once it is there, they hold here too.
  section.className = `notice as-${notice.form} ${notice.tone}${launcher.hidden ? " alone" : ""}`;
  section.lang = host.language;
  section.setAttribute("aria-label", notice.title);
  icon(section, ICONS[notice.tone] || ICONS.info);
  const body = make(section, "div", { className: "body" });
  make(body, "h2", { textContent: notice.title });
  if (notice.text) make(body, "p", { textContent: notice.text });
  // What one can do stays in sight where the text is too long for the screen.
  const acts = document.createElement("div");
  acts.className = "acts";
  if (ask) make(acts, "p", { className: "ask", textContent: notice.ask });

  const actions = document.createElement("div");
  actions.className = "actions";
  const act = (what, textContent, and) =>
    make(actions, "button", {
      type: "button",
      textContent,
      onclick() {
        done(what);
        and?.();
      },
    });
  if (ask) {
    act("yes", words.yes);
    act("dismissed", words.no);
  } else {
    const { link, question } = notice;
    if (link && safe(link.url)) {
      const away = make(actions, "a", { href: link.url, textContent: link.label, onclick: () => done("clicked") });
      if (away.origin !== location.origin) Object.assign(away, { target: "_blank", rel: "noopener" });
    }
    if (question) act("clicked", words.ask, () => window.Baton.ask(question));
  }
  if (actions.firstChild) {
    acts.appendChild(actions);
    body.appendChild(acts);
  }

  const dismiss = () => {
    // Focus that was inside does not get lost.
    const inside = section.contains(root.activeElement);
    done("dismissed");
    if (inside) launcher.focus();
  };
  const close = make(section, "button", { type: "button", className: "close", onclick: dismiss });
  close.setAttribute("aria-label", words.close);
  icon(close, CROSS);
  section.onkeydown = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    dismiss();
  };
  // Ahead of the launcher, also for the keyboard.
  root.prepend(section);

  // Read out once, when a screen reader is idle.
  const said = make(root, "div", { className: "notice-said" });
  said.setAttribute("role", "status");
  const mark = `${notice.id}@${notice.version} ${ask}`;
  const reading = setTimeout(() => {
    if (!announced.has(mark)) said.textContent = [notice.title, notice.text, ask && notice.ask].filter(Boolean).join(". ");
    announced.add(mark);
  }, 150);

  const left = notice.until - Date.now();
  // A timer may fire a moment early, when it would still be shown.
  const ending = left < MAX_TIMER_MS ? setTimeout(() => done("over"), left + 20) : 0;
  let takeRoom;
  try {
    takeRoom = notice.form === "bar" && makeRoom(section);
  } catch {
    // An engine without stylesheets of this kind: the bar lies over the page.
  }

  return () => {
    clearTimeout(reading);
    clearTimeout(ending);
    if (takeRoom) takeRoom();
    // Libraries of old have a `remove` and an `append` of their own.
    for (const part of [section, said]) root.removeChild(part);
    root.adoptedStyleSheets = root.adoptedStyleSheets?.filter((sheet) => sheet !== style);
  };
};
