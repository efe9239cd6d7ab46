// The desk: taking over and giving back, prepared replies, and why somebody was handed over, as an agent lives them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from '../../support/browser.mjs';

/** A customer who has written, over HTTP. */
async function written(world, text, options = {}) {
  const customer = world().edge.customer(options);
  await customer.open(text);
  return customer;
}

/** The details beside a conversation. */
function details(agent, name = 'Details') {
  return agent.page.getByRole('complementary', { name });
}

export function tellDesk(world) {
  test('who takes over keeps it: a double click gives nothing back, and giving back asks', story(world, async ({ agent }) => {
    await written(world, 'I was charged twice for the third line, I want to talk to a person');
    const mei = await agent('mei');
    const { page } = mei;
    const head = page.locator('.talk-head');
    await mei.row('twice for the third line').click();
    await mei.button('Take over').dblclick();
    await mei.reads('Mei took over');
    await head.getByText('With you', { exact: true }).waitFor();
    await mei.button('Give back to the bot').waitFor();
    assert.equal(await page.getByRole('dialog').count(), 0, 'the second press was for nobody');
    assert.equal(await mei.log.getByText('Given back').count(), 0);
    // It is in sight still, among one's own.
    await page.getByRole('button', { name: /^Mine [1-9]/, pressed: true }).waitFor();
    await mei.row('twice for the third line').waitFor();
    await mei.picture('desk-taken');

    const asked = page.getByRole('dialog', { name: 'Give back to the bot?' });
    await mei.button('Give back to the bot').click();
    await mei.checkAccess('desk-give-back');
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await head.getByText('With you', { exact: true }).waitFor();
    await mei.button('Give back to the bot').click();
    await asked.getByRole('button', { name: 'Give back to the bot' }).click();
    await mei.reads('Given back to the bot');
    await mei.button('Take over').waitFor();
  }));

  for (const [size, viewport] of [['1280', { width: 1280, height: 800 }], ['390', { width: 390, height: 844 }]]) {
    test(`a prepared reply is used as it reads, ${size}`, story(world, async ({ agent, customer }) => {
      // A customer of high value goes straight to a person, who gets the answer as a draft.
      const acme = await customer({ as: 'acme' });
      await acme.open();
      await acme.say('How do I download an invoice?');
      await acme.reads("I'm bringing in someone from");
      const mei = await agent('mei', { viewport });
      const { page } = mei;
      await mei.row('How do I download an invoice?').first().click();
      await mei.button('Take over').click();
      await mei.button('Give back to the bot').waitFor();
      const prepared = page.locator('.prepared');
      await prepared.getByText('Suggested reply').click();
      await prepared.locator('.answer').waitFor();
      const drawn = (await prepared.locator('.answer').innerText()).replace(/\s+/g, ' ').trim();
      await mei.button('Use this text').click();
      const text = await mei.composer.inputValue();
      assert.doesNotMatch(text, /[*`]|\]\(/, 'no marks are left');
      assert.equal(text.replace(/^(\d+\.|•) /gm, '').replace(/\s+/g, ' '), drawn);
      assert.equal(await prepared.evaluate((element) => element.open), false, 'it makes room');
      const room = await mei.log.evaluate((element) => element.clientHeight);
      assert.ok(room > 200, `${room} pixels are left for the conversation`);
      await mei.picture(`desk-prepared-${size}`);
      const [details, resolve] = await Promise.all(['Details', 'Resolve'].map((name) => mei.button(name).boundingBox()));
      assert.ok(details.y <= resolve.y, 'Details never takes a line of its own');
      await mei.button('Internal note').click();
      assert.equal(await page.getByText(/Enter sends/).count(), 0);
    }));
  }

  test('every strong reason stands under Why with its words, also once it is resolved', story(world, async ({ agent }) => {
    await written(world, 'I want to talk to a person about a double charge');
    const mei = await agent('mei');
    const { page } = mei;
    await mei.row('about a double charge').click();
    await mei.button('Take over').click();
    const both = async (place) => {
      for (const [reason, words] of [['Disputes money', 'double charge'], ['Asks for a person', 'talk to a person']]) {
        const item = place.getByRole('listitem').filter({ hasText: reason });
        await item.first().locator('mark').filter({ hasText: words }).waitFor();
      }
    };
    await both(mei.log.locator('.handoff'));
    await both(details(mei));
    await details(mei).getByText('Not signed in.').waitFor();
    await mei.button('Resolve').click();
    await page.getByRole('dialog').getByRole('button', { name: /^Solved/ }).click();
    await mei.reads('Resolved by Mei: solved');
    await page.locator('.talk-head').getByText('Closed: solved').waitFor();
    await mei.button('Reopen').waitFor();
    await mei.page.getByRole('button', { name: 'Reopen and send' }).waitFor();
    await both(details(mei));
    await details(mei).getByText('Mei', { exact: true }).waitFor();

    await mei.log.locator('.step > summary').filter({ hasText: 'Handed over' }).click();
    await mei.checkAccess('desk-why');
    const step = mei.log.locator('.step-body');
    assert.doesNotMatch(await step.innerText(), /[0-9a-f]{16}|financial_dispute/, 'ids and hashes are behind “Technical details”');
    await step.getByText('Technical details').click();
    await step.getByText('financial_dispute').waitFor();
    await page.getByRole('button', { name: 'Resolved', exact: true }).click();
    await mei.row('about a double charge').getByText('Solved', { exact: true }).waitFor();
    await mei.picture('desk-resolved');
  }));

  test('the language is the one that they write in, and queues have their names in the interface’s', story(world, async ({ agent }) => {
    await written(world, '设备冒烟了，很危险，怎么办', { language: 'en' });
    const lin = await agent('xiaolin', { locale: 'zh-CN' });
    const row = lin.row('设备冒烟了');
    await row.getByText('安全组', { exact: true }).waitFor();
    await row.getByText('中文', { exact: true }).waitFor();
    await row.click();
    await lin.page.locator('.talk-head').getByText('中文', { exact: true }).waitFor();
    await lin.reads('转给安全组');
    await details(lin, '详情').getByText('安全组', { exact: true }).waitFor();
    await lin.log.locator('.step > summary').filter({ hasText: '转人工' }).click();
    const said = await lin.page.locator('.talk').innerText();
    assert.doesNotMatch(said, /么办[,，]|冒[,，]|safety/i);
    await lin.checkAccess('desk-zh');
    await lin.button('写一句开场白').click();
    assert.match(await lin.composer.inputValue(), /我是安全组的小林/);
    await lin.picture('desk-zh');
  }));
}
