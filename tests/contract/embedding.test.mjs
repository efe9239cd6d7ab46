// The edge under a path of a company's site, and the pages that it serves for those who cannot run the app in theirs.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, request, startEdge, until } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
let receiver;
before(async () => {
  edge = await startEdge({ vars: { BATON_RETRY_BASE_MS: 50 } });
  receiver = await startReceiver(edge);
});
after(async () => {
  await receiver.stop();
  await edge.stop();
});

const policyOf = (answer) => Object.fromEntries(answer.headers.get('content-security-policy').split('; ').map((one) => {
  const [name, ...values] = one.split(' ');
  return [name, values];
}));

test('below /baton/ everything of the customer’s side is as without it', async () => {
  const below = Object.assign(Object.create(edge), { url: `${edge.url}/baton` });
  for (const path of ['/health', '/published/manifest.json', '/widget.js', '/widget/names.json', '/embed', '/chat', '/openapi.json']) {
    const [plain, prefixed] = await Promise.all([request('GET', edge.url + path), request('GET', below.url + path)]);
    assert.equal(prefixed.status, 200, path);
    assert.deepEqual(prefixed.body, plain.body, path);
    for (const name of ['cache-control', 'content-type', 'etag', 'access-control-allow-origin']) {
      assert.equal(prefixed.headers.get(name), plain.headers.get(name), `${name} of ${path}`);
    }
  }
  const customer = below.customer();
  await customer.open('You charged me twice this month, I want my money back');
  const socket = await customer.socket();
  await until(() => socket.frames.length > 0, 'a frame');
  socket.close();
  const handoff = await until(() => receiver.of(customer.id, 'conversation.handoff')[0], 'the handoff');
  assert.ok(handoff.links.reply.startsWith(`${below.url}/reply/`), handoff.links.reply);
  const page = await request('GET', handoff.links.reply);
  assert.equal(page.status, 200);
  const forms = [...page.body.matchAll(/action="([^"]+)"/g)].map(([, action]) => action);
  assert.ok(forms.length > 0 && forms.every((action) => action.startsWith('/baton/reply/')), forms.join());
});

test('the staff’s side has an address of its own', async () => {
  for (const path of ['/console/', '/console/sign-in', '/console/api/me', '/admin/workspace']) {
    const refused = await request('GET', `${edge.url}/baton${path}`, undefined, { authorization: `Bearer ${edge.adminKey}` });
    assert.equal(refused.status, 404, path);
    assert.match(refused.body.detail, /BATON_ORIGIN/);
  }
});

test('the frame’s page may be held by the allowed origins alone; its own policy is strict', async () => {
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const answer = await request('GET', `${edge.url}/embed`);
  const policy = policyOf(answer);
  assert.deepEqual(policy['frame-ancestors'], ["'self'", ...workspace.allowed_origins]);
  assert.deepEqual(policy['default-src'], ["'none'"]);
  assert.deepEqual(policy['script-src'], ["'self'", "'wasm-unsafe-eval'"]);
  assert.deepEqual(policy['connect-src'], ["'self'", edge.url.replace('http', 'ws')]);
  assert.equal(answer.headers.get('x-frame-options'), null);
  assert.equal(answer.headers.get('set-cookie'), null);
  for (const [, file] of answer.body.matchAll(/(?:src|href|data-app|data-module)="(widget\/[^"]+)"/g)) {
    assert.equal((await request('GET', `${edge.url}/${file}`)).status, 200, file);
  }
});

test('the window of its own is held by nobody, and speaks the language that is asked for', async () => {
  const answer = await request('GET', `${edge.url}/chat?language=zh`, undefined, { 'accept-language': 'en' });
  assert.deepEqual(policyOf(answer)['frame-ancestors'], ["'none'"]);
  assert.match(answer.body, /<html lang="zh-Hans"/);
  const accepted = await request('GET', `${edge.url}/chat`, undefined, { 'accept-language': 'fr, zh-TW;q=0.8, en;q=0.5' });
  assert.match(accepted.body, /<html lang="zh-Hans"/);
  const unknown = await request('GET', `${edge.url}/chat?language=xx`, undefined, { 'accept-language': 'fr' });
  assert.match(unknown.body, /<html lang="en"/);
});

test('pages of the edge may ask it, whatever the workspace allows: the one it is called by, and the configured one', async () => {
  const other = await startEdge({ vars: { BATON_ORIGIN: 'https://baton.example.com/' } });
  try {
    for (const origin of [other.url, 'https://baton.example.com']) {
      const customer = other.customer({ origin });
      await customer.open('How do I reset my password?');
      const read = await request('GET', customer.path('events'), undefined, customer.headers());
      assert.equal(read.headers.get('access-control-allow-origin'), origin);
    }
    const stranger = other.customer({ origin: 'https://baton.example.com.evil.example' });
    await assert.rejects(stranger.open('hello'), /403/);
    const policy = policyOf(await request('GET', `${other.url}/embed`));
    assert.deepEqual(policy['connect-src'], ["'self'", other.url.replace('http', 'ws'), 'wss://baton.example.com']);
  } finally {
    await other.stop();
  }
});
