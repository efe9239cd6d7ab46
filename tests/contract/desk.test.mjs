// The human side: sign-in, presence, proposals, taking, replying, giving back; the bot is silent meanwhile.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, request, startEdge, until } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

test('a sign-in link is good once; without it nothing is shown', async () => {
  const agent = await edge.signIn('mei');
  assert.match(agent.cookie, /^baton_session=/);
  const me = await expectOk(agent.request('GET', '/me'));
  assert.equal(me.id, 'mei');
  assert.deepEqual([me.accent, me.on_accent], ['#0f6e64', '#ffffff']);
  const used = await fetch(`${edge.url}/console/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: agent.token }),
  });
  assert.equal(used.headers.get('set-cookie'), null);
  for (const path of ['/me', '/conversations', '/deliveries']) {
    const answer = await request('GET', `${edge.url}/console/api${path}`);
    assert.equal(answer.status, 401, path);
    const forged = await request('GET', `${edge.url}/console/api${path}`, undefined, { cookie: 'baton_session=a.b.c' });
    assert.equal(forged.status, 401, path);
  }
});

test('looking at a sign-in link does not use it up', async () => {
  const agent = await edge.signIn('mei');
  const look = await fetch(`${edge.url}/console/sign-in?token=${agent.token}`);
  assert.equal(look.headers.get('set-cookie'), null);
});

test('a handoff shows in the inbox at once, and agents who are present are proposed', async () => {
  const agent = await edge.signIn('mei');
  const desk = await agent.desk();
  const customer = edge.customer();
  await customer.open('You charged me twice for my order, I want a refund');
  await until(() => desk.frames.some((frame) => frame.frame === 'inbox_changed'));
  const row = await until(async () => (await agent.inbox('?status=waiting')).find((row) => row.conversation === customer.id));
  assert.equal(row.queue, 'billing');
  assert.equal(row.revenue_at_stake, true);
  assert.match(row.preview, /charged me twice/);
  const proposed = await until(async () => (await edge.log_of(customer.id)).find((recorded) => recorded.event.type === 'agent_proposed'));
  assert.equal(proposed.event.agent, 'mei');
  desk.close();
});

test('whoever leaves is no longer proposed, and the next one is', async () => {
  const [mei, ada] = [await edge.signIn('mei'), await edge.signIn('ada')];
  const desk = await mei.desk();
  const customer = edge.customer();
  await customer.open('You charged me twice for my order, I want a refund');
  const proposed = async () =>
    (await edge.log_of(customer.id)).filter((recorded) => recorded.event.type === 'agent_proposed').map((recorded) => recorded.event.agent);
  await until(async () => (await proposed()).includes('mei'), 'the first proposal');
  const second = await ada.desk();
  desk.terminate();
  await until(async () => (await proposed()).includes('ada'), 'the second proposal');
  second.close();
});

test('a place in the queue outlives the edge', async () => {
  const desk = await (await edge.signIn('mei')).desk();
  const customer = edge.customer();
  await customer.open('You charged me twice for my order, I want a refund');
  const place = async () => (await expectOk(request('GET', customer.path('events'), undefined, customer.headers()))).place;
  const told = await until(place, 'the place');
  desk.terminate();
  await edge.kill();
  await edge.start();
  assert.deepEqual(await place(), told);
});

test('whoever is taken out of the team hears no more', async () => {
  const agent = await edge.signIn('mei');
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const socket = await agent.socket(customer.id);
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const team = workspace.team;
  workspace.team = team.filter((member) => member.id !== 'mei');
  await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
  try {
    await customer.say('my secret is out');
    assert.equal(await socket.closed, 4401);
    assert.ok(!JSON.stringify(socket.frames).includes('my secret is out'));
    assert.equal((await agent.request('GET', '/me')).status, 401);
  } finally {
    workspace.team = team;
    await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
  }
});

test('the bot is silent while a person has the conversation, and returns when it is given back', async () => {
  const agent = await edge.signIn('mei');
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const silent = await customer.say('How do I reset my password?');
  assert.deepEqual(silent.map((event) => event.type), ['you_wrote']);
  await agent.command(customer.id, { type: 'take' });
  const other = await edge.signIn((await expectOk(edge.admin('GET', '/workspace'))).workspace.team.find((member) => member.role === 'agent' && member.id !== 'mei').id);
  const refused = await other.request('POST', `/conversations/${customer.id}/commands`, { type: 'take' });
  assert.equal(refused.status, 409);
  assert.deepEqual((await customer.say('How do I pay my bill?')).map((event) => event.type), ['you_wrote']);
  await agent.command(customer.id, { type: 'give_back' });
  assert.equal((await customer.say('How do I reset my password?')).at(-1).type, 'answer');
});

test('roles are held to', async () => {
  const { team } = (await expectOk(edge.admin('GET', '/workspace'))).workspace;
  const marketer = team.find((member) => member.role === 'marketer');
  if (!marketer) return;
  const theirs = await edge.signIn(marketer.id);
  const answer = await theirs.request('GET', '/conversations');
  assert.equal(answer.status, 403);
  const agent = await edge.signIn('mei');
  const deliveries = await agent.request('GET', '/deliveries');
  assert.equal(deliveries.status, team.find((member) => member.id === 'mei').role === 'agent' ? 403 : 200);
});

test('another site cannot write with an agent’s cookie', async () => {
  const agent = await edge.signIn('mei');
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const answer = await agent.request('POST', `/conversations/${customer.id}/commands`, { type: 'take' }, { origin: 'https://evil.example' });
  assert.equal(answer.status, 403);
});

test('another site can sign nobody in or out', async () => {
  const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' };
  const out = await fetch(`${edge.url}/console/sign-out`, { method: 'POST', redirect: 'manual', headers });
  assert.equal(out.status, 403);
  assert.equal(out.headers.get('set-cookie'), null);
  const body = new URLSearchParams({ token: edge.signInToken('mei') });
  const into = await fetch(`${edge.url}/console/sign-in`, { method: 'POST', redirect: 'manual', headers, body });
  assert.equal(into.status, 403);
  assert.equal(into.headers.get('set-cookie'), null);
  const own = await fetch(`${edge.url}/console/sign-out`, { method: 'POST', redirect: 'manual', headers: { origin: edge.url } });
  assert.equal(own.status, 303);
});
