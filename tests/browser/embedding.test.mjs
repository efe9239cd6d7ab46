// Each way of embedding, in a real browser that enforces the policy for which it is meant: ask, be answered, be handed
// over, come back after a reload. What a policy refuses is refused, and nothing of ours runs into it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { PATIENCE_MS, reply, startWorld, story } from '../support/browser.mjs';
import { ROOT, expectOk, until } from '../support/edge.mjs';
import { publish } from '../support/site.mjs';

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());
const there = () => world;

/** Notes, in the page and in every frame, what a policy refuses, and which storage is so much as looked at. */
async function watchPolicies(person) {
  await person.context.addInitScript(() => {
    window.violations = [];
    window.touched = [];
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'cookieStore']) {
      const { get } = Object.getOwnPropertyDescriptor(window, name) ?? {};
      const look = () => (window.touched.push(name), get.call(window));
      if (get) Object.defineProperty(window, name, { get: look, configurable: true });
    }
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      window.violations.push(`${effectiveDirective} ${blockedURI}`);
    });
  });
}

const violations = (frame) => frame.evaluate(() => window.violations);

/** Fails unless the browser holds the page to its policy: an inline handler is allowed by none of them. */
async function isEnforced(person) {
  person.tolerate(/inline event handler/, /Trusted ?Script/i);
  const refused = await person.page.evaluate(async () => {
    const before = window.violations.length;
    try {
      document.body.setAttribute('onclick', 'window.ran = true');
    } catch {}
    document.body.click();
    await new Promise((resolve) => setTimeout(resolve, 100));
    return { refused: window.violations.splice(before), ran: window.ran };
  });
  assert.equal(refused.ran, undefined);
  assert.notDeepEqual(refused.refused, [], 'a violation is seen');
}

/** Asks, is answered, is handed over, reads what a person writes, and finds all of it again after a reload. */
async function liveThrough(person, path) {
  const { edge } = world;
  await person.open();
  await person.say('How do I reset my password?');
  await person.reads('Reset or change your password');
  await person.toPerson.click();
  await person.reads("I'm bringing in someone from Orders and Account.");
  const { id } = await person.record();
  const mei = await edge.signIn('mei');
  await mei.command(id, { type: 'take' });
  await mei.command(id, reply('Hi, this is Mei'));
  await person.reads('Hi, this is Mei');

  await person.visit(path);
  await person.launcher.click();
  await person.reads('How do I reset my password?');
  await person.reads('Hi, this is Mei');
  assert.equal((await person.record()).id, id);
  await person.say('Thank you, Mei');
  return id;
}

async function frameOf(person) {
  const element = await person.widget.locator('iframe').elementHandle();
  return element.contentFrame();
}

for (const way of ['same-origin', 'hosted', 'other-origin', 'nonce', 'trusted-types']) {
  test(`${way}: the app runs in the page, and asks nothing that its policy forbids`, story(there, async ({ customer }) => {
    const path = `/embedding/${way}`;
    const ana = await customer();
    await watchPolicies(ana);
    await ana.visit(path);
    await isEnforced(ana);
    await ana.visit(path);
    await liveThrough(ana, path);
    assert.deepEqual(await violations(ana.page), []);
    assert.equal(await ana.widget.locator('iframe').count(), 0);
    const { host: edge } = new URL(world.edge.url);
    const asked = ana.requests.filter((url) => new URL(url).host === edge);
    // The first page that a visitor sees is the demo's home page, on another origin than the edge.
    const since = asked.filter((url) => !/\/(widget\.js|published\/.*)$/.test(url));
    if (way === 'same-origin') assert.deepEqual(since, [], 'the edge is asked below the site’s own path alone');
    if (way === 'hosted') assert.deepEqual(since.filter((url) => url.includes('/widget/')), [], 'the files are the site’s own');
    await ana.picture(`embedding-${way}`);
  }));
}

