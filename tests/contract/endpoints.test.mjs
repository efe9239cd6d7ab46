// Where webhooks go, as the console manages it: secrets shown once, rotation, test events, health, and what is known of
// a delivery; and a conversation that is given to another queue.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { expectOk, messageId, startEdge, until } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
let receiver;
let owner;
before(async () => {
  edge = await startEdge({ vars: { BATON_RETRY_BASE_MS: 50 } });
  receiver = await startReceiver(edge);
  owner = await edge.signIn('ruth');
});
after(async () => {
  await receiver?.stop();
  await edge?.stop();
});

const rowOf = async (id) => (await expectOk(owner.request('GET', '/endpoints'))).endpoints.find((row) => row.id === id);
const deadOf = (id) =>
  until(async () => {
    const { deliveries } = await expectOk(edge.admin('GET', `/deliveries?conversation=${id}`));
    return deliveries.find((row) => row.state === 'dead');
  }, 'a dead letter');

test('a new endpoint gets a secret that is shown once, and a new one while the old goes on', async () => {
  const other = await startReceiver(edge, { id: 'admin-made' });
  try {
    const made = await expectOk(owner.request('PUT', '/endpoints/crm', { url: other.url, kinds: ['conversation.handoff'] }));
    assert.match(made.secret, /^whsec_/);
    const row = await rowOf('crm');
    assert.deepEqual([row.url, row.kinds, row.health, row.failures, row.waiting, row.dead], [other.url, ['conversation.handoff'], 'untried', 0, 0, 0]);
    assert.ok(!JSON.stringify(row).includes('whsec_'), 'a secret is never read back');

    other.secret = made.secret;
    const customer = edge.customer();
    await customer.open('I want to talk to a human');
    await until(() => other.of(customer.id, 'conversation.handoff').length === 1);

    const rotated = await expectOk(owner.request('POST', '/endpoints/crm/secret'));
    assert.notEqual(rotated.secret, made.secret);
    const day = 24 * 3600 * 1000;
    assert.ok(Math.abs(rotated.old_secret_until - Date.now() - day) < 600_000);
    assert.equal((await rowOf('crm')).old_secret_until, rotated.old_secret_until);

    // Other fields can change without the secret being touched.
    const changed = await expectOk(owner.request('PUT', '/endpoints/crm', { url: other.url, kinds: [] }));
    assert.deepEqual(changed.endpoints.find((row) => row.id === 'crm').kinds, []);
    const tested = await expectOk(owner.request('POST', '/endpoints/crm/test'));
    assert.equal(tested.status, 204);
    const attempt = await until(() => other.attempts.find((attempt) => attempt.payload.type === 'test'), 'the test event');
    assert.equal(attempt.body, tested.body);
    for (const secret of [made.secret, rotated.secret]) {
      assert.doesNotThrow(() => new Webhook(secret).verify(attempt.body, attempt.headers));
    }
    assert.equal((await owner.request('DELETE', '/endpoints/crm')).status, 204);
    assert.equal(await rowOf('crm'), undefined);
    assert.equal((await owner.request('POST', '/endpoints/crm/test')).status, 404);
  } finally {
    await expectOk(edge.admin('DELETE', '/endpoints/admin-made'));
    await other.stop();
  }
});

test('a test event that did not arrive stands in the log, and can be sent again', async () => {
  const other = await startReceiver(edge, { id: 'tried', kinds: ['conversation.erased'], answer: () => 500 });
  try {
    assert.equal((await rowOf('tried')).health, 'untried');
    const tested = await expectOk(owner.request('POST', '/endpoints/tried/test'));
    assert.equal(tested.status, 500);
    const row = await rowOf('tried');
    assert.deepEqual([row.health, row.waiting, row.dead], ['test_failed', 0, 1]);
    // What an address before did not take says nothing of the next one.
    await expectOk(owner.request('PUT', '/endpoints/tried', { url: `${other.url}next`, kinds: ['conversation.erased'] }));
    assert.equal((await rowOf('tried')).health, 'untried');
    await expectOk(owner.request('PUT', '/endpoints/tried', { url: other.url, kinds: ['conversation.erased'] }));
    const inLog = async () => {
      const { deliveries } = await expectOk(owner.request('GET', '/deliveries'));
      return deliveries.filter((line) => line.endpoint === 'tried');
    };
    const [line, ...rest] = await inLog();
    assert.deepEqual([rest.length, line.kind, line.state, line.attempts, line.last_status, line.conversation], [0, 'test', 'dead', 1, 500, '']);
    other.answer = () => 204;
    const lead = await edge.signIn('ada');
    assert.equal((await lead.request('POST', `/deliveries/${line.id}/replay`)).status, 204);
    const detail = await expectOk(lead.request('GET', `/deliveries/${line.id}`));
    assert.deepEqual([detail.delivery.state, detail.body], ['delivered', tested.body]);
    assert.deepEqual(detail.attempts.map((attempt) => attempt.status), [500, 204]);
    assert.deepEqual(other.attempts.map((attempt) => [attempt.id, attempt.body]), [[line.id, tested.body], [line.id, tested.body]]);
    assert.equal((await inLog()).length, 1);
    assert.equal((await rowOf('tried')).health, 'well');
    assert.equal((await lead.request('POST', `/deliveries/${line.id}/replay`)).status, 409);
    assert.equal((await lead.request('POST', '/deliveries/msg_test_none/replay')).status, 404);
    assert.equal((await lead.request('GET', '/deliveries/msg_test_none')).status, 404);
  } finally {
    await expectOk(edge.admin('DELETE', '/endpoints/tried'));
    await other.stop();
  }
});

