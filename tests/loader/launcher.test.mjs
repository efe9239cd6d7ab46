// The loader alone: its launcher, and when the app is brought in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBench, visit } from '../support/loader.mjs';

let bench;
before(async () => (bench = await startBench()));
after(() => bench?.stop());
const there = () => bench;

test('a page with nothing to show loads the loader, the pointer and the brand, and no more', visit(there, {}, async (visitor) => {
  await visitor.launcher.waitFor();
  await visitor.page.waitForTimeout(600);
  const paths = visitor.edge.requests.map(({ path }) => path);
  assert.deepEqual(paths, ['/widget.js', '/published/manifest.json', '/published/parts/brand-en.json']);
  assert.ok(visitor.edge.requests.every(({ method }) => method === 'GET'), 'no preflight');
  assert.deepEqual(await visitor.kept(), []);
  assert.equal(await visitor.launcher.evaluate((button) => getComputedStyle(button).backgroundColor), 'rgb(11, 110, 110)');
}));

test('the launcher says what it is, opens, and takes the focus back', visit(there, {}, async (visitor) => {
  const { launcher, panel, page } = visitor;
  assert.equal(await launcher.getAttribute('aria-label'), 'Chat with us');
  assert.equal(await launcher.getAttribute('aria-haspopup'), 'dialog');
  assert.equal(await launcher.getAttribute('aria-expanded'), 'false');
  const box = await launcher.boundingBox();
  assert.deepEqual([box.width, box.height], [56, 56]);
  await launcher.focus();
  await page.keyboard.press('Enter');
  await panel.waitFor();
  assert.equal(await launcher.getAttribute('aria-expanded'), 'true');
  await panel.getByRole('button', { name: 'Close the chat' }).click();
  await panel.waitFor({ state: 'hidden' });
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.className), 'launcher');
}));

test('the app comes when the pointer is near, once', visit(there, {}, async (visitor) => {
  await visitor.launcher.hover();
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  assert.equal(visitor.edge.asked('/widget/app.').map(({ path }) => path.split('.').pop()).sort().join(), 'js,wasm');
}));

/** An edge whose WebAssembly comes when the test lets it. */
const late = () => {
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  return { arrive, hold: (visitor) => visitor.page.route('**/app.*.wasm', async (route) => (await arrived, route.continue())) };
};

test('one writes before the app is there, and goes on in the same field', visit(there, {}, async (visitor) => {
  const { arrive, hold } = late();
  await hold(visitor);
  await visitor.launcher.click();
  const field = visitor.panel.getByRole('textbox', { name: 'Message' });
  await field.waitFor();
  assert.equal(await visitor.launcher.isVisible(), false);
  assert.equal(await visitor.run(() => document.activeElement.shadowRoot.activeElement.className), 'composer-field');
  await visitor.page.keyboard.type('Where is my parcel?');
  await visitor.page.keyboard.press('Enter');
  await visitor.panel.getByText('Where is my parcel?').waitFor();
  await visitor.page.keyboard.type('It was');
  assert.equal(await visitor.run(() => window.stub?.host), undefined);
  arrive();
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  await visitor.page.keyboard.type(' due today');
  assert.equal(await field.inputValue(), 'It was due today');
  assert.deepEqual((await visitor.calls()).filter(([name]) => name === 'ask'), [['ask', 'Where is my parcel?']]);
  assert.equal((await visitor.calls('show')).length, 0, 'it was open already');
}));

test('a panel that is closed before the app is there stays closed, and keeps what was written', visit(there, {}, async (visitor) => {
  const { arrive, hold } = late();
  await hold(visitor);
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  await visitor.page.keyboard.type('Half a sen');
  await visitor.page.keyboard.press('Escape');
  await visitor.launcher.waitFor();
  assert.equal(await visitor.run(() => document.activeElement.shadowRoot?.activeElement?.className), 'launcher');
  arrive();
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  assert.equal(await visitor.panel.isVisible(), false);
  await visitor.launcher.click();
  assert.equal(await visitor.panel.getByRole('textbox', { name: 'Message' }).inputValue(), 'Half a sen');
}));

test('signing out before the app is there leaves no word of the visitor', visit(there, {}, async (visitor) => {
  const { arrive, hold } = late();
  await hold(visitor);
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  await visitor.page.keyboard.type('My number is');
  await visitor.page.keyboard.press('Enter');
  await visitor.page.keyboard.type('555');
  await visitor.run(() => Baton.shutdown());
  await visitor.launcher.waitFor();
  arrive();
  await visitor.launcher.click();
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  assert.equal(await visitor.panel.getByRole('textbox', { name: 'Message' }).inputValue(), '');
  assert.deepEqual((await visitor.calls()).filter(([name]) => name === 'ask'), []);
}));
