// `cargo baton backup` and `restore`: an empty deployment becomes what another one was.

import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { ROOT, baton, expectOk, messageId, request, startEdge, until } from '../support/edge.mjs';
import { pdf, png } from '../support/files.mjs';
import { startReceiver } from '../support/receiver.mjs';
import { publish } from '../support/site.mjs';

let first;
let receiver;
let place;
let file;
/** What `backup` said. */
let backedUp;
/** Conversations with their customers and files. */
const kept = [];

before(async () => {
  place = mkdtempSync(join(tmpdir(), 'baton-backup-'));
  file = join(place, 'all.backup');
  first = await startEdge({ vars: { BATON_SESSION_LIMIT: 600 } });
  const pushed = await first.baton('push', join(ROOT, 'workspace'), '--force');
  assert.equal(pushed.code, 0, pushed.told);
  // Nobody is late while the test runs.
  await publish(first, (workspace) => workspace.queues.forEach((queue) => (queue.accept_within_seconds = 86_400)));
  receiver = await startReceiver(first);
  await live();
  await settled(first);
  backedUp = await first.baton('backup', file);
});
after(async () => {
  await Promise.all([first?.stop(), receiver?.stop()]);
  rmSync(place, { recursive: true, force: true });
});

/** All that the command line's side shows of a deployment. */
async function seen(edge) {
  const workspace = await edge.admin('GET', '/workspace');
  const inbox = await edge.admin('GET', '/conversations');
  const deliveries = await edge.admin('GET', '/deliveries');
  const customer = await edge.admin('GET', '/customers?subject=nora');
  const logs = {};
  for (const { conversation } of inbox.body.conversations) {
    logs[conversation] = (await edge.admin('GET', `/conversations/${conversation}`)).body;
  }
  assert.equal(customer.status, 200);
  return { workspace: workspace.body, inbox: inbox.body, deliveries: deliveries.body, customer: customer.body, ...logs };
}

/** Fails where two deployments differ in a byte, and says where. */
async function same(one, other) {
  const [these, those] = [await seen(one), await seen(other)];
  assert.deepEqual(Object.keys(these), Object.keys(those));
  for (const [name, value] of Object.entries(these)) {
    const [left, right] = [JSON.stringify(value), JSON.stringify(those[name])];
    const at = [...left].findIndex((sign, place) => sign !== right[place]);
    assert.ok(left === right, `${name}: ${left.slice(at - 80, at + 80)}\nis not\n${right.slice(at - 80, at + 80)}`);
  }
}

/** Whether the inbox shows the last event of every conversation, and every webhook has come. */
const settled = (edge) =>
  until(async () => {
    const { conversations } = await expectOk(edge.admin('GET', '/conversations'));
    const { deliveries } = await expectOk(edge.admin('GET', '/deliveries'));
    const waiting = conversations.filter((row) => row.status === 'waiting').length;
    return conversations.length === kept.length && waiting === 1 && deliveries.length > 0 && deliveries.every((row) => row.state === 'delivered');
  }, 'everything to be told');

/** What a deployment has seen: every kind of conversation, files of both sides, webhooks. */
async function live() {
  const alone = first.customer({ identity: first.identity({ sub: 'nora', name: 'Nora' }) });
  await alone.open('How do I read my bill?');
  await alone.say('你好，怎么换套餐？');
  const picture = await alone.attach('meter.png', png(40, 30), 'image/png');
  await alone.command({ type: 'say', id: messageId(), text: 'here', attachments: [picture.id] });
  kept.push({ customer: alone, files: [[picture.id, png(40, 30)]] });

  const ended = first.customer();
  await ended.open('What does the warranty cover?');
  await ended.command({ type: 'end' });
  kept.push({ customer: ended, files: [] });

  const served = first.customer();
  await served.open('I want to talk to a human');
  const mei = await first.signIn('mei');
  await mei.command(served.id, { type: 'take' });
  const letter = await mei.attach(served.id, 'letter.pdf', pdf());
  await mei.command(served.id, { type: 'reply', id: messageId(), text: 'Here it is.', attachments: [letter.id], episode: 1 });
  kept.push({ customer: served, files: [[letter.id, pdf()]] });

  const waiting = first.customer();
  await waiting.open('There is smoke coming from the router');
  kept.push({ customer: waiting, files: [] });

  const erased = first.customer();
  await erased.open('My name is Zebulon and my card is lost');
  await expectOk(first.admin('POST', `/conversations/${erased.id}/erase`));
  kept.push({ customer: erased, files: [] });

}

test('a backup is one file, private, without what was erased and without keys', async () => {
  const { code, said, told } = backedUp;
  assert.equal(code, 0, told);
  assert.match(said, new RegExp(`${kept.length} conversations, 2 files`));
  assert.match(told, /secrets of your webhook endpoints/);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const text = gunzipSync(readFileSync(file)).toString();
  assert.doesNotMatch(text, /Zebulon/, 'what was erased is not in it');
  for (const secret of [first.adminKey, first.sessionKey, first.secret]) assert.ok(!text.includes(secret), 'keys are not in it');
  const again = await first.baton('backup', file);
  assert.equal(again.code, 1);
  assert.match(again.told, /never written over/);
});

