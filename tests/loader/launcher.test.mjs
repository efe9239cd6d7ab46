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
  await panel.getByRole('button').click();
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
