// The rules, as a lead lives them: changed in sentences, put into another order by keyboard, tried, looked back with, published,
// brought back; and two who publish at once are told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from '../../support/browser.mjs';

/** The ways in which the page is looked at. */
const WAYS = [
  ['1280', { viewport: { width: 1280, height: 800 } }],
  ['320-dark', { viewport: { width: 320, height: 640 }, dark: true }],
  ['zh', { viewport: { width: 1280, height: 800 }, locale: 'zh-CN' }],
];

/** Somebody on the rules page. */
async function open(person) {
  await person.page.evaluate(() => { location.hash = '#/rules'; });
  await person.page.locator('.rule').first().waitFor();
}

/** A rule of the list. */
const rule = (person, id) => person.page.locator(`#rule-${id}`);
const order = (person) => person.page.locator('.rule').evaluateAll((rows) => rows.map((row) => row.id.slice('rule-'.length)));
const tab = (person, name) => person.page.getByRole('tab', { name });

/** The published rules. */
async function published(edge) {
  const ruth = await edge.signIn('ruth');
  return { ruth, ...(await ruth.request('GET', '/rules')).body };
}

/** Publishes as it stood before the story. */
async function restore(edge, policy) {
  const { ruth } = await published(edge);
  await ruth.request('PUT', '/rules', { policy }, { 'if-match': '*' });
}

