// Articles from the console: written, sent to review, approved and retired by those who may, never over what somebody else has
// changed; what would answer a question; and the questions that nothing answered.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { query } from '../support/database.mjs';
import { engine } from '../support/engine.mjs';
import { expectOk, startEdge, until } from '../support/edge.mjs';

let edge;
let people;
before(async () => {
  edge = await startEdge();
  // Nadia writes and leads nobody.
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const marketer = { id: 'nadia', name: 'Nadia', languages: ['en'], role: 'marketer', capacity: 0 };
  workspace.team = [...workspace.team.filter(({ id }) => id !== 'nadia'), marketer];
  await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
  people = { nadia: await edge.signIn('nadia'), ada: await edge.signIn('ada'), mei: await edge.signIn('mei') };
});
after(() => edge?.stop());

const quoted = (version) => ({ 'if-match': `"${version}"` });
const read = (who, id) => expectOk(people[who].request('GET', `/articles/${id}`));
const put = (who, id, languages, version, more = {}) => people[who].request('PUT', `/articles/${id}`, { languages, ...more }, quoted(version));
const audit = async () => (await expectOk(edge.admin('GET', '/audit'))).entries;
const tickets = (status = 'draft') => ({
  en: {
    id: 'concert', language: 'en', title: 'Concert tickets', topic: 'account', status,
    questions: ['Do you sell concert tickets?'], body: '## Where\nWe sell concert tickets at the counter on Saturdays.',
  },
  zh: {
    id: 'concert', language: 'zh', title: '演唱会门票', topic: 'account', status,
    questions: ['你们卖演唱会门票吗？'], body: '## 在哪买\n每周六在柜台出售演唱会门票。',
  },
});
const withStatus = (languages, status) => Object.fromEntries(Object.entries(languages).map(([language, article]) => [language, { ...article, status }]));

test('a draft is written, reviewed and approved, and then it answers', async () => {
  const ask = async () => {
    const customer = edge.customer();
    await customer.open('Do you sell concert tickets?');
    return (await edge.log_of(customer.id)).find(({ event }) => event.type === 'bot_answered')?.event ?? null;
  };
  const list = await expectOk(people.mei.request('GET', '/articles'));
  assert.ok(list.articles.length > 50 && list.topics.includes('billing') && list.owners.some(({ id }) => id === 'mei'));
  assert.deepEqual(list.languages, ['en', 'zh']);

  const made = await expectOk(put('nadia', 'concert', tickets(), 'new'));
  assert.deepEqual([made.languages.en.version, made.languages.en.status], [1, 'draft']);
  assert.equal(await ask(), null, 'a draft answers nobody');
  const reviewed = await expectOk(put('nadia', 'concert', withStatus(made.languages, 'in_review'), made.version));
  assert.equal(reviewed.languages.en.version, 2, 'a change is counted');
  const refused = await put('nadia', 'concert', withStatus(made.languages, 'approved'), reviewed.version);
  assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
  const approved = await expectOk(put('ada', 'concert', withStatus(reviewed.languages, 'approved'), reviewed.version));
  const [latest] = await audit();
  assert.deepEqual([latest.action, latest.subject, latest.who], ['article_changed', 'concert', 'ada']);
  assert.ok(latest.changes.some(({ path, after }) => path === 'en.status' && after === 'approved'), JSON.stringify(latest.changes));
  const answered = await until(ask, 'the answer');
  assert.equal(answered.source.article, 'concert');

  // What answers is for those who lead, also to take it away.
  for (const languages of [withStatus(approved.languages, 'draft'), {}]) {
    assert.equal((await put('nadia', 'concert', languages, approved.version)).status, 403);
  }
  await expectOk(put('ada', 'concert', withStatus(approved.languages, 'retired'), approved.version));
  await until(async () => (await ask()) === null, 'the end of the answers');
});

test('nobody writes over what somebody else has changed', async () => {
  const mine = await expectOk(put('nadia', 'clash', tickets2('clash', 'Mine'), 'new'));
  const taken = await put('ada', 'clash', tickets2('clash', 'Theirs'), 'new');
  assert.deepEqual([taken.status, taken.body.code], [412, 'stale']);
  const theirs = await expectOk(put('ada', 'clash', tickets2('clash', 'Theirs'), mine.version));
  const stale = await put('nadia', 'clash', tickets2('clash', 'Mine again'), mine.version);
  assert.deepEqual([stale.status, stale.body.code], [412, 'stale']);
  assert.deepEqual(await read('nadia', 'clash'), theirs, 'both sides are there to compare');
  assert.equal((await people.nadia.request('PUT', '/articles/clash', { languages: {} })).status, 428);
  // A draft goes when nothing of it is left.
  const gone = await expectOk(put('nadia', 'clash', {}, theirs.version));
  assert.deepEqual(gone.languages, {});
  assert.equal((await people.nadia.request('GET', '/articles/clash')).status, 404);
});

