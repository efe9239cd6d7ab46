// A handoff survives a power cut between each pair of its writes: afterwards it is found everywhere it belongs,
// and nowhere twice. The worker asks this test before it goes on past a point; at one point, the test kills it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { expectOk, messageId, request, startEdge, until } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

const POINTS = [
  'before-store',
  'after-store',
  'after-index',
  'after-desk',
  'before-webhook',
  'after-webhook',
  'after-settle',
  'after-log',
];

let edge;
let receiver;
let asked;
let armed;

before(async () => {
  asked = createServer(async (incoming, outgoing) => {
    const point = new URL(incoming.url, 'http://x').searchParams.get('point');
    if (armed?.point === point) {
      const { reached } = armed;
      armed = undefined;
      await edge.kill();
      reached();
      return;
    }
    outgoing.end();
  });
  await new Promise((resolve) => asked.listen(0, '127.0.0.1', resolve));
  const vars = { BATON_FAILPOINT_URL: `http://127.0.0.1:${asked.address().port}/`, BATON_RETRY_BASE_MS: 50 };
  edge = await startEdge({ vars });
  receiver = await startReceiver(edge);
});
after(async () => {
  asked?.closeAllConnections();
  asked?.close();
  await receiver?.stop();
  await edge?.stop();
});

for (const point of POINTS) {
  test(`killed ${point}`, async () => {
    const customer = edge.customer();
    await customer.open('How do I reset my password?');
    await until(() => receiver.of(customer.id, 'message.created').length === 2, 'calm before');
    const id = messageId();
    const reached = new Promise((resolve) => (armed = { point, reached: resolve }));
    const say = () => customer.say('You charged me twice, I want to talk to a human', id);
    const acknowledged = await Promise.race([say().then(() => true, () => false), reached.then(() => false)]);
    await reached;
    await edge.start();
    await receiver.register();
    // What was not acknowledged, a client sends again with the same id.
    if (!acknowledged) await say();

    const log = await edge.log_of(customer.id);
    assert.deepEqual(log.map((recorded) => recorded.seq), log.map((_, index) => index + 1));
    assert.equal(log.filter((recorded) => recorded.event.message === id).length, 1, 'the message, once');
    assert.equal(log.filter((recorded) => recorded.event.type === 'handoff_started').length, 1, 'the handoff, once');

    await until(() => receiver.of(customer.id, 'conversation.handoff').length === 1, 'the webhook');
    const row = await until(async () => {
      const { conversations } = await expectOk(edge.admin('GET', '/conversations?status=waiting'));
      return conversations.find((row) => row.conversation === customer.id);
    }, 'the inbox');
    assert.equal(row.queue, 'billing');
    const rows = await until(async () => {
      const { deliveries } = await expectOk(edge.admin('GET', `/deliveries?conversation=${customer.id}`));
      return deliveries.length > 0 && deliveries.every((delivery) => delivery.state === 'delivered') && deliveries;
    }, 'the delivery log');
    assert.equal(new Set(rows.map((delivery) => delivery.id)).size, rows.length);
    assert.equal(receiver.of(customer.id, 'conversation.handoff').length, 1, 'processed once');
    await until(async () => (await expectOk(edge.admin('POST', '/sweep'))).repaired === 0, 'the desk');
    assert.deepEqual(receiver.problems, []);
    const seen = await request('GET', customer.path('events'), undefined, customer.headers());
    assert.equal(seen.body.events.filter((event) => event.type === 'handoff_started').length, 1);
  });
}
