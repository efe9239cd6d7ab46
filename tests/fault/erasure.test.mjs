// After erasure no personal content is found anywhere: not in the log, the database, the outbox or the worker's
// own output; and the log still replays.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { query } from '../support/database.mjs';
import { expectOk, messageId, startEdge, until } from '../support/edge.mjs';
import { png, stored } from '../support/files.mjs';
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

const PERSONAL = ['Zebulon', 'zeb@private.example', 'Quixotic', 'plumbus', '7946 0123', 'Marmalade'];

test('nothing personal is left', async () => {
  const identity = edge.identity({ sub: 'Zebulon-1', name: 'Zebulon Marmalade', email: 'zeb@private.example' });
  const page = { url: 'https://www.example.com/Quixotic', title: 'Quixotic page' };
  const customer = edge.customer({ identity, page });
  await customer.open('my plumbus is broken, I am furious');
  await customer.say('please call Zebulon Marmalade');
  await customer.command({ type: 'choose', choice: 'call', address: '+44 20 7946 0123', when: 'after the plumbus show' });
  const file = await customer.attach('Quixotic.png', png(8, 8, 'a plumbus'));
  await customer.command({ type: 'say', id: messageId(), text: '', attachments: [file.id] });
  await customer.command({ type: 'send_transcript', address: 'zeb@private.example' });
  const agent = await edge.signIn('mei');
  await agent.command(customer.id, { type: 'take' });
  await agent.command(customer.id, { type: 'note', id: 'n1', text: 'Zebulon sounds tired' });
  await until(() => receiver.of(customer.id, 'conversation.assigned').length === 1);
  const lengthBefore = (await edge.log_of(customer.id)).length;
  await expectOk(edge.admin('POST', `/conversations/${customer.id}/erase`));
  await until(() => receiver.of(customer.id, 'conversation.erased').length === 1, 'the webhook that tells receivers');
  const told = JSON.stringify(receiver.of(customer.id, 'conversation.erased')[0]);
  await until(async () => {
    const { conversations } = await expectOk(edge.admin('GET', '/conversations'));
    return conversations.some((row) => row.conversation === customer.id && !row.preview && !row.customer);
  }, 'the inbox to forget');

  const log = await edge.log_of(customer.id);
  assert.ok(log.length > lengthBefore, 'the log keeps its events');
  const everything = {
    log: JSON.stringify(log),
    customer: JSON.stringify(await customer.events()),
    webhook: told,
    inbox: JSON.stringify(await expectOk(edge.admin('GET', '/conversations'))),
    deliveries: JSON.stringify(await expectOk(edge.admin('GET', `/deliveries?conversation=${customer.id}`))),
    output: edge.log,
  };
  for (const [where, text] of Object.entries(everything)) {
    for (const word of PERSONAL) assert.ok(!text.includes(word), `${word} in ${where}`);
  }
  // It still replays: a further message is decided on.
  assert.ok((await customer.say('hello again')).length > 0);

  // The bucket, file by file.
  assert.ok(!stored(edge).some((bytes) => PERSONAL.some((word) => bytes.includes(word))), 'a file is left');

  // The database, table by table, as it lies on the disk.
  await edge.kill();
  const tables = query(edge, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
    .map((row) => row.name)
    .filter((name) => !name.startsWith('sqlite_'));
  assert.ok(tables.includes('conversation') && tables.includes('delivery'), tables.join());
  const rows = JSON.stringify(query(edge, tables.map((table) => `SELECT '${table}' AS "table", * FROM "${table}"`).join('; ')));
  assert.ok(rows.includes(customer.id));
  for (const word of PERSONAL) assert.ok(!rows.includes(word), `${word} in the database`);
});
