// The team, the settings and what lets somebody in: invitations, sessions, keys; nobody overwrites what another has changed.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { query } from '../support/database.mjs';
import { BATON, ROOT, expectOk, request, startEdge } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
let owner;
before(async () => {
  edge = await startEdge();
  owner = await edge.signIn('ruth');
});
after(() => edge?.stop());

const quoted = (version) => ({ 'if-match': `"${version}"` });
const team = () => expectOk(owner.request('GET', '/team'));
const settings = () => expectOk(owner.request('GET', '/settings'));
const about = (member) => {
  const { id, invited, last_seen, ...rest } = member;
  return rest;
};

/** Opens a link as a person does, and presses the button; the cookie, if there is one. */
async function follow(link) {
  const token = new URL(link).searchParams.get('token');
  const look = await fetch(link);
  assert.equal(look.headers.get('set-cookie'), null);
  const answer = await fetch(`${edge.url}/console/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' },
    body: new URLSearchParams({ token }),
  });
  return { status: answer.status, cookie: answer.headers.get('set-cookie')?.split(';')[0] };
}
const as = (cookie) => (method, path, body, headers = {}) => request(method, `${edge.url}/console/api${path}`, body, { cookie, ...headers });

test('an invitation is told to the mailer, and its link signs in once', async () => {
  const [mailer, flaky, other] = [
    await startReceiver(edge, { id: 'mailer', kinds: ['member.invited'] }),
    await startReceiver(edge, { id: 'flaky', kinds: ['member.invited'], answer: (_, attempt) => (attempt < 3 ? 503 : 204) }),
    await startReceiver(edge, { id: 'other', kinds: ['message.created'] }),
  ];
  const dead = await startReceiver(edge, { id: 'dead', kinds: ['member.invited'], answer: () => 500 });
  const invite = { name: '林小雨', email: 'lin.xiaoyu@tidewell.example', role: 'agent', languages: ['zh'], skills: ['orders'], capacity: 3 };
  const invited = await expectOk(owner.request('POST', '/team', invite));
  assert.equal(invited.id, 'lin-xiaoyu');
  assert.deepEqual(invited.told.sort(), ['flaky', 'mailer']);
  assert.ok(invited.until > Date.now() + 6.9 * 86_400_000 && invited.until < Date.now() + 7.1 * 86_400_000);
  const [payload] = mailer.received;
  assert.deepEqual([payload.type, payload.link, payload.by, payload.member.email], ['member.invited', invited.link, 'ruth', invite.email]);
  assert.deepEqual([other.attempts.length, dead.attempts.length, flaky.attempts.length], [0, 3, 3]);
  assert.equal(new Set(flaky.attempts.map((attempt) => attempt.id)).size, 1, 'a repeat is known by its id');

  const logged = async (endpoint) => (await expectOk(owner.request('GET', '/deliveries'))).deliveries.find((row) => row.endpoint === endpoint);
  const lines = await Promise.all(['mailer', 'flaky', 'dead', 'other'].map(logged));
  assert.deepEqual(lines.map((line) => line && [line.kind, line.state, line.attempts]), [
    ['member.invited', 'delivered', 1], ['member.invited', 'delivered', 3], ['member.invited', 'dead', 3], undefined,
  ]);
  const detail = await expectOk(owner.request('GET', `/deliveries/${lines[2].id}`));
  assert.equal(detail.attempts.length, 3);
  assert.ok(!JSON.stringify(detail).includes('invite_'), 'the log shows no link that signs in');
  assert.equal(JSON.parse(detail.body).link, `${edge.url}/console/sign-in?token=…`);
  assert.equal((await owner.request('POST', `/deliveries/${lines[0].id}/replay`)).status, 409, 'it has arrived');
  dead.answer = () => 204;
  assert.equal((await owner.request('POST', `/deliveries/${lines[2].id}/replay`)).status, 204);
  assert.equal(dead.received[0].link, invited.link, 'sent again with its link');
  assert.equal((await logged('dead')).state, 'delivered');
  dead.answer = () => 500;

  const { members } = await team();
  const member = members.find((one) => one.id === 'lin-xiaoyu');
  assert.equal(member.name, '林小雨');
  assert.equal(member.invited.until, invited.until);
  assert.equal(member.last_seen, undefined);

  const renewed = await expectOk(owner.request('POST', '/team/lin-xiaoyu/invitation'));
  const second = await logged('dead');
  assert.equal((await follow(invited.link)).cookie, undefined, 'the new link voids the old one');
  const { cookie } = await follow(renewed.link);
  const me = await expectOk(as(cookie)('GET', '/me'));
  assert.deepEqual([me.id, me.role], ['lin-xiaoyu', 'agent']);
  assert.ok(me.may.includes('write_conversations') && !me.may.includes('manage_team'));
  assert.equal((await follow(renewed.link)).status, 410, 'a link works once');
  const late = await owner.request('POST', `/deliveries/${second.id}/replay`);
  assert.deepEqual([second.state, late.status], ['dead', 409], 'a link that was used is not sent again');
  const now = (await team()).members.find((one) => one.id === 'lin-xiaoyu');
  assert.equal(now.invited, undefined);
  assert.ok(now.last_seen > 0);
  assert.ok(!edge.log.includes('invite_'), 'a link is never logged');
  for (const receiver of [mailer, flaky, other, dead]) {
    await edge.admin('DELETE', `/endpoints/${receiver.id}`);
    await receiver.stop();
  }
});

test('cargo baton invite does the same', async () => {
  const options = ['--name', 'Priya', '--role', 'lead', '--language', 'en', '--skill', 'care', '--url', edge.url, '--key', edge.adminKey];
  const link = execFileSync(BATON, ['invite', 'priya@tidewell.example', ...options], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  const { cookie } = await follow(link.toString().trim());
  const me = await expectOk(as(cookie)('GET', '/me'));
  assert.deepEqual([me.id, me.name, me.role, me.languages], ['priya', 'Priya', 'lead', ['en']]);
});

test('a member is changed against the version that was read', async () => {
  const { version, members } = await team();
  const mei = members.find((member) => member.id === 'mei');
  const changed = await expectOk(owner.request('PUT', '/team/mei', { ...about(mei), capacity: 6 }, quoted(version)));
  assert.equal(changed.members.find((member) => member.id === 'mei').capacity, 6);
  assert.notEqual(changed.version, version);
  const stale = await owner.request('PUT', '/team/mei', { ...about(mei), capacity: 9 }, quoted(version));
  assert.deepEqual([stale.status, stale.body.code], [412, 'stale']);
  assert.equal((await team()).version, changed.version, 'nothing was overwritten');
  assert.equal((await owner.request('PUT', '/team/mei', about(mei))).status, 428);
  const published = await expectOk(edge.admin('GET', '/workspace'));
  assert.equal(published.workspace.team.find((member) => member.id === 'mei').capacity, 6, 'there is one truth');
});

test('what is wrong with a member is told by its field', async () => {
  const good = { name: 'Nia', email: 'nia@tidewell.example', role: 'agent', languages: ['en'], capacity: 2 };
  const fields = async (change) => {
    const answer = await owner.request('POST', '/team', { ...good, ...change });
    assert.equal(answer.status, 422, JSON.stringify(answer.body));
    return answer.body.errors?.map((error) => `${error.file} ${error.field}`) ?? answer.body.field;
  };
  assert.equal(await fields({ role: 'boss' }), 'role');
  assert.equal(await fields({ id: 'Nia' }), 'id');
  assert.equal(await fields({ capacity: -1 }), 'capacity');
  assert.equal(await fields({ colour: 'red' }), 'colour');
  assert.deepEqual(await fields({ email: 'nia' }), ['team.toml agent.nia.email']);
  assert.deepEqual(await fields({ email: 'MEI@tidewell.example' }), ['team.toml agent.nia.email']);
  assert.deepEqual(await fields({ languages: [], picture: 'http://a.example/x' }), ['team.toml agent.nia.languages', 'team.toml agent.nia.picture']);
  const taken = await owner.request('POST', '/team', { ...good, id: 'mei' });
  assert.deepEqual([taken.status, taken.body.field], [409, 'id']);
  assert.ok(!(await team()).members.some((member) => member.id === 'nia'));
});

test('the last owner stays, and nobody changes their own role', async () => {
  const { version, members } = await team();
  const ruth = members.find((member) => member.id === 'ruth');
  const own = await owner.request('PUT', '/team/ruth', { ...about(ruth), role: 'lead' }, quoted(version));
  assert.deepEqual([own.status, own.body.field], [403, 'role']);
  assert.equal((await owner.request('DELETE', '/team/ruth')).status, 409);
  await expectOk(owner.request('PUT', '/team/ruth', { ...about(ruth), capacity: 2 }, quoted(version)));
  // A second owner may demote the first, and then is the last.
  await expectOk(edge.admin('POST', '/team', { name: 'Oda', role: 'owner', languages: ['en'], skills: [], capacity: 0 }));
  const oda = await edge.signIn('oda');
  assert.equal((await owner.request('DELETE', '/team/ruth')).status, 403, 'nobody removes themselves');
  await expectOk(oda.request('PUT', '/team/ruth', { ...about(ruth), role: 'lead' }, { 'if-match': '*' }));
  assert.equal((await owner.request('GET', '/keys')).status, 403, 'the role counts at once');
  await expectOk(oda.request('PUT', '/team/ruth', about(ruth), { 'if-match': '*' }));
  await expectOk(owner.request('DELETE', '/team/oda'));
});

test('sessions are seen, revoked and ended with their member', async () => {
  await expectOk(edge.admin('POST', '/team', { name: 'Sam', role: 'agent', languages: ['en'], skills: [], capacity: 1 }));
  const [one, two] = [await edge.signIn('sam'), await edge.signIn('sam')];
  const { sessions } = await expectOk(one.request('GET', '/sessions'));
  assert.equal(sessions.length, 2);
  const current = sessions.find((session) => session.current);
  const other = sessions.find((session) => !session.current);
  assert.ok(current.until > Date.now() + 3.9 * 3_600_000);
  assert.ok(!JSON.stringify(sessions).includes(one.cookie.split('=')[1]), 'what signs in is not shown');
  const desk = await one.desk();
  await expectOk(one.request('DELETE', `/sessions/${other.id}`));
  assert.equal(await desk.closed, 4401, 'whoever is signed out is not at the desk');
  assert.equal((await two.request('GET', '/me')).status, 401, 'a revoked session is gone at once');
  assert.equal((await one.request('GET', '/me')).status, 200);
  // Another member's are none of theirs, unless they manage the team.
  const mei = await edge.signIn('mei');
  assert.equal((await mei.request('DELETE', `/sessions/${current.id}`)).status, 403);
  assert.equal((await owner.request('GET', '/sessions?agent=sam')).body.sessions.length, 1);
  // Signing out ends it too, also for who has kept the cookie.
  await fetch(`${edge.url}/console/sign-out`, { method: 'POST', redirect: 'manual', headers: { cookie: mei.cookie } });
  assert.equal((await mei.request('GET', '/me')).status, 401);
  const link = edge.signInToken('sam');
  await expectOk(owner.request('DELETE', '/team/sam'));
  assert.equal((await one.request('GET', '/me')).status, 401);
  assert.equal((await follow(`${edge.url}/console/sign-in?token=${link}`)).status, 403);
  // Whoever comes back by the same name does not come back in by the old session.
  await expectOk(edge.admin('POST', '/team', { name: 'Sam', role: 'owner', languages: ['en'], skills: [], capacity: 1 }));
  assert.equal((await one.request('GET', '/me')).status, 401);
});

test('another site’s page changes nothing', async () => {
  const evil = { origin: 'https://evil.example' };
  for (const [method, path] of [['POST', '/team'], ['DELETE', '/team/mei'], ['PUT', '/settings/brand'], ['POST', '/keys']]) {
    const answer = await owner.request(method, path, method === 'DELETE' ? undefined : {}, evil);
    assert.equal(answer.body.code, 'forbidden_origin', `${method} ${path}`);
  }
});

test('a section is changed against its own version; another’s change stands in nobody’s way', async () => {
  const before = await settings();
  assert.deepEqual(Object.keys(before.sections).sort(), ['brand', 'languages', 'origins', 'privacy', 'queues', 'replies']);
  const { brand, queues } = before.sections;
  queues.value.queues[0].hours.mon = '10:00-16:00';
  brand.value.brand.greeting.en = 'Welcome back';
  const put = (name, section, by = owner) => by.request('PUT', `/settings/${name}`, section.value, quoted(section.version));
  const lead = await edge.signIn('ada');
  const both = await Promise.all([put('queues', queues), put('brand', brand, lead)]);
  assert.deepEqual(both.map((answer) => answer.status), [200, 200]);
  const after = await settings();
  assert.equal(after.version, before.version + 2);
  assert.equal(after.sections.queues.value.queues[0].hours.mon, '10:00-16:00');
  assert.equal(after.sections.brand.value.brand.greeting.en, 'Welcome back');
  brand.value.brand.greeting.en = 'Overwritten';
  const stale = await put('brand', brand);
  assert.deepEqual([stale.status, stale.body.code], [412, 'stale']);
  const unchanged = await settings();
  assert.equal(unchanged.sections.brand.value.brand.greeting.en, 'Welcome back');
  await expectOk(put('brand', unchanged.sections.brand));
  assert.equal((await settings()).version, after.version, 'what changes nothing publishes nothing');
  const { entries } = await expectOk(owner.request('GET', '/audit'));
  const changes = entries.filter((entry) => entry.action === 'settings_changed').flatMap((entry) => entry.changes);
  const hours = changes.find((change) => change.path === 'queues.billing.hours.mon' || /hours\.mon$/.test(change.path));
  assert.equal(hours.after, '10:00-16:00');
});

test('a section that is wrong is refused with all that must be mended', async () => {
  const { sections } = await settings();
  const put = (name, value) => owner.request('PUT', `/settings/${name}`, value, { 'if-match': '*' });
  const broken = structuredClone(sections.queues.value);
  broken.queues[0].hours.mon = 'nine to five';
  broken.queues.pop();
  const refused = await put('queues', broken);
  assert.equal(refused.status, 422);
  assert.ok(refused.body.errors.some((error) => /^queue\..*\.hours$/.test(error.field)), JSON.stringify(refused.body));
  const colour = structuredClone(sections.brand.value);
  colour.brand.accent = 'red';
  assert.deepEqual((await put('brand', colour)).body.errors.map((error) => error.field), ['brand.accent']);
  assert.equal((await put('privacy', { section: 'privacy', privacy: { file_days: 0 } })).body.errors[0].field, 'privacy.file_days');
  const misspelt = await put('privacy', { section: 'privacy', privacy: { file_day: 1 } });
  assert.deepEqual([misspelt.status, misspelt.body.field], [422, 'privacy']);
  assert.equal((await put('origins', sections.brand.value)).body.field, 'section');
  assert.equal((await put('nothing', {})).status, 404);
});

test('a key is shown once, and is of no use once it is voided', async () => {
  const { id, key } = await expectOk(owner.request('POST', '/keys', { name: 'statistics', scopes: ['read_conversations'] }));
  assert.match(key, new RegExp(`^baton_${id}_[0-9a-f]{64}$`));
  const use = (text) => request('GET', `${edge.url}/admin/conversations`, undefined, { authorization: `Bearer ${text}` });
  assert.equal((await use(key)).status, 200);
  assert.equal((await use(`${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`)).status, 401);
  const { keys } = await expectOk(owner.request('GET', '/keys'));
  const row = keys.find((one) => one.id === id);
  assert.deepEqual([row.name, row.scopes, row.by], ['statistics', ['read_conversations'], 'ruth']);
  assert.ok(row.last_used > 0 && !JSON.stringify(keys).includes(key));
  await expectOk(owner.request('DELETE', `/keys/${id}`));
  assert.equal((await use(key)).status, 401);
  assert.equal((await owner.request('DELETE', `/keys/${id}`)).status, 404);
  assert.equal((await owner.request('POST', '/keys', { name: ' ', scopes: ['customers'] })).body.field, 'name');
  assert.equal((await owner.request('POST', '/keys', { name: 'x', scopes: [] })).body.field, 'scopes');
});

test('stored are hashes alone, the audit cannot be changed, and an idle session has ended', async () => {
  const idle = await edge.signIn('ada');
  const invited = await expectOk(owner.request('POST', '/team/ada/invitation'));
  const { key } = await expectOk(owner.request('POST', '/keys', { name: 'kept', scopes: ['customers'] }));
  await edge.kill();
  const tables = ['session', 'invitation', 'api_key', 'audit'];
  const stored = JSON.stringify(query(edge, tables.map((table) => `SELECT * FROM ${table}`).join('; ')));
  assert.ok(stored.includes('key_hash') && stored.includes('device'));
  for (const hidden of [key, key.split('_')[2], new URL(invited.link).searchParams.get('token'), idle.cookie.split('=')[1]]) {
    assert.ok(!stored.includes(hidden), hidden);
  }
  for (const change of [
    "UPDATE audit SET who = 'nobody' WHERE number = 1",
    'DELETE FROM audit WHERE number = 1',
    "INSERT OR REPLACE INTO audit (number, workspace, at, who, action, subject, changes) VALUES (1, 'w', 0, 'x', 'x', 'x', '[]')",
  ]) {
    assert.throws(() => query(edge, change), change);
  }
  assert.equal(query(edge, 'SELECT who FROM audit WHERE number = 1')[0].who, 'tool');
  query(edge, `UPDATE session SET last_seen = last_seen - ${4 * 3_600_000 + 1} WHERE agent = 'ada'`);
  await edge.start();
  assert.equal((await idle.request('GET', '/me')).status, 401);
  assert.equal((await owner.request('GET', '/me')).status, 200);
});
