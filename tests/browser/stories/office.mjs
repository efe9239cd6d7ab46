// The office: team, settings, endpoints, keys, audit and palette, as those who run the company live them. Two who change
// the same are told, and what was done can be taken back.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { story } from '../../support/browser.mjs';
import { until } from '../../support/edge.mjs';
import { startReceiver } from '../../support/receiver.mjs';

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 320, height: 640 };
/** The ways in which every page is looked at. */
const WAYS = [
  ['1280', { viewport: WIDE }],
  ['320-dark', { viewport: PHONE, dark: true }],
  ['390', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }],
  ['zh', { viewport: WIDE, locale: 'zh-CN' }],
  ['forced', { viewport: WIDE, forcedColors: 'active', dark: true }],
];
const PLACES = [
  ['team', 'Team', '团队'],
  ['settings/brand', 'Settings / Brand', '设置 / 品牌'],
  ['settings/queues', 'Settings / Hours', '设置 / 服务时间'],
  ['settings/replies', 'Settings / Prepared replies', '设置 / 常用回复'],
  ['settings/origins', 'Settings / Allowed sites', '设置 / 允许的网站'],
  ['settings/languages', 'Settings / Languages', '设置 / 语言'],
  ['settings/privacy', 'Settings / Privacy', '设置 / 隐私'],
  ['settings/keys', 'Settings / API keys', '设置 / API 密钥'],
  ['deliveries', 'Deliveries', '推送记录'],
  ['endpoints', 'Endpoints', '接收地址'],
  ['audit', 'Audit', '操作记录'],
];

/** Somebody at the console, at a place of it. */
async function at(person, place) {
  await person.page.evaluate((hash) => { location.hash = hash; }, `#/${place}`);
}

/** Leaves what is shown once without a copy of it: that is warned of the first time. */
async function leave(person) {
  await person.button('Done').click();
  await person.page.getByText('Not copied yet.').waitFor();
  await person.button('Done').click();
}

/** A customer whom the company vouches for, with two conversations; in the second they left a number. Their hash is what the
 * console knows them by. */
export async function regular(edge, sub, name = 'Nora Castell') {
  const claims = { sub, name, email: `${sub}@customers.example`, tier: 'home', customer_since: '2024-02-01', attributes: { region: 'north' } };
  const identity = edge.identity(claims);
  const first = edge.customer({ identity });
  await first.open('How do I read my bill?');
  const second = edge.customer({ identity });
  await second.open('You charged me twice for the router, I want my money back');
  await second.command({ type: 'choose', choice: 'call', address: '+44 20 7946 0123', when: 'after ten' });
  const hash = (await edge.log_of(second.id)).find((recorded) => recorded.event.type === 'customer_identified').event.subject_hash;
  const ada = await edge.signIn('ada');
  await until(async () => {
    const { status, body } = await ada.request('GET', `/customers/${hash}`);
    return status === 200 && body.conversations.length === 2 && body.contacts.length === 1 && body.conversations.every((row) => row.preview);
  }, 'the record');
  return { hash, first, second };
}

/** Whether an element can be pressed where it stands, without scrolling. */
function inSight(locator) {
  return locator.evaluate((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });
}

