// The rules at the console: who reads and changes them, two who publish, versions and bringing one back, trying a message,
// and how a conversation came in.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, startEdge } from '../support/edge.mjs';

let edge, lead, agent, marketer;
before(async () => {
  edge = await startEdge();
  [lead, agent, marketer] = await Promise.all([edge.signIn('ruth'), edge.signIn('mei'), edge.signIn('jonas')]);
});
after(() => edge.stop());

const read = () => expectOk(lead.request('GET', '/rules'));
const put = (change, version) => lead.request('PUT', '/rules', change, { 'if-match': `"${version}"` });

test('rules are read, published over the version that was read, and told apart by it', async () => {
  const first = await read();
  assert.ok(first.policy.rule.length > 10 && first.queues.length > 0 && first.topics.length > 0);
  const policy = structuredClone(first.policy);
  [policy.rule[0], policy.rule[1]] = [policy.rule[1], policy.rule[0]];
  const changed = await expectOk(put({ policy }, first.version));
  assert.notEqual(changed.version, first.version);
  assert.equal(changed.policy.rule[0].id, policy.rule[0].id);
  const late = await put({ policy: first.policy }, first.version);
  assert.equal(late.status, 412);
  assert.equal(late.body.code, 'stale');
  const { entries } = await expectOk(lead.request('GET', '/audit'));
  assert.equal(entries[0].action, 'rules_changed');
  assert.equal(entries[0].who, 'ruth');
});

test('versions are listed with who published them, and one is brought back', async () => {
  const before = await read();
  const policy = structuredClone(before.policy);
  policy.thresholds.failed_attempts += 1;
  await expectOk(put({ policy }, before.version));
  const { versions } = await expectOk(lead.request('GET', '/rules/versions'));
  assert.equal(versions[0].who, 'ruth');
  assert.ok(versions.length >= 2 && versions[0].workspace > versions[1].workspace);
  const old = await expectOk(lead.request('GET', `/rules/versions/${versions[1].workspace}`));
  assert.deepEqual(old.policy, before.policy);
  const back = await expectOk(put({ policy: old.policy, from: old.workspace }, (await read()).version));
  assert.equal(back.version, before.version);
  const { entries } = await expectOk(lead.request('GET', '/audit'));
  assert.deepEqual(entries[0].changes[0], { path: 'brought_back', before: null, after: old.workspace });
  assert.equal((await lead.request('GET', '/rules/versions/999999')).status, 404);
  assert.equal((await lead.request('GET', '/rules/versions/x')).status, 422);
});

test('what the check refuses is not published, and says where', async () => {
  const { policy, version } = await read();
  policy.rule.unshift({ ...policy.rule[0], id: 'again' }, { ...policy.rule[0], id: 'nowhere', queue: 'nowhere' });
  const answer = await put({ policy }, version);
  assert.equal(answer.status, 422);
  assert.match(JSON.stringify(answer.body), /rule\.nowhere\.queue/);
  assert.equal((await put({ rules: [] }, version)).status, 422);
});

test('a message is tried, and nothing is kept of it', async () => {
  const tried = await expectOk(lead.request('POST', '/rules/try', { text: 'I am FURIOUS, give me a human!!', language: 'en', signed_in: false }));
  const kinds = tried.assessment.signals.map((signal) => signal.kind);
  assert.ok(kinds.includes('angry') && kinds.includes('asks_for_human'), kinds.join());
  assert.ok(tried.assessment.signals.some((signal) => signal.evidence.length > 0));
  assert.equal((await lead.request('POST', '/rules/try', { text: '', language: 'en', signed_in: false })).status, 422);
});

test('who may not change the rules is told so', async () => {
  const { policy, version } = await read();
  assert.equal((await agent.request('PUT', '/rules', { policy }, { 'if-match': `"${version}"` })).status, 403);
  assert.equal((await agent.request('GET', '/rules')).status, 403);
  assert.equal((await marketer.request('GET', '/rules')).status, 200, 'who reads the settings reads the rules');
  assert.equal((await marketer.request('PUT', '/rules', { policy }, { 'if-match': `"${version}"` })).status, 403);
  assert.equal((await lead.request('PUT', '/rules', { policy })).status, 428);
});

test('a conversation knows how it came in', async () => {
  const opened = async (origin, url) => {
    const customer = edge.customer({ origin, page: url && { url, title: '' } });
    await customer.open('Hello');
    return (await edge.log_of(customer.id))[0].event.channel;
  };
  assert.equal(await opened(undefined), 'api');
  assert.equal(await opened(edge.url, `${edge.url}/chat`), 'chat_page');
  assert.equal(await opened(edge.url, 'https://www.example.com/help'), 'widget');
});