const tickets2 = (id, title) => ({ en: { id, language: 'en', title, topic: 'account', body: 'Words.' } });

test('what is wrong is named with its field', async () => {
  const said = async (languages, id = 'odd') => {
    const { status, body } = await put('ada', id, languages, 'new');
    return [status, body.field ?? body.errors?.[0].field];
  };
  assert.deepEqual(await said({ en: { ...tickets2('other', 'One').en } }), [422, 'languages.en.id']);
  assert.deepEqual(await said({ en: { ...tickets2('odd', ' ').en } }), [422, 'languages.en.title']);
  const alone = await said({ en: { ...tickets2('odd', 'One').en, status: 'approved' } });
  assert.equal(alone[0], 422, 'an approved article needs its translation');
  assert.equal((await put('ada', 'odd', { en: { ...tickets2('odd', 'One').en, review_by: 'soon' } }, 'new')).status, 422);
  assert.equal((await put('ada', 'odd', { en: { ...tickets2('odd', 'One').en, audience: { tiers: [] } } }, 'new')).status, 422);
  assert.equal((await put('ada', 'odd', tickets2('odd', 'One'), 'new', { model: 'AAAA' })).status, 422, 'a model comes by itself');
  assert.equal((await put('mei', 'odd', tickets2('odd', 'One'), 'new')).status, 403, 'agents read');
});

test('only what a tier may read answers it, until its review is due', async () => {
  const tiered = withStatus(tickets(), 'approved');
  for (const article of Object.values(tiered)) Object.assign(article, { id: 'club', audience: { tiers: ['club'] }, title: `Club ${article.title}` });
  const made = await expectOk(put('ada', 'club', tiered, 'new'));
  const ask = async (tier) => {
    const customer = edge.customer(tier ? { identity: edge.identity({ sub: `tier-${tier}`, tier }) } : {});
    await customer.open('Do you sell concert tickets?');
    return (await edge.log_of(customer.id)).some(({ event }) => event.type === 'bot_answered');
  };
  await until(() => ask('club'), 'the answer to the club');
  assert.deepEqual([await ask('home'), await ask()], [false, false]);
  for (const article of Object.values(made.languages)) article.review_by = '2020-01-01';
  await expectOk(put('ada', 'club', made.languages, made.version));
  await until(async () => !(await ask('club')), 'the end of its time');
  const over = (await expectOk(people.ada.request('GET', '/articles'))).articles.find(({ id }) => id === 'club');
  assert.equal(over.languages.en.review_by, '2020-01-01');
});

test('a question is tried, with what is being written', async () => {
  const ask = (text, drafts, language = 'en') => expectOk(people.nadia.request('POST', '/knowledge/try', { text, language, drafts }));
  const known = await ask('How do I read my bill?');
  assert.equal(known.hits[0].article, 'read-bill');
  assert.ok(known.hits[0].support >= known.answers_from);
  const text = 'Do you rent out surfboards?';
  const unknown = await ask(text);
  assert.ok(!unknown.hits.some((hit) => hit.support >= unknown.answers_from));
  const draft = { id: 'surf', language: 'en', title: 'Surfboards', topic: 'account', status: 'draft', questions: [text], body: 'We rent surfboards.' };
  const tried = await ask(text, [draft]);
  assert.deepEqual([tried.hits[0].article, tried.hits[0].text], ['surf', 'We rent surfboards.']);
  const empty = await people.nadia.request('POST', '/knowledge/try', { text: ' ', language: 'en' });
  assert.deepEqual([empty.status, empty.body.field], [422, 'text']);
});

