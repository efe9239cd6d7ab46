// Elements, made in one line each.

/** Sets attributes. */
export const mark = (element, attributes) => {
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
};

/** An element with a class and what is in it. */
export const make = (name, className, ...children) => {
  const element = mark(document.createElement(name), { class: className });
  // Not by `append`: libraries of old have one of their own.
  for (const child of children) element.appendChild(child.nodeType ? child : document.createTextNode(child));
  return element;
};

/** A drawing of one path, as `icon` in `ui/src/icon.rs` makes it. */
export const icon = (path) => {
  const [drawing, line] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  drawing.appendChild(mark(line, { d: path }));
  return mark(drawing, { class: "icon", viewBox: "0 0 24 24", "aria-hidden": true });
};

/** A button that does something. */
export const button = (className, run, ...children) => {
  const element = mark(make("button", className, ...children), { type: "button" });
  element.onclick = run;
  return element;
};
