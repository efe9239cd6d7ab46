// Hosted on a server of one's own: the production configuration behind a reverse proxy, in a real browser. Everything
// leads back to the address that people know.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reply, startWorld, story } from '../support/browser.mjs';
import { until } from '../support/edge.mjs';
import { startProxied } from '../support/proxied.mjs';

let world;
before(async () => (world = await startWorld({}, startProxied)));
after(() => world?.stop());

test('ask, be answered, be handed over, and read what a person writes', story(() => world, async ({ customer, agent }) => {
  const ana = await customer();
  await ana.open();
  await ana.say('How do I reset my password?');
  await ana.reads('Reset or change your password');
  await ana.toPerson.click();
  const { id } = await until(() => ana.record(), 'the conversation to be kept');
  const mei = await agent('mei');
  const { edge } = world;
  assert.equal(new URL(mei.page.url()).origin, edge.url);
  const meis = await edge.signIn('mei');
  await until(async () => (await meis.inbox()).some((row) => row.conversation === id && row.status === 'waiting'));
  await meis.command(id, { type: 'take' });
  await meis.command(id, reply('Hi, this is Mei'));
  await ana.reads('Hi, this is Mei');
  await ana.picture('proxied');
  await ana.visit();
  await ana.launcher.click();
  await ana.reads('Hi, this is Mei');
}));
