// Nobody is there: the truth and what can be done. Who the visitor is, and that the next person sees nothing of them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from '../../support/browser.mjs';
import { publish } from '../../support/site.mjs';
import { expectOk, until } from '../../support/edge.mjs';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86_400_000;
/** The zone in which the starter workspace's hours are written. */
const ZONE = { id: 'Asia/Shanghai', ms: 8 * 3_600_000 };

export function tellPeople(world) {
  test('out of hours: the truth is told; an address is checked, a call can be chosen instead', story(world, async ({ customer }) => {
    const { edge, receiver } = world();
    const day = new Date(Date.now() + ZONE.ms + 3 * DAY_MS).getUTCDay();
    const before = await publish(edge, (workspace) => {
      const billing = workspace.queues.find((queue) => queue.id === 'billing');
      billing.hours = Object.fromEntries(DAYS.map((name, number) => [name, number === day ? '09:00-18:00' : null]));
    });
    try {
      const ana = await customer({ timezoneId: ZONE.id });
      await ana.open();
      await ana.say('I was charged twice for the same order, I want a refund');
      await ana.reads(`Nobody is here until 9:00 on ${NAMES[day]}.`);
      await ana.reads("I've passed this on to Billing.");
      await ana.picture('widget-closed');
      await ana.button('Get an answer by email').click();
      const email = ana.panel.getByRole('textbox', { name: 'Your email address' });
      await email.fill('ana@example');
      await email.press('Enter');
      await ana.panel.getByRole('alert').getByText('Check the address.').waitFor();
      await ana.picture('widget-closed-wrong');
      await email.fill('ana@example.com');
      await email.press('Enter');
      await ana.reads("We'll write to ana@example.com.");
      await ana.picture('widget-closed-email');
      await ana.button('Change').click();
      await ana.button('Get a call').click();
      await ana.panel.getByRole('textbox', { name: 'Your phone number' }).fill('+44 20 7946 0958');
      await ana.panel.getByRole('textbox', { name: 'When suits you (optional)' }).fill('after ten');
      await ana.picture('widget-closed-call');
      await ana.button('Send').first().click();
      await ana.reads("We'll call +44 20 7946 0958 (after ten).");
      const { id } = await ana.record();
      const asked = () => receiver.of(id, 'conversation.callback_requested').at(-1)?.conversation.customer.unverified;
      await until(() => asked()?.contact === '+44 20 7946 0958', 'the webhook');
      assert.equal(asked().when, 'after ten');
      const { conversations } = await expectOk(edge.admin('GET', '/conversations?status=waiting'));
      assert.ok(conversations.some((row) => row.conversation === id), 'it is open work');
    } finally {
      await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
    }
  }));

  test('who the visitor is: an enterprise goes straight to a person, and the next visitor sees nothing of it', story(world, async ({ customer, agent }) => {
    const ada = await agent('ada');
    const acme = await customer({ as: 'acme' });
    await acme.open();
    await acme.say('How do I read my bill?');
    await acme.reads("I'm bringing in someone from");
    await acme.reads(/They already have .*your account/);
    await acme.picture('widget-enterprise');
    await ada.row('Jo Okafor, Acme Ltd').click();
    await ada.page.getByRole('complementary', { name: 'Details' }).getByText('enterprise').first().waitFor();
    await ada.picture('console-enterprise');

    await acme.page.getByRole('link', { name: 'Ana', exact: false }).first().click();
    await acme.page.waitForURL(/as=ana/);
    acme.as = 'ana';
    await acme.open();
    await acme.panel.getByText('Hi, how can we help?').waitFor();
    assert.equal(await acme.log.getByText('How do I read my bill?', { exact: true }).and(acme.page.locator('p')).count(), 0, 'the question is among the suggestions alone');
    assert.deepEqual(await acme.kept(), []);
    await acme.say('How do I reset my password?');
    await acme.reads('Reset or change your password');
    // Without a word to the widget, as after signing out on another page: the next person sees nothing either.
    acme.as = 'liwei';
    await acme.visit();
    await acme.open();
    await acme.panel.getByText('Hi, how can we help?').waitFor();
    assert.equal(await acme.log.getByText('How do I reset my password?').count(), 0);
    acme.as = 'anonymous';
    await acme.visit();
    await acme.open();
    await acme.panel.getByText('Hi, how can we help?').waitFor();
    assert.equal(await acme.log.getByText('How do I reset my password?').count(), 0);
  }));
}