test('an address that may not be called is refused by its field', async () => {
  for (const body of [{ url: 'ftp://example.com/' }, { url: 'https://user:pass@example.com/' }, {}]) {
    const refused = await owner.request('PUT', '/endpoints/bad', body);
    assert.deepEqual([refused.status, refused.body.field], [422, 'url'], JSON.stringify(body));
  }
  assert.equal(await rowOf('bad'), undefined);
});

test('a delivery shows its attempts, what was answered, and its body without the reply address', async () => {
  receiver.answer = (delivery) => (delivery.payload.type === 'conversation.handoff' ? 422 : 204);
  const customer = edge.customer();
  await customer.open('You charged me twice, I want my money back');
  const dead = await deadOf(customer.id);
  const detail = await expectOk(owner.request('GET', `/deliveries/${dead.id}`));
  assert.equal(detail.delivery.state, 'dead');
  assert.equal(detail.next_at, undefined);
  assert.deepEqual(detail.attempts.map((attempt) => attempt.status), [422]);
  const body = JSON.parse(detail.body);
  assert.equal(body.type, 'conversation.handoff');
  assert.ok(detail.body.includes('charged me twice'));
  assert.ok(body.links.reply.endsWith('/reply/…'), body.links.reply);
  const row = await rowOf('test');
  assert.ok(row.dead >= 1);

  receiver.answer = () => 204;
  await expectOk(owner.request('POST', `/deliveries/${dead.id}/replay`));
  await until(() => receiver.of(customer.id, 'conversation.handoff').length === 1);
  const again = await until(async () => {
    const detail = await expectOk(owner.request('GET', `/deliveries/${dead.id}`));
    return detail.delivery.state === 'delivered' && detail;
  }, 'the second attempt');
  assert.deepEqual(again.attempts.map((attempt) => attempt.status), [422, 204]);

  // Erased means erased, here too.
  await owner.command(customer.id, { type: 'erase' });
  const erased = await expectOk(owner.request('GET', `/deliveries/${dead.id}`));
  assert.ok(!erased.body.includes('charged me twice'));
  assert.equal((await owner.request('GET', '/deliveries/msg_nothing_1_test')).status, 404);
});

test('who may not read deliveries or manage endpoints is told so', async () => {
  const [mei, ada] = [await edge.signIn('mei'), await edge.signIn('ada')];
  assert.equal((await mei.request('GET', '/endpoints')).status, 403);
  assert.equal((await mei.request('GET', '/deliveries/msg_x_1_test')).status, 403);
  assert.equal((await ada.request('GET', '/endpoints')).status, 200);
  for (const [method, path] of [['PUT', 'test'], ['DELETE', 'test'], ['POST', 'test/secret'], ['POST', 'test/test']]) {
    const refused = await ada.request(method, `/endpoints/${path}`, method === 'PUT' ? { url: receiver.url } : undefined);
    assert.equal(refused.status, 403, `${method} ${path}`);
  }
});

test('a conversation that is given to another queue is handed over anew, and its customer hears of that alone', async () => {
  receiver.answer = () => 204;
  const [mei, xiaolin] = [await edge.signIn('mei'), await edge.signIn('xiaolin')];
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  await until(() => receiver.of(customer.id, 'conversation.handoff').length === 1);
  await mei.command(customer.id, { type: 'take' });
  const transfer = { type: 'transfer', id: messageId(), queue: 'technical', note: 'The Hub blinks red' };
  const commands = `/conversations/${customer.id}/commands`;
  assert.equal((await xiaolin.request('POST', commands, transfer)).status, 409);
  const nowhere = await mei.request('POST', commands, { ...transfer, queue: 'nowhere' });
  assert.deepEqual([nowhere.status, nowhere.body.code, nowhere.body.field], [422, 'no_such_queue', 'queue']);
  await mei.command(customer.id, transfer);
  await mei.command(customer.id, transfer);
  const handoffs = await until(() => {
    const found = receiver.of(customer.id, 'conversation.handoff');
    return found.length === 2 && found;
  }, 'the second handoff');
  assert.equal(handoffs[1].handoff.queue, 'technical');
  assert.ok(handoffs[1].handoff.reasons.some((reason) => reason.code === 'transferred'), JSON.stringify(handoffs[1].handoff.reasons));
  const seen = await customer.events();
  assert.deepEqual(
    seen.map((event) => event.type).filter((type) => /handoff|agent_joined|note/.test(type)),
    ['handoff_started', 'agent_joined', 'handoff_started'],
  );
  assert.ok(!JSON.stringify(seen).includes('blinks red'));
  await xiaolin.command(customer.id, { type: 'take' });
});
