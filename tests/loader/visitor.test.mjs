// What the page says of the visitor, and what is kept of them: identity, attributes, consent, signing out, and pages
// that come back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { page, startBench, token, visit } from '../support/loader.mjs';

let bench;
before(async () => (bench = await startBench()));
after(() => bench?.stop());
const there = () => bench;
const open = async (visitor) => {
  await visitor.launcher.click();
  await visitor.panel.waitFor();
};
const quiet = (visitor) => visitor.page.waitForTimeout(300);

test('the app gets everything that the contract names', visit(there, { attributes: 'data-language="zh-CN"', pages: { '*': ({ tag }) => page({ head: tag, html: 'lang="en" dir="rtl"' }) } }, async (visitor) => {
  await open(visitor);
  const host = await visitor.run(async () => {
    const { host } = window.stub;
    const types = Object.fromEntries(['adopt', 'emit', 'shown', 'unread', 'identify', 'attributes', 'notices', 'notice', 'kept', 'keep', 'keys', 'piece', 'speak'].map((name) => [name, typeof host[name]]));
    return { types, edge: host.edge, language: host.language, dir: host.dir, brand: JSON.parse(host.brand), store: host.store, place: host.place instanceof Element, identified: host.identified, asked: await host.identify() };
  });
  assert.ok(Object.values(host.types).every((type) => type === 'function'), JSON.stringify(host.types));
  assert.deepEqual({ ...host, types: 0 }, {
    types: 0, edge: visitor.edge.base, language: 'zh', dir: 'rtl', brand: { name: 'Tidewell', accent: '#0b6e6e', on_accent: '#ffffff', greeting: 'Hi, how can we help?', language: 'zh' },
    store: `baton:${visitor.edge.base}:tidewell`, place: true, identified: false, asked: '',
  });
  assert.equal(await visitor.launcher.getAttribute('aria-label'), '在线客服');
  const box = await visitor.launcher.evaluate((button) => getComputedStyle(button).insetInlineEnd);
  assert.equal(box, '16px');
}));

test('another language: words, brand and notices', visit(there, {
  edge: { notices: { zh: [{ id: 'n', version: '1', tone: 'info', form: 'panel', title: '通知', text: 'x', when: ['language', 'zh'] }] } },
}, async (visitor) => {
  await open(visitor);
  const brand = await visitor.run(() => window.stub.host.speak('zh'));
  assert.equal(JSON.parse(brand).language, 'zh');
  assert.equal(await visitor.launcher.getAttribute('aria-label'), '在线客服');
  assert.equal(JSON.parse(await visitor.run(() => window.stub.host.notices()))[0].title, '通知');
  assert.equal(visitor.edge.asked('/published/manifest.json').length, 2);
}));

test('Baton.ask opens and asks, Baton.on can be ended, a listener that fails fails alone', visit(there, {}, async (visitor) => {
  visitor.tolerated.push(/mine alone/);
  await visitor.run(() => {
    window.heard = [];
    Baton.on('open', () => { throw new Error('mine alone'); });
    window.end = Baton.on('open', () => window.heard.push('open'));
    Baton.on('close', () => window.heard.push('close'));
    Baton.ask('Where is my order?');
  });
  await visitor.panel.waitFor();
  assert.deepEqual(await visitor.calls('ask'), [['ask', 'Where is my order?']]);
  await visitor.run(() => (window.end(), Baton.close(), Baton.open()));
  await visitor.until(async () => (await visitor.run(() => window.heard.length)) === 2);
  assert.deepEqual(await visitor.run(() => window.heard), ['open', 'close']);
}));

test('identity: asked when it is wanted, asked anew, and never waited for without end', visit(there, {}, async (visitor) => {
  await visitor.run(() => {
    window.turn = 0;
    Baton.identify(async () => `token-${++window.turn}`);
  });
  await quiet(visitor);
  assert.equal(await visitor.run(() => window.turn), 0, 'nobody needs it yet');
  await open(visitor);
  assert.deepEqual(await visitor.run(async () => [window.stub.host.identified, await window.stub.host.identify(), await window.stub.host.identify()]), [true, '0  token-1', '0  token-2']);
  await visitor.run(() => Baton.identify(() => { throw new Error('company is down'); }));
  assert.equal(await visitor.run(() => window.stub.host.identify()), '');
  await visitor.run(() => Baton.identify(async () => null));
  assert.equal(await visitor.run(() => window.stub.host.identify()), '');
  assert.equal((await visitor.calls('identify')).length, 2);
}));

test('attributes: texts with proper names, few and short', visit(there, {}, async (visitor) => {
  await visitor.run(() => {
    Baton.update({ plan: 'gold', seats: 5, trial: false, 'Not a name': 'x', empty: undefined, long: '界'.repeat(100) });
    Baton.update(Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`a${n}`, n])));
  });
  await open(visitor);
  const said = JSON.parse(await visitor.run(() => window.stub.host.attributes()));
  assert.equal(said.empty, null, 'what is no longer said is told, too');
  delete said.empty;
  assert.equal(Object.keys(said).length, 16);
  assert.deepEqual([said.plan, said.seats, said.trial], ['gold', '5', 'false']);
  assert.equal(Buffer.byteLength(said.long), 126);
  await visitor.run(() => Baton.update({ plan: 'basic' }));
  assert.equal(JSON.parse((await visitor.calls('attributes')).at(-1)[1]).plan, 'basic');
  await visitor.run(() => Baton.update({ plan: null }));
  assert.equal(JSON.parse((await visitor.calls('attributes')).at(-1)[1]).plan, null);
  // Somebody else: what the page said of the last one is not true of this one.
  await visitor.run(() => (Baton.identify(async () => 'a'), Baton.update({ plan: 'x' }), Baton.identify(async () => 'b')));
  assert.equal(await visitor.run(() => window.stub.host.attributes()), '{}');
}));

