// `cargo baton check`, `push` and `pull`: a workspace goes out and comes in as files, and nobody's work is lost.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { ROOT, baton, expectOk, startEdge } from '../support/edge.mjs';
import { publish } from '../support/site.mjs';

let edge;
let place;
/** A folder with a copy of the starter workspace. */
let folder;

before(async () => (edge = await startEdge({ workspace: false })));
after(() => edge.stop());
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'baton-files-'));
  folder = join(place, 'workspace');
  cpSync(join(ROOT, 'workspace'), folder, { recursive: true });
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const published = () => expectOk(edge.admin('GET', '/workspace'));
const read = (file, from = folder) => readFileSync(join(from, file), 'utf8');
const change = (file, from, to) => {
  assert.ok(read(file).includes(from), `${from} in ${file}`);
  writeFileSync(join(folder, file), read(file).replace(from, to));
};
async function good(...args) {
  const { code, said, told } = await edge.baton(...args);
  assert.equal(code, 0, said + told);
  return said + told;
}
async function refused(...args) {
  const { code, said, told } = await edge.baton(...args);
  assert.equal(code, 1, said + told);
  return told;
}
/** Whatever is published counts as known to the folder. */
async function start() {
  await good('push', folder, '--force');
  return (await published()).version;
}

test('the first push, and one that changes nothing', async (t) => {
  const empty = await startEdge({ workspace: false });
  t.after(() => empty.stop());
  assert.match((await empty.baton('pull', folder)).told, /no workspace yet/);
  assert.match((await empty.baton('push', folder)).said, /now runs version 1/);
  assert.match((await empty.baton('push', folder)).said, /runs version 1, which says what/);
  assert.equal((await expectOk(empty.admin('GET', '/workspace'))).version, 1);
});

test('what is pulled says what is published, and pushing it changes nothing', async () => {
  const version = await start();
  const fresh = join(place, 'fresh');
  assert.match(await good('pull', fresh), /files were written/);
  const { code, said } = await baton(['check', fresh]);
  assert.equal(code, 0, said);
  assert.match(await good('push', fresh), new RegExp(`runs version ${version}, which says`));
  assert.match(await good('pull', fresh), /nothing was written/);
  assert.equal(existsSync(join(place, '.baton', '.gitignore')), true, 'what is remembered is not committed');
});

test('files that say the same stay as they are, with their comments', async () => {
  await start();
  const before = read('policy.toml');
  await publish(edge, (workspace) => {
    workspace.queues[0].reply_target_minutes = 45;
    workspace.articles.find((article) => article.id === 'warranty' && article.language === 'en').body += '\n\nAsk us.';
  });
  const said = await good('pull', folder);
  assert.match(said, /~ articles\/en\/warranty\.md/);
  assert.match(said, /~ queues\.toml/);
  assert.match(said, /2 files were written/);
  assert.equal(read('policy.toml'), before);
  assert.match(read('queues.toml'), /reply_target_minutes = 45/);
});

test('whoever was not first is told what differs, and overwrites nothing', async () => {
  await start();
  await publish(edge, (workspace) => (workspace.brand.greeting.en = 'Good day!'));
  change('team.toml', 'name = "Jonas"', 'name = "Jonas B."');
  const told = await refused('push', folder);
  assert.match(told, /nothing was published/);
  assert.match(told, /^-en = "Good day!"$/m);
  assert.match(told, /^\+name = "Jonas B\."$/m);
  assert.equal((await published()).workspace.brand.greeting.en, 'Good day!');

  await good('pull', folder);
  assert.match(read('workspace.toml'), /Good day!/);
  assert.match(read('team.toml'), /Jonas B\./, 'what only you have changed stays');
  await good('push', folder);
  const { workspace } = await published();
  assert.equal(workspace.team.find((agent) => agent.id === 'jonas').name, 'Jonas B.');
  assert.equal(workspace.brand.greeting.en, 'Good day!');
});