test('what nothing answered is gathered, without what is personal, and goes with its conversation or when it is answered', async () => {
  const gaps = async () => (await expectOk(people.nadia.request('GET', '/gaps'))).gaps;
  const asked = async (text) => {
    const customer = edge.customer();
    await customer.open(text);
    return customer;
  };
  const first = await asked('Do you repair bicycles? I am at zora@private.example');
  await asked('do you repair a bicycle');
  await asked('How do I read my bill?');
  await asked('I want to talk to a person');
  await asked('你们修自行车吗？');
  const about = (all, word) => all.find(({ questions }) => questions.some((question) => question.includes(word)));
  const found = await until(async () => {
    const all = await gaps();
    return about(all, 'bicycle')?.count === 2 && about(all, '自行车') && all;
  }, 'the gaps');
  const bicycles = about(found, 'bicycle');
  assert.equal(bicycles.language, 'en');
  assert.ok(!JSON.stringify(found).includes('private.example'));
  assert.ok(!about(found, 'bill') && !about(found, 'person'), JSON.stringify(found));

  await expectOk(edge.admin('POST', `/conversations/${first.id}/erase`));
  await until(async () => about(await gaps(), 'bicycle')?.count === 1, 'the erased one to go');

  // Dismissed until it is asked again.
  const other = about(await gaps(), '自行车');
  assert.equal((await people.mei.request('DELETE', `/gaps/${other.id}`)).status, 403);
  assert.equal((await people.nadia.request('DELETE', `/gaps/${other.id}`)).status, 204);
  assert.equal((await audit())[0].action, 'gap_dismissed');
  assert.equal(about(await gaps(), '自行车'), undefined);
  assert.equal((await people.nadia.request('DELETE', `/gaps/${other.id}`)).status, 404);
  await asked('你们修自行车吗？');
  await until(async () => about(await gaps(), '自行车'), 'it to come back');

  const article = (language, title, body) => ({ id: 'bicycles', language, title, topic: 'account', status: 'approved', questions: [title], body });
  const languages = { en: article('en', 'Do you repair a bicycle', 'We do.'), zh: article('zh', '你们修自行车吗', '修。') };
  await expectOk(put('ada', 'bicycles', languages, 'new'));
  await until(async () => !about(await gaps(), 'bicycle') && !about(await gaps(), '自行车'), 'the gap to close');
});

test('who changes drafts alone keeps the model of the articles', async () => {
  assert.equal((await edge.baton('push', 'workspace', '--force')).code, 0);
  const { model } = await expectOk(edge.admin('GET', '/workspace'));
  assert.ok(model, 'a push brings a model');
  const ada = await edge.signIn('ada');
  const send = (id, languages, version) => expectOk(ada.request('PUT', `/articles/${id}`, { languages }, quoted(version)));
  await send('kept', tickets2('kept', 'A draft'), 'new');
  assert.equal((await expectOk(edge.admin('GET', '/workspace'))).model, model);
  const bill = await expectOk(ada.request('GET', '/articles/read-bill'));
  bill.languages.en.title = 'Read and understand your bill';
  await send('read-bill', bill.languages, bill.version);
  assert.equal((await expectOk(edge.admin('GET', '/workspace'))).model, undefined, 'what has changed is found by its words');
});

test('what is approved is learnt by whoever may approve, and of what it is now', async () => {
  const [ada, jonas] = [await edge.signIn('ada'), await edge.signIn('jonas')];
  const lessons = (who) => expectOk(who.request('GET', '/knowledge/lessons'));
  const send = (who, bytes, version, type = 'application/octet-stream') =>
    who.request('PUT', '/knowledge/model', bytes, { 'content-type': type, ...(version && quoted(version)) });
  const before = await lessons(jonas);
  assert.equal(before.learnt, 'due');
  assert.ok(before.articles.every(({ status, owner }) => status === 'approved' && owner === undefined));
  // Few articles are learnt quickly; a model of any is as good to be sent.
  const few = before.articles.filter(({ language }) => language === 'en').slice(0, 6);
  const model = (await engine()).learn(JSON.stringify(few));
  assert.equal((await send(jonas, model, before.version)).status, 403, 'who writes does not approve');
  assert.equal((await send(ada, model, undefined)).status, 428);
  assert.equal((await send(ada, model, before.version, 'application/json')).status, 415);
  assert.equal((await send(ada, Buffer.from('no model'), before.version)).body.field, 'model');
  const bill = await expectOk(ada.request('GET', '/articles/read-bill'));
  bill.languages.en.title = 'Read your bill line by line';
  await expectOk(ada.request('PUT', '/articles/read-bill', { languages: bill.languages }, quoted(bill.version)));
  assert.deepEqual(((at) => [at.status, at.body.code])(await send(ada, model, before.version)), [412, 'stale'], 'they have changed');
  const now = await lessons(ada);
  assert.notEqual(now.version, before.version);
  assert.equal((await send(ada, model, now.version)).status, 204);
  assert.equal((await send(ada, model, now.version)).status, 204, 'once more changes nothing');
  assert.equal((await lessons(ada)).learnt, 'yes');
  assert.equal((await expectOk(ada.request('GET', '/articles'))).learnt, 'yes');
  assert.ok((await expectOk(edge.admin('GET', '/workspace'))).model);
  assert.equal((await audit())[0].action, 'articles_learnt');
  const customer = edge.customer();
  await customer.open(few[0].questions[0]);
  const { event } = (await edge.log_of(customer.id)).find(({ event }) => event.type === 'decided');
  assert.equal(event.versions.engine, 'meaning/1');
});

test('the database holds nothing of a question but what is shown', async () => {
  await edge.kill();
  const rows = JSON.stringify([query(edge, 'SELECT * FROM gap'), query(edge, 'SELECT * FROM gap_dismissed')]);
  await edge.start();
  assert.ok(!rows.includes('zora'), rows);
});
