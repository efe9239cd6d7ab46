// The sweep finds what no projection holds: a waiting conversation that the inbox has lost is listed again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { query } from '../support/database.mjs';
import { expectOk, request, startEdge, until } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

const waiting = async () => (await expectOk(edge.admin('GET', '/conversations?status=waiting'))).conversations;

test('handoffs that the inbox lost are found again', async () => {
  const [lost, stale, kept] = [edge.customer(), edge.customer(), edge.customer()];
  for (const customer of [lost, stale, kept]) await customer.open('I want to talk to a human');
  await until(async () => (await waiting()).length === 3);
  await edge.kill();
  query(edge, `DELETE FROM conversation WHERE id = '${lost.id}'; UPDATE conversation SET status = 'resolved' WHERE id = '${stale.id}'`);
  await edge.start();
  assert.deepEqual((await waiting()).map((row) => row.conversation), [kept.id]);
  const swept = await expectOk(edge.admin('POST', '/sweep'));
  assert.equal(swept.repaired, 2);
  assert.deepEqual((await waiting()).map((row) => row.conversation).sort(), [lost.id, stale.id, kept.id].sort());
  assert.equal((await expectOk(edge.admin('POST', '/sweep'))).repaired, 0);
});

test('a row from before there were subjects is written again, and its customer finds the conversation', async () => {
  const identity = edge.identity({ sub: 'nora' });
  const mine = async () => (await expectOk(request('POST', `${edge.url}/v1/conversations/mine`, { identity }))).conversations;
  const customer = edge.customer({ identity });
  await customer.open('How do I read my bill?');
  await until(async () => (await mine()).length === 1);
  // Ended between a row and the note that it is written, the conversation writes it again by itself; then once more.
  let repaired = 0;
  for (let tries = 0; repaired === 0 && tries < 3; tries += 1) {
    await edge.kill();
    query(edge, `UPDATE conversation SET subject_hash = NULL, form = 0 WHERE id = '${customer.id}'`);
    await edge.start();
    if ((await mine()).length === 0) ({ repaired } = await expectOk(edge.admin('POST', '/sweep')));
  }
  assert.equal(repaired, 1);
  assert.deepEqual((await mine()).map((row) => row.conversation), [customer.id]);
  assert.equal((await expectOk(edge.admin('POST', '/sweep'))).repaired, 0);
});

test('the sweep runs by itself, too', async () => {
  const lost = edge.customer();
  await lost.open('I want to talk to a human');
  await until(async () => (await waiting()).some((row) => row.conversation === lost.id));
  await edge.kill();
  query(edge, `DELETE FROM conversation WHERE id = '${lost.id}'`);
  await edge.start();
  const fired = await request('GET', `${edge.url}/__scheduled?cron=*/5+*+*+*+*`);
  assert.equal(fired.status, 200);
  await until(async () => (await waiting()).some((row) => row.conversation === lost.id));
});