test('a folder that never was there overwrites nothing without being told to', async () => {
  await start();
  await publish(edge, (workspace) => (workspace.brand.greeting.en = 'Hello there'));
  const other = join(place, 'other', 'workspace');
  cpSync(folder, other, { recursive: true });
  assert.match(await refused('push', other), /never was pushed there or pulled from there/);
  assert.match(await refused('pull', other), /^\+en = "Hello there"$/m);
  assert.doesNotMatch(read('workspace.toml', other), /Hello there/);
  await good('push', other, '--force');
  assert.notEqual((await published()).workspace.brand.greeting.en, 'Hello there');
});

test('where both have changed a file, nothing is written', async () => {
  await start();
  await publish(edge, (workspace) => {
    workspace.brand.greeting.en = 'Good evening';
    workspace.queues[0].reply_target_minutes = 50;
  });
  change('workspace.toml', 'Hi, how can we help?', 'What can we do?');
  const told = await refused('pull', folder);
  assert.match(told, /1 file holds changes of your own/);
  assert.match(told, /^-en = "What can we do\?"$/m);
  assert.match(told, /^\+en = "Good evening"$/m);
  assert.doesNotMatch(read('queues.toml'), /reply_target_minutes = 50/);
  await good('pull', folder, '--force');
  assert.match(read('workspace.toml'), /Good evening/);
  assert.match(await good('pull', folder), /nothing was written/);
});

test('what is gone there goes here', async () => {
  await start();
  await publish(edge, (workspace) => {
    workspace.articles = workspace.articles.filter((article) => article.id !== 'warranty');
    workspace.notices = workspace.notices.filter((notice) => notice.id !== 'renewal-soon');
  });
  const said = await good('pull', folder);
  assert.match(said, /- articles\/zh\/warranty\.md/);
  assert.equal(existsSync(join(folder, 'notices', '30-renewal.toml')), false);
  assert.equal(statSync(join(folder, 'notices', '40-tip-hub-place.toml')).isFile(), true);
});

test('an id cannot lead out of the folder', async () => {
  await start();
  const { workspace } = await published();
  workspace.articles[0].id = '../../outside';
  const answer = await edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' });
  assert.equal(answer.status, 422);
  assert.ok(answer.body.errors.some(({ detail }) => /name of a file/.test(detail)), JSON.stringify(answer.body));
});

test('check names everything at once, for people and for programs', async () => {
  change('queues.toml', 'accept_within_seconds = 30', 'accept_within_seconds = 0');
  change('team.toml', 'id = "jonas"', 'id = "ruth"');
  rmSync(join(folder, 'articles', 'zh', 'warranty.md'));
  const { code, said } = await baton(['check', folder, '--json']);
  assert.equal(code, 1);
  const { problems } = JSON.parse(said);
  const places = problems.map(({ file, path }) => `${file} ${path}`);
  assert.deepEqual(places, ['queues.toml queue.safety.accept_within_seconds', 'team.toml agent.ruth.id', 'articles/en/warranty.md zh']);
});

test('a hint is no problem', async () => {
  change('articles/en/warranty.md', 'topic = "device"', 'topic = "promises"');
  change('notices/40-tip-hub-place.toml', 'id = "tip-hub-place"', 'id = "tip-hub-place"\nuntil = 2026-01-01T00:00:00Z');
  const { code, said } = await baton(['check', folder, '--json']);
  assert.equal(code, 0, said);
  const { problems, hints } = JSON.parse(said);
  assert.deepEqual(problems, []);
  const places = hints.map(({ file, path }) => `${file} ${path}`);
  assert.ok(places.includes('articles/en/warranty.md topic'), said);
  assert.ok(places.includes('notices/40-tip-hub-place.toml until'), said);
  const people = await baton(['check', folder]);
  assert.match(people.said, /promises.*\(a hint\)/);
  assert.match(people.said, /no problems, \d+ hints/);
});
