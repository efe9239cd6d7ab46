// A page that is left and comes back: by the back-forward cache, by reloading in the middle of sending, and with another
// tab beside it. Nothing is lost, nothing is sent twice, and no line is left dead.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reply, story } from '../../support/browser.mjs';
import { until } from '../../support/edge.mjs';

/** Counts the sockets that a page holds, from within: what is kept for the way back is not told to anybody outside. */
async function countSockets(ana) {
  await ana.page.addInitScript(() => {
    const all = [];
    const Native = window.WebSocket;
    window.WebSocket = class extends Native {
      constructor(...given) {
        super(...given);
        all.push(this);
      }
    };
    window.sockets = () => all.filter((socket) => socket.readyState <= Native.OPEN).length;
  });
  return () => ana.page.evaluate(() => window.sockets());
}

/** How often the customer's text is in the stored log. */
async function stored(edge, id, text) {
  return (await edge.log_of(id)).filter((recorded) => recorded.content?.text === text).length;
}

export function tellAway(world) {
  test('left with the chat open, and back through the history: as it was, and live', story(world, async ({ customer }) => {
    const { edge, pages } = world();
    const ana = await customer();
    const { page } = ana;
    const open = await countSockets(ana);
    // The demo's own pages are never kept: they say who is signed in.
    await ana.visitPage();
    const next = pages.add('<!doctype html><html lang="en"><title>Next</title><link rel="icon" href="data:,"><h1>Next</h1></html>');
    await ana.open();
    await ana.toPerson.click();
    await ana.reads("I'm bringing in someone");
    const { id } = await ana.record();
    const mei = await edge.signIn('mei');
    await mei.command(id, { type: 'take' });
    await mei.command(id, reply('Hi, this is Mei'));
    await ana.reads('Hi, this is Mei');
    await ana.composer.fill('half a sentence');
    for (const round of [1, 2, 3]) {
      await until(async () => (await open()) === 1, 'one socket');
      await page.evaluate(() => addEventListener('pageshow', (event) => (window.restored = event.persisted), { once: true }));
      await page.goto(next);
      await mei.command(id, reply(`Meanwhile ${round}`));
      await page.evaluate(() => void history.back()).catch(() => {});
      await until(() => page.evaluate(() => window.restored === true).catch(() => false), `the page to come back from the cache, ${round}`);
      await page.evaluate(() => delete window.restored);
      // Without anybody touching it: what was said meanwhile, and what is said from now on.
      await ana.reads(`Meanwhile ${round}`);
      assert.equal(await ana.composer.inputValue(), 'half a sentence');
      await mei.command(id, reply(`And now ${round}`));
      await ana.reads(`And now ${round}`);
    }
    await ana.picture('away-and-back');
    await ana.composer.press('Enter');
    await ana.reads('half a sentence');
    await until(() => stored(edge, id, 'half a sentence'), 'the message to be stored');
    assert.equal(await stored(edge, id, 'half a sentence'), 1);
    assert.equal(await open(), 1);
  }));

  test('reloaded in the middle of sending: the message is kept, and sent once', story(world, async ({ customer }) => {
    const { edge } = world();
    const ana = await customer();
    ana.tolerate(/ERR_FAILED/, /ERR_ABORTED/);
    await ana.open();
    await ana.say('How do I reset my password?');
    await ana.reads('Reset or change your password');
    const { id } = await ana.record();
    // One arrives without the page hearing of it, the other never leaves.
    let asked = 0;
    await ana.page.route('**/commands', async (route) => {
      asked += 1;
      if (asked === 1) await route.fetch();
      await new Promise(() => {});
    });
    await ana.say('My order is 48213');
    await until(() => stored(edge, id, 'My order is 48213'), 'the first to arrive');
    await ana.say('It should be here by now');
    assert.equal(await ana.panel.getByText('Sending').count() > 0, true);
    await ana.page.unroute('**/commands');
    await ana.page.reload();
    await ana.launcher.click();
    for (const text of ['My order is 48213', 'It should be here by now']) {
      await ana.reads(text);
      await until(() => stored(edge, id, text), text);
    }
    // Time for a second attempt, if there were one.
    await ana.page.waitForTimeout(1500);
    for (const text of ['My order is 48213', 'It should be here by now']) {
      assert.equal(await stored(edge, id, text), 1, text);
      assert.equal(await ana.log.getByText(text, { exact: true }).count(), 1, text);
    }
  }));

  test('flight mode while writing, in two tabs: each message once, in both', story(world, async ({ customer }) => {
    const { edge } = world();
    const one = await customer();
    one.tolerate(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /WebSocket connection to .* failed/);
    await one.open();
    await one.say('How do I reset my password?');
    await one.reads('Reset or change your password');
    const two = await one.tab();
    await two.open();
    await two.reads('Reset or change your password');
    const { id } = await one.record();
    await one.context.setOffline(true);
    await one.say('Said offline in one');
    await two.say('Said offline in the other');
    await one.panel.getByText("You're offline.").waitFor();
    await two.panel.getByText("You're offline.").waitFor();
    await one.context.setOffline(false);
    for (const text of ['Said offline in one', 'Said offline in the other']) {
      await until(() => stored(edge, id, text), text);
      for (const tab of [one, two]) await tab.reads(text);
    }
    await one.page.waitForTimeout(1500);
    for (const text of ['Said offline in one', 'Said offline in the other']) {
      assert.equal(await stored(edge, id, text), 1, text);
      for (const tab of [one, two]) assert.equal(await tab.log.getByText(text, { exact: true }).count(), 1, text);
    }
    await one.panel.getByText("You're offline.").waitFor({ state: 'detached' });
  }));

  test('two people, one computer: nothing of the first is left, wherever a page can keep something', story(world, async ({ customer }) => {
    const { edge } = world();
    const ana = await customer({ as: 'ana' });
    await ana.open();
    await ana.say('How do I read my bill?');
    await ana.reads('Read your bill');
    await ana.toPerson.click();
    await ana.reads("I'm bringing in someone");
    const { id, token } = await ana.record();
    const lin = await edge.signIn('xiaolin');
    await lin.command(id, { type: 'take' });
    await lin.command(id, reply('Your bill is 48.20, Ana.'));
    await ana.reads('Your bill is 48.20, Ana.');
    await ana.composer.fill('And my address is 1 Quay Street');
    await until(async () => (await ana.everything()).includes('Quay Street'), 'the draft on the device');
    // The next person arrives with nobody having said a word to the widget.
    ana.as = 'liwei';
    await ana.visit();
    await ana.widget.getByRole('button', { name: 'Chat with us' }).click();
    await ana.panel.getByText('Hi, how can we help?').waitFor();
    await until(async () => !(await ana.everything()).includes(token), 'the key of the first to go');
    const left = await ana.everything();
    for (const secret of [id, token, 'Quay Street', 'bill', 'Ana']) assert.ok(!left.includes(secret), `${secret} is left in ${left}`);
    assert.equal(await ana.composer.inputValue(), '');
    const seen = await ana.widget.evaluate((widget) => widget.shadowRoot.textContent);
    for (const secret of ['48.20', 'Quay Street', '小林']) assert.ok(!seen.includes(secret), secret);
    await ana.picture('next-person');
    // What the second says is theirs, and the first does not see it either.
    await ana.say('Where is my parcel?');
    await until(async () => (await ana.record())?.id, 'a conversation of their own');
    assert.notEqual((await ana.record()).id, id);
    ana.as = 'ana';
    await ana.visit();
    await ana.widget.getByRole('button', { name: /^Chat with us/ }).click();
    await ana.composer.waitFor();
    await ana.page.waitForTimeout(500);
    assert.equal(await ana.log.getByText('Where is my parcel?', { exact: true }).and(ana.page.locator('.bubble')).count(), 0);
  }));
}
