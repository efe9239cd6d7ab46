// The conversation as text, for the visitor to keep. The app calls:
//
//   save(company, lines, language)
//       Downloads a text file, "Tidewell chat 2026-11-25 14.05.txt". `lines` is an array; `language` is "en" or "zh".
//   copy(lines) -> Promise<boolean>
//       Puts the text on the clipboard; `false` where the browser lets nobody.

// How long a download's address stays good.
const SAVE_MS = 60_000;
// Windows' editors of old want a mark to read UTF-8.
const BYTE_ORDER_MARK = "\ufeff";

// What no file system takes in a name.
const FORBIDDEN = /[\s\\/:*?"<>|\u0000-\u001f]+/g;

/** Downloads it. */
export const save = (company, lines, language) => {
  const two = (number) => `${number}`.padStart(2, "0");
  const now = new Date();
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const what = language === "zh" ? "聊天记录" : "chat";
  const name = `${company} ${what} ${day} ${two(now.getHours())}.${two(now.getMinutes())}.txt`.replace(FORBIDDEN, " ");
  const blob = new Blob([BYTE_ORDER_MARK, lines.join("\r\n"), "\r\n"], { type: "text/plain;charset=utf-8" });
  const url = URL.createObjectURL(blob);
  Object.assign(document.createElement("a"), { href: url, download: name.trim() }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVE_MS);
};

/** Copies it. */
export const copy = async (lines) => {
  const text = lines.join("\n");
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No permission, or a page without HTTPS: the old way, by a selection.
  }
  const area = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  // Where nobody sees it, and where no keyboard opens. Set one by one: a policy may forbid style attributes.
  Object.assign(area.style, { position: "fixed", insetBlockStart: "0", opacity: "0", fontSize: "16px" });
  const before = document.activeElement?.shadowRoot?.activeElement || document.activeElement;
  document.documentElement.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch {}
  area.remove();
  before?.focus?.({ preventScroll: true });
  return done;
};