/** Tells the stories; `owner` may do everything. */
export function tellOffice(world, owner = 'ruth') {
  for (const [name, options] of WAYS) {
    test(`every page of the office is there, and axe finds nothing, ${name}`, story(world, async ({ agent }) => {
      const { hash } = await regular(world().edge, `office-${name}`);
      const ruth = await agent(owner, options);
      for (const [place, english, chinese] of [...PLACES, [`customer/${hash}`, 'Nora Castell', 'Nora Castell']]) {
        await at(ruth, place);
        await ruth.page.getByRole('heading', { level: 1, name: name === 'zh' ? chinese : english }).waitFor();
        await ruth.page.locator('main .skeleton').waitFor({ state: 'detached' });
        assert.equal(await ruth.page.getByRole('heading', { level: 1 }).count(), 1, `${place} has one first heading`);
        const over = await ruth.page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${place} runs ${over} pixels over the edge`);
        await ruth.checkAccess(`office-${place.replace(/\/.*/, (rest) => (rest.length > 20 ? '' : rest.replace('/', '-')))}-${name}`);
      }
    }));
  }

  test('a prepared reply is written once, and chosen with a slash in the customer’s language', story(world, async ({ agent }) => {
    const { edge } = world();
    const ada = await agent('ada');
    await at(ada, 'settings/replies');
    await ada.button('Add a reply').click();
    const fresh = ada.page.locator('details.reply[open]');
    const fill = (label, place, text) => fresh.getByRole('textbox', { name: label }).nth(place).fill(text);
    await fill('Name, for agents to find it', 0, 'Router swap');
    await fill('What is written', 0, 'Hi {customer}, {name}');
    await ada.button('Save').click();
    await fresh.getByText('Between braces only').waitFor();
    await ada.checkAccess('office-reply-wrong');
    await fill('What is written', 0, 'Hi {customer}, we will swap the router.');
    await fill('Name, for agents to find it', 1, '换路由器');
    await fill('What is written', 1, '{customer}，我们给您换路由器。');
    await ada.button('Save').click();
    await ada.page.getByText('Saved: Prepared replies.').waitFor();

    const customer = edge.customer({ identity: edge.identity({ sub: 'swap', name: 'Juno Vale' }) });
    await customer.open('My router is broken, I want to talk to a person');
    const mei = await agent('mei');
    const { page } = mei;
    await at(mei, `c/${customer.id}`);
    await mei.composer.fill('/swap');
    const list = page.getByRole('listbox', { name: 'Prepared replies' });
    await list.getByRole('option', { name: /Router swap/ }).waitFor();
    await mei.checkAccess('office-reply-choices');
    await mei.picture('office-reply-choices');
    await mei.composer.press('Enter');
    assert.equal(await mei.composer.inputValue(), 'Hi Juno Vale, we will swap the router.');
    await list.waitFor({ state: 'hidden' });
    await mei.composer.fill('');
    await mei.composer.fill('/');
    await list.waitFor();
    assert.ok(await mei.button('Send').isDisabled(), 'a slash alone is no reply');
    await mei.composer.press('Escape');
    await list.waitFor({ state: 'hidden' });
    assert.equal(await mei.composer.inputValue(), '', 'the slash goes with the list');
    // The button writes nothing until something is chosen.
    await mei.composer.fill('Good morning.');
    await mei.button('Prepared replies').click();
    await list.waitFor();
    await page.keyboard.press('ArrowDown');
    assert.equal(await list.getByRole('option', { selected: true }).count(), 1);
    assert.equal(await mei.composer.inputValue(), 'Good morning.');
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    assert.equal(await mei.composer.inputValue(), 'Good morning.');
    await mei.button('Prepared replies').click();
    await list.getByRole('option', { name: /Router swap/ }).click();
    assert.equal(await mei.composer.inputValue(), 'Good morning.\n\nHi Juno Vale, we will swap the router.');
    // What was sent stays in sight, and so does what comes after it, although the list above took its room.
    await mei.composer.fill(`${'A line of it.\n'.repeat(4)}The last line of it.`);
    await mei.button('Take over and send').or(mei.button('Send')).click();
    await mei.reads('The last line of it.');
    await until(() => inSight(mei.log.locator('.said').last()), 'what was sent to be in sight');
    await mei.button('Prepared replies').click();
    await list.waitFor();
    await customer.say('Thank you, that is all that I wanted to know.');
    await until(() => inSight(mei.log.getByText('that is all that I wanted').last()), 'what came to be in sight');
    await page.keyboard.press('Escape');
    await mei.composer.fill('see /swap');
    assert.ok(await list.isHidden(), 'a slash within a sentence is a slash');
  }));

  test('who writes again after a person closed it is in a list with a mark', story(world, async ({ agent }) => {
    const { edge } = world();
    const customer = edge.customer();
    await customer.open('You charged me twice for the bridge, I want my money back');
    const mei = await agent('mei');
    const { page } = mei;
    await at(mei, `c/${customer.id}`);
    await mei.button('Take over').click();
    await mei.reads('Mei took over');
    await mei.button('Resolve').click();
    await page.getByRole('dialog').getByRole('button', { name: /^Solved/ }).click();
    await mei.reads('Resolved by Mei: solved');
    await customer.say('How do I reset my password?');
    await page.getByRole('button', { name: /^Bot [1-9]/ }).click();
    // Others may have asked the same.
    const row = page.getByRole('region', { name: 'Conversations' }).locator(`a[href$="${customer.id}"]`);
    await row.getByText('Wrote again', { exact: true }).waitFor();
    await page.locator('.talk-head').getByText('Wrote again', { exact: true }).waitFor();
    await page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'Last handoff' }).waitFor();
    await mei.checkAccess('office-came-back');
    await mei.picture('office-came-back');
    await customer.command({ type: 'ask_for_human' });
    await page.getByRole('button', { name: /^Waiting/ }).click();
    await row.getByText('Billing', { exact: true }).waitFor();
    await page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'Handoff', exact: true }).waitFor();
  }));

  test('a customer is looked at: from the conversation, and through the palette', story(world, async ({ agent }) => {
    const { edge } = world();
    const { second } = await regular(edge, 'looked-at', 'Ida Moss');
    const mei = await agent('mei');
    const { page } = mei;
    // A conversation may be left while its line is being opened.
    mei.tolerate(/404/, /WebSocket is closed before the connection is established/);
    await at(mei, `c/${second.id}`);
    await mei.reads('You charged me twice for the router');
    await page.getByRole('link', { name: 'All about this customer' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find or do something' }).fill('ida');
    await page.getByRole('option', { name: /Ida Moss.*All about this customer/ }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Ida Moss', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Ida Moss' }).waitFor();
    await until(() => page.evaluate(() => document.activeElement.id === 'page-title'), 'the focus on the heading');
    await page.getByText('looked-at@customers.example').waitFor();
    await page.getByText('north').waitFor();
    const addresses = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Addresses that they left' }) });
    await addresses.getByText('+44 20 7946 0123').waitFor();
    await addresses.getByText('They agreed to be reached there about that conversation, and about nothing else.').waitFor();
    await page.getByRole('heading', { name: 'What is kept, and until when' }).waitFor();
    // An agent looks; handing out and erasing are for those who lead.
    assert.equal(await mei.button('Export').count() + await mei.button('Erase everything').count(), 0);
    await page.getByRole('link', { name: /How do I read my bill/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Ida Moss' }).waitFor();
    await mei.reads('How do I read my bill?');
    await at(mei, `customer/${'f'.repeat(64)}`);
    await page.getByText('Nothing is kept of this customer.').waitFor();
    await mei.checkAccess('office-no-customer');
  }));

  test('a customer’s record is handed out as a file', story(world, async ({ agent }) => {
    const { edge } = world();
    const { hash, first, second } = await regular(edge, 'handed-out');
    const ada = await agent('ada');
    await at(ada, `customer/${hash}`);
    const download = ada.page.waitForEvent('download');
    await ada.button('Export').click();
    const file = await download;
    assert.equal(file.suggestedFilename(), `customer-${hash.slice(0, 8)}.json`);
    const all = JSON.parse(await readFile(await file.path(), 'utf8'));
    assert.equal(all.customer.claims.email, 'handed-out@customers.example');
    assert.deepEqual(all.conversations.map(({ id }) => id).sort(), [first.id, second.id].sort());
    await ada.page.getByText('Exported. It is with your downloads.').waitFor();
    await ada.checkAccess('office-exported');
    await at(ada, 'audit');
    await ada.page.getByText(`Ada handed out the record of the customer ${hash.slice(0, 8)}`).waitFor();
  }));

  test('everything of a customer is erased, and the page says so when it is', story(world, async ({ agent }) => {
    const { edge } = world();
    const { hash, second } = await regular(edge, 'erased');
    const ada = await agent('ada');
    const { page } = ada;
    ada.tolerate(/404/, /ERR_FAILED/);
    await at(ada, `customer/${hash}`);
    await ada.button('Erase everything').click();
    const dialog = page.getByRole('dialog', { name: 'Erase everything of Nora Castell?' });
    await dialog.getByText('What was written in 2 conversations').waitFor();
    await dialog.getByText(/^2 conversations are still open/).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Cancel', 'the way back has the focus');
    await ada.checkAccess('office-erase-customer');
    // What does not get there is not said to be done.
    await page.route('**/console/api/customers/*', (route) => (route.request().method() === 'DELETE' ? route.abort() : route.continue()));
    await dialog.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('No connection.').waitFor();
    await page.getByText('erased@customers.example').waitFor();
    await page.unroute('**/console/api/customers/*');
    await ada.button('Erase everything').click();
    await dialog.getByRole('button', { name: 'Erase for good' }).click();
    await page.locator('main').getByText('Everything is erased: the person, and what was written in 2 conversations.').waitFor();
    assert.equal((await (await edge.signIn('ada')).request('GET', `/customers/${hash}`)).status, 404);
    assert.equal(await page.getByText('erased@customers.example').count(), 0);
    await ada.checkAccess('office-erased-customer');
    assert.ok(!JSON.stringify(await edge.log_of(second.id)).includes('router'));
  }));

  test('a session that has ended is noticed while nothing happens, and a draft is kept', story(world, async ({ agent }) => {
    const { edge } = world();
    const { second } = await regular(edge, 'session', 'Sol Ende');
    const mei = await agent('mei');
    const { page, context } = mei;
    mei.tolerate(/401/, /WebSocket/);
    await page.clock.install();
    await page.reload();
    await at(mei, `c/${second.id}`);
    await mei.reads('You charged me twice for the router');
    await mei.composer.fill('I am looking into it');
    const asked = page.waitForRequest('**/console/api/me');
    await page.clock.fastForward('16:00');
    await asked;
    await mei.composer.waitFor();
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.clock.fastForward('16:00');
    await page.getByRole('heading', { level: 1, name: 'Sign in with a link' }).waitFor();
    await page.getByText('What you wrote is kept in this tab.').waitFor();
    assert.equal(await page.getByText('Sol Ende').count(), 0, 'nothing of a customer is left in sight');
    await mei.checkAccess('office-session-over');
    await context.addCookies(cookies);
    await page.clock.fastForward('00:05');
    await mei.reads('You charged me twice for the router');
    assert.equal(await mei.composer.inputValue(), 'I am looking into it');
  }));

  test('a colleague is invited, changed, and put back', story(world, async ({ agent }) => {
    const mailer = await startReceiver(world().edge, { id: 'invitations', kinds: ['member.invited'] });
    const ruth = await agent(owner);
    const { page } = ruth;
    await at(ruth, 'team');
    await ruth.button('Invite a colleague').first().click();
    const dialog = page.getByRole('dialog', { name: 'Invite a colleague' });
    // Who else will have the link is said before it is made, and after.
    await dialog.getByText(/will get the sign-in link, too: .*invitations/).waitFor();
    await ruth.button('Make the link').click();
    await dialog.getByText('This is needed.').waitFor();
    await ruth.checkAccess('office-invite');
    await dialog.getByLabel('Name that customers see').fill('Noor');
    await dialog.getByLabel('Work email').fill('noor@example.com');
    await dialog.getByRole('radio', { name: /^Viewer/ }).check();
    // What colleagues are good at is there to press, and the way on is in sight.
    await dialog.getByRole('button', { name: 'billing' }).click();
    assert.equal(await dialog.getByLabel('Skills', { exact: true }).first().inputValue(), 'billing');
    await dialog.locator('.dialog-body').evaluate((body) => body.scrollTo(0, 0));
    assert.ok(await inSight(ruth.button('Make the link')), 'the button is in sight without scrolling');
    await ruth.picture('office-invite-filled');
    await ruth.button('Make the link').click();
    const link = page.getByRole('dialog', { name: 'Invitation for Noor' });
    assert.match(await link.getByRole('textbox').inputValue(), /^https?:/);
    await link.getByText(/was also sent to .*invitations/).waitFor();
    await world().edge.admin('DELETE', '/endpoints/invitations');
    await mailer.stop();
    // A date that nobody can misread: 7 Dec 2026, 03:30.
    await link.getByText(/until \d{1,2} [A-Z][a-z]+ \d{4}, \d{2}:\d{2}, /).waitFor();
    await ruth.checkAccess('office-link');
    const address = await link.getByRole('textbox').inputValue();
    await leave(ruth);
    const landed = await fetch(address);
    assert.match(await landed.text(), /Invited by <bdi>Ruth<\/bdi>[^]*Baton[^]*To come back later/);

    // Who only reads is told so, and is proposed to nobody.
    const { second } = await regular(world().edge, 'viewed', 'Vera Viewed');
    const noor = await agent('noor');
    noor.tolerate(/401/, /WebSocket/);
    await at(noor, `c/${second.id}`);
    await noor.reads('You charged me twice for the router');
    await noor.page.getByText('You can read this conversation. Replying takes the role of an agent.').waitFor();
    assert.equal(await noor.page.getByRole('switch').count(), 0);
    await noor.checkAccess('office-viewer');
    await at(noor, 'team');
    await noor.page.getByRole('link', { name: 'Noor' }).click();
    const own = noor.page.getByRole('dialog', { name: 'Noor' });
    await own.getByText('Reads conversations, and neither replies nor changes anything.').waitFor();
    assert.equal(await own.getByRole('radio').filter({ visible: true }).count(), 1, 'one’s own role alone');
    await noor.picture('office-own-role');

    await page.getByRole('link', { name: 'Noor' }).click();
    const drawer = page.getByRole('dialog', { name: 'Noor' });
    await drawer.getByLabel('Conversations at the same time').fill('7');
    await ruth.checkAccess('office-person');
    await drawer.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Noor is saved.').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'Noor' });
    await row.getByText('7', { exact: true }).waitFor();
    await ruth.button('Undo').click();
    await row.getByText('4', { exact: true }).waitFor();

    await page.getByRole('link', { name: 'Noor' }).click();
    await drawer.getByRole('button', { name: 'Remove from the team' }).click();
    await page.getByRole('dialog', { name: 'Remove Noor?' }).getByRole('button', { name: 'Remove from the team' }).click();
    await page.getByText('Noor is no longer of the team.').waitFor();
    await row.waitFor({ state: 'detached' });
  }));

  test('who may not invite reads who may', story(world, async ({ agent }) => {
    const mei = await agent('mei');
    await at(mei, 'team');
    await mei.page.getByText('Only owners invite; ask Ruth.').waitFor();
    await mei.page.keyboard.press('Control+k');
    await mei.page.getByRole('combobox', { name: 'Find or do something' }).fill('invite');
    await mei.page.getByRole('option', { name: /Team/ }).waitFor();
  }));

  test('a holiday that is typed is saved with the rest, half of one is not, and one goes to every group', story(world, async ({ agent }) => {
    const ruth = await agent(owner, { viewport: WIDE });
    const { page } = ruth;
    await at(ruth, 'settings/queues');
    const first = page.getByRole('group').filter({ has: page.locator('.queue-name') }).first();
    const date = first.getByLabel('Closed on');
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await page.getByText('All saved').waitFor();
    // Half of a date stays, and is said, by either way.
    await date.focus();
    await page.keyboard.type('12');
    await page.getByText('Not saved').first().waitFor();
    await first.getByRole('button', { name: 'Add the day' }).click();
    await first.getByText('Write the whole date: day, month and year.').waitFor();
    await save.click();
    await first.getByText('Write the whole date: day, month and year.').waitFor();
    await ruth.checkAccess('office-hours-half');
    assert.equal(await page.getByText('Saved: Hours.').count(), 0);
    // A whole one is added by saving.
    await date.fill('2031-12-24');
    await first.locator('.hint', { hasText: '24 Dec 2031' }).waitFor();
    await save.click();
    await page.getByText('Saved: Hours.').waitFor();
    await first.locator('.tag', { hasText: '24 Dec 2031' }).waitFor();
    assert.equal(await date.inputValue(), '');
    await page.getByText('All saved').waitFor();
    // It is there already: nothing is lost, and it is said.
    await date.fill('2031-12-24');
    await first.getByRole('button', { name: 'Add the day' }).click();
    await first.getByText('It is there already.').waitFor();
    // One day for everybody, and back.
    await date.fill('2031-12-26');
    await first.getByRole('button', { name: 'Add for all queues' }).click();
    const groups = await page.locator('.queue-name').count();
    const days = page.locator('.tag', { hasText: '26 Dec 2031' });
    await days.nth(groups - 1).waitFor();
    await ruth.picture('office-hours-all');
    await page.getByText('All queues are closed on 26 Dec 2031. Save to make it so.').waitFor();
    await page.locator('.toast', { hasText: '26 Dec 2031' }).getByRole('button', { name: 'Undo' }).click();
    await days.first().waitFor({ state: 'detached' });
    await first.getByRole('button', { name: 'Open on 24 Dec 2031 again' }).click();
    await save.click();
    await page.getByText('All saved').waitFor();
    // What is not saved yet has a way back until it is saved, and no longer.
    await date.fill('2031-12-26');
    await first.getByRole('button', { name: 'Add for all queues' }).click();
    const draft = page.locator('.toast', { hasText: 'Save to make it so' });
    await draft.waitFor();
    await save.click();
    await page.getByText('All saved').waitFor();
    await draft.waitFor({ state: 'detached' });
    await page.locator('.toast', { hasText: 'Saved: Hours.' }).getByRole('button', { name: 'Undo' }).click();
    await page.getByText('As it was before.').waitFor();
    // Hours for all queues are asked about, with the queues whose week goes.
    await page.getByLabel('Monday, open all day').first().uncheck();
    await page.getByRole('button', { name: 'These hours for all queues' }).first().click();
    const question = page.getByRole('dialog', { name: /^Give all queues the hours of / });
    await question.getByText(/^This replaces the week of .+ and .+\. Holidays and time zones stay as they are\.$/).waitFor();
    await ruth.checkAccess('office-hours-for-all');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await ruth.button('Discard changes').click();
    // The index leads to a group, whose name stays in sight.
    const index = page.getByRole('navigation', { name: 'Queues' }).getByRole('button').last();
    const name = await index.textContent();
    await index.click();
    const heading = page.getByRole('heading', { level: 2, name, exact: true });
    await page.locator('main').evaluate((main) => main.scrollBy(0, 300));
    assert.ok(await inSight(heading), 'the name stays in sight');
    await ruth.picture('office-hours-sticky');
    // All day is said in words, not as midnight to midnight.
    const whole = page.getByLabel('Monday, open all day').first();
    const from = page.getByLabel('Monday, from').first();
    await whole.uncheck();
    await from.waitFor();
    await whole.check();
    await from.waitFor({ state: 'hidden' });
    await whole.uncheck();
    await ruth.button('Discard changes').click();
    await from.waitFor({ state: 'hidden' });
  }));

  test('two who change the same hours are told, and nothing is overwritten silently', story(world, async ({ agent }) => {
    const ruth = await agent(owner);
    const other = await agent(owner);
    ruth.tolerate(/412/);
    // Where a group is open all day, there is nothing to fill in.
    const monday = (person) => person.page.getByLabel('Monday, from').filter({ visible: true }).first();
    await at(ruth, 'settings/queues');
    const whole = ruth.page.getByLabel('Monday, open all day').first();
    await whole.uncheck();
    await ruth.button('Save').click();
    const saved = ruth.page.locator('.toast', { hasText: 'Saved: Hours.' });
    await saved.getByRole('button', { name: 'Close' }).click();
    await saved.waitFor({ state: 'detached' });
    await at(other, 'settings/queues');
    await monday(other).waitFor();
    const before = await monday(ruth).inputValue();
    await monday(ruth).fill('07:00');
    await monday(other).fill('07:30');
    await other.button('Save').click();
    await other.page.getByText('Saved: Hours.').waitFor();
    await ruth.button('Save').click();
    const conflict = ruth.page.getByRole('heading', { name: 'A colleague has changed this too' });
    await conflict.waitFor();
    await ruth.page.getByText(/^07:30-/).waitFor();
    assert.equal(await monday(ruth).inputValue(), '07:00', 'what one wrote stays');
    await ruth.checkAccess('office-conflict');
    await ruth.button('Put mine over it').click();
    await ruth.page.getByText('Saved: Hours.').waitFor();
    await conflict.waitFor({ state: 'detached' });
    await ruth.button('Undo').click();
    await ruth.page.getByText('As it was before.').waitFor();
    assert.equal(await monday(ruth).inputValue(), '07:30');
    await monday(ruth).fill(before);
    await whole.check();
    await ruth.button('Save').click();
    await ruth.page.getByText('Saved: Hours.').waitFor();
  }));

  test('what is not saved is kept over a reload, and a removed site comes back', story(world, async ({ agent }) => {
    const ruth = await agent(owner);
    const { page } = ruth;
    page.on('dialog', (dialog) => dialog.accept());
    await at(ruth, 'settings/origins');
    await page.getByLabel('Add a site').fill('https://shop.example.com/cart');
    await ruth.button('Add').click();
    await page.getByText('https://shop.example.com', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('https://shop.example.com', { exact: true }).waitFor();
    await page.getByText('Not saved').first().waitFor();
    await ruth.button('Remove https://shop.example.com').click();
    await ruth.button('Undo').click();
    await page.getByText('https://shop.example.com', { exact: true }).waitFor();
    await ruth.button('Discard changes').click();
    await page.getByText('https://shop.example.com', { exact: true }).waitFor({ state: 'detached' });
    await page.getByText('All saved').waitFor();
  }));

  test('light or dark is chosen in one’s own menu, and kept', story(world, async ({ agent }) => {
    const ruth = await agent(owner, { viewport: WIDE });
    const { page } = ruth;
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
    const press = async (now) => {
      await page.locator('.account').click();
      await page.getByRole('menuitem', { name: `Appearance ${now}` }).click();
    };
    await press('System');
    assert.equal(await ground(), 'light');
    await press('Light');
    assert.equal(await ground(), 'dark');
    await ruth.checkAccess('office-dark-by-choice');
    await page.reload();
    await ruth.list.waitFor();
    assert.equal(await ground(), 'dark', 'it is kept');
    await press('Dark');
    assert.equal(await ground(), 'light', 'as the system is');
  }));

  test('the palette finds pages, conversations and actions', story(world, async ({ agent }) => {
    const ruth = await agent(owner);
    const { page } = ruth;
    await page.keyboard.press('Control+k');
    const field = page.getByRole('combobox', { name: 'Find or do something' });
    await field.fill('hours');
    await page.getByRole('option', { name: /Settings: Hours/ }).waitFor();
    await ruth.checkAccess('office-palette');
    await field.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Settings / Hours' }).waitFor();
    for (const [typed, found] of [['webhook', /Endpoints/], ['holiday', /Settings: Hours/], ['password', /Team/], ['address', /Endpoints/], ['secret', /API keys/]]) {
      await page.keyboard.press('Control+k');
      await field.fill(typed);
      await page.getByRole('option', { name: found }).waitFor();
      await page.keyboard.press('Escape');
    }
    await page.keyboard.press('Control+k');
    await field.fill('invite');
    await field.press('Enter');
    await page.getByRole('dialog', { name: 'Invite a colleague' }).waitFor();
  }));

  test('a conversation is passed on to another team, with a word for them', story(world, async ({ agent }) => {
    const ana = world().edge.customer();
    await ana.open('How do I read my bill?');
    await ana.say('You charged me twice for the second line, I want my money back');
    const ruth = await agent(owner);
    const { page } = ruth;
    await ruth.button('All').click();
    await ruth.row('twice for the second line').first().click();
    await ruth.button('Take over').click();
    await ruth.button('Pass on').click();
    const dialog = page.getByRole('dialog', { name: 'Pass on' });
    await dialog.getByText('where it is now').waitFor();
    await dialog.getByLabel(/^Tech/).check();
    await dialog.getByLabel('Note for them').fill('The second line was never ordered.');
    await ruth.checkAccess('office-pass-on');
    await dialog.getByRole('button', { name: 'Pass on' }).click();
    await ruth.reads('The second line was never ordered.');
    await ruth.button('Take over').waitFor();
    await ruth.picture('office-passed-on');
  }));

  test('an endpoint is added with its secret, tested, given a new one, and removed', story(world, async ({ agent }) => {
    const ruth = await agent(owner);
    const { page } = ruth;
    const receiver = createServer((request, response) => request.resume().on('end', () => response.writeHead(204).end()));
    await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    receiver.unref();
    const url = `http://127.0.0.1:${receiver.address().port}/`;
    await at(ruth, 'endpoints');
    await ruth.button('Add an endpoint').click();
    const dialog = page.getByRole('dialog', { name: 'Add an endpoint' });
    await dialog.getByLabel('Short name').fill('My office');
    await dialog.getByLabel('Address').fill(url);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Lower-case letters, digits and hyphens alone, without spaces.').waitFor();
    await ruth.checkAccess('office-endpoint');
    await dialog.getByLabel('Short name').fill('office');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const secret = page.getByRole('dialog', { name: 'Secret of office' });
    const first = await secret.getByRole('textbox').inputValue();
    // Leaving without a copy is warned of once.
    await page.keyboard.press('Escape');
    await secret.getByText('Not copied yet.').waitFor();
    await ruth.checkAccess('office-secret-warned');
    await ruth.button('Done').click();
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'office' }) });
    await card.getByText('Not tried yet').waitFor();
    // Nobody is there: it is said, it stands in the log, and is sent again from there.
    const { port } = receiver.address();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
    await card.getByRole('button', { name: 'Send a test' }).click();
    await card.getByText('No answer: could not connect').waitFor();
    await card.getByText('Last test failed').waitFor();
    await ruth.picture('office-endpoint-failed');
    await new Promise((resolve) => receiver.listen(port, '127.0.0.1', resolve));
    await at(ruth, 'deliveries');
    const line = page.getByRole('row').filter({ hasText: 'office' }).filter({ hasText: 'test' });
    await line.getByText('Failed').waitFor();
    await ruth.checkAccess('office-log-test');
    // Among those that failed, too, it stays in sight until one knows what came of it.
    await page.getByRole('group', { name: 'Which deliveries' }).getByRole('button', { name: 'Failed' }).click();
    await line.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('It has arrived at office.').waitFor();
    await line.getByText('Delivered').waitFor();
    await ruth.picture('office-log-sent-again');
    await at(ruth, 'endpoints');
    await card.getByText('Works').waitFor();
    await card.getByRole('button', { name: 'Send a test' }).click();
    await card.getByText(/Answer 2\d\d after/).waitFor();
    await ruth.checkAccess('office-endpoint-tested');
    await card.getByRole('button', { name: 'New secret' }).click();
    await page.getByRole('dialog', { name: 'New secret' }).getByRole('button', { name: 'New secret' }).click();
    assert.notEqual(await secret.getByRole('textbox').inputValue(), first);
    await leave(ruth);
    await card.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog', { name: 'Remove office?' }).getByRole('button', { name: 'Remove' }).click();
    await card.waitFor({ state: 'detached' });
    receiver.closeAllConnections();
    receiver.close();
  }));

  test('a key is shown once, and voided', story(world, async ({ agent }) => {
    const ruth = await agent(owner);
    const { page } = ruth;
    await at(ruth, 'settings/keys');
    await ruth.button('Make a key').click();
    const dialog = page.getByRole('dialog', { name: 'Make a key' });
    await dialog.getByLabel('What it is for').fill('Reports');
    await dialog.getByLabel('Read the audit').check();
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    const key = page.getByRole('dialog', { name: 'Your new key' });
    assert.match(await key.getByRole('textbox').inputValue(), /^baton_/);
    await leave(ruth);
    const row = page.getByRole('row').filter({ hasText: 'Reports' });
    await row.getByRole('button', { name: 'Void' }).click();
    await page.getByRole('dialog', { name: 'Void Reports?' }).getByRole('button', { name: 'Void' }).click();
    await row.waitFor({ state: 'detached' });
  }));
}
