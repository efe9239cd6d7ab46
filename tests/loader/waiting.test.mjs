// Messages that wait for the visitor while the app is not there, and what of it is shown.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBench, token, visit } from '../support/loader.mjs';

let bench;
before(async () => (bench = await startBench()));
after(() => bench?.stop());
const there = () => bench;

// On a slow line the app does not come by itself, so that the loader can be watched. The clock is the test's, from the
// first document on.
const SLOW = `Object.defineProperty(navigator, 'connection', { value: { effectiveType: '3g' } })`;
const slow = async (visitor) => {
  await visitor.context.addInitScript(SLOW);
  await visitor.page.clock.install();
};
const asks = (visitor) => visitor.edge.asked('/unread').length;
const none = { count: 0, last: 3, open: true, person: false };
const message = { count: 2, last: 9, open: true, person: true, name: 'Mei', text: 'You were charged twice, is that right?' };
/** Hides and shows the page, as a browser tells it. */
const hide = (visitor, hidden) =>
  visitor.run((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    Object.defineProperty(document, 'visibilityState', { value: hidden ? 'hidden' : 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
const settle = () => new Promise((resolve) => setTimeout(resolve, 250));

test('it is asked every 30 s, with a person every 5 s, and the token is no part of an address', visit(there, { edge: { unread: none } }, async (visitor) => {
  await slow(visitor);
  await visitor.converse();
  await visitor.page.reload();
  await visitor.until(() => asks(visitor) === 1);
  const [first] = visitor.edge.asked('/unread');
  assert.equal(first.path + first.query, '/v1/conversations/c1/unread?after=3');
  assert.equal(first.headers.authorization, 'Bearer secret');
  assert.equal(first.headers.cookie, undefined);
  await settle();
  await visitor.page.clock.runFor(29_000);
  await settle();
  assert.equal(asks(visitor), 1);
  visitor.edge.unread = { ...none, person: true };
  await visitor.page.clock.runFor(1500);
  await visitor.until(() => asks(visitor) === 2);
  await settle();
  await visitor.page.clock.runFor(5100);
  await visitor.until(() => asks(visitor) === 3);
  await settle();
  assert.equal(visitor.edge.asked('/widget/app.').length, 0);
}));

test('not while the page is hidden, and at once when it is seen again', visit(there, { edge: { unread: { ...none, person: true } } }, async (visitor) => {
  await slow(visitor);
  await visitor.converse();
  await visitor.page.reload();
  await visitor.until(() => asks(visitor) === 1);
  await settle();
  await hide(visitor, true);
  await visitor.page.clock.runFor(120_000);
  await settle();
  assert.equal(asks(visitor), 1);
  await hide(visitor, false);
  await visitor.until(() => asks(visitor) === 2);
}));

for (const [name, unread] of [['is gone', 404], ['is not ours any more', 401], ['has ended', { ...none, open: false, count: 1 }]]) {
  test(`it ends when the conversation ${name}`, visit(there, { edge: { unread } }, async (visitor) => {
    visitor.tolerated.push(/40[14]/);
    await slow(visitor);
    await visitor.converse();
    await visitor.page.reload();
    await visitor.until(() => asks(visitor) === 1);
    await settle();
    await visitor.page.clock.runFor(300_000);
    await settle();
    assert.equal(asks(visitor), 1);
  }));
}

test('trouble at the edge passes', visit(there, { edge: { unread: 503 } }, async (visitor) => {
  visitor.tolerated.push(/503/);
  await slow(visitor);
  await visitor.converse();
  await visitor.page.reload();
  await visitor.until(() => asks(visitor) === 1);
  await settle();
  visitor.edge.unread = { ...none, count: 4 };
  await visitor.page.clock.runFor(31_000);
  await visitor.until(async () => (await visitor.launcher.getAttribute('data-n')) === '4');
}));

test('what waits is counted, shown beside the launcher, told to the page, and brings the app', visit(there, { edge: { unread: message } }, async (visitor) => {
  await visitor.context.addInitScript(SLOW);
  await visitor.context.addInitScript(() => addEventListener('DOMContentLoaded', () => Baton.on('unread', (count) => (window.heard = count))));
  await visitor.converse();
  await visitor.page.reload();
  const bubble = visitor.widget.locator('.peek');
  await bubble.waitFor();
  assert.equal(await bubble.innerText(), 'Mei\nYou were charged twice, is that right?\n×');
  assert.equal(await visitor.launcher.getAttribute('aria-label'), 'Chat with us, 2 unread');
  assert.equal(await visitor.run(() => window.heard), 2);
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  await visitor.picture('peek');
  await bubble.getByText('Mei').click();
  await visitor.panel.waitFor();
  await bubble.waitFor({ state: 'detached' });
}));

test('a bubble that was closed does not come back, a new message does', visit(there, { edge: { unread: message } }, async (visitor) => {
  await visitor.context.addInitScript(SLOW);
  await visitor.converse();
  await visitor.page.reload();
  const bubble = visitor.widget.locator('.peek');
  await bubble.getByRole('button', { name: 'Close' }).click();
  await bubble.waitFor({ state: 'detached' });
  await visitor.page.reload();
  await visitor.until(async () => (await visitor.launcher.getAttribute('data-n')) === '2');
  assert.equal(await bubble.count(), 0);
  visitor.edge.unread = { ...message, last: 10, text: 'Are you there?' };
  await visitor.page.reload();
  await bubble.getByText('Are you there?').waitFor();
}));

test('one interruption at a time: a message before a notice', visit(there, {
  edge: { unread: message, notices: { en: [{ id: 'n', version: '1', tone: 'info', form: 'card', title: 'Notice', text: 'x', when: true }] } },
}, async (visitor) => {
  await visitor.context.addInitScript(SLOW);
  await visitor.notice.waitFor();
  await visitor.converse();
  await visitor.page.reload();
  const bubble = visitor.widget.locator('.peek');
  await bubble.waitFor();
  await visitor.notice.waitFor({ state: 'detached' });
  await bubble.getByRole('button', { name: 'Close' }).click();
  await visitor.notice.waitFor();
}));

test('a hundred is too many to say', visit(there, { edge: { unread: { ...none, count: 120 } } }, async (visitor) => {
  await visitor.context.addInitScript(SLOW);
  await visitor.converse();
  await visitor.page.reload();
  await visitor.until(async () => (await visitor.launcher.getAttribute('data-n')) === '99+');
  assert.equal(await visitor.launcher.getAttribute('aria-label'), 'Chat with us, 120 unread');
}));

test('with an open conversation and a fast line, the app comes when the page is idle', visit(there, { edge: { unread: none } }, async (visitor) => {
  await visitor.converse();
  await visitor.page.reload();
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  assert.equal(asks(visitor), 1);
  await visitor.run(() => document.dispatchEvent(new Event('visibilitychange')));
  await settle();
  assert.equal(asks(visitor), 1, 'from then on, the app knows');
}));

test('the conversation of somebody who was signed in is nobody else’s', visit(there, { edge: { unread: message } }, async (visitor) => {
  await visitor.context.addInitScript(SLOW);
  // FNV-1a of "customer-1", as the app writes it.
  await visitor.converse({ who: mark('customer-1') });
  await visitor.page.reload();
  await visitor.launcher.waitFor();
  await settle();
  assert.equal(asks(visitor), 0, 'anonymous');
  await visitor.run((identity) => Baton.identify(async () => identity), token({ sub: 'customer-2' }));
  await settle();
  assert.equal(asks(visitor), 0, 'somebody else');
  await visitor.run((identity) => Baton.identify(async () => identity), token({ sub: 'customer-1' }));
  await visitor.until(() => asks(visitor) === 1);
  await visitor.widget.locator('.peek').waitFor();
}));

test('a conversation that another tab ends is forgotten here', visit(there, { edge: { unread: message } }, async (visitor) => {
  await visitor.context.addInitScript(SLOW);
  visitor.edge.route = ((route) => (method, path, body) => (path.includes('/widget/app.') ? undefined : route.call(visitor.edge, method, path, body)))(visitor.edge.route);
  visitor.tolerated.push(/CORS|ERR_FAILED|404/);
  await visitor.converse();
  await visitor.page.reload();
  await visitor.widget.locator('.peek').waitFor();
  const other = await visitor.context.newPage();
  await other.goto(visitor.site.origin);
  await other.evaluate(() => Baton.shutdown());
  await visitor.until(async () => (await visitor.launcher.getAttribute('data-n')) === '');
  assert.equal(await visitor.widget.locator('.peek').count(), 0);
}));

function mark(subject) {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(subject)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16).padStart(16, '0');
}