const ASK = { attributes: 'data-consent="ask"' };

test('without consent, nothing is read or written; with it, what was held back is written', visit(there, ASK, async (visitor) => {
  const key = await visitor.converse();
  await visitor.page.reload();
  await open(visitor);
  await quiet(visitor);
  assert.equal(visitor.edge.asked('/unread').length, 0);
  const before = await visitor.run(() => {
    const { host } = window.stub;
    host.keep(`${host.store}:draft`, 'half a sentence');
    return { keys: host.keys(), kept: host.kept(`${host.store}:draft`) };
  });
  assert.deepEqual(before, { keys: [`baton:${visitor.edge.base}:tidewell:draft`], kept: 'half a sentence' });
  assert.deepEqual(await visitor.kept(), [key]);
  await visitor.run(() => Baton.consent(true));
  await visitor.until(async () => (await visitor.calls('stored')).length === 2);
  assert.deepEqual((await visitor.kept()).sort(), [key, key.replace('conversation', 'draft')].sort());
  await visitor.run(() => Baton.consent(false));
  assert.deepEqual(await visitor.kept(), []);
  await visitor.run(() => window.stub.host.keep(`${window.stub.host.store}:draft`, 'more'));
  assert.deepEqual(await visitor.kept(), []);
  assert.equal(await visitor.run(() => window.stub.host.kept(`${window.stub.host.store}:draft`)), 'more');
}));

test('dismissing before consent holds for this page alone', visit(there, {
  ...ASK, edge: { notices: { en: [{ id: 'n', version: '1', tone: 'info', form: 'card', title: 'Notice', text: 'x', when: true }] } },
}, async (visitor) => {
  await visitor.notice.getByRole('button').click();
  await visitor.notice.waitFor({ state: 'detached' });
  await visitor.run(() => Baton.track('x'));
  await quiet(visitor);
  assert.equal(await visitor.notice.count(), 0);
  assert.deepEqual(await visitor.kept(), []);
  await visitor.page.reload();
  await visitor.notice.waitFor();
}));

test('signing out leaves nothing of the person', visit(there, {
  edge: { notices: { en: [{ id: 'n', version: '1', tone: 'info', form: 'card', title: 'Notice', text: 'x', when: ['attribute', 'plan', 'gold'] }] }, unread: { count: 3, last: 9, open: true, person: false } },
}, async (visitor) => {
  await visitor.converse();
  await visitor.run(() => localStorage.setItem('the page’s own', '1'));
  await visitor.page.reload();
  await visitor.run(() => (Baton.identify(async () => 'x'), Baton.update({ plan: 'gold' })));
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  await visitor.notice.waitFor();
  await open(visitor);
  await visitor.run(() => Baton.shutdown());
  assert.deepEqual(await visitor.kept(), ['the page’s own']);
  await visitor.launcher.waitFor();
  assert.deepEqual([await visitor.launcher.getAttribute('aria-expanded'), await visitor.launcher.getAttribute('data-n')], ['false', '']);
  assert.deepEqual((await visitor.calls()).at(-1), ['shutdown']);
  await quiet(visitor);
  assert.equal(await visitor.notice.count(), 0);
  await visitor.run(() => (Baton.close(), Baton.shutdown(), Baton.open()));
  await visitor.panel.waitFor();
  assert.deepEqual(await visitor.run(() => [window.stub.starts > 1, window.stub.host.identified, window.stub.host.attributes()]), [true, false, '{}']);
  const sheets = await visitor.widget.evaluate((host) => host.shadowRoot.adoptedStyleSheets.map((sheet) => sheet.cssRules[0].selectorText));
  assert.deepEqual(sheets, [':host', ':root, :host', '.panel'], 'the styles of the app before are gone');
}));

test('an edge that cannot be reached says so, and the next attempt goes through', visit(there, { edge: { down: true } }, async (visitor) => {
  visitor.tolerated.push(/CORS|ERR_FAILED|503/);
  const { edge, launcher } = visitor;
  // The script itself is there.
  assert.equal(edge.asked('/widget.js').length, 1);
  edge.down = false;
  await visitor.page.reload();
  await launcher.waitFor();
  edge.down = true;
  await launcher.click();
  await launcher.getByText("Can't connect. Try again").waitFor();
  assert.equal(await launcher.getAttribute('aria-busy'), 'false');
}));

test('a page that comes back from the back-forward cache goes on', visit(there, {}, async (visitor) => {
  await open(visitor);
  await visitor.panel.getByRole('textbox').fill('half a sentence');
  await visitor.run(() => addEventListener('pageshow', (event) => (window.restored = event.persisted)));
  await visitor.page.goto(`${visitor.site.origin}/next`);
  await visitor.launcher.waitFor();
  await visitor.run(() => void history.back()).catch(() => {});
  await visitor.until(() => visitor.run(() => window.restored === true).catch(() => false));
  assert.equal(await visitor.panel.getByRole('textbox').inputValue(), 'half a sentence');
  assert.deepEqual((await visitor.calls('stored')).at(-1), ['stored', `baton:${visitor.edge.base}:tidewell:conversation`]);
  await visitor.run(() => Baton.close());
  await visitor.launcher.click();
  await visitor.panel.waitFor();
}));

test('another tab tells the app what changed', visit(there, {}, async (visitor) => {
  await open(visitor);
  const other = await visitor.context.newPage();
  await other.goto(visitor.site.origin);
  await other.evaluate((key) => localStorage.setItem(key, 'x'), `baton:${visitor.edge.base}:tidewell:draft`);
  await visitor.until(async () => (await visitor.calls('stored')).length === 1);
}));
