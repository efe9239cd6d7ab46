// What is not said and yet is known: who has read, who is there, who types, what waits unread; and the transcript that the
// company's own mailer sends.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, messageId, request, sleep, startEdge, until } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
before(async () => (edge = await startEdge({ vars: { BATON_RETRY_BASE_MS: 50, BATON_SESSION_LIMIT: 600 } })));
after(() => edge.stop());

const of = (socket, frame) => socket.frames.filter((one) => one.frame === frame);
const state = (customer) => expectOk(request('GET', customer.path('events?after=0'), undefined, customer.headers()));
const unread = (customer, after) => expectOk(request('GET', customer.path(`unread?after=${after}`), undefined, customer.headers()));

async function handedOver() {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  return customer;
}

test('the customer learns how far a person has read', async () => {
  const customer = await handedOver();
  const socket = await customer.socket();
  const mei = await edge.signIn('mei');
  assert.equal((await state(customer)).read, undefined);
  const { events } = await state(customer);
  const log = await edge.log_of(customer.id);
  await mei.command(customer.id, { type: 'seen', up_to: log.at(-1).seq });
  await until(() => of(socket, 'read').length === 1);
  assert.deepEqual(of(socket, 'read'), [{ frame: 'read', up_to: events.length }]);
  assert.equal((await state(customer)).read, events.length);
  // Nothing goes back, and what lies beyond the end counts as the end.
  await mei.command(customer.id, { type: 'seen', up_to: 1 });
  await customer.say('are you there?');
  await mei.command(customer.id, { type: 'seen', up_to: 9999 });
  await until(() => of(socket, 'read').length === 2);
  const after = await state(customer);
  assert.equal(after.read, after.events.length);
  assert.ok(!after.events.some((event) => /seen|read/.test(event.type)), 'it is no event');
  // Whoever comes later is told.
  const later = await customer.socket(after.events.length);
  await until(() => of(later, 'read').length === 1);
  // Once somebody has it, only they count.
  await mei.command(customer.id, { type: 'take' });
  await customer.say('and now?');
  const ada = await edge.signIn('ada');
  await ada.command(customer.id, { type: 'seen', up_to: 9999 });
  assert.ok((await state(customer)).read < (await state(customer)).events.length);
  socket.close();
  later.close();
});

test('nobody is said to have read what the bot has', async () => {
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  const ada = await edge.signIn('ada');
  await ada.command(customer.id, { type: 'seen', up_to: 3 });
  assert.equal((await state(customer)).read, undefined);
  const jonas = await edge.signIn('jonas');
  const refused = await jonas.request('POST', `/conversations/${customer.id}/commands`, { type: 'seen', up_to: 3 });
  assert.equal(refused.status, 403);
});

test('the customer learns whether the person is there', async () => {
  const customer = await handedOver();
  const socket = await customer.socket();
  assert.equal((await state(customer)).present, undefined, 'nobody has it');
  const mei = await edge.signIn('mei');
  let desk = await mei.desk();
  await mei.command(customer.id, { type: 'take' });
  await until(() => of(socket, 'presence').length > 0);
  assert.equal(of(socket, 'presence')[0].present, true);
  assert.equal((await state(customer)).present, true);
  // A reload is not told.
  desk.close();
  await desk.closed;
  await sleep(1000);
  desk = await mei.desk();
  await sleep(12_000);
  assert.deepEqual(of(socket, 'presence').map((frame) => frame.present), [true]);
  // Going away is, after a while; with the conversation open, one is there without the desk.
  const open = await mei.socket(customer.id);
  desk.close();
  await desk.closed;
  await sleep(12_000);
  assert.equal((await state(customer)).present, true, 'the conversation is open');
  open.close();
  const left = Date.now();
  await until(() => of(socket, 'presence').at(-1).present === false, 'it to be told', 30_000);
  assert.ok(Date.now() - left > 8_000, 'not at once');
  assert.equal((await state(customer)).present, false);
  desk = await mei.desk();
  await until(() => of(socket, 'presence').at(-1).present === true, 'the return', 5_000);
  await mei.command(customer.id, { type: 'give_back' });
  assert.equal((await state(customer)).present, undefined);
  desk.close();
  socket.close();
});

test('whoever answers from another tool is not connected', async () => {
  const receiver = await startReceiver(edge, { id: 'tool' });
  const customer = edge.customer();
  await customer.open('You charged me twice, I want my money back');
  const handoff = await until(() => receiver.of(customer.id, 'conversation.handoff')[0]);
  const address = handoff.links.reply.replace(/^https?:\/\/[^/]+/, edge.url);
  await expectOk(request('POST', address, { author: 'Rosa', text: 'Let me look.' }, { 'idempotency-key': messageId() }));
  assert.equal((await state(customer)).present, false);
  await receiver.stop();
  await expectOk(edge.admin('DELETE', '/endpoints/tool'));
});

