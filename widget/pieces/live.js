// Notices that concern this visitor, at the top of the panel. The loader decides which.
//
//   list(place, host, told)    Draws what `host.notices()` says now; told([question]) when the visitor wants to ask about
//                              one. One that stays is kept as it is, so that nothing in it loses its focus.

import { button, icon, make, mark } from "../loader/dom.js";

// As in ui/src/icon.rs.
const CLOSE = "M6 6l12 12M18 6L6 18";
const MORE_BELOW = "M6 9.5l6 6 6-6";

// What is drawn, by the place and what it shows.
const drawn = new WeakMap();

const draw = ({ id, tone, title, text, link, question, ask, asking }, host, told) => {
  const { texts } = host;
  const say = (what) => () => host.notice(id, what);
  const actions = [];
  if (asking) {
    actions.push(make("span", "label", ask));
    actions.push(button("chip", say("yes"), texts.yes), button("chip", say("dismissed"), texts.no));
  } else {
    if (link) {
      const away = mark(make("a", "", link.label), { href: link.url });
      away.onclick = say("clicked");
      actions.push(away);
    }
    const about = () => {
      told([question]);
      host.notice(id, "clicked");
    };
    if (question) actions.push(button("button", about, texts.ask_about));
  }
  // The title says what it is about; the rest takes no room from the conversation until it is wanted.
  const more = mark(make("p", "", text), { dir: "auto" });
  more.hidden = true;
  const toggle = () => {
    more.hidden = !more.hidden;
    mark(head, { "aria-expanded": !more.hidden });
  };
  const head = mark(button("card-title", toggle, make("span", "", title), icon(MORE_BELOW)), { "aria-expanded": false });
  const body = make("div", "notice-text", head, more);
  if (actions[0]) body.appendChild(make("div", "notice-end", ...actions));
  const close = mark(button("round", say("dismissed"), icon(CLOSE)), { "aria-label": texts.dismiss, title: texts.dismiss });
  return mark(make("section", "notice", body, close), { "data-tone": tone, "aria-label": title });
};

export const list = (place, host, told) => {
  const before = drawn.get(place) || {};
  const now = {};
  for (const notice of JSON.parse(host.notices())) {
    const key = JSON.stringify(notice);
    now[key] = before[key] || draw(notice, host, told);
  }
  drawn.set(place, now);
  for (const key in before) now[key] || place.removeChild(before[key]);
  // Moving an element takes its focus away: what is there already stays.
  Object.values(now).forEach((section, at) => place.children[at] === section || place.insertBefore(section, place.children[at] || null));
};
