// The customer's interface: asking, being answered, being handed over; repeats, order, and what a customer sees.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, messageId, request, startEdge, until } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

const types = (events) => events.map((event) => event.type);

test('a question is answered out of an approved article, with its source', async () => {
  const events = await edge.customer().open('How do I reset my password?');
  assert.deepEqual(types(events), ['opened', 'you_wrote', 'answer']);
  assert.deepEqual(events.map((event) => event.seq), [1, 2, 3]);
  const answer = events[2];
  assert.equal(answer.source.article, 'reset-password');
  assert.ok(answer.text.length > 40);
  assert.match(answer.source.url, /^https:/);
});

test('the same in Chinese', async () => {
  const events = await edge.customer({ language: 'zh' }).open('怎么重置密码？');
  assert.equal(events.at(-1).type, 'answer');
  assert.match(events.at(-1).text, /[\u4e00-\u9fff]/);
});

test('a vague complaint gets one question, then a person', async () => {
  const customer = edge.customer();
  assert.equal((await customer.open('my screen does not respond')).at(-1).type, 'question');
  const next = await customer.say('it just does not');
  assert.equal(next.at(-1).type, 'handoff_started');
  assert.ok(next.at(-1).passed_on.includes('transcript'));
});

test('anger goes to a person at once, in either language', async () => {
  for (const [language, text] of [['en', 'I AM FURIOUS, this is the third time this week'], ['zh', '气死我了，你们天天断网！！！']]) {
    const events = await edge.customer({ language }).open(text);
    assert.equal(events.at(-1).type === 'nobody_available' ? events.at(-2).type : events.at(-1).type, 'handoff_started', text);
  }
});

test('nothing supports an answer: the bot says so and offers a person', async () => {
  const events = await edge.customer().open('do you sell tickets for the opera in Vienna');
  const line = events.at(-1);
  assert.equal(line.type, 'bot_line');
  assert.equal(line.line, 'nothing_found');
  assert.equal(line.offers_human, true);
});

test('an answer that did not help is not given again', async () => {
  const customer = edge.customer();
  const first = (await customer.open('why is my wifi slow in the evening')).at(-1);
  assert.equal(first.type, 'answer');
  const rated = await customer.command({ type: 'rate_answer', answer: first.seq, helpful: false });
  assert.equal(rated[0].type, 'you_rated_answer');
  assert.equal(rated[0].answer, first.seq);
  const again = await customer.say('why is my wifi slow in the evening');
  for (const event of again.filter((event) => event.type === 'answer')) {
    assert.notDeepEqual([event.source.article, event.source.heading], [first.source.article, first.source.heading]);
  }
});

test('a helpful answer resolves; writing again reopens', async () => {
  const customer = edge.customer();
  const answer = (await customer.open('How do I reset my password?')).at(-1);
  const rated = await customer.command({ type: 'rate_answer', answer: answer.seq, helpful: true });
  assert.deepEqual(types(rated), ['you_rated_answer', 'resolved']);
  assert.equal(rated[1].by, 'bot');
  const again = await customer.say('and how do I move home?');
  assert.equal(again[0].type, 'reopened');
});

test('the button brings a person from every state, and pressing it twice brings one', async () => {
  const customer = edge.customer();
  const events = await customer.open({ type: 'ask_for_human' });
  assert.ok(types(events).includes('handoff_started'));
  assert.deepEqual(await customer.command({ type: 'ask_for_human' }), []);
});

test('a repeated message is taken in once', async () => {
  const customer = edge.customer();
  await customer.open('hello');
  const id = messageId();
  const [one, two, three] = await Promise.all([1, 2, 3].map(() => customer.say('How do I pay my bill?', id)));
  const taken = [one, two, three].filter((events) => events.length > 0);
  assert.equal(taken.length, 1);
  const all = await customer.events();
  assert.equal(all.filter((event) => event.id === id).length, 1);
  assert.deepEqual(all.map((event) => event.seq), all.map((_, index) => index + 1));
});

test('repeating the opening request opens nothing new; another token is refused', async () => {
  const customer = edge.customer();
  const events = await customer.open('How do I reset my password?');
  const first = customer.id;
  assert.deepEqual(await customer.open('How do I reset my password?'), events);
  assert.equal(customer.id, first);
  const thief = edge.customer();
  thief.requestId = customer.requestId;
  const body = thief.openBody({ type: 'say', id: messageId(), text: 'hello' });
  const answer = await request('POST', `${edge.url}/v1/conversations`, body);
  assert.equal(answer.status, 409);
});

test('events are given from a number on', async () => {
  const customer = edge.customer();
  const events = await customer.open('How do I reset my password?');
  assert.deepEqual(await customer.events(0), events);
  assert.deepEqual(await customer.events(2), events.slice(2));
  assert.deepEqual(await customer.events(99), []);
});

test('the customer never receives what is the company’s own', async () => {
  const identity = edge.identity({ sub: 'c-1', name: 'Ana', tier: 'enterprise', email: 'ana@example.com' });
  const customer = edge.customer({ identity });
  await customer.open('I am furious, I was charged twice and want my money back');
  const text = JSON.stringify(await customer.events());
  for (const staff of ['reasons', 'evidence', 'measured', 'mood', 'tier', 'enterprise', 'priority', 'rule', 'versions', 'financial_dispute', 'angry', 'revenue']) {
    assert.ok(!text.includes(staff), staff);
  }
  const log = JSON.stringify(await edge.log_of(customer.id));
  assert.ok(log.includes('financial_dispute'));
});

test('out of hours the customer is told the truth and chooses', async () => {
  // A workspace whose billing queue is closed on every day.
  const { workspace, version } = await expectOk(edge.admin('GET', '/workspace'));
  const billing = workspace.queues.find((queue) => queue.id === 'billing');
  const hours = billing.hours;
  billing.hours = { mon: null, tue: null, wed: null, thu: null, fri: null, sat: null, sun: null };
  await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': `"${version}"` }));
  try {
    const customer = edge.customer();
    const events = await customer.open('I was charged twice for the same order, I want a refund');
    assert.deepEqual(types(events).slice(-2), ['handoff_started', 'nobody_available']);
    assert.equal(events.at(-1).why, 'out_of_hours');
    const wrong = await customer.send({ type: 'choose', choice: 'email', address: 'not an address' });
    assert.equal(wrong.status, 422);
    const chosen = await customer.command({ type: 'choose', choice: 'call', address: '+44 20 7946 0958', when: 'after ten' });
    assert.equal(chosen[0].type, 'you_chose');
    assert.equal(chosen[0].address, '+44 20 7946 0958');
    const row = await until(async () => {
      const { conversations } = await expectOk(edge.admin('GET', '/conversations?status=waiting'));
      return conversations.find((row) => row.conversation === customer.id);
    });
    assert.equal(row.queue, 'billing');
  } finally {
    billing.hours = hours;
    await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
  }
});

test('secrets are taken out before anything is stored', async () => {
  const customer = edge.customer();
  await customer.open('my password is hunter2x and my card is 4111 1111 1111 1111');
  const log = JSON.stringify(await edge.log_of(customer.id));
  assert.ok(!log.includes('hunter2x') && !log.includes('4111'));
});

test('the page is kept without its query', async () => {
  const page = { url: 'https://shop.example/bill?token=abc#x', title: 'Your bill' };
  const customer = edge.customer({ page });
  await customer.open('How do I read my bill?');
  const [opened] = await edge.log_of(customer.id);
  assert.equal(opened.content.url, 'https://shop.example/bill');
});
