// A calm grid of common emoji. The app calls:
//
//   picker(host, choose, close) -> HTMLElement
//       Builds the grid; the app puts it where it wants it inside the shadow root, and takes it away. `host` is the
//       loader's object (`adopt`, `place`, `language`, `dir`). `choose(text)` is called with the emoji, `close()` on
//       Escape. Focus it with `element.querySelector("[tabindex='0']").focus()`.
//
// Arrow keys, Home and End move; Enter and space choose. Screen readers read the names. The engine's own font draws
// them. Colours are the app's: --ink, --ground-low.

const ALL = [
  ["👋", "waving hand", "挥手"], ["🙂", "slight smile", "微笑"], ["😀", "grin", "开心"], ["😄", "laugh", "大笑"],
  ["😅", "relieved laugh", "苦笑"], ["😂", "tears of joy", "笑哭"], ["😉", "wink", "眨眼"], ["😊", "warm smile", "害羞微笑"],
  ["😍", "in love", "喜欢"], ["🤗", "hug", "拥抱"], ["🤔", "thinking", "思考"], ["😐", "neutral", "无语"],
  ["🙄", "rolling eyes", "白眼"], ["😕", "confused", "困惑"], ["😟", "worried", "担心"], ["😢", "crying", "流泪"],
  ["😭", "sobbing", "大哭"], ["😤", "frustrated", "不满"], ["😡", "angry", "生气"], ["😱", "shocked", "惊恐"],
  ["😴", "asleep", "睡觉"], ["🤒", "ill", "生病"], ["🥳", "celebrating", "庆祝"], ["😎", "cool", "酷"],
  ["👍", "thumbs up", "赞"], ["👎", "thumbs down", "踩"], ["👌", "OK", "好的"], ["🙏", "thank you", "感谢"],
  ["👏", "applause", "鼓掌"], ["🙌", "raised hands", "太好了"], ["💪", "strength", "加油"], ["🤝", "handshake", "握手"],
  ["❤️", "heart", "爱心"], ["💔", "broken heart", "心碎"], ["🎉", "party", "撒花"], ["🌹", "rose", "玫瑰"],
  ["☀️", "sun", "太阳"], ["🌧️", "rain", "下雨"], ["☕", "coffee", "咖啡"], ["🎁", "gift", "礼物"],
  ["📦", "parcel", "包裹"], ["🏠", "home", "家"], ["📱", "phone", "手机"], ["💡", "idea", "想法"],
  ["✅", "done", "完成"], ["❌", "wrong", "不对"], ["❓", "question", "问号"], ["⏰", "clock", "闹钟"],
];
const COLUMNS = 8;

let sheet;

/** Builds the grid. */
export const picker = (host, choose, close) => {
  // Signing out takes styles away.
  if (!host.place.getRootNode().adoptedStyleSheets.includes(sheet)) sheet = host.adopt(BATON_EMOJI_CSS);
  const chinese = host.language === "zh";
  const grid = document.createElement("div");
  grid.className = "emoji";
  grid.lang = host.language;
  grid.setAttribute("role", "group");
  grid.setAttribute("aria-label", chinese ? "表情" : "Emoji");
  const buttons = ALL.map(([text, english, zh], nth) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    button.title = chinese ? zh : english;
    button.setAttribute("aria-label", button.title);
    // One stop for the tab key; arrows do the rest.
    button.tabIndex = nth ? -1 : 0;
    button.onclick = () => choose(text);
    return grid.appendChild(button);
  });
  const steps = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS, ArrowRight: 1, ArrowLeft: -1 };
  grid.onkeydown = (event) => {
    const { key } = event;
    const at = buttons.indexOf(event.target);
    if (key === "Escape") {
      event.stopPropagation();
      event.preventDefault();
      return close();
    }
    const sideways = key === "ArrowRight" || key === "ArrowLeft";
    let to = at + (steps[key] || 0) * (sideways && host.dir === "rtl" ? -1 : 1);
    if (key === "Home") to = 0;
    if (key === "End") to = buttons.length - 1;
    if (to === at || !buttons[to]) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    buttons[to].tabIndex = 0;
    buttons[to].focus();
  };
  return grid;
};

/** Shows the grid within an element, or hides it. What is chosen goes into the field, as if it had been typed. */
export const toggle = (place, field, host) => {
  const close = () => {
    place.replaceChildren();
    field.focus();
  };
  if (place.firstChild) return close();
  const choose = (text) => {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input"));
    close();
  };
  place.appendChild(picker(host, choose, close));
  place.querySelector("[tabindex='0']").focus();
};
