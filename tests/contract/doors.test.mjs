// Bad input: each kind has its own clear answer, as problem details, and changes nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { messageId, request, startEdge } from '../support/edge.mjs';

let edge;
let customer;
let before_;
before(async () => {
  edge = await startEdge({ vars: { BATON_SESSION_LIMIT: 20 } });
  customer = edge.customer();
  await customer.open('How do I reset my password?');
  before_ = await edge.log_of(customer.id);
});
after(() => edge.stop());

async function refused(what, answer, status, field) {
  const { body, headers, status: found } = await answer;
  assert.equal(found, status, `${what}: ${JSON.stringify(body)}`);
  assert.match(headers.get('content-type'), /application\/problem\+json/, what);
  assert.equal(body.status, status, what);
  assert.ok(body.title && body.code && body.detail && body.type, what);
  if (field) assert.equal(body.field, field, what);
  assert.deepEqual(await edge.log_of(customer.id), before_, `${what} changes nothing`);
  return body.code;
}

const commands = (body, headers = {}) => request('POST', customer.path('commands'), body, { ...customer.headers(), ...headers });

test('bodies', async () => {
  await refused('no JSON', commands('{"type":'), 400);
  await refused('another type', commands('type=say', { 'content-type': 'text/plain' }), 415);
  await refused('an unknown command', commands({ type: 'become_agent' }), 422, 'type');
  await refused('an event instead of a command', commands({ type: 'agent_wrote', text: 'hi' }), 422, 'type');
  await refused('an unknown field', commands({ type: 'say', id: messageId(), text: 'hi', admin: true }), 422, 'admin');
  await refused('a missing field', commands({ type: 'say', id: messageId() }), 422, 'text');
  await refused('a number for a text', commands({ type: 'say', id: messageId(), text: 7 }), 422, 'text');
  await refused('an empty message', commands({ type: 'say', id: messageId(), text: '  ' }), 422);
  await refused('a long message', commands({ type: 'say', id: messageId(), text: 'x'.repeat(9000) }), 422);
  await refused('a huge body', commands({ type: 'say', id: messageId(), text: 'x'.repeat(40_000) }), 413);
  await refused('a malformed id', commands({ type: 'say', id: 'a b', text: 'hi' }), 422);
  await refused('an answer that does not exist', commands({ type: 'rate_answer', answer: 99, helpful: true }), 422);
  await refused('a rating out of range', commands({ type: 'rate', score: 9 }), 422);
});

test('addresses and methods', async () => {
  await refused('another method', request('GET', customer.path('commands'), undefined, customer.headers()), 405);
  await refused('a malformed number', request('GET', customer.path('events?after=x'), undefined, customer.headers()), 422, 'after');
  await refused('a malformed id', request('GET', `${edge.url}/v1/conversations/..%2f/events`, undefined, customer.headers()), 404);
  await refused('an unknown conversation', request('GET', `${edge.url}/v1/conversations/${'0'.repeat(32)}/events`, undefined, customer.headers()), 404);
});

test('what is nowhere, or not answered so, is told as a problem that the page may read', async () => {
  const origin = 'http://localhost:8788';
  for (const path of ['/v1/conversation', '/v1/conversations/a/b/c', '/published/x', '/reply/a/b/c', '/admin/nothing', '/console/api/nothing']) {
    await refused(path, request('GET', edge.url + path), 404);
  }
  const readable = await request('GET', `${edge.url}/v1/nothing`, undefined, { origin });
  assert.equal(readable.headers.get('access-control-allow-origin'), origin);
  const method = await request('GET', customer.path('commands'), undefined, { origin });
  assert.equal(method.headers.get('access-control-allow-origin'), origin);
  assert.equal(method.headers.get('allow'), 'POST');
  const stranger = await request('GET', `${edge.url}/v1/nothing`, undefined, { origin: 'https://evil.example' });
  assert.equal(stranger.headers.get('access-control-allow-origin'), null);
});

test('a body of no announced length is read up to the limit', async () => {
  const send = async (text) => {
    const pieces = text.match(/.{1,1000}/gs).map((piece) => Buffer.from(piece));
    const options = { method: 'POST', duplex: 'half', headers: { ...customer.headers(), 'content-type': 'application/json' } };
    const answer = await fetch(customer.path('commands'), { ...options, body: ReadableStream.from(pieces) });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  };
  await refused('a huge body', send(JSON.stringify({ type: 'say', id: messageId(), text: 'x'.repeat(200_000) })), 413);
  await refused('an unknown field', send(JSON.stringify({ type: 'say', id: messageId(), text: 'hi', more: 1 })), 422, 'more');
});

test('origins', async () => {
  const headers = { ...customer.headers(), origin: 'https://evil.example' };
  await refused('another origin', request('POST', customer.path('commands'), { type: 'ask_for_human' }, headers), 403);
  await refused('a look-alike', request('GET', customer.path('events'), undefined, { ...customer.headers(), origin: 'http://localhost:8788.evil.example' }), 403);
  const preflight = await request('OPTIONS', customer.path('commands'), undefined, { origin: 'https://evil.example', 'access-control-request-method': 'POST' });
  assert.equal(preflight.status, 403);
  const allowed = await request('OPTIONS', customer.path('commands'), undefined, { origin: 'http://localhost:8788', 'access-control-request-method': 'POST' });
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'http://localhost:8788');
  const read = await request('GET', customer.path('events'), undefined, { ...customer.headers(), origin: 'http://localhost:8788' });
  assert.equal(read.headers.get('access-control-allow-origin'), 'http://localhost:8788');
  assert.match(read.headers.get('vary'), /origin/i);
  assert.match(read.headers.get('cache-control'), /private, no-store/);
});

test('the command line’s side needs its key', async () => {
  for (const [method, path] of [['GET', '/workspace'], ['PUT', '/workspace'], ['POST', '/sweep'], ['GET', '/conversations'], ['PUT', '/endpoints/a'], ['GET', '/deliveries']]) {
    await refused(`${method} ${path} without a key`, request(method, `${edge.url}/admin${path}`), 401);
    await refused(`${method} ${path} with another`, request(method, `${edge.url}/admin${path}`, undefined, { authorization: 'Bearer nope' }), 401);
  }
});

test('too many messages: the wait is named, and only this conversation waits', async () => {
  const eager = edge.customer();
  await eager.open('hello');
  let refusal;
  for (let index = 0; index < 25 && !refusal; index += 1) {
    const answer = await eager.send({ type: 'say', id: messageId(), text: `message ${index}` });
    if (answer.status === 429) refusal = answer;
  }
  assert.ok(refusal, 'the limit was reached');
  assert.ok(Number(refusal.headers.get('retry-after')) >= 1);
  assert.equal(refusal.body.retry_after, Number(refusal.headers.get('retry-after')));
  const calm = edge.customer();
  await calm.open('hello');
});
