// A conversation has one alarm for all that is due. A socket that closes wakes an object that does not know when it is set
// for: what was due before must not be late because of it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { messageId, sleep, startEdge, until } from '../support/edge.mjs';
import { startFailpoints } from '../support/failpoints.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
let points;
let receiver;
before(async () => {
  points = await startFailpoints();
  edge = await startEdge({ vars: points.vars });
});
after(async () => {
  points?.stop();
  await receiver?.stop();
  await edge?.stop();
});

test('a socket that closes makes nothing late', async () => {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const other = edge.customer();
  await other.open('hello');
  const mei = await edge.signIn('mei');
  const socket = await mei.socket(customer.id);
  const times = [];
  const answer = ({ payload }) => (payload.type === 'conversation.assigned' && times.push(Date.now()) === 1 ? 503 : 204);
  receiver = await startReceiver(edge, { answer, headers: { 'retry-after': '15' } });
  await sleep(6000);
  await mei.command(customer.id, { type: 'take' });
  await until(() => times.length === 1, 'the first attempt');
  await sleep(3000);
  // The object forgets what it knew: another one breaks the instance that both lived in.
  points.answer('before-store', 'break');
  assert.equal((await other.send({ type: 'say', id: messageId(), text: 'hello' })).status, 500);
  await sleep(5000);
  socket.close();
  await until(() => times.length === 2, 'the second attempt');
  const waited = times[1] - times[0];
  assert.ok(waited >= 14_000 && waited < 17_000, `${waited} ms`);
});
