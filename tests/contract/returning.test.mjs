// Signed-in customers find their own conversations again, and go on with them from another device.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { expectOk, request, startEdge, until } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge({ vars: { BATON_SESSION_LIMIT: 600 } })));
after(() => edge.stop());

const as = (sub) => edge.identity({ sub, name: sub });
const mine = (identity) => request('POST', `${edge.url}/v1/conversations/mine`, { identity });
const newToken = () => randomBytes(32).toString('base64url');
const resume = (id, identity, token = newToken()) =>
  request('POST', `${edge.url}/v1/conversations/${id}/resume`, { identity, token });
const events = (id, token) =>
  request('GET', `${edge.url}/v1/conversations/${id}/events`, undefined, { authorization: `Bearer ${token}` });

test('mine are mine alone, the latest first', async () => {
  const first = edge.customer({ identity: as('nora') });
  await first.open('How do I read my bill?');
  const second = edge.customer();
  await second.open('How do I move home?');
  await expectOk(request('POST', second.path('identity'), { identity: as('nora') }, second.headers()));
  await second.command({ type: 'end' });
  const other = edge.customer({ identity: as('omar') });
  await other.open('What does the warranty cover?');
  const anonymous = edge.customer();
  await anonymous.open('hello');
  const rows = await until(async () => {
    const { conversations } = await expectOk(mine(as('nora')));
    return conversations.length === 2 && !conversations[0].open && conversations;
  }, 'both to be listed');
  assert.deepEqual(rows.map((row) => row.conversation), [second.id, first.id]);
  assert.deepEqual(rows.map((row) => row.open), [false, true]);
  assert.equal(rows[1].preview, 'How do I read my bill?');
  assert.ok(rows[0].updated_at >= rows[1].updated_at);
  const theirs = await until(async () => {
    const { conversations } = await expectOk(mine(as('omar')));
    return conversations.length > 0 && conversations;
  });
  assert.deepEqual(theirs.map((row) => row.conversation), [other.id]);
  assert.deepEqual((await expectOk(mine(as('nobody-yet')))).conversations, []);
});

test('who is not believed gets nothing', async () => {
  for (const identity of ['a.b.c', edge.identity({ sub: 'nora', aud: 'other' }), edge.identity({ sub: 'nora', exp: 1 })]) {
    const answer = await mine(identity);
    assert.deepEqual([answer.status, answer.body.field], [401, 'identity']);
  }
  assert.equal((await mine(undefined)).status, 422);
});

test('a conversation goes on from another device, and the first one goes on too', async () => {
  const customer = edge.customer({ identity: as('nora') });
  const before = await customer.open('How do I reset my password?');
  const token = newToken();
  const resumed = await resume(customer.id, as('nora'), token);
  assert.equal(resumed.status, 200);
  assert.deepEqual(resumed.body.events, before);
  const say = { type: 'say', id: 'from-the-other', text: 'How do I read my bill?' };
  const path = customer.path('commands');
  await expectOk(request('POST', path, say, { authorization: `Bearer ${token}` }));
  assert.equal((await customer.events()).filter((event) => event.id === 'from-the-other').length, 1);
  // The same token again adds nothing.
  assert.equal((await resume(customer.id, as('nora'), token)).status, 200);
});

test('nobody goes on with what is another’s', async () => {
  const customer = edge.customer({ identity: as('nora') });
  await customer.open('hello');
  const anonymous = edge.customer();
  await anonymous.open('hello');
  const token = newToken();
  for (const id of [customer.id, anonymous.id, '0'.repeat(32)]) {
    const answer = await resume(id, as('omar'), token);
    assert.deepEqual([answer.status, answer.body.code], [404, 'not_found']);
    assert.equal((await events(id, token)).status, 404);
  }
  const forged = await resume(customer.id, 'a.b.c');
  assert.equal(forged.status, 401);
  const short = await resume(customer.id, as('nora'), 'short');
  assert.deepEqual([short.status, short.body.field], [422, 'token']);
});

test('ten tokens authorise, the oldest is dropped', async () => {
  const customer = edge.customer({ identity: as('nora') });
  await customer.open('hello');
  const tokens = [customer.token];
  while (tokens.length < 12) {
    tokens.push(newToken());
    await expectOk(resume(customer.id, as('nora'), tokens.at(-1)));
  }
  const good = [];
  for (const token of tokens) good.push((await events(customer.id, token)).status === 200);
  assert.deepEqual(good, [false, false, ...Array(10).fill(true)]);
});

test('tokens outlast the object’s sleep', async () => {
  const customer = edge.customer({ identity: as('nora') });
  await customer.open('hello');
  const token = newToken();
  await expectOk(resume(customer.id, as('nora'), token));
  await edge.kill();
  await edge.start();
  assert.equal((await events(customer.id, token)).status, 200);
  assert.equal((await customer.events()).length > 0, true);
});

test('who comes back after a person closed it is seen by the team, and goes back to that person’s queue', async () => {
  const mei = await edge.signIn('mei');
  const customer = edge.customer();
  await customer.open('You charged me twice for the router, I want my money back');
  const act = (command) => expectOk(mei.request('POST', `/conversations/${customer.id}/commands`, command));
  const row = (fits) => until(async () => {
    const { conversations } = await expectOk(mei.request('GET', '/conversations'));
    const found = conversations.find((one) => one.conversation === customer.id);
    return found && fits(found) && found;
  }, 'the row');
  const queue = (await row((one) => one.status === 'waiting')).queue;
  await act({ type: 'take' });
  await act({ type: 'resolve', outcome: 'solved' });
  assert.equal((await row((one) => one.status === 'resolved')).came_back, undefined);
  await customer.say('How do I reset my password?');
  assert.equal((await row((one) => one.status === 'with_bot')).came_back, true);
  await customer.command({ type: 'ask_for_human' });
  const again = await row((one) => one.status === 'waiting');
  assert.deepEqual([again.queue, again.came_back], [queue, undefined]);
});

test('what a team need not write again is kept, checked and handed to who answers', async () => {
  const ada = await edge.signIn('ada');
  const { sections } = await expectOk(ada.request('GET', '/settings'));
  const { version, value } = sections.replies;
  assert.ok(value.replies.length >= 3, 'the starter brings some');
  const put = (replies) => ada.request('PUT', '/settings/replies', { section: 'replies', replies }, { 'if-match': `"${version}"` });
  const mine = { id: 'hello', name: { en: 'Hello', zh: '您好' }, text: { en: 'Hi {customer}', zh: '{customer}，您好' } };
  const wrong = await put([{ ...mine, text: { en: 'Hi {name}', zh: '' } }]);
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.body.errors.map((error) => `${error.file} ${error.field}`).sort(), ['replies.toml reply.hello.text.en', 'replies.toml reply.hello.text.zh']);
  await expectOk(put([...value.replies, mine]));
  const mei = await edge.signIn('mei');
  await until(async () => (await expectOk(mei.request('GET', '/me'))).replies.some((reply) => reply.id === 'hello'), 'the reply');
  const published = await expectOk(edge.admin('GET', '/workspace'));
  assert.deepEqual(published.workspace.replies.at(-1), mine);
});
