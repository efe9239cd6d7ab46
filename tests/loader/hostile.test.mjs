// Pages that make it hard: their styles, their old libraries, their policies, and the ways in which they rewrite
// themselves.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { page, startBench, visit } from '../support/loader.mjs';

let bench;
before(async () => (bench = await startBench()));
after(() => bench?.stop());
const there = () => bench;
const only = (make) => ({ pages: { '*': make } });

const RESET = `
* { all: unset !important; color: red !important; letter-spacing: 9px !important }
div { display: none !important; transform: scale(2) !important; opacity: .2 !important; filter: blur(3px) !important }
#baton-widget { position: static !important; visibility: hidden !important; contain: strict !important; zoom: 3 !important }
html > * { pointer-events: none !important; font-size: 40px !important }
button { border: 9px solid red !important }
:root, * { --accent: red; --on-accent: red }`;

test('no rule of the page reaches the launcher', visit(there, only(({ tag }) => page({ head: `${tag}<style>${RESET}</style>` })), async (visitor) => {
  const { launcher } = visitor;
  await launcher.waitFor();
  await visitor.until(() => launcher.evaluate((button) => getComputedStyle(button).backgroundColor === 'rgb(11, 110, 110)'));
  const box = await launcher.boundingBox();
  assert.deepEqual(box, { x: 1280 - 72, y: 800 - 72, width: 56, height: 56 });
  const style = await launcher.evaluate((button) => {
    const { color, letterSpacing, visibility, pointerEvents } = getComputedStyle(button);
    const { opacity, filter, transform, position } = getComputedStyle(button.getRootNode().host);
    return { color, letterSpacing, visibility, pointerEvents, opacity, filter, transform, position };
  });
  assert.deepEqual(style, {
    color: 'rgb(255, 255, 255)', letterSpacing: 'normal', visibility: 'visible', pointerEvents: 'auto',
    opacity: '1', filter: 'none', transform: 'none', position: 'absolute',
  });
  await visitor.picture('hostile-styles');
  await launcher.click();
  await visitor.panel.waitFor();
}));

const OLD_LIBRARIES = `
Array.prototype.each = function () {}; Array.prototype.toJSON = function () { return 'array' };
String.prototype.toJSON = function () { return 'string' }; Object.prototype.toJSON = function () { return 'object' };
Object.prototype.extend = function () {}; Object.prototype.region = 'north'; Object.prototype.plan = 'gold';
Array.from = function () { return [] }; Array.prototype.inject = 1;
Function.prototype.bind = function () { return this };
const real = window.fetch; window.fetch = function () { return real.apply(window, arguments).then((answer) => answer) };`;

test('libraries of old, with all that they add to what everybody has', visit(there, {
  edge: {
    notices: { en: [{ id: 'n', version: '1', tone: 'info', form: 'card', title: 'For the north', text: 'x', when: ['attribute', 'region', 'north'] }] },
  },
  ...only(({ tag }) => page({ head: `<script>${OLD_LIBRARIES}</script>${tag}` })),
}, async (visitor) => {
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  await visitor.run(() => Baton.update({ seats: 5, region: 'south' }));
  assert.deepEqual(JSON.parse(await visitor.run(() => window.stub.host.attributes())), { seats: '5', region: 'south' });
  assert.equal(await visitor.run(() => window.stub.host.notices()), '[]');
  await visitor.run(() => Baton.update({ region: 'north' }));
  const shown = JSON.parse(await visitor.run(() => window.stub.host.notices()));
  assert.equal(shown[0].title, 'For the north');
}));

test('the script twice, and a Baton that the page has already', visit(there, only(({ tag }) => page({ head: tag + tag })), async (visitor) => {
  await visitor.launcher.waitFor();
  assert.equal(await visitor.page.locator('#baton-widget').count(), 1);
}));

test('an element called Baton is no Baton', visit(there, only(({ tag }) => page({ head: tag, body: '<p id="Baton">x</p>' })), async (visitor) => {
  await visitor.launcher.waitFor();
  assert.equal(await visitor.run(() => typeof Baton.open), 'function');
}));

for (const [name, insert] of [
  ['inserted by a script', (base) => `const s = document.createElement('script'); s.src = '${base}/widget.js?v=2'; document.head.append(s)`],
  ['as a module', (base) => `const s = document.createElement('script'); s.type = 'module'; s.src = '${base}/widget.js'; document.head.append(s)`],
  ['imported', (base) => `addEventListener('load', () => { const s = document.createElement('script'); s.src = '${base}/widget.js'; s.async = true; document.body.append(s) })`],
]) {
  test(`the script, ${name}`, visit(there, only(({ base }) => page({ body: `<h1>x</h1><script>${insert(base)}</script>` })), async (visitor) => {
    await visitor.launcher.click();
    await visitor.panel.waitFor();
  }));
}

test('from a folder of another origin’s path, everything lies beside the script', visit(there, { edge: { under: '/baton' } }, async (visitor) => {
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  assert.ok(visitor.edge.requests.every(({ path }) => path.startsWith('/baton/')));
  assert.equal(await visitor.run(() => window.stub.host.edge), visitor.edge.base);
}));

