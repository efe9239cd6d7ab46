// Waiting for somebody: the limit within which they should come, also across a closing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, startEdge, until } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

/** Seconds within which somebody should come: time enough to close the queues meanwhile. */
const LIMIT_S = 8;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Publishes all queues with a limit in seconds, open every day from a minute of the day on. */
async function publish(seconds, offset, opensAt) {
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const clock = `${String(Math.floor(opensAt / 60)).padStart(2, '0')}:${String(opensAt % 60).padStart(2, '0')}`;
  for (const queue of workspace.queues) {
    queue.accept_within_seconds = seconds;
    queue.utc_offset_minutes = offset;
    queue.holidays = [];
    queue.hours = Object.fromEntries(DAYS.map((day) => [day, `${clock}-24:00`]));
  }
  await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
}

test('a limit that ends while the queue is closed goes on when it opens', { timeout: 180_000 }, async () => {
  // In a time zone in which it is about noon.
  const utc = new Date().getUTCHours() * 60 + new Date().getUTCMinutes();
  const offset = 12 * 60 - utc;
  await publish(LIMIT_S, offset, 0);
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const minute = (new Date().getUTCHours() * 60 + new Date().getUTCMinutes() + offset + 24 * 60) % (24 * 60);
  // It must still be closed when the limit ends.
  await publish(LIMIT_S, offset, new Date().getUTCSeconds() > 40 ? minute + 2 : minute + 1);
  const told = async () => (await customer.events()).filter((event) => event.type === 'nobody_available');
  const [closed] = await until(async () => ((await told()).length > 0 ? told() : undefined), 'the closing');
  assert.equal(closed.why, 'out_of_hours');
  assert.ok(closed.opens_at > Date.now() - 1000);
  const both = await until(async () => ((await told()).length > 1 ? told() : undefined), 'the limit after the opening', 150_000);
  assert.equal(both[1].why, 'nobody_accepted');
  assert.ok(both[1].at >= closed.opens_at + LIMIT_S * 1000);
});