test('same origin: links that leave the edge lead back below the site’s path', async () => {
  const { site } = world;
  const page = await fetch(`${site.url}/baton/chat?language=en`);
  assert.equal(page.status, 200);
  const html = await page.text();
  for (const [, address] of html.matchAll(/(?:src|href)="(widget\/[^"]+)"/g)) {
    const file = await fetch(new URL(address, page.url), { redirect: 'manual' });
    assert.equal(file.status, 200, address);
    assert.ok(file.url.startsWith(`${site.url}/baton/widget/`), file.url);
    assert.match(file.headers.get('cache-control'), /immutable/);
  }
  for (const path of ['console/', 'console/api/me', 'admin/workspace']) {
    const refused = await fetch(`${site.url}/baton/${path}`);
    assert.equal(refused.status, 404, path);
    assert.match((await refused.json()).detail, /address of their own/);
  }
});

test('no WebAssembly: the chat runs in a frame, which keeps nothing', story(there, async ({ customer }) => {
  const path = '/embedding/frame';
  const ana = await customer();
  // The loader finds out by trying.
  ana.tolerate(/WebAssembly/);
  await watchPolicies(ana);
  ana.useFrame();
  await ana.visit(path);
  await isEnforced(ana);
  const compiled = ana.page.evaluate(() => WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)).then(() => 'allowed', (error) => error.name));
  assert.equal(await compiled, 'CompileError');
  await ana.visit(path);

  // Focus goes into the composer, Escape closes, and the focus is back where it was.
  const address = `${world.edge.url}/embed`;
  await ana.open();
  await assertFocus(ana, 'TEXTAREA');
  await ana.picture('embedding-frame-open');
  await ana.composer.press('Escape');
  await ana.widget.locator('iframe').waitFor({ state: 'hidden' });
  assert.equal(await ana.page.evaluate(() => document.querySelector('#baton-widget').shadowRoot.activeElement?.className), 'launcher');
  assert.equal(await ana.launcher.getAttribute('aria-expanded'), 'false');
  await ana.visit(path);

  await liveThrough(ana, path);
  const frame = await frameOf(ana);
  assert.equal(frame.url(), address);
  assert.deepEqual(await frame.evaluate(() => [window.touched, document.cookie]), [[], '']);
  assert.deepEqual(await ana.context.cookies(), []);
  assert.deepEqual(await violations(frame), []);
  assert.deepEqual((await violations(ana.page)).filter((one) => !one.includes('wasm')), []);
  await ana.checkAccess('embedding-frame');
}));

async function assertFocus(person, tag) {
  const frame = await frameOf(person);
  await frame.waitForFunction((tag) => {
    const root = document.querySelector('#baton-widget')?.shadowRoot;
    return document.hasFocus() && root?.activeElement?.tagName === tag;
  }, tag);
}

const FILES = join(ROOT, 'public', 'built', 'site', 'widget');
const frameFile = () => readdirSync(FILES).find((name) => /^frame\..*\.js$/.test(name));

test('the frame’s side in the page is small', () => {
  const bytes = brotliCompressSync(readFileSync(join(FILES, frameFile()))).length;
  assert.ok(bytes <= 2000, `${bytes} bytes`);
});

/** In the app's place: notes what it is called with, and draws a dialog with one field. */
const STUB = `
export default async () => {};
export const start = (host) => {
  globalThis.stub = { host, calls: [] };
  const dialog = Object.assign(document.createElement('div'), { role: 'dialog', ariaLabel: 'Stub' });
  dialog.append(document.createElement('textarea'));
  host.place.append(dialog);
};
const note = (name) => (...values) => stub.calls.push([name, ...values]);
export const [ask, identify, attributes, notices, stored] = ['ask', 'identify', 'attributes', 'notices', 'stored'].map(note);
export const show = (open) => {
  note('show')(open);
  if (open) stub.host.place.querySelector('textarea').focus();
  stub.host.shown(open);
};`;