test('files that the company hosts ask the edge that they are told', visit(there, {
  ...only(({ base }) => page({ head: `<script src="${base}/widget.js" defer data-edge="${base}/elsewhere"></script>` })),
}, async (visitor) => {
  await visitor.until(() => visitor.edge.asked('/elsewhere/published/manifest.json').length > 0);
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  assert.equal(await visitor.run(() => window.stub.host.edge), `${visitor.edge.base}/elsewhere`);
}));

// --- Policies -------------------------------------------------------------------------------------------------------

const policy = (text, more = {}) => ({
  headers: { 'content-security-policy': text },
  ...only(({ base }) => page({ head: `<script nonce="abc" src="${base}/widget.js" defer></script>` })),
  ...more,
});
const works = async (visitor) => {
  await visitor.run(() => {
    window.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.violatedDirective));
  });
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  for (const name of ['attach', 'emoji', 'sound', 'transcript']) await visitor.run((name) => window.stub.host.piece(name), name);
  await visitor.run(() => void window.stub.host.place.append(document.createElement('div')));
  assert.deepEqual(await visitor.run(() => window.refused), []);
};
// The test's server knows its address only later, so the policy names any port of this machine.
const HERE = 'http://127.0.0.1:*';

test('a strict policy that names the edge', visit(there, policy(`default-src 'none'; script-src ${HERE} 'wasm-unsafe-eval'; connect-src ${HERE}`), works));
test('a nonce and strict-dynamic', visit(there, policy(`default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src ${HERE}`), works));
test('a nonce alone', visit(there, policy(`default-src 'none'; script-src 'nonce-abc' 'wasm-unsafe-eval'; connect-src ${HERE}`), works));
test('Trusted Types', visit(there, policy(`default-src 'none'; script-src ${HERE} 'wasm-unsafe-eval'; connect-src ${HERE}; require-trusted-types-for 'script'; trusted-types 'none'`), works));

test('a notice under the strictest policy', visit(there, policy(`default-src 'none'; script-src ${HERE}; connect-src ${HERE}; require-trusted-types-for 'script'; trusted-types 'none'`, {
  edge: { notices: { en: [{ id: 'n', version: '1', tone: 'info', form: 'bar', title: 'Hello', text: 'x', when: true }] } },
}), async (visitor) => {
  await visitor.notice.waitFor();
  assert.equal(await visitor.notice.evaluate((notice) => getComputedStyle(notice).position), 'fixed');
}));

test('no WebAssembly: the frame in the app’s place, and no module is loaded', visit(there, policy(`script-src ${HERE}; connect-src ${HERE}`), async (visitor) => {
  visitor.tolerated.push(/wasm|WebAssembly|unsafe-eval/i);
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  assert.equal(visitor.edge.asked('.wasm').length, 0);
  assert.equal(visitor.edge.asked('/widget/frame').length, 1);
  assert.equal(await visitor.run(() => window.stub.wasm), undefined);
}));

test('a browser without WebAssembly', visit(there, only(({ tag }) => page({ head: `<script>delete window.WebAssembly</script>${tag}` })), async (visitor) => {
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  assert.equal(visitor.edge.asked('/widget/frame').length, 1);
}));

test('a browser without stylesheets that are made by script', visit(there, only(({ tag }) => page({ head: `<script>delete window.CSSStyleSheet</script>${tag}` })), async (visitor) => {
  visitor.tolerated.push(/CSSStyleSheet/);
  assert.equal(await visitor.run(() => document.querySelector('h1').textContent), 'Tidewell');
}));

test('storage that the browser refuses', visit(there, only(({ tag }) => page({ head: `<script>Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })</script>${tag}` })), async (visitor) => {
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  const kept = await visitor.run(() => {
    const { host } = window.stub;
    host.keep(`${host.store}:draft`, 'x');
    return [host.kept(`${host.store}:draft`), host.keys().length, host.kept(`${host.store}:other`)];
  });
  assert.deepEqual(kept, ['x', 1, null]);
}));

// --- Pages that rewrite themselves ----------------------------------------------------------------------------------

for (const [name, rewrite] of [
  ['replaces its body', () => document.body.replaceWith(Object.assign(document.createElement('body'), { textContent: 'new' }))],
  ['empties its body', () => (document.body.innerHTML = '<main>new</main>')],
  ['sets another body', () => (document.body = Object.assign(document.createElement('body'), { textContent: 'new' }))],
  ['writes all of itself anew', () => (document.documentElement.innerHTML = '<head></head><body>new</body>')],
  ['removes what it does not know', () => document.querySelector('#baton-widget').remove()],
]) {
  test(`a page that ${name} keeps the panel as it is`, visit(there, {}, async (visitor) => {
    await visitor.launcher.click();
    await visitor.panel.getByRole('textbox').fill('half a sentence');
    await visitor.run(rewrite);
    await visitor.page.waitForTimeout(100);
    await visitor.panel.waitFor();
    assert.equal(await visitor.panel.getByRole('textbox').inputValue(), 'half a sentence');
    assert.equal(await visitor.page.locator('#baton-widget').count(), 1);
    assert.equal(await visitor.run(() => window.stub.starts), 1);
  }));
}