/** Tells the stories. */
export function tellRules(world, owner = 'ruth') {
  for (const [name, options] of WAYS) {
    test(`the rules are there, open to be edited and tried, and axe finds nothing, ${name}`, story(world, async ({ agent }) => {
      const ruth = await agent(owner, options);
      await open(ruth);
      await ruth.checkAccess(`rules-${name}`);
      await rule(ruth, 'small_talk').locator('button[aria-expanded]').first().click();
      await rule(ruth, 'small_talk').locator('.condition').first().waitFor();
      await rule(ruth, 'safety').locator('button[aria-expanded]').first().click();
      await rule(ruth, 'safety').locator('textarea').first().waitFor();
      await ruth.page.locator('#try-text').fill('I am FURIOUS, this drives me mad. Where is my refund?');
      await ruth.page.locator('.rules-panel button[type="submit"]').click();
      await ruth.page.locator('.reading').first().waitFor();
      const over = await ruth.page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
      assert.ok(over <= 0, `the page runs ${over} pixels over the edge`);
      await ruth.checkAccess(`rules-tried-${name}`);
      await ruth.page.locator('#aside-versions').click();
      await ruth.page.locator('.versions > li').first().waitFor();
      await ruth.checkAccess(`rules-versions-${name}`);
    }));
  }

  test('a rule is changed, moved by keyboard, tried, looked back with, published and brought back', story(world, async ({ agent }) => {
    const { edge } = world();
    const { policy } = await published(edge);
    const asked = edge.customer();
    await asked.open('You charged me twice for the router');
    const ruth = await agent(owner);
    const { page } = ruth;
    await open(ruth);

    // In place, in a sentence.
    await ruth.page.getByRole('button', { name: 'Edit', exact: true }).nth(3).click();
    const dispute = rule(ruth, 'financial_dispute');
    await dispute.getByLabel('Priority').selectOption('urgent');
    await dispute.getByText('When the customer disputes money, hand over to Billing, urgent, revenue at stake.').waitFor();
    await dispute.getByLabel('Add a condition…').selectOption('high_value');
    await dispute.getByText(/^When the customer disputes money and is of high value, hand over/).waitFor();
    await ruth.picture('rules-edited');
    await page.getByText('1 change, not published').waitFor();

    // By keyboard, and heard.
    const before = await order(ruth);
    const down = page.getByRole('button', { name: 'Move small_talk down' });
    await down.focus();
    await page.keyboard.press('Enter');
    const place = before.indexOf('small_talk');
    await page.getByText(`Now at place ${place + 2} of ${before.length}.`).waitFor({ state: 'attached' });
    assert.equal((await order(ruth))[place + 1], 'small_talk');
    assert.ok(await page.evaluate(() => document.activeElement?.id === 'rule-small_talk-down'), 'the focus stays on the button');

    // Deleted, and back.
    await page.getByRole('button', { name: 'More about legal' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await rule(ruth, 'legal').waitFor({ state: 'detached' });
    await ruth.button('Undo').click();
    await rule(ruth, 'legal').waitFor();

    // Tried with what nobody has published.
    await page.getByLabel('What a customer might write').fill('You charged me twice for the router');
    await ruth.button('Try it').click();
    await page.getByText('the customer is of high value').last().waitFor();
    await page.locator('.verdict-line').getByText(/^Rule \d+ decides/).waitFor();
    assert.ok(!(await page.locator('.verdict-line').textContent()).includes('Rule 4 '), 'the dispute alone is not enough any more');
    await page.getByLabel('a signed-in customer').check();
    await page.getByLabel('Tier', { exact: true }).fill('vip');
    await page.locator('.verdict-line').getByText('Rule 4 decides: hand over to Billing, urgent, revenue at stake.').waitFor();

    // Looked back with.
    await tab(ruth, 'What would change').click();
    await ruth.button('Look at the latest conversations').click();
    await page.getByText(/\d+ of \d+ conversations would change\./).first().waitFor();
    await page.getByRole('link', { name: '“You charged me twice for the router”' }).first().waitFor();
    await ruth.checkAccess('rules-past');

    // Published, with the difference first.
    await ruth.button('Publish…').click();
    const dialog = page.getByRole('dialog', { name: 'Publish these rules?' });
    await dialog.getByText(/^Changed: When the customer disputes money and is of high value/).waitFor();
    await ruth.checkAccess('rules-publish');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('The rules are published.').waitFor();
    await page.getByText('As published').waitFor();
    const now = (await published(edge)).policy.rule.find((one) => one.id === 'financial_dispute');
    assert.deepEqual(now.when, { all: [{ signal: 'financial_dispute' }, { high_value: true }] });

    // Brought back.
    await tab(ruth, 'Versions').click();
    await page.getByText('published now').waitFor();
    await ruth.button('Compare with now').first().click();
    const back = page.getByRole('dialog', { name: 'Bring these rules back?' });
    await back.getByText(/^Changed: When the customer disputes money, hand over/).waitFor();
    await ruth.picture('rules-back');
    await back.getByRole('button', { name: 'Bring back' }).click();
    await page.getByText('The old rules are published again.').waitFor();
    assert.deepEqual((await published(edge)).policy, policy);
  }));

  test('two who publish rules are told, and nothing is overwritten silently', story(world, async ({ agent }) => {
    const { edge } = world();
    const { policy } = await published(edge);
    const ruth = await agent(owner);
    ruth.tolerate(/412/);
    await open(ruth);
    await ruth.page.getByLabel('Answers that may fail').fill('4');
    const other = structuredClone(policy);
    other.rule[0].priority = 'high';
    await restore(edge, other);
    await ruth.button('Publish…').click();
    await ruth.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await ruth.page.getByRole('heading', { name: 'A colleague has published other rules' }).waitFor();
    await ruth.page.getByText('Answers that may fail: 2 → 4').first().waitFor();
    await ruth.checkAccess('rules-conflict');
    await ruth.button('Take theirs').click();
    await ruth.page.getByText('As published').waitFor();
    assert.equal((await published(edge)).policy.thresholds.failed_attempts, policy.thresholds.failed_attempts);
    await restore(edge, policy);
  }));

  test('what the check finds stands beside its rule and keeps wrong rules from being published', story(world, async ({ agent }) => {
    const ruth = await agent(owner);
    await open(ruth);
    await ruth.page.getByRole('button', { name: 'More about angry', exact: true }).click();
    await ruth.page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await rule(ruth, 'angry_copy').getByText('Never fires: whenever it holds, angry decides before it. Move it up.').waitFor();
    await ruth.page.getByText('Mend what is marked as wrong first.').waitFor();
    assert.ok(await ruth.button('Publish…').isDisabled());
    await ruth.button('Discard changes').click();
    await rule(ruth, 'angry_copy').waitFor({ state: 'detached' });
  }));

  test('who may only look sees the rules and tries them', story(world, async ({ reader }) => {
    const { edge } = world();
    const jonas = await reader();
    await jonas.page.goto(`${edge.url}/console/sign-in?token=${edge.signInToken('jonas')}`);
    await jonas.page.getByRole('button').click();
    await open(jonas);
    await jonas.page.getByText('Your role lets you look at this, not change it.').waitFor();
    assert.equal(await jonas.page.getByRole('button', { name: 'Edit', exact: true }).count(), 0);
    await jonas.page.getByLabel('What a customer might write').fill('hello');
    await jonas.page.getByRole('button', { name: 'Try it' }).click();
    await jonas.page.locator('.verdict-line').getByText(/^Rule \d+ decides: greet back/).waitFor();
  }));
}
