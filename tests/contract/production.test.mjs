// The production configuration: wrangler takes it, it starts here, and behind a reverse proxy it serves under the address
// that people know.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { baton, request, until } from '../support/edge.mjs';
import { startProxied } from '../support/proxied.mjs';

test('wrangler takes it, and nothing is changed', async () => {
  const { code, said, told } = await baton(['deploy', '--dry-run', '--no-build']);
  assert.equal(code, 0, told);
  assert.match(told, /Total Upload/);
  for (const word of ['CONVERSATION', 'DESK', 'DB', 'FILES', 'OPEN_LIMIT']) assert.match(told, new RegExp(word), word);
  assert.match(said, /nothing was changed/);
  assert.match(said, /makes the database baton and writes its id/);
});

test('it serves and guards as it must', async () => {
  const { code, said, told } = await baton(['deploy', '--local', '--no-build']);
  assert.equal(code, 0, told);
  assert.match(said, /serves and guards as it must/);
  assert.match(told, /✓ a webhook without TLS is refused/);
});

test('an owner needs an address, before anything is done', async () => {
  const { code, told } = await baton(['deploy', '--no-build', '--owner', 'nobody']);
  assert.equal(code, 1);
  assert.match(told, /`nobody` is no email address/);
});

let edge;
before(async () => (edge = await startProxied()));
after(() => edge?.stop());

test('behind a proxy, a conversation is held, live and over HTTP', async () => {
  assert.equal((await request('GET', `${edge.url}/health`)).status, 200);
  const customer = edge.customer({ origin: edge.url });
  await customer.open('How do I read my bill?');
  const socket = await customer.socket();
  await customer.say('I want to talk to a human');
  await until(() => socket.frames.some((frame) => JSON.stringify(frame).includes('talk to a human')), 'it to come live');
  socket.close();
  const agent = await edge.signIn('mei');
  assert.match(agent.cookie ?? '', /baton/);
  assert.ok(await until(async () => (await agent.inbox()).find((row) => row.conversation === customer.id)));
});

test('webhooks stay guarded', async () => {
  const answer = await edge.admin('PUT', '/endpoints/a', { url: 'http://127.0.0.1:9/', secret: `whsec_${'A'.repeat(43)}=`, kinds: [] });
  assert.equal(answer.status, 422);
  assert.equal(answer.body.field, 'url');
});
