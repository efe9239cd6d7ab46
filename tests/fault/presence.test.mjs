// Whoever has gone is not said to be there: neither where the desk's answer is overtaken by what it told afterwards, nor
// where it was stopped before it told.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, request, sleep, startEdge, until } from '../support/edge.mjs';
import { startFailpoints } from '../support/failpoints.mjs';

let edge;
let points;
before(async () => {
  points = await startFailpoints();
  edge = await startEdge({ vars: points.vars });
});
after(async () => {
  points?.stop();
  await edge?.stop();
});

const present = async (customer) =>
  (await expectOk(request('GET', customer.path('events?after=0'), undefined, customer.headers()))).present;

test('who goes while the desk’s answer is on its way has gone', async () => {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const mei = await edge.signIn('mei');
  const desk = await mei.desk();
  await sleep(3000);
  const reached = points.hold('desk-answered');
  await mei.command(customer.id, { type: 'take' });
  const goOn = await reached;
  desk.close();
  await desk.closed;
  await sleep(1000);
  goOn();
  await until(async () => (await present(customer)) === false, 'it to be told', 25_000);
});

test('who does not come back after a power cut has gone', async () => {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const mei = await edge.signIn('mei');
  await mei.desk();
  await mei.command(customer.id, { type: 'take' });
  // The desk has said so, not the agent's press alone.
  await sleep(3000);
  await until(() => present(customer), 'the desk to be heard');
  await edge.kill();
  await edge.start();
  const socket = await customer.socket();
  await until(() => socket.frames.some((frame) => frame.frame === 'presence' && !frame.present), 'it to be told', 60_000);
  assert.equal(await present(customer), false);
  socket.close();
});
