// The reply page: scoped to one handoff and one recipient; looking changes nothing; the first reply claims.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, startEdge, until } from '../support/edge.mjs';
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

async function handoff(text = 'I want to talk to a human') {
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  await customer.say(text);
  const payload = await until(() => receiver.of(customer.id, 'conversation.handoff')[0], 'the handoff');
  return { customer, address: payload.links.reply };
}

async function page(address, options = {}) {
  const answer = await fetch(address, { redirect: 'manual', ...options });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

function form(fields) {
  return { method: 'POST', body: new URLSearchParams(fields), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
}

async function sendJson(address, body, key) {
  const headers = { 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': key };
  const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

test('looking shows the last message only, and changes nothing', async () => {
  const { customer, address } = await handoff();
  const before = await edge.log_of(customer.id);
  const shown = await page(address);
  assert.equal(shown.status, 200);
  assert.match(shown.text, /I want to talk to a human/);
  assert.doesNotMatch(shown.text, /reset my password/);
  assert.match(shown.headers.get('cache-control'), /no-store/);
  assert.match(shown.headers.get('referrer-policy'), /no-referrer/);
  assert.match(shown.headers.get('x-robots-tag') ?? shown.text, /noindex/);
  assert.equal(shown.headers.get('set-cookie'), null);
  await page(address, { method: 'HEAD' });
  assert.deepEqual(await edge.log_of(customer.id), before);
  const whole = await page(`${address}/continue`, form({}));
  assert.match(whole.text, /reset my password/);
  assert.match(whole.text, /name="idempotency_key"/);
  assert.deepEqual(await edge.log_of(customer.id), before);
});

test('the first reply claims the handoff and names its author; a repeat is harmless', async () => {
  const { customer, address } = await handoff();
  const key = 'key-0123456789abcdef';
  const fields = { author: 'Mei', text: 'Hi, this is Mei. Which account is it?', idempotency_key: key };
  const sent = await page(address, form(fields));
  assert.equal(sent.status, 200);
  await page(address, form(fields));
  const events = await customer.events();
  assert.equal(events.filter((event) => event.type === 'agent_joined' && event.name === 'Mei').length, 1);
  assert.equal(events.filter((event) => event.type === 'agent_wrote').length, 1);
  const other = await sendJson(address, { author: 'Tom', text: 'I have it' }, 'key-fedcba9876543210');
  assert.equal(other.status, 409);
  assert.match(other.body.detail, /Mei/);
  const again = await sendJson(address, { author: 'Mei', text: 'One more thing' }, 'key-aaaaaaaaaaaaaaaa');
  assert.equal(again.status, 200);
});

test('a reply needs an idempotency key, a name and a text', async () => {
  const { customer, address } = await handoff();
  const before = (await edge.log_of(customer.id)).length;
  const headers = { 'content-type': 'application/json' };
  const bare = await fetch(address, { method: 'POST', headers, body: JSON.stringify({ author: 'Mei', text: 'hi' }) });
  assert.ok([400, 422].includes(bare.status));
  assert.match((await bare.json()).detail, /dempotency/);
  for (const body of [{ author: '', text: 'hi' }, { author: 'Mei', text: ' ' }, { author: 'Mei', text: 'x'.repeat(9000) }]) {
    const answer = await sendJson(address, body, 'key-0123456789abcdef');
    assert.ok([400, 413, 422].includes(answer.status), JSON.stringify(answer));
  }
  assert.equal((await edge.log_of(customer.id)).length, before);
});

test('the address is void when the handoff ends, or is revoked, or is made up', async () => {
  const { customer, address } = await handoff();
  const agent = await edge.signIn('mei');
  await agent.command(customer.id, { type: 'revoke_reply_links' });
  const revoked = await sendJson(address, { author: 'Tom', text: 'hi' }, 'key-0123456789abcdef');
  assert.ok([409, 410].includes(revoked.status));
  assert.doesNotMatch((await page(address)).text, /I want to talk to a human/);
  await agent.command(customer.id, { type: 'take' });
  await agent.command(customer.id, { type: 'give_back' });
  const over = await sendJson(address, { author: 'Tom', text: 'hi' }, 'key-1123456789abcdef');
  assert.equal(over.status, 410);
  const events = await customer.events();
  assert.equal(events.filter((event) => event.type === 'agent_wrote').length, 0);
  const forged = `${address.slice(0, -2)}${address.endsWith('AA') ? 'BB' : 'AA'}`;
  const unknown = await sendJson(forged, { author: 'Tom', text: 'hi' }, 'key-2123456789abcdef');
  assert.ok([401, 403, 404].includes(unknown.status));
  await customer.say('I want to talk to a human');
  const second = await until(() => receiver.of(customer.id, 'conversation.handoff')[1], 'the second handoff');
  assert.notEqual(second.links.reply, address);
  const old = await sendJson(address, { author: 'Tom', text: 'hi' }, 'key-3123456789abcdef');
  assert.equal(old.status, 410, 'an address of an earlier handoff stays void');
});

test('an endpoint that is taken away takes its addresses with it', async () => {
  const other = await startReceiver(edge, { id: 'former', kinds: ['conversation.handoff'] });
  try {
    const { customer } = await handoff();
    const address = (await until(() => other.of(customer.id)[0], 'the other’s handoff')).links.reply;
    assert.equal((await page(address)).status, 200);
    await expectOk(edge.admin('DELETE', '/endpoints/former'));
    const looked = await page(address);
    assert.equal(looked.status, 410);
    assert.doesNotMatch(looked.text, /I want to talk to a human/);
    assert.doesNotMatch((await page(`${address}/continue`, form({}))).text, /reset my password/);
    const sent = await sendJson(address, { author: 'Tom', text: 'hi' }, 'key-0123456789abcdef');
    assert.equal(sent.status, 410);
    assert.equal((await customer.events()).filter((event) => event.type === 'agent_wrote').length, 0);
  } finally {
    await other.stop();
  }
});
