// A projection is written beside the alarm that sends webhooks. Where the worker dies after the alarm has done its
// part and before the projection has, the desk still learns of the handoff, without a sweep.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { sleep, startEdge, until } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
let receiver;
let asked;
let armed;

before(async () => {
  asked = createServer(async (incoming, outgoing) => {
    const point = new URL(incoming.url, 'http://x').searchParams.get('point');
    if (armed && point === 'after-index') {
      const { reached, customer } = armed;
      armed = undefined;
      // Either the alarm sends meanwhile, or it is the alarm itself that is held up.
      const sent = until(() => receiver.of(customer.id, 'conversation.handoff').length === 1);
      await Promise.race([sent.then(() => sleep(1500), () => {}), sleep(6000)]);
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

test('the desk learns of a handoff whose projection died alone', async () => {
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  await until(() => receiver.of(customer.id, 'message.created').length === 2, 'calm before');
  const reached = new Promise((resolve) => (armed = { customer, reached: resolve }));
  await customer.say('You charged me twice, I want to talk to a human');
  await reached;
  await edge.start();
  await receiver.register();
  const desk = await (await edge.signIn('mei')).desk();
  const proposed = async () => (await edge.log_of(customer.id)).some((recorded) => recorded.event.type === 'agent_proposed');
  await until(proposed, 'the proposal', 20_000);
  assert.equal(receiver.of(customer.id, 'conversation.handoff').length, 1);
  desk.close();
});
