// Nothing lies in the bucket that nobody wants, whoever fails on the way: the worker between two steps of an upload, or the
// bucket while something is erased.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, messageId, startEdge, until } from '../support/edge.mjs';
import { startFailpoints } from '../support/failpoints.mjs';
import { png, stored } from '../support/files.mjs';

/** Milliseconds within which an upload must have ended, here. */
const UPLOAD_MS = 6000;

let edge;
let points;
before(async () => {
  points = await startFailpoints();
  edge = await startEdge({ vars: { ...points.vars, BATON_UNSENT_KEPT_MS: UPLOAD_MS, BATON_SESSION_LIMIT: 600 } });
});
after(async () => {
  points?.stop();
  await edge?.stop();
});

async function opened() {
  const customer = edge.customer();
  await customer.open('hello');
  return customer;
}

const left = (mark) => stored(edge).filter((bytes) => bytes.includes(mark)).length;
const erase = (customer) => expectOk(edge.admin('POST', `/conversations/${customer.id}/erase`));

for (const point of ['before-put', 'after-put']) {
  test(`erased ${point}`, async () => {
    const customer = await opened();
    const reached = points.hold(point);
    const uploading = customer.upload('a.png', png(8, 8, `erased ${point}`));
    const goOn = await reached;
    await erase(customer);
    goOn();
    const { status, body } = await uploading;
    assert.deepEqual([status, body.code], [409, 'erased']);
    await until(() => left(`erased ${point}`) === 0, 'the bytes to go');
  });

  test(`erased ${point}, and the worker dies before it has said so`, async () => {
    const customer = await opened();
    const mark = `erased and killed ${point}`;
    const [first, last] = [points.hold(point), points.hold('after-put')];
    const uploading = customer.upload('a.png', png(8, 8, mark)).catch(() => {});
    const goOn = await (point === 'after-put' ? last : first);
    await erase(customer);
    if (point === 'before-put') {
      goOn();
      await last;
    }
    await edge.kill();
    await uploading;
    await edge.start();
    await until(() => left(mark) === 0, 'the bytes to go', 3 * UPLOAD_MS);
  });
}

test('a place that nobody comes back to is swept, and free again', async () => {
  const customer = await opened();
  const reached = points.hold('after-put');
  const uploading = customer.upload('a.png', png(8, 8, 'left behind')).catch(() => {});
  await reached;
  assert.equal(left('left behind'), 1);
  await edge.kill();
  await uploading;
  await edge.start();
  await until(() => left('left behind') === 0, 'the bytes to go', 3 * UPLOAD_MS);
});

test('what comes after its time is refused, and goes', async () => {
  const customer = await opened();
  const reached = points.hold('after-put');
  const uploading = customer.upload('a.png', png(8, 8, 'too late'));
  const goOn = await reached;
  await until(() => left('too late') === 0, 'the place to be taken away', 3 * UPLOAD_MS);
  goOn();
  const { status, body } = await uploading;
  assert.deepEqual([status, body.code], [409, 'conflict']);
});

test('files are not forgotten while the bucket fails', async () => {
  const customer = await opened();
  const file = await customer.attach('a.png', png(8, 8, 'not forgotten'));
  await customer.command({ type: 'say', id: messageId(), text: '', attachments: [file.id] });
  points.answer('delete-files', 'fail', 'fail');
  await erase(customer);
  await until(() => points.left('delete-files') === 0, 'two tries');
  assert.equal(left('not forgotten'), 1);
  assert.equal((await customer.events()).some((event) => event.attachments?.length), false, 'nobody sees it any more');
  await until(() => left('not forgotten') === 0, 'the bytes to go');
});
