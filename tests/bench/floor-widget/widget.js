// The least that any chat on a page does: a button in a shadow root, and a panel with an input that echoes. No words
// from the company, no server, no state. What Baton does beyond that is measured against it, in the same run.
(() => {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; font: 16px/1.5 system-ui, sans-serif; }
    [hidden] { display: none; }
    button { border: 0; background: #0f6e64; color: #fff; font: inherit; cursor: pointer; }
    :focus-visible { outline: 2px solid #1c1a18; outline-offset: 2px; }
    .launcher { position: fixed; z-index: 2147483000; inset: auto 16px 16px auto; width: 56px; height: 56px; border-radius: 50%; box-shadow: 0 6px 20px #1c1a1838; }
    .launcher svg { display: block; margin: auto; width: 26px; fill: none; stroke: currentColor; stroke-width: 1.7; }
    .panel { position: fixed; z-index: 2147483000; inset: auto 16px 16px auto; display: flex; flex-direction: column; box-sizing: border-box; width: min(380px, 100vw - 32px); height: min(600px, 100vh - 32px); border: 1px solid #dad6cf; border-radius: 16px; overflow: hidden; background: #fff; color: #1c1a18; box-shadow: 0 8px 32px #1c1a1833; }
    .panel[hidden] { display: none; }
    header { display: flex; justify-content: space-between; padding: 12px 16px; background: #0f6e64; color: #fff; }
    ol { flex: 1; margin: 0; padding: 16px; overflow: auto; list-style: none; }
    li { width: fit-content; max-width: 85%; margin: 0 0 8px auto; padding: 8px 12px; border-radius: 12px; background: #efece7; overflow-wrap: anywhere; }
    form { display: flex; gap: 8px; padding: 12px; border-top: 1px solid #dad6cf; }
    input { flex: 1; min-width: 0; padding: 8px 12px; border: 1px solid #8f8a81; border-radius: 8px; font: inherit; }
    form button { padding: 8px 16px; border-radius: 8px; }
  `);
  root.adoptedStyleSheets = [sheet];

  const add = (parent, name, properties, attributes = {}) => {
    const element = parent.appendChild(Object.assign(document.createElement(name), properties));
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const labels = { 'aria-label': 'Chat with us', 'aria-haspopup': 'dialog', 'aria-expanded': 'false' };
  const launcher = add(root, 'button', { type: 'button', className: 'launcher' }, labels);
  const svg = launcher.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'svg'));
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = svg.appendChild(document.createElementNS(svg.namespaceURI, 'path'));
  path.setAttribute('d', 'M4 5h16v11H10l-4 4v-4H4z');

  const panel = add(root, 'div', { className: 'panel', hidden: true }, { role: 'dialog', 'aria-label': 'Chat' });
  const header = add(panel, 'header', {});
  add(header, 'span', { textContent: 'Chat' });
  const close = add(header, 'button', { type: 'button', textContent: '×' }, { 'aria-label': 'Close' });
  const log = add(panel, 'ol', {}, { role: 'log' });
  const form = add(panel, 'form', {});
  const input = add(form, 'input', { autocomplete: 'off' }, { 'aria-label': 'Your message' });
  add(form, 'button', { textContent: 'Send' });

  const show = (open) => {
    panel.hidden = !open;
    launcher.hidden = open;
    launcher.setAttribute('aria-expanded', String(open));
    (open ? input : launcher).focus();
  };
  launcher.onclick = () => show(true);
  close.onclick = () => show(false);
  panel.onkeydown = (event) => event.key === 'Escape' && show(false);
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!text) return;
    add(log, 'li', { textContent: text }).scrollIntoView();
    input.value = '';
  };

  document.body.append(host);
})();