test('only the key opens it', async () => {
  for (const path of ['/admin/backup', '/admin/backup/conversations', '/admin/backup/rows?table=endpoint']) {
    assert.equal((await request('GET', first.url + path, undefined, { authorization: 'Bearer wrong-key' })).status, 401, path);
  }
  assert.equal((await request('POST', `${first.url}/admin/restore`, {}, {})).status, 401);
  const rows = await first.admin('GET', '/backup/rows?table=sqlite_master');
  assert.equal(rows.status, 409);
});

test('a file that is not whole is noticed before anything is restored', async () => {
  const cut = join(place, 'cut.backup');
  const check = () => baton(['restore', cut, '--check']);
  copyFileSync(file, cut);
  const whole = await check();
  assert.equal(whole.code, 0, whole.told);
  assert.match(whole.said, /is whole: tidewell/);
  truncateSync(cut, statSync(file).size - 20);
  const short = await check();
  assert.equal(short.code, 1);
  assert.match(short.told, /cut off or damaged|is damaged/);
  writeFileSync(cut, 'no backup at all');
  assert.equal((await check()).code, 1);
});

test('a deployment that holds something is left alone', async () => {
  const { code, told } = await first.baton('restore', file);
  assert.equal(code, 1);
  assert.match(told, /empty deployment/);
});

test('an empty deployment becomes what the other was, byte for byte, and goes on', async (t) => {
  const second = await startEdge({ workspace: false, like: first, vars: { BATON_SESSION_LIMIT: 600 } });
  t.after(() => second.stop());
  const { code, said, told } = await second.baton('restore', file);
  assert.equal(code, 0, told);
  assert.match(said, new RegExp(`${kept.length} conversations, 2 files`));
  await settled(second);
  await same(second, first);
  for (const { customer, files } of kept) {
    for (const [id, bytes] of files) {
      const path = `/v1/conversations/${customer.id}/attachments/${id}`;
      const answer = await fetch(second.url + path, { headers: customer.headers() });
      assert.equal(answer.status, 200);
      assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
    }
  }
  const before = receiver.attempts.length;
  assert.equal((await second.baton('restore', file)).code, 0, 'the same once more');
  await same(second, first);
  assert.equal(receiver.attempts.length, before, 'no webhook comes twice');
  assert.deepEqual(receiver.problems, []);
  const { entries } = await expectOk(second.admin('GET', '/audit'));
  assert.deepEqual(entries.map(({ action }) => action).filter((action) => /^(restored|backed_up)$/.test(action)), ['restored', 'backed_up']);

  const [{ customer }] = kept;
  customer.edge = second;
  const last = (await customer.events()).at(-1).seq;
  const events = await customer.say('How do I move home?');
  customer.edge = first;
  assert.ok(events.length > 0 && events[0].seq > last, JSON.stringify(events));
  const agent = await second.signIn('mei');
  assert.equal((await agent.inbox()).length, kept.length);
});

test('a restore that was cut off goes on by being repeated', async (t) => {
  const third = await startEdge({ workspace: false });
  t.after(() => third.stop());
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n').map((line) => JSON.parse(line));
  const { id, workspace } = lines[0].baton;
  await expectOk(third.admin('POST', '/restore', { backup: id, workspace }));
  const one = lines.find((line) => line.conversation).conversation;
  await expectOk(third.admin('POST', `/restore/conversations/${one.id}`, { version: one.version, tables: { event: one.tables.event }, last: false }));
  assert.equal((await third.admin('GET', '/workspace')).status, 503, 'nobody is served before all of it is there');
  const other = await third.admin('POST', '/restore', { backup: 'another', workspace });
  assert.equal(other.status, 409);
  // A line that has a number of the backup's, and lines that came before it was cut off.
  const { rows: told } = await expectOk(first.admin('GET', '/backup/rows?table=audit'));
  const foreign = { ...told[0], who: 'somebody', subject: 'elsewhere' };
  for (const rows of [[foreign], told.slice(0, 3)]) await expectOk(third.admin('POST', '/restore/rows', { table: 'audit', rows }));
  const restored = await third.baton('restore', file);
  assert.equal(restored.code, 0, restored.told);
  const line = ({ at, who, action, subject }) => [at, who, action, subject].join(' ');
  const backed = told.slice(0, told.findIndex(({ action }) => action === 'backed_up') + 1);
  const entries = (await expectOk(third.admin('GET', '/audit'))).entries.reverse();
  assert.deepEqual(entries.slice(0, -1).map(line), [foreign, ...backed].map(line), 'no line of the audit is lost, and none comes twice');
  assert.equal(entries.at(-1).action, 'restored');
  const logs = async (edge) => JSON.stringify(await edge.log_of(one.id));
  assert.equal(await logs(third), await logs(first));
});
