// The app in a window of its own, on the edge's own origin, where a plain link led. The conversation is kept here, as
// the loader keeps it on a company's page, and nothing before the first message.
import { adopt, begin, edge } from "./stage.js";

const { documentElement: html } = document;
const { workspace, brand, language } = html.dataset;
const prefix = `baton:${edge}:`;
const start = document.querySelector("#open");
const said = document.querySelector("#said");
const behind = [...document.querySelectorAll("header, main")];

const keys = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
};

let app;
const host = {
  language,
  dir: "",
  brand,
  store: prefix + workspace,
  identified: false,
  attributes: () => "{}",
  notices: () => "[]",
  notice() {},
  emit() {},
  unread(count) {
    document.title = document.title.replace(/^(\(\d+\) )?/, count ? `(${count}) ` : "");
  },
  shown(open) {
    for (const part of behind) part.hidden = open;
    start.hidden = said.hidden = open;
    if (!open) start.focus();
  },
  identify: async () => "",
  // The page itself is in one language; the conversation is found again in the other.
  speak(wanted) {
    location.search = `?language=${wanted}`;
    return new Promise(() => {});
  },
  keys,
  kept(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  keep(key, value) {
    try {
      if (value == null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {}
  },
};

const { accent, on_accent } = JSON.parse(brand);
const sheet = new CSSStyleSheet();
if (/^#[0-9a-f]{6}$/i.test(accent)) sheet.replaceSync(`#open{background:${accent};color:${on_accent}}`);
document.adoptedStyleSheets = [sheet];

start.addEventListener("click", () => (app ? app.show(true) : location.reload()));
addEventListener("storage", ({ key }) => key?.startsWith(prefix) && app?.stored?.(key));
try {
  app = await begin(host);
  // Lines that are read, however wide the window is.
  adopt(".stage>[role=dialog]{inline-size:min(100%,760px)!important;margin-inline:auto!important}");
  app.show(true);
} catch {
  said.textContent = said.dataset.failed;
  start.hidden = said.hidden = false;
}
