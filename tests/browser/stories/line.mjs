// What is kept and what is sent: nothing before the first message; after a reload, a lost line, a refused socket and
// beside another tab everything is there, once.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PATIENCE_MS, reply, story } from '../../support/browser.mjs';
import { until } from '../../support/edge.mjs';

/** What the browser itself says of a line that a test cuts. */
const CUT = [/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /WebSocket connection to .* failed/];

/** How often the customer's text is in the stored log. */
async function stored(edge, id, text) {
  const log = await edge.log_of(id);
  return log.filter((recorded) => recorded.content?.text === text).length;
}

export function tellLine(world) {
  test('nothing is kept before the first message; a reload loses nothing after it', story(world, async ({ customer }) => {
    const { edge } = world();
    const ana = await customer();
    await ana.open();
    await ana.composer.fill('I wonder whether');
    await ana.close();
    await ana.open();
    assert.deepEqual(await ana.kept(), []);
    assert.deepEqual(await ana.context.cookies(), []);
    const written = ana.requests.filter((url) => url.includes('/v1/'));
    assert.deepEqual(written, [], 'nothing is asked of the conversation’s interface before the first message');

    await ana.say('How do I reset my password?');
    await ana.reads('Reset or change your password');
    await ana.toPerson.click();
    await ana.reads("I'm bringing in someone from Orders and Account.");
    const { id } = await ana.record();
    const mei = await edge.signIn('mei');
    await mei.command(id, { type: 'take' });
    await ana.reads('Mei is here');
    await ana.composer.fill('And another thing');

    await ana.page.reload();
    await ana.launcher.click();
    for (const text of ['How do I reset my password?', 'Reset or change your password', "I'm bringing in someone", 'Mei is here']) {
      await ana.reads(text);
    }
    assert.equal(await ana.composer.inputValue(), 'And another thing');
    assert.equal((await ana.record()).id, id);
    assert.deepEqual(await ana.context.cookies(), []);

    await ana.close();
    await ana.visit('/help/read-bill');
    await mei.command(id, reply('Which thing?'));
    await ana.widget.getByRole('button', { name: 'Chat with us, 1 unread' }).click();
    await ana.reads('Which thing?');
    await ana.picture('widget-resumed');
  }));

  test('cut off in the middle of sending: not sent, then sent once; what came meanwhile is there', story(world, async ({ customer }) => {
    const { edge } = world();
    const ana = await customer();
    ana.tolerate(...CUT);
    await ana.open();
    await ana.toPerson.click();
    await ana.reads("I'm bringing in someone");
    const { id } = await ana.record();
    const mei = await edge.signIn('mei');
    await mei.command(id, { type: 'take' });
    await ana.reads('Mei is here');

    // The message arrives at the edge; its answer does not arrive here, because the line goes down.
    await ana.page.route('**/commands', async (route) => {
      await ana.context.setOffline(true);
      await route.fetch();
      await route.abort();
    });
    await ana.say('My order is 48213');
    await ana.panel.getByRole('button', { name: 'Not sent. Try again' }).waitFor();
    await ana.panel.getByText("You're offline.").waitFor();
    await ana.picture('widget-offline');
    await ana.say('It should be here by now');
    assert.equal(await stored(edge, id, 'My order is 48213'), 1);
    assert.equal(await stored(edge, id, 'It should be here by now'), 0);
    await mei.command(id, reply('It is on its way'));

    await ana.page.unroute('**/commands');
    await ana.context.setOffline(false);
    await ana.reads('It is on its way');
    await until(() => stored(edge, id, 'It should be here by now'), 'what was written offline');
    await ana.panel.getByRole('button', { name: 'Not sent. Try again' }).first().waitFor({ state: 'detached' });
    await ana.panel.getByText("You're offline.").waitFor({ state: 'detached' });
    for (const text of ['My order is 48213', 'It should be here by now']) {
      assert.equal(await stored(edge, id, text), 1, text);
      assert.equal(await ana.log.getByText(text).count(), 1, text);
    }
  }));

  test('without any socket, polling brings the answers', story(world, async ({ customer }) => {
    const { edge } = world();
    const ana = await customer();
    await ana.context.addInitScript(() => {
      // As behind a proxy that lets no socket through.
      window.WebSocket = class extends EventTarget {
        constructor() {
          super();
          setTimeout(() => this.dispatchEvent(new CloseEvent('close', { code: 1006 })));
        }
        close() {}
      };
    });
    await ana.visit();
    await ana.open();
    await ana.say('How do I reset my password?');
    await ana.reads('Reset or change your password');
    const { id } = await ana.record();
    const mei = await edge.signIn('mei');
    await mei.command(id, { type: 'take' });
    await mei.command(id, reply('Hi, this is Mei'));
    await ana.log.getByText('Hi, this is Mei').waitFor({ timeout: 2 * PATIENCE_MS });
  }));

  test('two tabs stay in step', story(world, async ({ customer }) => {
    const { edge } = world();
    const one = await customer();
    const two = await one.tab();
    await one.open();
    await two.open();
    await one.say('How do I reset my password?');
    await two.reads('How do I reset my password?');
    await two.reads('Reset or change your password');
    await two.button('No').click();
    await one.reads("You said this didn't help");
    await two.toPerson.click();
    await one.reads("I'm bringing in someone");
    const { id } = await one.record();
    const mei = await edge.signIn('mei');
    await mei.command(id, { type: 'take' });
    await mei.command(id, reply('Hi, this is Mei'));
    await one.reads('Hi, this is Mei');
    await two.reads('Hi, this is Mei');
    await two.say('Hello from here');
    await one.reads('Hello from here');
    assert.equal(await stored(edge, id, 'How do I reset my password?'), 1);
    assert.equal(await one.log.getByText('Hello from here').count(), 1);
  }));

  test('too fast: the wait is named, nothing is lost, and it goes out by itself', story(world, async ({ customer }) => {
    const { edge } = world();
    const ana = await customer();
    ana.tolerate(/429/);
    await ana.open();
    await ana.say('How do I reset my password?');
    await ana.reads('Reset or change your password');
    const { id, token } = await ana.record();
    // Somebody who holds this conversation's key uses its share up.
    const busy = Object.assign(edge.customer(), { id, token });
    await until(async () => (await busy.say('hello').catch((error) => error)) instanceof Error, 'the limit');
    await ana.say('and one more question');
    const notice = ana.panel.getByText(/^That was a lot at once\. The rest is sent in (a second|\d+ seconds)\.$/);
    await notice.waitFor();
    await ana.composer.fill('still writing');
    await ana.picture('widget-too-fast');
    await until(() => stored(edge, id, 'and one more question'), 'it to be sent');
    await notice.waitFor({ state: 'detached' });
    assert.equal(await ana.composer.inputValue(), 'still writing');
    assert.equal(await stored(edge, id, 'and one more question'), 1);
  }));
}
