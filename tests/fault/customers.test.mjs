// A customer's record: fed by their conversations, handed out, erased with everything in every store, and forgotten with
// age.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { query } from '../support/database.mjs';
import { expectOk, messageId, request, startEdge, until } from '../support/edge.mjs';
import { png, stored } from '../support/files.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge?.stop());

const DAY_MS = 24 * 3600 * 1000;

/** An identified customer with two conversations: one with a file, one that left an address. */
async function regular(sub, name) {
  const identity = edge.identity({ sub, name, email: `${sub}@private.example`, attributes: { plan: 'plumbus' } });
  const first = edge.customer({ identity });
  await first.open(`my ${sub} lamp is broken`);
  const file = await first.attach(`${sub}.png`, png(8, 8, sub));
  await first.command({ type: 'say', id: messageId(), text: '', attachments: [file.id] });
  // Begun by nobody that is known, and identified in the middle.
  const second = edge.customer();
  await second.open('You charged me twice, I want a refund');
  const identified = await request('POST', second.path('identity'), { identity }, second.headers());
  assert.ok(identified.status < 300, JSON.stringify(identified.body));
  await second.command({ type: 'choose', choice: 'call', address: '+44 20 7946 0123', when: `after the ${sub} show` });
  const hash = (await edge.log_of(second.id)).find((recorded) => recorded.event.type === 'customer_identified').event.subject_hash;
  return { hash, first, second };
}

const recordOf = async (who, hash) => (await who.request('GET', `/customers/${hash}`));
const complete = (who, hash) =>
  until(async () => {
    const { status, body } = await recordOf(who, hash);
    return status === 200 && body.conversations.length === 2 && body.contacts.length === 1 && body.conversations.every((row) => row.preview) && body;
  }, 'the record');

test('what is kept of a customer is shown to those who reply, and handed out and erased by those who lead', async () => {
  const [mei, ada, jonas] = [await edge.signIn('mei'), await edge.signIn('ada'), await edge.signIn('jonas')];
  const { hash, first, second } = await regular('zebulon', 'Zebulon Marmalade');
  const record = await complete(mei, hash);
  assert.deepEqual([record.claims.subject, record.claims.name, record.claims.email], ['zebulon', 'Zebulon Marmalade', 'zebulon@private.example']);
  assert.equal(record.claims.facts.attributes.plan, 'plumbus');
  assert.deepEqual([record.contacts[0].address, record.contacts[0].conversation], ['+44 20 7946 0123', second.id]);
  assert.deepEqual(record.conversations.map((row) => row.id).sort(), [first.id, second.id].sort());
  assert.equal(record.conversations.find((row) => row.id === second.id).preview, 'You charged me twice, I want a refund');
  assert.deepEqual(record.kept_for, (await expectOk(ada.request('GET', '/settings'))).sections.privacy.value.privacy);

  assert.equal((await recordOf(jonas, hash)).status, 403);
  assert.equal((await mei.request('GET', `/customers/${hash}/export`)).status, 403);
  assert.equal((await mei.request('DELETE', `/customers/${hash}`)).status, 403);
  assert.equal((await recordOf(mei, 'f'.repeat(64))).status, 404);
  assert.equal((await recordOf(mei, 'nobody')).status, 404);

  const handedOut = await expectOk(ada.request('GET', `/customers/${hash}/export`));
  assert.deepEqual(handedOut, await expectOk(edge.admin('GET', '/customers?subject=zebulon')));
  assert.deepEqual(handedOut.customer, (await recordOf(ada, hash)).body);
  for (const conversation of handedOut.conversations) {
    assert.deepEqual(conversation.events, await edge.log_of(conversation.id));
  }
  const nobody = await edge.admin('GET', '/customers');
  assert.deepEqual([nobody.status, nobody.body.field], [422, 'subject']);

  const erased = await expectOk(ada.request('DELETE', `/customers/${hash}`));
  assert.deepEqual(erased, { conversations: 2, remaining: 0 });
  assert.equal((await recordOf(ada, hash)).status, 404);
  // What a conversation says late brings nothing back.
  await until(async () => {
    const { conversations } = await expectOk(edge.admin('GET', '/conversations'));
    return conversations.every((row) => !row.customer && !row.preview);
  }, 'the inbox to forget');
  await expectOk(edge.admin('POST', '/sweep'));
  assert.equal((await recordOf(ada, hash)).status, 404);
  assert.equal((await ada.request('DELETE', `/customers/${hash}`)).status, 404);

  const everything = {
    logs: JSON.stringify([await edge.log_of(first.id), await edge.log_of(second.id)]),
    customers: JSON.stringify([await first.events(), await second.events()]),
    output: edge.log,
  };
  await edge.kill();
  const tables = ['conversation', 'customer', 'delivery', 'gap', 'part'];
  everything.database = JSON.stringify(tables.map((table) => query(edge, `SELECT * FROM ${table}`)));
  assert.deepEqual(stored(edge), [], 'no file is left');
  await edge.start();
  for (const [where, text] of Object.entries(everything)) {
    for (const word of ['Zebulon', 'zebulon', 'private.example', 'plumbus', '7946 0123']) assert.ok(!text.includes(word), `${word} in ${where}`);
  }
});

test('what is older than the workspace keeps it is forgotten by the sweep', async () => {
  const ada = await edge.signIn('ada');
  const { hash, first, second } = await regular('quixotic', 'Quixotic Person');
  await complete(ada, hash);
  const fresh = edge.customer({ identity: edge.identity({ sub: 'fresh', name: 'Fresh Person' }) });
  await fresh.open('my lamp is broken');
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const publish = (privacy) => edge.admin('PUT', '/workspace', { ...workspace, privacy }, { 'if-match': '*' });
  const refused = await publish({ conversation_days: 0 });
  assert.deepEqual([refused.status, refused.body.errors[0].field], [422, 'privacy.conversation_days']);

  // Files go first, then what was written, then the record.
  const previews = async () => new Map((await expectOk(edge.admin('GET', '/conversations'))).conversations.map((row) => [row.conversation, row.preview]));
  await until(async () => (await previews()).get(first.id) === 'quixotic.png' && (await previews()).get(fresh.id), 'the index');
  await edge.kill();
  const past = Date.now() - 40 * DAY_MS;
  query(edge, `UPDATE conversation SET updated_at = ${past} WHERE id IN ('${first.id}', '${second.id}')`);
  query(edge, `UPDATE customer SET updated_at = ${past} WHERE id = '${hash}'`);
  await edge.start();
  await expectOk(publish({ file_days: 30 }));
  assert.equal((await expectOk(edge.admin('POST', '/sweep'))).forgotten, 1);
  assert.ok(JSON.stringify(await edge.log_of(first.id)).includes('my quixotic lamp'), 'what was written stays');

  await edge.kill();
  assert.deepEqual(stored(edge), [], 'no file is left');
  query(edge, `UPDATE conversation SET updated_at = ${past} WHERE id IN ('${first.id}', '${second.id}')`);
  await edge.start();
  await expectOk(publish({ conversation_days: 30 }));
  assert.equal((await expectOk(edge.admin('POST', '/sweep'))).forgotten, 2);
  assert.ok(!JSON.stringify(await edge.log_of(first.id)).includes('quixotic'));
  assert.ok(JSON.stringify(await edge.log_of(fresh.id)).includes('my lamp is broken'), 'what is new stays');
  // Whose every conversation is erased is nobody any more.
  await until(async () => !(await recordOf(ada, hash)).body.claims);
  assert.equal((await expectOk(edge.admin('POST', '/sweep'))).forgotten, 0, 'nothing is forgotten twice');
});
