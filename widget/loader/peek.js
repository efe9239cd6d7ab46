// A small bubble beside the launcher: the latest message of a person, before the panel was opened.

const CLOSE = { en: "Close", zh: "关闭" };

/** `last` is the number of the message that is shown, 0 where none is. `dismiss` is called by the closing button. */
export const peeker = (host, dismiss) => {
  let bubble, sheet;
  const drop = () => {
    if (bubble) host.root.removeChild(bubble);
    bubble = undefined;
    peek.last = 0;
  };
  const show = ({ name, text, last }) => {
    const launcher = host.root.querySelector(".launcher");
    if (launcher.hidden || peek.last === last) return;
    if (!bubble) {
      // Shutting down takes styles away.
      if (!host.root.adoptedStyleSheets.includes(sheet)) sheet = host.adopt(BATON_PEEK_CSS);
      bubble = host.root.insertBefore(document.createElement("div"), launcher);
      bubble.className = "peek";
      bubble.setAttribute("role", "status");
    }
    peek.last = last;
    const open = document.createElement("button");
    const who = document.createElement("strong");
    who.textContent = name;
    const words = document.createElement("span");
    words.textContent = text;
    for (const part of [who, words]) open.appendChild(part);
    open.onclick = () => launcher.click();
    const close = document.createElement("button");
    close.textContent = "\u00d7";
    close.className = "close";
    close.setAttribute("aria-label", CLOSE[host.language]);
    close.onclick = dismiss;
    bubble.replaceChildren(open, close);
    bubble.lang = host.language;
  };
  const peek = { last: 0, show, drop };
  return peek;
};
