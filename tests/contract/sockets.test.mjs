// Sockets: single-use tickets, resuming, and each side receiving what it may see.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, openSocket, request, startEdge, until } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

const events = (socket) => socket.frames.filter((frame) => frame.frame === 'events').flatMap((frame) => frame.events);

test('a socket brings what was missed, then what happens', async () => {
  const customer = edge.customer();
  const opened = await customer.open('How do I reset my password?');
  const socket = await customer.socket(1);
  await until(() => events(socket).length === opened.length - 1);
  await customer.say('how do I pay my bill?');
  await until(() => events(socket).some((event) => event.type === 'answer' && event.seq > opened.length));
  assert.deepEqual(events(socket).map((event) => event.seq), [2, 3, 4, 5]);
  assert.deepEqual([...opened.slice(0, 1), ...events(socket)], await customer.events());
  socket.send('ping');
  await until(() => socket.frames.includes('pong'));
  socket.close();
  await socket.closed;
});

test('a ticket is good once', async () => {
  const customer = edge.customer();
  await customer.open('hello');
  const { ticket } = await expectOk(request('POST', customer.path('ticket'), undefined, customer.headers()));
  const url = customer.path(`socket?ticket=${ticket}&after=0`);
  const socket = await openSocket(url);
  await assert.rejects(openSocket(url), /refused: 401/);
  await assert.rejects(openSocket(customer.path(`socket?ticket=${'0'.repeat(64)}`)), /refused: 401/);
  socket.close();
});

test('a customer’s ticket opens no console socket', async () => {
  const customer = edge.customer();
  await customer.open('hello');
  const { ticket } = await expectOk(request('POST', customer.path('ticket'), undefined, customer.headers()));
  const agent = await edge.signIn('mei');
  const path = `/console/api/conversations/${customer.id}/socket?ticket=${ticket}`;
  await assert.rejects(openSocket(edge.url + path, { cookie: agent.cookie }), /refused: 401/);
});

test('a plain request to a socket’s address says what to do', async () => {
  const customer = edge.customer();
  await customer.open('hello');
  const answer = await request('GET', customer.path('socket?ticket=a'));
  assert.equal(answer.status, 426);
});

test('staff see the whole log, the customer the projection, both live', async () => {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  const agent = await edge.signIn('mei');
  const [theirs, staff] = [await customer.socket(), await agent.socket(customer.id)];
  await agent.command(customer.id, { type: 'take' });
  await agent.command(customer.id, { type: 'typing' });
  const episode = 1;
  await agent.command(customer.id, { type: 'note', id: 'note-1', text: 'a private note' });
  await agent.command(customer.id, { type: 'reply', id: 'reply-1', text: 'Hi, this is Mei', episode });
  await until(() => events(theirs).some((event) => event.type === 'agent_wrote'));
  await until(() => events(staff).some((recorded) => recorded.event.type === 'first_human_reply'));
  assert.ok(theirs.frames.some((frame) => frame.frame === 'typing'));
  assert.ok(!JSON.stringify(theirs.frames).includes('private note'));
  assert.ok(JSON.stringify(staff.frames).includes('private note'));
  assert.deepEqual(events(staff).map((recorded) => recorded.seq), events(staff).map((_, index) => index + 1));
  theirs.close();
  staff.close();
});
