// What every visitor reads: a small pointer to immutable parts, and publishing by compare-and-swap.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, request, startEdge } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

test('the pointer is revalidated, its parts are immutable, and neither knows the visitor', async () => {
  const pointer = await request('GET', `${edge.url}/published/manifest.json`, undefined, { origin: 'https://anybody.example' });
  assert.equal(pointer.status, 200);
  assert.equal(pointer.headers.get('access-control-allow-origin'), '*');
  assert.equal(pointer.headers.get('vary'), null);
  assert.equal(pointer.headers.get('set-cookie'), null);
  assert.match(pointer.headers.get('cache-control'), /must-revalidate/);
  const same = await request('GET', `${edge.url}/published/manifest.json`, undefined, { 'if-none-match': pointer.headers.get('etag') });
  assert.equal(same.status, 304);
  assert.deepEqual(Object.keys(pointer.body.parts).sort(), ['brand.en', 'brand.zh', 'notices.en', 'notices.zh', 'suggest.en', 'suggest.zh']);
  const part = await request('GET', `${edge.url}/published/parts/${pointer.body.parts['brand.zh']}.json`);
  assert.match(part.headers.get('cache-control'), /immutable/);
  assert.match(part.body.greeting, /[\u4e00-\u9fff]/);
  const none = await request('GET', `${edge.url}/published/parts/${'0'.repeat(32)}.json`);
  assert.equal(none.status, 404);
});

test('private parts are not served', async () => {
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const manifest = await expectOk(request('GET', `${edge.url}/published/manifest.json`));
  for (const hash of Object.values(manifest.parts)) {
    const part = await expectOk(request('GET', `${edge.url}/published/parts/${hash}.json`));
    assert.ok(!JSON.stringify(part).includes(workspace.team[0].id));
    assert.equal(part.policy, undefined);
  }
});

test('publishing is compare-and-swap: a stale version overwrites nothing', async () => {
  const { workspace, version } = await expectOk(edge.admin('GET', '/workspace'));
  workspace.brand.greeting.en = 'Hello there';
  const first = await edge.admin('PUT', '/workspace', workspace, { 'if-match': `"${version}"` });
  assert.equal(first.status, 200);
  assert.equal(first.body.version, version + 1);
  workspace.brand.greeting.en = 'Overwritten';
  const stale = await edge.admin('PUT', '/workspace', workspace, { 'if-match': `"${version}"` });
  assert.equal(stale.status, 412);
  const missing = await edge.admin('PUT', '/workspace', workspace);
  assert.equal(missing.status, 428);
  const now = await expectOk(edge.admin('GET', '/workspace'));
  assert.equal(now.workspace.brand.greeting.en, 'Hello there');
  const manifest = await expectOk(request('GET', `${edge.url}/published/manifest.json`));
  assert.equal(manifest.version, version + 1);
});

test('nothing broken is published: all that is wrong is told at once', async () => {
  const { workspace, version } = await expectOk(edge.admin('GET', '/workspace'));
  const put = (changed) => edge.admin('PUT', '/workspace', changed, { 'if-match': '*' });
  const broken = structuredClone(workspace);
  broken.policy.rule[0].queue = 'nowhere';
  broken.queues[0].skills = [];
  broken.articles[0].body = ' ';
  broken.team.push({ ...broken.team[0], email: null });
  broken.notices[0].texts.en.title = '';
  broken.allowed_origins.push('example.com');
  const refused = await put(broken);
  assert.deepEqual([refused.status, refused.body.code], [422, 'invalid']);
  assert.match(refused.headers.get('content-type'), /problem\+json/);
  const [queue, rule, agent] = [broken.queues[0].id, broken.policy.rule[0].id, broken.team[0].id];
  const [article, notice] = [broken.articles[0], broken.notices[0]];
  const at = (file, field) => `${file} ${field}`;
  assert.deepEqual(refused.body.errors.map((error) => at(error.file, error.field)).sort(), [
    at('policy.toml', `rule.${rule}.queue`),
    at('queues.toml', `queue.${queue}.skills`),
    at('team.toml', `agent.${agent}.id`),
    at('workspace.toml', 'allowed_origins'),
    at(`articles/${article.language}/${article.id}.md`, 'body'),
    at(`notices/${notice.id}.toml`, 'texts.en.title'),
  ].sort());
  assert.ok(refused.body.errors.every((error) => error.detail.length > 10));
  assert.match(refused.body.detail, /6 problems/);
  // Twice the same, and what only files cannot get wrong.
  for (const [field, twice] of [['articles', 'id'], ['notices', 'id']]) {
    const again = { ...workspace, [field]: [...workspace[field], workspace[field][0]] };
    assert.deepEqual((await put(again)).body.errors.map((error) => error.field), [twice], field);
  }
  assert.ok((await put({ ...workspace, languages: [] })).body.errors.some((error) => error.field === 'languages'));
  const shapeless = await put({ ...workspace, queues: 'none' });
  assert.deepEqual([shapeless.status, shapeless.body.code], [422, 'invalid']);
  assert.equal((await expectOk(edge.admin('GET', '/workspace'))).version, version);
});

test('a workspace keeps its id: under another, its conversations would be lost', async () => {
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const other = await edge.admin('PUT', '/workspace', { ...workspace, id: 'another' }, { 'if-match': '*' });
  assert.equal(other.status, 409);
  assert.equal(other.body.field, 'id');
});

test('health and the interface’s description', async () => {
  const health = await expectOk(request('GET', `${edge.url}/health`));
  assert.equal(health.status, 'ok');
  const openapi = await expectOk(request('GET', `${edge.url}/openapi.json`));
  assert.match(openapi.openapi, /^3\.1/);
  assert.ok(openapi.paths['/v1/conversations']);
});
