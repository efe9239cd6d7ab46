// Files that a customer sends, and pictures that are shown. The app calls:
//
//   choose(accept, several) -> Promise<File[]>
//       Lets the visitor choose files; empty where they did not. `accept` as on an input. Call it in a click.
//   take(transfer) -> File[]
//       The files of a paste or a drop (`event.clipboardData`, `event.dataTransfer`).
//   check(files, already) -> Array<{ file, problem }>
//       What is wrong with each, before it is sent: "" | "large" | "empty" | "many". `already` is the number of files
//       that stand beside the message.
//   upload(address, bearer, file, progress) -> { done: Promise<string>, abort() }
//       Sends the file's bytes by POST to `address`, with the name as `?name=`. `progress(sent, total)` is called on the
//       way. `done` gives the answer's text; it fails with { status, body }: status 0 without network, -1 when aborted.
//   picture(address, bearer, canvas, width, alt) -> Promise<{ width, height }>
//       Fetches a picture and draws it on a canvas, at most `width` CSS pixels wide, so that the page's policy for
//       images has no say. `alt` is what a screen reader says; "" hides it. Fails with { status }.
//   save(address, bearer, name) -> Promise<void>
//       Fetches a file and hands it to the visitor as a download. Fails with { status }.

const MAX_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 5;
// How long a download's address stays good.
const SAVE_MS = 60_000;

const list = (files) => Array.prototype.slice.call(files || []);

/** Lets the visitor choose files. */
export const choose = (accept, several) =>
  new Promise((resolve) => {
    const input = Object.assign(document.createElement("input"), { type: "file", accept, multiple: several });
    input.onchange = () => resolve(list(input.files));
    // Older engines do not say that nothing was chosen; then the promise simply stays.
    input.oncancel = () => resolve([]);
    input.click();
  });

/** The files of a paste or a drop. A pasted picture gets a name. */
export const take = (transfer) =>
  list(transfer && transfer.files).map((file) => {
    if (file.name && file.name !== "image.png") return file;
    const time = new Date().toTimeString().slice(0, 8).replace(/:/g, "-");
    return new File([file], `picture-${time}.${file.type.split("/")[1] || "bin"}`, { type: file.type });
  });

/** What is wrong with each. */
export const check = (files, already) =>
  list(files).map((file, nth) => {
    const problem = nth + already >= MAX_FILES ? "many" : file.size > MAX_BYTES ? "large" : file.size ? "" : "empty";
    return { file, problem };
  });

/** Sends a file. `fetch` would not tell how far it is. */
export const upload = (address, bearer, file, progress) => {
  const request = new XMLHttpRequest();
  const done = new Promise((resolve, reject) => {
    const fail = (status) => reject({ status, body: request.responseText });
    request.onload = () => (request.status < 300 ? resolve(request.responseText) : fail(request.status));
    request.onerror = request.ontimeout = () => fail(0);
    request.onabort = () => fail(-1);
  });
  request.upload.onprogress = (event) => progress(event.loaded, event.total);
  const url = new URL(address);
  url.searchParams.set("name", file.name);
  request.open("POST", url);
  request.setRequestHeader("authorization", `Bearer ${bearer}`);
  request.setRequestHeader("content-type", file.type || "application/octet-stream");
  request.send(file);
  return { done, abort: () => request.abort() };
};

const fetched = async (address, bearer) => {
  const answer = await fetch(address, { credentials: "omit", headers: bearer ? { authorization: `Bearer ${bearer}` } : {} });
  if (!answer.ok) throw { status: answer.status };
  return answer.blob();
};

/** Draws a picture, no larger than it is shown. */
export const picture = async (address, bearer, canvas, width, alt) => {
  const full = await createImageBitmap(await fetched(address, bearer));
  const shown = Math.min(width, full.width);
  const density = Math.min(window.devicePixelRatio || 1, full.width / shown);
  const height = (full.height * shown) / full.width;
  canvas.width = Math.round(shown * density);
  canvas.height = Math.round(height * density);
  canvas.style.inlineSize = `${Math.round(shown)}px`;
  canvas.style.maxInlineSize = "100%";
  canvas.style.blockSize = "auto";
  canvas.style.aspectRatio = `${canvas.width} / ${canvas.height}`;
  if (alt) {
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", alt);
  } else canvas.setAttribute("aria-hidden", "true");
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(full, 0, 0, canvas.width, canvas.height);
  const size = { width: full.width, height: full.height };
  full.close();
  return size;
};

/** Hands a file to the visitor. */
export const save = async (address, bearer, name) => {
  const url = URL.createObjectURL(await fetched(address, bearer));
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), SAVE_MS);
};

// --- As the app calls them: plain values, and a function for each thing that is told -------------------------------

const ACCEPT = "image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain,text/csv,.docx,.xlsx,.pptx,.odt";
const SHOWN_PX = 260;

/** Lets the visitor choose; `done` receives the files. */
export const pick = (done) => choose(ACCEPT, true).then(done);

/** What is wrong with a file, given how many stand beside the message: "" | "large" | "empty" | "many". */
export const refuse = (file, already) => check([file], already)[0].problem;

/**
 * Makes a place for files before a conversation has begun: the first message opens it. `told` receives its token, its
 * request's id, and its own id; an empty list where none could be made.
 */
export const place = (host, language, told) => {
  const [token, request_id] = [host.secret(32), host.secret(16)];
  const made = ([status, body]) => told(status === "200" ? [token, request_id, JSON.parse(body).conversation] : []);
  host.ask("/v1/conversations", undefined, JSON.stringify({ request_id, token, language }), made);
};

/** Sends a file: `told` receives the percents on the way, then the status (0 where nobody answered) and the body. */
export const send = (address, bearer, file, told) => {
  upload(address, bearer, file, (sent, total) => told([`${Math.floor((100 * sent) / (total || 1))}`])).done.then(
    (body) => told(["201", body]),
    ({ status, body }) => told([`${Math.max(0, status)}`, body || ""]),
  );
};

/** Draws a picture within an element; one that cannot be had leaves the element as it is. */
export const draw = (place, address, bearer) => {
  const canvas = document.createElement("canvas");
  picture(address, bearer, canvas, SHOWN_PX, "").then(() => place.appendChild(canvas), () => {});
};
