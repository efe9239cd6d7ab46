// Webhooks: signed, in order, at least once; what a handoff carries; retries, dead letters, rotation.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { expectOk, request, startEdge, until } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
let receiver;
before(async () => {
  edge = await startEdge({ vars: { BATON_RETRY_BASE_MS: 50 } });
  receiver = await startReceiver(edge);
});
after(async () => {
  await receiver?.stop();
  await edge?.stop();
});

const handedOver = (id) => until(() => receiver.of(id, 'conversation.handoff')[0], 'the handoff');

async function deliveries(conversation) {
  return (await expectOk(edge.admin('GET', `/deliveries?conversation=${conversation}`))).deliveries;
}

test('a handoff carries everything, signed', async () => {
  const identity = edge.identity({ sub: 'c-7', name: 'Ana Silva', email: 'ana@example.com', tier: 'basic', customer_since: '2026-01-01' });
  const page = { url: 'https://www.lumenhome.example/bill', title: 'Your bill' };
  const customer = edge.customer({ identity, page });
  const answer = (await customer.open('why is my wifi slow in the evening')).at(-1);
  await customer.command({ type: 'rate_answer', answer: answer.seq, helpful: false });
  await customer.say('You charged me twice for order 48213, I want my money back');
  const payload = await handedOver(customer.id);
  assert.equal(receiver.problems.length, 0, receiver.problems.join());
  assert.equal(payload.version, 1);
  assert.equal(payload.workspace, edge.workspace);
  const { handoff, conversation, links } = payload;
  assert.equal(handoff.queue, 'billing');
  assert.equal(handoff.priority, 'high');
  assert.equal(handoff.revenue_at_stake, true);
  assert.ok(handoff.reasons.some((reason) => reason.evidence.some((words) => /charged me twice/.test(words))), JSON.stringify(handoff.reasons));
  assert.equal(handoff.rule, 'financial_dispute');
  assert.equal(handoff.assessment.urgency, 'normal');
  assert.equal(handoff.summary.opening_question, 'why is my wifi slow in the evening');
  assert.match(handoff.summary.latest_message, /charged me twice/);
  assert.equal(handoff.summary.tried[0].helpful, false);
  assert.deepEqual(handoff.articles_shown, [answer.source.article]);
  assert.deepEqual(handoff.articles_rejected, [answer.source.article]);
  assert.equal(conversation.customer.verified.name, 'Ana Silva');
  assert.equal(conversation.customer.verified.tier, 'basic');
  assert.equal(conversation.customer.unverified.contact, null);
  assert.equal(conversation.page.url, page.url);
  assert.ok(conversation.transcript.length >= 4);
  assert.match(links.reply, /\/reply\//);
  assert.match(links.console, /\/console\//);
});

test('what the page says of its visitor is told, and never as verified', async () => {
  const identity = edge.identity({ sub: 'c-8', attributes: { plan: 'basic' } });
  const customer = edge.customer({ identity });
  const body = { ...customer.openBody({ type: 'ask_for_human' }), attributes: { plan: 'gold', cart: '3' } };
  customer.id = (await expectOk(request('POST', `${edge.url}/v1/conversations`, body))).conversation;
  const handoff = await handedOver(customer.id);
  const { verified, unverified } = handoff.conversation.customer;
  assert.deepEqual(unverified.attributes, { plan: 'gold', cart: '3' });
  assert.ok(!JSON.stringify(verified).includes('gold'));
  const reply = handoff.links.reply.replace(/^https?:\/\/[^/]+/, edge.url);
  const page = await fetch(`${reply}/continue`, { method: 'POST', body: new URLSearchParams({ language: 'en' }) });
  assert.match(await page.text(), /plan<\/dt><dd dir="auto">gold/);
  // What it no longer says is gone, and what was erased is.
  await customer.command({ type: 'update', attributes: { plan: null, region: 'north', never: null } });
  await customer.say('hello?');
  const later = await until(() => receiver.of(customer.id, 'message.created').find((payload) => payload.message.text === 'hello?'));
  assert.deepEqual(later.conversation.customer.unverified.attributes, { cart: '3', region: 'north' });
  await expectOk(edge.admin('POST', `/conversations/${customer.id}/erase`));
  const erased = await until(() => receiver.of(customer.id, 'conversation.erased')[0]);
  assert.equal(erased.conversation.customer.unverified.attributes, undefined);
});

test('every event is told once, in order, each with the whole state', async () => {
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  await customer.say('how do I pay my bill?');
  await customer.command({ type: 'ask_for_human' });
  const agent = await edge.signIn('mei');
  await agent.command(customer.id, { type: 'take' });
  await agent.command(customer.id, { type: 'reply', id: 'r-1', text: 'Hi, this is Mei', episode: 1 });
  await agent.command(customer.id, { type: 'resolve', outcome: 'solved' });
  await customer.command({ type: 'rate', score: 5, effort: 1 });
  await until(() => receiver.of(customer.id, 'conversation.rated').length === 1);
  const told = receiver.of(customer.id);
  const kinds = ['opened', 'handoff', 'assigned', 'resolved', 'rated'].map((kind) => `conversation.${kind}`);
  for (const kind of kinds) assert.equal(told.filter((payload) => payload.type === kind).length, 1, kind);
  const sequence = told.map((payload) => payload.sequence);
  assert.deepEqual(sequence, [...sequence].sort((a, b) => a - b));
  assert.equal(new Set(sequence).size, sequence.length);
  const last = told.at(-1).conversation;
  assert.equal(last.status, 'resolved');
  assert.equal(last.resolved_by, 'agent');
  assert.equal(last.score, 5);
  const log = await edge.log_of(customer.id);
  const texts = log.filter((recorded) => recorded.content?.kind === 'text').map((recorded) => recorded.content.text);
  assert.deepEqual(last.transcript.map((line) => line.text), texts.slice(0, last.transcript.length));
  assert.equal(receiver.problems.length, 0);
});

test('a failing endpoint is tried again, with the same id and a fresh signature', async () => {
  let failures = 0;
  receiver.answer = (delivery) => (delivery.payload.type === 'conversation.opened' && failures++ < 3 ? 500 : 204);
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  await until(() => receiver.of(customer.id, 'message.created').length >= 2);
  receiver.answer = () => 204;
  const attempts = receiver.attempts.filter((attempt) => attempt.payload.conversation.id === customer.id);
  const opened = attempts.filter((attempt) => attempt.payload.type === 'conversation.opened');
  assert.equal(opened.length, 4);
  assert.equal(new Set(opened.map((attempt) => attempt.id)).size, 1);
  assert.deepEqual(receiver.of(customer.id).map((payload) => payload.type).slice(0, 2), ['conversation.opened', 'message.created']);
});

test('a handoff waits behind an older delivery for one attempt at most', async () => {
  receiver.answer = (delivery) => (delivery.payload.type === 'conversation.handoff' ? 204 : 503);
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  await handedOver(customer.id);
  const before = receiver.of(customer.id).map((payload) => payload.type);
  assert.deepEqual(before, ['conversation.handoff']);
  receiver.answer = () => 204;
  await until(() => receiver.of(customer.id, 'conversation.opened').length === 1);
});

test('what an endpoint refuses for good is a dead letter, and can be sent again', async () => {
  receiver.answer = (delivery) => (delivery.payload.type === 'conversation.opened' ? 410 : 204);
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  const dead = await until(async () => (await deliveries(customer.id)).find((row) => row.state === 'dead'));
  assert.equal(dead.last_status, 410);
  assert.equal(dead.attempts, 1);
  receiver.answer = () => 204;
  const lead = await edge.signIn('mei');
  const owner = lead.cookie ? lead : undefined;
  assert.ok(owner);
  const team = (await expectOk(edge.admin('GET', '/workspace'))).workspace.team;
  const manager = await edge.signIn(team.find((agent) => agent.role === 'owner').id);
  const replayed = await manager.request('POST', `/deliveries/${dead.id}/replay`);
  assert.equal(replayed.status, 204);
  await until(() => receiver.of(customer.id, 'conversation.opened').length === 1);
  const again = await manager.request('POST', `/deliveries/${dead.id}/replay`);
  assert.equal(again.status, 409);
});

test('what waits is tried at once when it is asked for, after older ones, and although its endpoint rests', async () => {
  // The first repeat may be half a minute away, and a rest longer: nothing here happens by waiting.
  const slow = await startEdge({ vars: { BATON_RETRY_BASE_MS: 30_000 } });
  const down = await startReceiver(slow, { answer: () => 503 });
  try {
    const owner = await slow.signIn('ruth');
    const line = async (id) => (await expectOk(slow.admin('GET', `/deliveries?conversation=${id}`))).deliveries;
    const customers = Array.from({ length: 10 }, () => slow.customer());
    for (const customer of customers) await customer.open('How do I reset my password?');
    const health = async () => (await expectOk(owner.request('GET', '/endpoints'))).endpoints[0].health;
    await until(async () => (await health()) === 'resting', 'the rest');
    const { id } = customers[0];
    const waiting = await until(async () => {
      const found = await line(id);
      return found.length >= 2 && found.every((row) => row.state === 'waiting') && found;
    }, 'what waits');
    const last = waiting.reduce((a, b) => (Number(a.id.split('_')[2]) > Number(b.id.split('_')[2]) ? a : b));
    down.answer = () => 204;
    const mei = await slow.signIn('mei');
    assert.equal((await mei.request('POST', `/deliveries/${last.id}/replay`)).status, 403);
    assert.equal((await owner.request('POST', `/deliveries/${last.id}/replay`)).status, 204);
    await until(() => down.of(id).length === waiting.length, 'all of them');
    const sequence = down.of(id).map((payload) => payload.sequence);
    assert.deepEqual(sequence, [...sequence].sort((a, b) => a - b));
    assert.equal(await health(), 'well');
    const { entries } = await expectOk(owner.request('GET', '/audit'));
    assert.ok(entries.some((entry) => entry.action === 'delivery_replayed' && entry.subject === last.id && entry.who === 'ruth'));
    const again = await owner.request('POST', `/deliveries/${last.id}/replay`);
    assert.equal(again.status, 409);
  } finally {
    await down.stop();
    await slow.stop();
  }
});

test('redirects are not followed', async () => {
  receiver.answer = (delivery) => (delivery.payload.type === 'conversation.opened' && delivery.first !== true ? 302 : 204);
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  await until(async () => (await deliveries(customer.id)).some((row) => row.last_status === 302));
  receiver.answer = () => 204;
  await until(() => receiver.of(customer.id, 'conversation.opened').length === 1);
});

test('during rotation both secrets sign', async () => {
  const before = receiver.secret;
  const fresh = `whsec_${randomBytes(32).toString('base64')}`;
  await receiver.register({ secret: fresh });
  // The receiver still knows the secret before alone, and must not lose anything.
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  await handedOver(customer.id);
  const attempt = receiver.attempts.at(-1);
  assert.doesNotThrow(() => new Webhook(before).verify(attempt.body, attempt.headers));
  assert.doesNotThrow(() => new Webhook(fresh).verify(attempt.body, attempt.headers));
  receiver.secret = fresh;
});

test('an endpoint is told of the kinds it asked for', async () => {
  const other = await startReceiver(edge, { id: 'handoffs', kinds: ['conversation.handoff'] });
  try {
    const customer = edge.customer();
    await customer.open('I want to talk to a human');
    await until(() => other.of(customer.id).length > 0);
    await handedOver(customer.id);
    assert.deepEqual(other.of(customer.id).map((payload) => payload.type), ['conversation.handoff']);
    const links = [other.of(customer.id)[0].links.reply, (await handedOver(customer.id)).links.reply];
    assert.notEqual(links[0], links[1], 'a reply address belongs to one endpoint');
  } finally {
    await expectOk(edge.admin('DELETE', '/endpoints/handoffs'));
    await other.stop();
  }
});

test('an endpoint’s address and secret are checked', async () => {
  const put = (body) => edge.admin('PUT', '/endpoints/bad', body);
  const secret = receiver.secret;
  for (const [body, field] of [
    [{ url: 'ftp://example.com/', secret }, 'url'],
    [{ url: 'https://user:pass@example.com/', secret }, 'url'],
    [{ url: 'https://example.com/', secret: 'short' }, 'secret'],
    [{ url: 'https://example.com/', secret, kinds: ['no.such'] }, 'kinds'],
  ]) {
    const answer = await put(body);
    assert.ok(answer.status === 400 || answer.status === 422, JSON.stringify(answer.body));
    assert.match(answer.body.field ?? answer.body.detail, new RegExp(field));
  }
});
