// A worker that breaks in the middle of a request leaves nobody waiting: callers get a 500, nothing half-done is
// stored, and the next request is served as if nothing had happened.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { messageId, startEdge, until } from '../support/edge.mjs';

let edge;
let asked;
let breakAt;

before(async () => {
  asked = createServer((incoming, outgoing) => {
    const point = new URL(incoming.url, 'http://x').searchParams.get('point');
    const broken = breakAt === point;
    if (broken) breakAt = undefined;
    outgoing.end(broken ? 'break' : 'go on');
  });
  await new Promise((resolve) => asked.listen(0, '127.0.0.1', resolve));
  edge = await startEdge({ vars: { BATON_FAILPOINT_URL: `http://127.0.0.1:${asked.address().port}/` } });
});
after(async () => {
  asked?.closeAllConnections();
  asked?.close();
  await edge?.stop();
});

test('a break before anything is stored is a 500, and the repeat succeeds', async () => {
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  await customer.socket();
  const before = await edge.log_of(customer.id);
  const command = { type: 'say', id: messageId(), text: 'How do I pay my bill?' };
  breakAt = 'before-store';
  const broken = await customer.send(command);
  assert.equal(broken.status, 500);
  assert.match(broken.headers.get('content-type'), /problem\+json/);
  assert.deepEqual(await edge.log_of(customer.id), before);
  const again = await customer.send(command);
  assert.equal(again.status, 200);
  assert.equal(again.body.events[0].id, command.id);
});

test('a break in an alarm is made good by the next one', async () => {
  const customer = edge.customer();
  breakAt = 'after-index';
  await customer.open('I want to talk to a human');
  await until(() => breakAt === undefined, 'the break');
  await until(async () => {
    const { body } = await edge.admin('GET', '/conversations?status=waiting');
    return body.conversations?.some((row) => row.conversation === customer.id);
  }, 'the inbox');
  await until(async () => (await edge.admin('POST', '/sweep')).body.repaired === 0, 'the desk');
});

test('others who were in flight get an answer, too', async () => {
  const [one, ...others] = await Promise.all(
    [0, 1, 2, 3].map(async () => {
      const customer = edge.customer();
      await customer.open('hello');
      return customer;
    }),
  );
  breakAt = 'before-store';
  const answers = await Promise.all([one, ...others].map((customer) => customer.send({ type: 'say', id: messageId(), text: 'hello again' })));
  assert.ok(answers.some((answer) => answer.status === 500));
  assert.ok(answers.every((answer) => [200, 500].includes(answer.status)), answers.map((answer) => answer.status).join());
  for (const customer of others) assert.ok((await customer.events()).length > 0);
});
