// A desk of the company's own: with an API key it answers conversations over HTTP, as agents do at the console.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, messageId, request, startEdge } from '../support/edge.mjs';

let edge;
let owner;
let key;
before(async () => {
  edge = await startEdge();
  owner = await edge.signIn('ruth');
  key = await expectOk(owner.request('POST', '/keys', { name: 'desk', scopes: ['write_conversations'] }));
});
after(() => edge?.stop());

const post = (conversation, body, bearer = key.key) =>
  request('POST', `${edge.url}/admin/conversations/${conversation}/commands`, body, { authorization: `Bearer ${bearer}` });
const as = (author) => (conversation, command) => post(conversation, { author, command });
const zoe = as('Zoe');
const lines = async () => (await expectOk(edge.admin('GET', '/audit'))).entries;

async function waiting() {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  return customer;
}

test('somebody takes, answers, notes and resolves, and the customer sees who', async () => {
  const customer = await waiting();
  const socket = await customer.socket();
  await expectOk(zoe(customer.id, { type: 'take' }));
  const reply = { type: 'reply', id: messageId(), episode: 1, text: 'Hello, this is Zoe.' };
  await expectOk(zoe(customer.id, reply));
  await expectOk(zoe(customer.id, reply));
  await expectOk(zoe(customer.id, { type: 'note', id: messageId(), text: 'Only for colleagues' }));
  await expectOk(zoe(customer.id, { type: 'resolve', outcome: 'solved' }));
  socket.close();

  const seen = JSON.stringify(await customer.events());
  assert.equal(seen.split('Hello, this is Zoe.').length, 2, 'once');
  assert.match(seen, /"name":"Zoe"/);
  assert.doesNotMatch(seen, /Only for colleagues|desk-/, 'the customer sees neither notes nor ids');
  const log = await edge.log_of(customer.id);
  const joined = log.find(({ event }) => event.type === 'agent_joined').event;
  assert.equal(joined.via, 'api');
  assert.match(joined.agent.id, /^desk-[0-9a-f]{16}$/);
  assert.equal(log.at(-1).event.type, 'resolved');

  const entries = (await lines()).filter(({ subject }) => subject === customer.id);
  assert.deepEqual(entries.map(({ changes }) => changes[0].after).reverse(), ['take', 'reply', 'reply', 'note', 'resolve']);
  assert.ok(entries.every(({ who, action }) => who === `key:${key.id}` && action === 'conversation_changed'));
  assert.doesNotMatch(JSON.stringify(entries), /Zoe\.|colleagues/);
});

test('it holds what it has taken, with whichever key, and respects what others have', async () => {
  const customer = await waiting();
  await expectOk(zoe(customer.id, { type: 'take' }));
  const other = await as('Tom')(customer.id, { type: 'reply', id: messageId(), episode: 1, text: 'Me too' });
  assert.deepEqual([other.status, other.body.code], [409, 'taken']);
  const mei = await edge.signIn('mei');
  assert.equal((await mei.request('POST', `/conversations/${customer.id}/commands`, { type: 'reply', id: messageId(), episode: 1, text: 'Me' })).status, 409);

  const next = await expectOk(owner.request('POST', '/keys', { name: 'desk, anew', scopes: ['write_conversations'] }));
  await expectOk(owner.request('DELETE', `/keys/${key.id}`));
  assert.equal((await zoe(customer.id, { type: 'give_back' })).status, 401, 'a voided key is refused at once');
  key = next;
  await expectOk(zoe(customer.id, { type: 'give_back' }));

  const held = await waiting();
  await mei.command(held.id, { type: 'take' });
  const refused = await zoe(held.id, { type: 'reply', id: messageId(), episode: 1, text: 'Hello' });
  assert.deepEqual([refused.status, refused.body.code], [409, 'taken']);
});

test('an external name is never a member of the team', async () => {
  const customer = await waiting();
  await expectOk(as('mei')(customer.id, { type: 'take' }));
  const joined = (await edge.log_of(customer.id)).find(({ event }) => event.type === 'agent_joined').event;
  assert.notEqual(joined.agent.id, 'mei');
});

test('what is not allowed, not whole or not there is refused by name', async () => {
  const customer = await waiting();
  const reader = await expectOk(owner.request('POST', '/keys', { name: 'reader', scopes: ['read_conversations'] }));
  assert.equal((await post(customer.id, { author: 'Zoe', command: { type: 'take' } }, reader.key)).status, 403);
  assert.equal((await zoe(customer.id, { type: 'erase' })).status, 403);
  const field = async (body) => {
    const { status, body: problem } = await post(customer.id, body);
    return [status, problem.field];
  };
  assert.deepEqual(await field({ command: { type: 'take' } }), [422, 'author']);
  assert.deepEqual(await field({ author: 'Zoe\nTom', command: { type: 'take' } }), [422, 'author']);
  assert.deepEqual(await field({ author: 'Zoe' }), [422, 'command']);
  assert.deepEqual(await field({ author: 'Zoe', command: { type: 'reply', id: 'a', text: 'b' } }), [422, 'command.episode']);
  const file = { type: 'reply', id: messageId(), text: '', episode: 1, attachments: ['nothing'] };
  assert.ok([404, 409, 422].includes((await zoe(customer.id, file)).status));
  assert.equal((await zoe('0'.repeat(32), { type: 'take' })).status, 404);
});
