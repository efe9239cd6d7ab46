// How the app reaches the edge and the browser, in a few calls: written in Rust, each would be several times as large.

// How long an answer may take.
const LIMIT_MS = 15_000;
const LOCALES = { en: "en-GB", zh: "zh-CN" };
const CLOCK = { hour: "numeric", minute: "2-digit" };
const DAY = { month: "long", day: "numeric" };
// In the order in which the app counts them: a time of day, a day of the week, a day, a day with the time.
const TIMES = [CLOCK, { weekday: "long" }, DAY, { ...DAY, ...CLOCK }];

export const reach = (host) => ({
  // Posts `body`, or gets where there is none. `told` receives texts: the status (0 where nobody answered), the body, and
  // in how many seconds to try again, as the edge says it.
  async ask(path, token, body, told) {
    let answer, text;
    try {
      const headers = token ? { authorization: `Bearer ${token}` } : {};
      if (body) headers["content-type"] = "application/json";
      const signal = AbortSignal.timeout(LIMIT_MS);
      answer = await fetch(host.edge + path, { method: body ? "POST" : "GET", body, headers, signal, credentials: "omit" });
      text = await answer.text();
    } catch {}
    told(text === undefined ? ["0"] : [`${answer.status}`, text, answer.headers.get("retry-after") || ""]);
  },

  // Opens a socket. `told` receives "open", "text" with a text, "closed" unless we close it.
  socket(path, told) {
    const line = new WebSocket(new URL(host.edge + path, location).href.replace(/^http/, "ws"));
    line.onopen = () => told(["open"]);
    line.onmessage = ({ data }) => told(["text", data]);
    line.onclose = () => told(["closed"]);
    return {
      // One that is not open yet, or not any more, sends nothing.
      send: (text) => line.readyState === 1 && line.send(text),
      close() {
        line.onmessage = line.onclose = null;
        // Browsers complain of one that is closed before it is open.
        line.onopen = () => line.close();
        if (line.readyState) line.close();
      },
    };
  },

  // Tells what happens to the page, and to the line, until `close` is called.
  listen(told) {
    const ends = new AbortController();
    const { signal } = ends;
    for (const name of ["online", "offline", "pagehide", "pageshow"]) addEventListener(name, () => told([name]), { signal });
    document.addEventListener("visibilitychange", () => told([""]), { signal });
    return { close: () => ends.abort() };
  },

  // Hands over what a promise brings; nothing where it brings nothing.
  settle(promise, done) {
    promise.then(done, () => done());
  },

  // So many random bytes as base64url without padding; nothing where there is no randomness.
  secret(bytes) {
    try {
      const raw = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(bytes)));
      return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
    } catch {}
  },

  // A time in the visitor's own zone, as their language writes it.
  time: (ms, kind) => new Intl.DateTimeFormat(LOCALES[host.language], TIMES[kind]).format(ms),

  // Days from the one to the other, as the visitor's own calendar counts them.
  days(from, to) {
    const day = (ms) => Math.floor(ms / 864e5 - new Date(ms).getTimezoneOffset() / 1440);
    return day(to) - day(from);
  },

  // Where the customer is, and what it is called.
  page: () => [location.href, document.title],
});
