// The panel before the app: what stands there as soon as somebody clicks. The app fills it when it arrives, and keeps the
// text field, so that one writes on undisturbed; what was sent before that waits for it.

import { button, icon, make, mark } from "./dom.js";

// As in ui/src/icon.rs.
const CLOSE = "M6 6l12 12M18 6L6 18";
const SEND = "M12 19V5M5.5 11.5L12 5l6.5 6.5";

/** What the host has in one language: its sentences, and the panel's frame. */
export const panel = (host, words) => {
  // The frame, until the app takes it.
  let frame, field, log, title, letter;

  // What the keyboard of a phone leaves free.
  const follow = () => {
    const sheet = host.adopt("");
    const view = visualViewport;
    const fit = () => sheet.replaceSync(`.panel{--seen-height:${view.height | 0}px;--seen-top:${view.offsetTop | 0}px}`);
    for (const name of ["resize", "scroll"]) view.addEventListener(name, fit);
    fit();
    return () => ["resize", "scroll"].forEach((name) => view.removeEventListener(name, fit));
  };

  // The copy of the text gives the field its height.
  const write = () => mark(field.parentNode, { "data-text": field.value });
  const send = () => {
    const text = field.value.trim();
    if (!text || host.app) return;
    host.waiting.push(text);
    field.value = "";
    write();
    log.insertBefore(make("div", "row you", make("div", "bubble", text)), log.lastChild);
  };

  const draw = () => {
    if (!host.undress) {
      host.adopt(BATON_PANEL_CSS);
      const stop = follow();
      host.undress = () => {
        stop();
        if (frame) host.place.removeChild(frame);
        frame = host.undress = undefined;
      };
    }
    const close = mark(button("round", host.lower, icon(CLOSE)), { "aria-label": words.close });
    field = mark(make("textarea", "composer-field"), { rows: 1, dir: "auto", enterkeyhint: "send", placeholder: words.write, "aria-label": words.message });
    const box = make("div", "composer-box", make("div", "composer-grow", field), mark(make("button", "round send", icon(SEND)), { "aria-label": words.send }));
    const form = make("form", "composer", make("div", "above"), box, make("div", "beneath"));
    log = make("div", "log", make("div", "row soon", make("span", "bubble dots", ..."...".split("").map(() => make("i", "dot")))));
    const who = make("div", "head-who", (title = mark(make("h2", "head-name"), { id: "baton-name" })));
    const head = make("div", "head", make("div", "head-mark", (letter = make("span", "mark"))), who, close);
    const below = make("div", "below", make("div", "log-frame", log), form, make("div", "foot"));
    frame = mark(make("div", "panel", head, make("div", "middle", below)), {
      role: "dialog",
      "aria-labelledby": "baton-name",
      lang: host.language === "zh" ? "zh-CN" : "en",
      dir: host.dir,
    });
    field.oninput = write;
    // The app listens to the same; all of this is about the time before it.
    form.onsubmit = (event) => {
      event.preventDefault();
      send();
    };
    frame.onkeydown = (event) => {
      if (host.app || event.isComposing) return;
      if (event.key === "Escape") host.lower();
      if (event.key === "Enter" && event.target === field && !event.shiftKey) form.onsubmit(event);
    };
    host.place.appendChild(frame);
  };

  const lay = () => {
    if (!frame) {
      draw();
      frame.hidden = true;
    }
    // Known by now, mostly. Nothing is written anew that stands there already: it would be laid out anew.
    const { name = words.chat } = host.brand ? JSON.parse(host.brand) : {};
    if (title.textContent === name) return;
    title.textContent = name;
    letter.textContent = [...name][0];
  };

  return {
    texts: words,
    lay,
    // Those of a kind in one text, line by line.
    words: () => Object.values(words).map((text) => [text].flat().join("\n")),
    // Opens and closes it as long as the app is not there.
    unfold() {
      lay();
      frame.hidden = false;
      const { open } = host;
      host.open = true;
      // First, because taking the launcher away while it has the focus would have all styles computed once more.
      field.focus();
      if (!open) host.shown(true);
    },
    fold() {
      if (!frame) return;
      if (host.open) host.shown(false);
      frame.hidden = true;
    },
    // The frame, which is the app's from now on.
    bones() {
      if (!frame) draw();
      const taken = frame;
      frame = undefined;
      return taken;
    },
  };
};
