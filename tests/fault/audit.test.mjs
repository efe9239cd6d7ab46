// What the company's side does in a conversation leaves its line in the audit once, also where the database does not take
// it at first, or the worker dies before or after it is written.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, messageId, startEdge, until } from '../support/edge.mjs';
import { startFailpoints } from '../support/failpoints.mjs';

let failpoints;
let edge;
before(async () => {
  failpoints = await startFailpoints();
  edge = await startEdge({ vars: failpoints.vars });
});
after(async () => {
  failpoints?.stop();
  await edge?.stop();
});

const lines = async (id) => {
  const { entries } = await expectOk(edge.admin('GET', '/audit'));
  return entries.filter(({ subject }) => subject === id).map(({ who, changes }) => `${who} ${changes[0].after}`).reverse();
};

async function handedOver() {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  return customer.id;
}

const note = () => ({ type: 'note', id: messageId(), text: 'Only for colleagues' });

test('a line that the database does not take follows, in order', async () => {
  const [id, mei] = [await handedOver(), await edge.signIn('mei')];
  failpoints.answer('before-audit', 'fail', 'fail');
  await mei.command(id, { type: 'take' });
  assert.equal(failpoints.left('before-audit'), 1);
  assert.deepEqual(await lines(id), [], 'the command stands, its line not yet');
  await mei.command(id, note());
  assert.deepEqual(await lines(id), []);
  await until(async () => (await lines(id)).length === 2, 'the lines');
  assert.deepEqual(await lines(id), ['mei take', 'mei note']);
});

for (const [point, when] of [['before-audit', 'before'], ['after-audit', 'after']]) {
  test(`a worker that dies ${when} the line is written leaves it once`, async () => {
    const [id, mei] = [await handedOver(), await edge.signIn('mei')];
    const held = failpoints.hold(point);
    const asked = mei.command(id, { type: 'take' }).catch(() => {});
    await held;
    await edge.kill();
    await asked;
    await edge.start();
    await until(async () => (await lines(id)).length > 0, 'the line');
    const again = await edge.signIn('mei');
    await again.command(id, note());
    assert.deepEqual(await lines(id), ['mei take', 'mei note']);
  });
}
