// Behind Cloudflare Access: its assertion signs a member in by their address, with the keys that it publishes.

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { expectOk, jwt, request, startEdge, until } from '../support/edge.mjs';

let edge;
let team;
const AUDIENCE = 'a'.repeat(64);

/** A team's published keys, as Access serves them. */
async function startTeam() {
  const started = { keys: [], asked: 0 };
  started.server = createServer((incoming, response) => {
    started.asked += 1;
    const found = incoming.url === '/cdn-cgi/access/certs';
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: started.keys.map(({ jwk }) => jwk), public_cert: {}, public_certs: [] }));
  });
  await new Promise((resolve) => started.server.listen(0, '127.0.0.1', resolve));
  started.url = `http://127.0.0.1:${started.server.address().port}`;
  started.add = (kid) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' } };
    started.keys.push(key);
    return key;
  };
  return started;
}

let first;
before(async () => {
  team = await startTeam();
  first = team.add('first');
  edge = await startEdge({ vars: { BATON_ACCESS_TEAM: team.url, BATON_ACCESS_AUD: AUDIENCE } });
});
after(async () => {
  team?.server.close();
  await edge?.stop();
});

function assertion(claims = {}, { kid, privateKey } = first, header = {}) {
  const now = Math.floor(Date.now() / 1000);
  const all = { iss: team.url, aud: [AUDIENCE], iat: now, nbf: now, exp: now + 600, email: 'mei@tidewell.example', sub: 'x', ...claims };
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256', kid, typ: 'JWT', ...header })}.${part(all)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
}
const me = (token, headers = {}) => request('GET', `${edge.url}/console/api/me`, undefined, { 'cf-access-jwt-assertion': token, ...headers });

test('who was let through is the member with this address', async () => {
  assert.equal((await expectOk(me(assertion()))).id, 'mei');
  assert.equal((await expectOk(me(assertion({ email: 'RUTH@tidewell.example', aud: AUDIENCE })))).role, 'owner');
  const session = await edge.signIn('ada');
  assert.equal((await expectOk(me(assertion(), { cookie: session.cookie }))).id, 'ada', 'a session of ours comes first');
  const write = await request('POST', `${edge.url}/console/api/keys`, {}, { 'cf-access-jwt-assertion': assertion(), origin: 'https://evil.example' });
  assert.equal(write.body.code, 'forbidden_origin');
});

test('what is not signed for this application, by this team, now, lets nobody in', async () => {
  const now = Math.floor(Date.now() / 1000);
  const stranger = { ...generateKeyPairSync('rsa', { modulusLength: 2048 }), kid: 'first' };
  const [head, claims] = assertion().split('.');
  const cases = {
    'another audience': assertion({ aud: ['b'.repeat(64)] }),
    'another team': assertion({ iss: 'https://other.cloudflareaccess.com' }),
    'over': assertion({ exp: now - 1 }),
    'not yet': assertion({ nbf: now + 3600 }),
    'nobody': assertion({ email: undefined }),
    'nobody of the team': assertion({ email: 'stranger@tidewell.example' }),
    'another key': assertion({}, stranger),
    'a key that is not published': assertion({}, { ...stranger, kid: 'second' }),
    'no signature': `${head}.${claims}.`,
    'no algorithm': assertion({}, first, { alg: 'none' }),
    'the published key as a secret': jwt({ alg: 'HS256', kid: 'first' }, { iss: team.url, aud: AUDIENCE, exp: now + 600, email: 'ruth@tidewell.example' }, Buffer.from(first.jwk.n)),
    'no token': 'a.b.c',
  };
  for (const [name, token] of Object.entries(cases)) assert.equal((await me(token)).status, 401, name);
  assert.equal((await request('GET', `${edge.url}/admin/workspace`, undefined, { 'cf-access-jwt-assertion': assertion() })).status, 401);
});

test('keys are read once, and again when a new one signs', async () => {
  const asked = team.asked;
  for (let index = 0; index < 5; index += 1) await expectOk(me(assertion()));
  assert.ok(team.asked <= asked + 1, `${team.asked - asked} times`);
  const second = team.add('second');
  team.keys.shift();
  await until(async () => (await me(assertion({}, second))).status === 200, 'the new key');
});