test('the frame carries every call between the loader and the app', story(there, async ({ customer }) => {
  const { edge } = world;
  const ana = await customer();
  await ana.context.route('**/widget/app.*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: STUB }));
  await ana.page.goto(`${world.site.url}/embedding/frame?lang=en&as=anonymous`);
  await ana.page.evaluate(async ([edge, file]) => {
    const frame = await import(`${edge}/widget/${file}`);
    const heard = [];
    const note = (name) => (...values) => void heard.push([name, ...values]);
    const kept = new Map([['baton:x:w:conversation', '{"id":"c"}']]);
    const outer = document.body.appendChild(document.createElement('div'));
    outer.id = 'ours';
    const root = outer.attachShadow({ mode: 'open' });
    const host = {
      edge, language: 'en', dir: 'rtl', brand: '{"accent":"#112233","on_accent":"#ffffff"}', store: 'baton:x:w', identified: false,
      place: root.appendChild(document.createElement('div')),
      adopt(css) {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        root.adoptedStyleSheets.push(sheet);
        return sheet;
      },
      attributes: () => '{"plan":"a"}',
      notices: () => '[{"id":"n"}]',
      kept: (key) => kept.get(key) ?? null,
      keys: () => [...kept.keys()],
      keep: (key, value) => (note('keep')(key, value), value === null ? kept.delete(key) : kept.set(key, value)),
      identify: async () => 'a.signed.token',
      speak: async (language) => ((host.language = language), '{"name":"汐宁"}'),
      ...Object.fromEntries(['emit', 'shown', 'unread', 'notice'].map((name) => [name, note(name)])),
    };
    window.ours = { frame, heard, kept, host, root };
    frame.start(host);
    // Before the frame is there: what is asked waits, in its order.
    frame.show(true);
    frame.ask('Where is my parcel?');
  }, [edge.url, frameFile()]);

  const element = await ana.page.locator('#ours iframe').elementHandle();
  const frame = await element.contentFrame();
  const calls = () => frame.evaluate(() => globalThis.stub?.calls ?? []);
  const heard = () => ana.page.evaluate(() => window.ours.heard.splice(0));
  await until(async () => (await calls()).length >= 3, 'the calls');
  assert.deepEqual(await calls(), [['show', true], ['show', true], ['ask', 'Where is my parcel?']]);
  await until(async () => (await frame.evaluate(() => document.hasFocus() && document.querySelector('#baton-widget').shadowRoot.activeElement?.tagName)) === 'TEXTAREA', 'the focus');
  assert.deepEqual(await heard(), [['shown', true]]);

  const facts = await frame.evaluate(async () => {
    const { host } = globalThis.stub;
    const { edge, language, dir, store, identified } = host;
    const told = { edge, language, dir, store, identified, page: host.page()[0], keys: host.keys(), kept: host.kept('baton:x:w:conversation'), none: host.kept('baton:x:w:draft') };
    host.keep('baton:x:w:draft', 'I wonder');
    host.keep('baton:x:w:conversation', null);
    host.emit('conversation', { id: 'c' });
    host.unread(3);
    host.notice('n', 'dismissed');
    const piece = Object.keys(await host.piece('sound')).length > 0;
    return { ...told, piece, token: await host.identify(), attributes: host.attributes(), notices: host.notices(), after: host.keys(), spoken: await host.speak('zh'), now: host.language };
  });
  assert.deepEqual(facts, {
    edge: edge.url, language: 'en', dir: 'rtl', store: 'baton:x:w', identified: false, page: ana.page.url(),
    keys: ['baton:x:w:conversation'], kept: '{"id":"c"}', none: null,
    piece: true, token: 'a.signed.token', attributes: '{"plan":"a"}', notices: '[{"id":"n"}]', after: ['baton:x:w:draft'], spoken: '{"name":"汐宁"}', now: 'zh',
  });
  assert.deepEqual(await heard(), [
    ['keep', 'baton:x:w:draft', 'I wonder'],
    ['keep', 'baton:x:w:conversation', null],
    ['emit', 'conversation', { id: 'c' }],
    ['unread', 3],
    ['notice', 'n', 'dismissed'],
  ]);
  assert.equal(await element.getAttribute('title'), '在线客服');
  assert.equal(await frame.evaluate(() => document.documentElement.lang), 'zh-Hans');

  await frame.evaluate(() => globalThis.stub.calls.splice(0));
  await ana.page.evaluate(() => {
    const { frame, host, kept } = window.ours;
    Object.assign(host, { identified: true, attributes: () => '{"plan":"b"}', notices: () => '[]' });
    kept.set('baton:x:w:seen', '4');
    frame.identify();
    frame.attributes();
    frame.notices();
    frame.stored('baton:x:w:seen');
    frame.show(false);
  });
  await until(async () => (await calls()).length >= 5, 'the calls');
  assert.deepEqual(await calls(), [['identify'], ['attributes'], ['notices'], ['stored', 'baton:x:w:seen'], ['show', false]]);
  assert.deepEqual(await frame.evaluate(() => {
    const { host } = globalThis.stub;
    return [host.identified, host.attributes(), host.notices(), host.kept('baton:x:w:seen')];
  }), [true, '{"plan":"b"}', '[]', '4']);
  assert.deepEqual(await heard(), [['shown', false]]);

  // A frame that loads anew is told everything anew, what was kept meanwhile included.
  await frame.evaluate(() => location.reload());
  await until(async () => frame.evaluate(() => globalThis.stub?.host.keys()).then((keys) => keys?.length === 2, () => false), 'the frame');
  await ana.page.evaluate(() => window.ours.frame.shutdown());
  assert.equal(await ana.page.locator('#ours iframe').count(), 0);
}));

test('no WebAssembly: identity, language, unread and closing go through the frame', story(there, async ({ customer }) => {
  const wei = await customer({ language: 'zh', locale: 'zh-CN', as: 'liwei' });
  wei.tolerate(/WebAssembly/);
  wei.useFrame();
  await wei.visit('/embedding/frame');
  await wei.open();
  assert.equal(await wei.widget.locator('iframe').getAttribute('title'), '在线客服');
  await wei.say('账单怎么看？');
  // High-value customers go straight to a person: the edge knows who asks.
  await wei.reads(/我请.*同事来跟进/);
  const { id } = await wei.record();
  const log = await world.edge.log_of(id);
  assert.ok(log.some((recorded) => recorded.content?.url?.includes('/embedding/frame')), 'the page is the company’s, not the frame’s');
  await wei.close();
  await wei.widget.locator('iframe').waitFor({ state: 'hidden' });
  const mei = await world.edge.signIn('xiaolin');
  await mei.command(id, { type: 'take' });
  await mei.command(id, reply('您好，我是小林'));
  await wei.widget.getByRole('button', { name: /未读/ }).click();
  await wei.reads('您好，我是小林');
  await wei.page.evaluate(() => window.Baton.shutdown());
  // With the pointer still on the launcher, another frame may be made ready.
  await wei.widget.locator('iframe').waitFor({ state: 'hidden' });
  assert.deepEqual(await wei.kept(), []);
}));

test('no WebAssembly, on a phone: the frame fills the screen', story(there, async ({ customer }) => {
  const viewport = { width: 390, height: 780 };
  const ana = await customer({ viewport, hasTouch: true, isMobile: true });
  ana.tolerate(/WebAssembly/);
  ana.useFrame();
  await ana.visit('/embedding/frame');
  await ana.open();
  const box = await ana.widget.locator('iframe').boundingBox();
  assert.deepEqual(box, { x: 0, y: 0, ...viewport });
  await ana.picture('embedding-frame-phone');
}));

test('nobody else holds the frame, and nobody else is listened to', story(there, async ({ reader, customer }) => {
  // A page of an origin that the workspace does not know; 127.0.0.1 is another than localhost.
  const stranger = createServer((request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>x</title><iframe src="${world.edge.url}/embed"></iframe>`);
  }).listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  try {
    const eve = await reader();
    eve.tolerate(/frame-ancestors/, /asked somebody else/, /favicon/);
    await eve.page.goto(`http://127.0.0.1:${stranger.address().port}/`);
    const [, frame] = eve.page.frames();
    assert.notEqual(await frame.evaluate(() => document.documentElement.dataset.origins ?? 'refused'), '', 'the frame is not there');
    assert.equal(await frame.evaluate(() => document.documentElement.dataset.app ?? 'refused'), 'refused');
  } finally {
    stranger.close();
  }

  const ana = await customer();
  ana.tolerate(/WebAssembly/);
  ana.useFrame();
  await ana.visit('/embedding/frame');
  await ana.open();
  const frame = await frameOf(ana);
  // From the page itself, not from our frame: no new port for whoever says the word.
  const answered = await ana.page.evaluate(() => new Promise((resolve) => {
    addEventListener('message', ({ ports, data }) => resolve(ports.length > 0 || Boolean(data?.kept)));
    window.postMessage('baton', '*');
  }));
  assert.equal(answered, false);
  // From a window within the frame, which is not the one that holds it.
  const before = await frame.evaluate(() => document.documentElement.lang);
  await frame.evaluate(() => {
    const { port1 } = new MessageChannel();
    window.postMessage({ kept: [], language: 'zh', page: ['', ''] }, '*', [port1]);
  });
  await ana.say('How do I reset my password?');
  await ana.reads('Reset or change your password');
  assert.equal(await frame.evaluate(() => document.documentElement.lang), before);
}));

test('no frame either: a link to the window of its own, where the chat works', story(there, async ({ customer }) => {
  const ana = await customer();
  ana.tolerate(/WebAssembly/, /frame-src/, /ERR_BLOCKED_BY_CSP/);
  await watchPolicies(ana);
  await ana.visit('/embedding/link');
  await isEnforced(ana);
  await ana.launcher.click();
  const link = ana.panel.getByRole('link', { name: 'Open it in a new window' });
  await link.waitFor();
  assert.equal(await ana.page.evaluate(() => document.querySelector('#baton-widget').shadowRoot.activeElement?.tagName), 'A');
  await ana.checkAccess('embedding-link');
  await ana.page.keyboard.press('Escape');
  await link.waitFor({ state: 'detached' });
  assert.equal(await ana.page.evaluate(() => document.querySelector('#baton-widget').shadowRoot.activeElement?.className), 'launcher');
  await ana.launcher.click();
  const [opened] = await Promise.all([ana.context.waitForEvent('page'), link.click()]);
  await opened.waitForLoadState();
  assert.equal(opened.url(), `${world.edge.url}/chat?language=en`);
  ana.use(opened);
  await ana.composer.waitFor();
  assert.deepEqual(await ana.kept(), []);
  await ana.say('How do I reset my password?');
  await ana.reads('Reset or change your password');
  await ana.checkAccess('embedding-chat');
  await ana.toPerson.click();
  await ana.reads("I'm bringing in someone");
  const { id } = await ana.record();
  await opened.reload();
  await ana.reads('How do I reset my password?');
  await ana.close();
  await opened.getByRole('button', { name: 'Open the chat' }).click();
  await ana.reads("I'm bringing in someone");
  assert.equal((await ana.record()).id, id);
  assert.deepEqual(await violations(opened), []);
  assert.deepEqual(await ana.context.cookies(), []);
}));

test('a page that the workspace does not know gets no frame either, but the link', story(there, async ({ customer }) => {
  const before = await publish(world.edge, (workspace) => {
    workspace.allowed_origins = workspace.allowed_origins.filter((origin) => origin !== world.site.url);
  });
  try {
    const ana = await customer();
    ana.tolerate(/WebAssembly/, /frame-ancestors/);
    await ana.visit('/embedding/frame');
    await ana.launcher.click();
    await ana.panel.getByRole('link', { name: 'Open it in a new window' }).waitFor();
    await ana.panel.getByRole('button', { name: 'Close' }).click();
    await ana.launcher.waitFor();
  } finally {
    await expectOk(world.edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
  }
}));

test('the window of its own, in Chinese and without JavaScript', story(there, async ({ reader }) => {
  const wei = await reader({ javaScriptEnabled: false, locale: 'zh-CN' });
  await wei.page.goto(`${world.edge.url}/chat`);
  // Texts are not looked for in such elements.
  const instead = wei.page.locator('noscript p');
  await instead.waitFor({ timeout: PATIENCE_MS });
  assert.match(await instead.innerText(), /在线客服需要 JavaScript/);
  assert.equal(await wei.page.title(), '在线客服 · 汐宁');
  await wei.picture('embedding-chat-noscript');
  await wei.page.getByRole('link', { name: 'English' }).click();
  await wei.page.waitForURL(/language=en/);
  assert.match(await instead.innerText(), /This chat needs JavaScript/);
}));
