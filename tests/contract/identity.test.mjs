// Who the customer is: what a company's back end signs is believed, anything else is refused with its reason.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, jwt, messageId, request, startEdge } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

const seconds = () => Math.floor(Date.now() / 1000);

async function refused(identity, what) {
  const customer = edge.customer({ identity });
  const body = customer.openBody({ type: 'say', id: messageId(), text: 'hello' });
  const answer = await request('POST', `${edge.url}/v1/conversations`, body);
  assert.equal(answer.status, 401, what);
  assert.match(answer.headers.get('content-type'), /problem\+json/);
  assert.ok(answer.body.code && answer.body.detail, what);
  const list = await expectOk(edge.admin('GET', '/conversations'));
  assert.equal(list.conversations.length, 0, `${what}: nothing is opened`);
  return answer.body.code;
}

test('each forgery has its own answer and opens nothing', async () => {
  const codes = [
    await refused('not-a-token', 'no token'),
    await refused(edge.identity({ sub: 'a' }, { secret: Buffer.alloc(32, 7).toString('base64url') }), 'another key'),
    await refused(edge.identity({ sub: 'a' }, { kid: 'nobody' }), 'an unknown key'),
    await refused(jwt({ alg: 'none', kid: edge.kid }, { aud: edge.workspace, sub: 'a', exp: seconds() + 60 }, ''), 'no algorithm'),
    await refused(edge.identity({ sub: 'a', exp: seconds() - 3600, iat: seconds() - 4000 }), 'expired'),
    await refused(edge.identity({ sub: 'a', exp: seconds() + 7200 }), 'too long-lived'),
    await refused(edge.identity({ sub: 'a', aud: 'another-company' }), 'for somebody else'),
  ];
  assert.ok(new Set(codes).size >= 6, codes.join());
});

test('a verified customer of high value goes straight to a person', async () => {
  const identity = edge.identity({ sub: 'acme', name: 'Acme', tier: 'enterprise', email: 'it@acme.example' });
  const customer = edge.customer({ identity });
  const events = await customer.open('How do I reset my password?');
  assert.ok(events.some((event) => event.type === 'handoff_started'));
  const log = await edge.log_of(customer.id);
  const decided = log.find((recorded) => recorded.event.type === 'decided');
  assert.equal(decided.event.rule, 'high_value');
});

test('claims that a browser merely writes are not believed', async () => {
  const customer = edge.customer();
  const body = { ...customer.openBody({ type: 'say', id: messageId(), text: 'hello' }), tier: 'enterprise' };
  const answer = await request('POST', `${edge.url}/v1/conversations`, body);
  assert.equal(answer.status, 422);
  assert.equal(answer.body.field, 'tier');
});

test('nobody becomes known again after erasure', async () => {
  const claims = { sub: 'zoe', name: 'Zoe Marmalade', email: 'zoe@private.example' };
  const customer = edge.customer({ identity: edge.identity(claims) });
  await customer.open('How do I reset my password?');
  await expectOk(edge.admin('POST', `/conversations/${customer.id}/erase`));
  const identify = (more) => request('POST', customer.path('identity'), { identity: edge.identity({ ...claims, ...more }) }, customer.headers());
  assert.equal((await identify()).status, 204);
  assert.equal((await identify({ email: 'zoe@new.example' })).status, 204);
  await customer.command({ type: 'update', attributes: { name: 'Zoe' } });
  const log = JSON.stringify(await edge.log_of(customer.id));
  for (const word of ['Zoe', 'private.example', 'new.example']) assert.ok(!log.includes(word), word);
  const another = await identify({ sub: 'omar' });
  assert.equal(another.status, 409, 'another person’s is still refused');
});

test('identifying in the middle attaches this conversation', async () => {
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  const identity = edge.identity({ sub: 'li-wei', name: '李伟', customer_since: '2021-03-01' });
  const answer = await request('POST', customer.path('identity'), { identity }, customer.headers());
  assert.equal(answer.status, 204);
  const known = (await edge.log_of(customer.id)).find((recorded) => recorded.event.type === 'customer_identified');
  assert.ok(known.event.facts.tenure_months >= 24);
  assert.equal(known.content.name, '李伟');
  assert.ok(!JSON.stringify(known.event).includes('li-wei'), 'the log itself holds a hash');
  const repeated = await request('POST', customer.path('identity'), { identity }, customer.headers());
  assert.equal(repeated.status, 204);
  const log = await edge.log_of(customer.id);
  assert.equal(log.filter((recorded) => recorded.event.type === 'customer_identified').length, 1);
});

test('a conversation’s token opens that conversation alone', async () => {
  const [one, other] = [edge.customer(), edge.customer()];
  await one.open('hello');
  await other.open('hello');
  const stolen = await request('GET', one.path('events'), undefined, other.headers());
  assert.equal(stolen.status, 404);
  const bare = await request('GET', one.path('events'));
  assert.equal(bare.status, 401);
});