test('staff see that the customer types, now and then', async () => {
  const customer = await handedOver();
  const mei = await edge.signIn('mei');
  const [theirs, staff] = [await customer.socket(), await mei.socket(customer.id)];
  for (let number = 0; number < 5; number += 1) theirs.send('typing');
  theirs.send('{"frame":"events","events":[]}');
  staff.send('typing');
  await until(() => of(staff, 'typing').length > 0);
  await sleep(500);
  assert.deepEqual(of(staff, 'typing'), [{ frame: 'typing' }]);
  await sleep(1800);
  theirs.send('typing');
  await until(() => of(staff, 'typing').length === 2);
  assert.deepEqual(of(theirs, 'typing'), [], 'one’s own typing is not told');
  theirs.send('ping');
  await until(() => theirs.frames.includes('pong'));
  theirs.close();
  staff.close();
});

test('a page that shows nothing knows what waits', async () => {
  const customer = edge.customer();
  const opened = await customer.open('How do I reset my password?');
  const first = await unread(customer, 0);
  assert.deepEqual([first.count, first.last, first.open, first.person, first.name], [1, opened.length, true, false, undefined]);
  assert.ok(first.text.length > 0 && first.text.length <= 140 && !/[*#`]/.test(first.text), first.text);
  assert.deepEqual((await unread(customer, opened.length)).count, 0);
  await customer.command({ type: 'ask_for_human' });
  const mei = await edge.signIn('mei');
  await mei.command(customer.id, { type: 'take' });
  const seen = (await customer.events()).length;
  await mei.command(customer.id, { type: 'reply', id: messageId(), text: 'Hello, this is Mei.', episode: 1 });
  await mei.command(customer.id, { type: 'reply', id: messageId(), text: 'One moment.', episode: 1 });
  const told = await unread(customer, seen);
  assert.deepEqual(told, { count: 2, last: seen + 2, open: true, person: true, name: 'Mei', text: 'One moment.' });
  await mei.command(customer.id, { type: 'resolve', outcome: 'solved' });
  const closed = await unread(customer, seen + 2);
  assert.deepEqual([closed.count, closed.open, closed.person], [0, false, false]);
  const stranger = await request('GET', customer.path('unread?after=0'), undefined, { authorization: `Bearer ${'x'.repeat(43)}` });
  assert.equal(stranger.status, 404);
});

test('the company’s mailer is told where to send the transcript', async () => {
  const receiver = await startReceiver(edge, { id: 'mailer', kinds: ['conversation.transcript_requested'] });
  const customer = edge.customer({ language: 'zh' });
  await customer.open('怎么重置密码？');
  const wrong = await customer.send({ type: 'send_transcript', address: 'nowhere' });
  assert.deepEqual([wrong.status, wrong.body.code, wrong.body.field], [422, 'bad_address', 'address']);
  const [asked] = await customer.command({ type: 'send_transcript', address: 'lin@example.com' });
  assert.deepEqual([asked.type, asked.address], ['you_asked_for_transcript', 'lin@example.com']);
  assert.deepEqual(await customer.command({ type: 'send_transcript', address: 'lin@example.com' }), [], 'a repeat');
  const told = await until(() => receiver.of(customer.id, 'conversation.transcript_requested')[0], 'the webhook');
  assert.equal(receiver.problems.length, 0, receiver.problems.join());
  assert.equal(told.address, 'lin@example.com');
  assert.equal(told.conversation.language, 'zh');
  assert.deepEqual(told.conversation.transcript.map((line) => line.author), ['customer', 'bot']);
  assert.match(told.conversation.transcript[0].text, /重置密码/);
  assert.equal(receiver.received.length, 1);
  await receiver.stop();
  await expectOk(edge.admin('DELETE', '/endpoints/mailer'));
});

test('stars, effort and comment in one gesture count once', async () => {
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  const rate = (more) => customer.command({ type: 'rate', ...more });
  assert.deepEqual((await rate({ score: 5 })).map((event) => [event.score, event.effort]), [[5, null]]);
  assert.deepEqual((await rate({ score: 5, effort: 2, comment: 'quick' })).map((event) => [event.score, event.effort]), [[5, 2]]);
  assert.deepEqual((await rate({ score: 4 })).map((event) => [event.score, event.effort]), [[4, 2]], 'the last one wins');
  assert.deepEqual(await rate({ score: 4, effort: 2 }), [], 'a repeat');
});
