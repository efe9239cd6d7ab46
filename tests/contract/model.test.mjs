// Models of the articles: learnt by `cargo baton push`, checked and kept by the edge, which searches with them.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { baton, expectOk, ROOT, startEdge } from '../support/edge.mjs';
import { engine as inWasm } from '../support/engine.mjs';

let edge;
let place;
let folder;

before(async () => {
  place = mkdtempSync(join(tmpdir(), 'baton-model-'));
  folder = join(place, 'workspace');
  cpSync(join(ROOT, 'workspace'), folder, { recursive: true });
  // Few articles are learnt in a moment.
  for (const language of ['en', 'zh']) {
    const articles = join(folder, 'articles', language);
    readdirSync(articles).sort().slice(12).forEach((name) => rmSync(join(articles, name)));
  }
  edge = await startEdge({ workspace: false });
});
after(async () => {
  await edge?.stop();
  rmSync(place, { recursive: true, force: true });
});

const published = () => expectOk(edge.admin('GET', '/workspace'));

/** The engine that a decision about a first message records. */
async function engine(text = 'How do I set up my camera?') {
  const customer = edge.customer();
  await customer.open(text);
  const decided = (await edge.log_of(customer.id)).find(({ event }) => event.type === 'decided');
  return decided.event.versions.engine;
}

/** Publishes as a program does. */
async function put(workspace, model) {
  return edge.admin('PUT', '/workspace', model === undefined ? workspace : { ...workspace, model }, { 'if-match': '*' });
}

/** What `push` learnt last, as it lies in the project's scratch folder. */
function learnt(name) {
  const models = join(ROOT, '.baton', 'models');
  const all = readdirSync(models).filter((file) => file.endsWith('.bin')).map((file) => readFileSync(join(models, file)));
  return all.find((bytes) => createHash('sha256').update(bytes).digest('hex').startsWith(name));
}

test('a push brings the model of the articles, and the edge searches with it', async () => {
  const told = await edge.baton('push', folder);
  assert.equal(told.code, 0, told.told);
  const { version, model } = await published();
  assert.equal(version, 1);
  assert.match(model, /^[0-9a-f]{32}$/);
  assert.match((await edge.baton('push', folder)).said, /runs version 1, which says what/);
  assert.equal(await engine(), 'meaning/1');
});

test('the model stays as long as the articles do', async () => {
  const { workspace, model } = await published();
  const later = { ...workspace, queues: workspace.queues.map((queue) => ({ ...queue, accept_within_seconds: 77 })) };
  await expectOk(put(later));
  assert.equal((await published()).model, model);
  assert.equal(await engine(), 'meaning/1');
  const [{ id }] = later.articles;
  await expectOk(put({ ...later, articles: later.articles.filter((article) => article.id !== id) }));
  assert.equal((await published()).model, undefined, 'it would know an article that is gone');
  assert.equal(await engine(), 'words/1');
  await expectOk(put(workspace, learnt(model).toString('base64')));
  assert.equal((await published()).model, model);
});

test('a model that is damaged, of another table, too large or no model at all is refused, and nothing is published', async () => {
  const { workspace, model, version } = await published();
  const bytes = learnt(model);
  const changed = (at, by) => Buffer.from(bytes).fill(bytes[at] ^ by, at, at + 1);
  const wrong = [
    ['?', 422, /base64/],
    [7, 422, /base64/],
    ['', 422, /damaged/],
    [bytes.subarray(0, -1).toString('base64'), 422, /damaged/],
    [changed(6, 1).toString('base64'), 422, /another version of Baton/],
    // The last number is how surely the last sample was known.
    [changed(bytes.length - 4, 1).toString('base64'), 422, /samples/],
    [Buffer.alloc(8_000_001).toString('base64'), 413, /8000001 bytes/],
  ];
  for (const [sent, status, detail] of wrong) {
    const refused = await put(workspace, sent);
    assert.equal(refused.status, status, String(sent).slice(0, 20));
    assert.equal(refused.body.field, 'model');
    assert.match(refused.body.detail, detail);
  }
  assert.equal((await published()).version, version);
});

test('where the model is lost, articles are found by their words, and the next push brings it back', async () => {
  const { model, version } = await published();
  await edge.kill();
  const stores = readdirSync(edge.state, { recursive: true }).filter((path) => /(^|\/)r2$/.test(path));
  assert.ok(stores.length > 0);
  for (const store of stores) rmSync(join(edge.state, store), { recursive: true });
  await edge.start();
  assert.equal((await published()).model, undefined);
  assert.equal(await engine(), 'words/1');
  assert.match(edge.log, /model [0-9a-f]{32}: it is not in the bucket/);
  assert.equal((await edge.baton('push', folder)).code, 0);
  const now = await published();
  assert.equal(now.model, model);
  assert.equal(now.version, version + 1);
  assert.equal(await engine(), 'meaning/1');
});

test('in WebAssembly the engine learns, decides and feels the same to the last bit as natively', async () => {
  const { workspace, model } = await published();
  const { learn, negative, Decider } = await inWasm();
  const bytes = Buffer.from(learn(JSON.stringify(workspace.articles)));
  assert.ok(bytes.equals(learnt(model)), 'the model is another one');
  assert.throws(() => learn('{"no": "list"}'), /invalid type/);
  const decider = new Decider(JSON.stringify(workspace), bytes);
  const messages = [
    ['en', 'How do I set up my camera?'],
    ['en', 'my CAMERA is offline again, this is a joke!!'],
    ['en', 'do you sell horses'],
    ['zh', '摄像头怎么安装？'],
    ['zh', '我要投訴你們，氣死我了'],
  ];
  for (const [language, text] of messages) {
    const native = JSON.parse((await baton(['triage', text, '--json', '--workspace', folder])).said);
    const events = JSON.parse(decider.decide(language, text, Date.now()));
    const decided = events.find(({ event }) => event.type === 'decided');
    assert.deepEqual(decided.content?.considered ?? [], native.considered, text);
    assert.deepEqual([decided.event.rule, decided.event.outcome], [native.rule, native.outcome], text);
    assert.equal(negative(text), Math.fround(native.negative), text);
  }
});

test('questions about articles are not answered with what happens to be the matter', async () => {
  const { workspace, model } = await published();
  const { Decider } = await inWasm();
  const decider = new Decider(JSON.stringify(workspace), learnt(model));
  const notices = new Set(workspace.notices.map(({ id }) => id));
  const taken = (language, text) => {
    const events = JSON.parse(decider.decide(language, text, Date.now()));
    const [best] = events.find(({ event }) => event.type === 'decided').content?.considered ?? [];
    return notices.has(best?.source.article);
  };
  // With a question mark each, which no meaning may be made of.
  const asked = workspace.articles.flatMap(({ language, questions }) => questions.map((text) => [language, `${text.replace(/[?？]$/, '')}${language === 'zh' ? '？' : '?'}`]));
  for (const language of ['en', 'zh']) {
    const own = asked.filter(([of]) => of === language);
    const lost = own.filter(([, text]) => taken(language, text)).map(([, text]) => text);
    assert.ok(own.length >= 50 && lost.length <= own.length / 50, `${lost.length} of ${own.length}: ${lost.join(' | ')}`);
  }
});
