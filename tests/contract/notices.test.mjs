// Notices: what is live stands in the pointer, what only some may read is told to them alone, and what pages and
// identities say of visitors is checked.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, messageId, request, startEdge, until } from '../support/edge.mjs';

let edge;
before(async () => (edge = await startEdge()));
after(() => edge.stop());

const PAGE = 'http://localhost:8788';
const manifest = () => expectOk(request('GET', `${edge.url}/published/manifest.json`));
const part = (hash) => request('GET', `${edge.url}/published/parts/${hash}.json`);
const asks = (change = {}) => ({ identity: edge.identity({ sub: 'ana' }), language: 'en', path: '/', device: 'desktop', ...change });
const notices = (body, headers = { origin: PAGE }) => request('POST', `${edge.url}/v1/notices`, body, headers);

/** Publishes with the notices changed; the rest stays. */
async function publish(change) {
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  workspace.notices = change(workspace.notices);
  await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
}

/** A notice for everybody. */
function notice(id, more = {}) {
  const texts = { en: { title: id, text: 'Words.' }, zh: { title: id, text: '文字。' } };
  return { id, kind: 'tip', form: 'bubble', tone: 'info', texts, ...more };
}

test('the pointer names what is live and what can be asked, in each language', async () => {
  const { parts } = await manifest();
  for (const kind of ['notices', 'suggest']) {
    for (const language of ['en', 'zh']) {
      const answer = await part(parts[`${kind}.${language}`]);
      assert.equal(answer.status, 200, `${kind}.${language}`);
      assert.match(answer.headers.get('cache-control'), /immutable/);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    }
  }
  const { body } = await part(parts['notices.zh']);
  const [outage] = body.notices;
  assert.deepEqual(
    { id: outage.id, tone: outage.tone, form: outage.form, set: outage.set, when: outage.when },
    { id: 'outage-north', tone: 'danger', form: 'bar', set: { region: 'north' }, when: ['attribute', 'region', 'north'] },
  );
  assert.match(outage.version, /^[0-9a-f]{8}$/);
  assert.match(outage.ask, /[\u4e00-\u9fff]/);
  assert.equal(body.verified, true);
  assert.ok(body.notices.every((shown) => shown.id !== 'renewal-soon'), 'a verified one is nobody else’s to read');
  const { body: suggest } = await part(parts['suggest.en']);
  assert.ok(suggest.questions.length > 50 && suggest.questions.length <= 200);
  assert.equal(new Set(suggest.questions).size, suggest.questions.length);
});

test('a verified notice is told to whom the identity names it, and to nobody else', async () => {
  const identity = (attributes) => edge.identity({ sub: 'li-wei', attributes });
  const soon = await notices(asks({ identity: identity({ renewal: 'soon' }), language: 'zh' }));
  assert.equal(soon.status, 200);
  assert.equal(soon.headers.get('cache-control'), 'private, no-store');
  assert.equal(soon.headers.get('access-control-allow-origin'), PAGE);
  const [renewal] = soon.body.notices;
  assert.equal(renewal.id, 'renewal-soon');
  assert.match(renewal.title, /[\u4e00-\u9fff]/);
  assert.equal(renewal.when, undefined);
  assert.equal(soon.body.notices.length, 1, 'the public ones stand in the pointer');
  for (const given of [undefined, {}, { renewal: 'later' }]) {
    const none = await expectOk(notices(asks({ identity: identity(given), attributes: { renewal: 'soon' } })));
    assert.deepEqual(none.notices, [], 'what the page says opens nothing');
  }
});

test('asking for notices is checked', async () => {
  const forged = edge.identity({ sub: 'li-wei' }, { secret: Buffer.alloc(32, 7).toString('base64url') });
  for (const identity of [forged, 'not-a-token', edge.identity({ sub: 'a', exp: 1, iat: 1 })]) {
    const answer = await notices(asks({ identity }));
    assert.equal(answer.status, 401);
    assert.equal(answer.body.field, 'identity');
    assert.equal(answer.headers.get('access-control-allow-origin'), PAGE, 'the page may read why');
  }
  const bad = await notices(asks({ identity: edge.identity({ sub: 'a', attributes: { Region: 'north' } }) }));
  assert.deepEqual([bad.status, bad.body.code], [401, 'bad_claim']);
  const wrong = [
    [{ language: 'fr' }, 'language'],
    [{ device: 'fridge' }, 'device'],
    [{ path: 'x'.repeat(3000) }, 'path'],
    [{ path: undefined }, 'path'],
    [{ events: [''] }, 'events[0]'],
    [{ events: Array(51).fill('x') }, 'events'],
    [{ attributes: { 'a-b': 'x' } }, 'attributes.a-b'],
    [{ attributes: { region: 'x'.repeat(129) } }, 'attributes.region'],
    [{ extra: 1 }, 'extra'],
  ];
  for (const [change, field] of wrong) {
    const answer = await notices(asks(change));
    assert.deepEqual([answer.status, answer.body.field], [422, field]);
    assert.match(answer.headers.get('content-type'), /problem\+json/);
  }
  assert.equal((await notices(asks(), { origin: 'https://evil.example' })).status, 403);
  assert.equal((await notices('{', { origin: PAGE })).status, 400);
  assert.equal((await request('GET', `${edge.url}/v1/notices`)).status, 405);
});

test('a page that says too much of its visitor is refused', async () => {
  const open = (attributes) => {
    const body = edge.customer().openBody({ type: 'say', id: messageId(), text: 'hello' });
    return request('POST', `${edge.url}/v1/conversations`, { ...body, attributes });
  };
  const many = Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`a${n}`, 'x']));
  for (const [attributes, field] of [
    [many, 'attributes'],
    [['region'], 'attributes'],
    [{ Region: 'north' }, 'attributes.Region'],
    [{ region: 7 }, 'attributes.region'],
    [{ region: '北'.repeat(43) }, 'attributes.region'],
  ]) {
    const answer = await open(attributes);
    assert.deepEqual([answer.status, answer.body.field], [422, field]);
  }
  const customer = edge.customer();
  await customer.open('hello');
  await customer.command({ type: 'update', attributes: { region: 'south', plan: 'tide' } });
  await customer.command({ type: 'update', attributes: { region: 'north' } });
  await customer.command({ type: 'update', attributes: { region: 'north' } });
  const updated = (await edge.log_of(customer.id)).filter((recorded) => recorded.event.type === 'page_updated');
  assert.deepEqual(updated.map((recorded) => recorded.content.attributes), [{ plan: 'tide', region: 'south' }, { plan: 'tide', region: 'north' }]);
  const more = Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`b${n}`, 'x']));
  const refused = await customer.send({ type: 'update', attributes: more });
  assert.deepEqual([refused.status, refused.body.code, refused.body.field], [422, 'too_many_attributes', 'attributes']);
  assert.ok(!JSON.stringify(await customer.events()).includes('tide'), 'the customer’s own log has none of it');
});

test('a question about an outage is answered with its notice, where it concerns the customer', async () => {
  const ask = async (attributes, identity) => {
    const customer = edge.customer({ identity });
    const body = customer.openBody({ type: 'say', id: messageId(), text: 'Is there an outage in my area?' });
    const opened = await expectOk(request('POST', `${edge.url}/v1/conversations`, { ...body, attributes }));
    const { source } = opened.events.find((event) => event.type === 'answer');
    return source.article;
  };
  assert.equal(await ask({}), 'notice:outage-north');
  assert.equal(await ask({ region: 'north' }), 'notice:outage-north');
  assert.equal(await ask({ region: 'south' }), 'no-internet');
  const north = edge.identity({ sub: 'ana', attributes: { region: 'north' } });
  assert.equal(await ask({ region: 'south' }, north), 'notice:outage-north', 'what is signed stands above what the page says');
});

test('an article is read from anywhere, and only an approved one that anybody may read', async () => {
  const article = (rest, headers = { origin: 'https://anybody.example' }) => request('GET', `${edge.url}/v1/articles/${rest}`, undefined, headers);
  const zh = await article('read-bill?language=zh');
  assert.equal(zh.status, 200);
  assert.equal(zh.headers.get('access-control-allow-origin'), '*');
  assert.deepEqual(Object.keys(zh.body).sort(), ['body', 'id', 'title', 'url']);
  assert.match(zh.body.title, /[\u4e00-\u9fff]/);
  const same = await article('read-bill?language=zh', { 'if-none-match': zh.headers.get('etag') });
  assert.equal(same.status, 304);
  assert.match((await article('read-bill')).body.title, /bill/, 'the workspace’s own language');
  for (const [rest, status] of [['nothing?language=en', 404], ['notice:outage-north', 404], ['read-bill?language=fr', 422]]) {
    const none = await article(rest);
    assert.equal(none.status, status, rest);
    assert.match(none.headers.get('content-type'), /problem\+json/);
    assert.equal(none.headers.get('access-control-allow-origin'), '*');
  }
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const change = (id, fields) => workspace.articles.filter((a) => a.id === id).forEach((a) => Object.assign(a, fields));
  change('warranty', { status: 'draft' });
  change('change-plan', { audience: 'customers' });
  await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
  assert.equal((await article('warranty?language=en')).status, 404);
  assert.equal((await article('change-plan?language=en')).status, 404);
  const { body } = await part((await manifest()).parts['suggest.en']);
  assert.ok(!body.questions.some((question) => /warranty|downgrade/.test(question)));
});

test('a notice comes and goes by the clock, and the pointer with it', async () => {
  const [from, until_] = [Date.now() + 2500, Date.now() + 6000];
  await publish(() => [notice('later', { from, until: until_ })]);
  const before = await request('GET', `${edge.url}/published/manifest.json`);
  assert.ok(!('notices.en' in before.body.parts), 'nothing is live, so nothing is named');
  const live = await until(async () => {
    const now = await request('GET', `${edge.url}/published/manifest.json`, undefined, { 'if-none-match': before.headers.get('etag') });
    return now.status === 200 && now.body;
  }, 'the pointer to change');
  assert.equal(live.version, before.body.version, 'nobody has published');
  const hash = live.parts['notices.en'];
  const { body } = await part(hash);
  assert.deepEqual(body, { notices: [{ id: 'later', version: body.notices[0].version, tone: 'info', form: 'bubble', title: 'later', text: 'Words.', until: until_, when: true }] });
  await until(async () => !('notices.en' in (await manifest()).parts), 'the notice to end');
  assert.equal((await part(hash)).status, 200, 'who has just read the pointer still finds it');
});

test('a notice that needs an identity is announced without a word of it', async () => {
  await publish(() => [notice('hidden', { verified: true, when: { attributes: { tier: 'gold' }, paths: ['/account*'] } })]);
  const { body } = await part((await manifest()).parts['notices.en']);
  assert.deepEqual(body, { notices: [], verified: true });
  const gold = (path) => expectOk(notices(asks({ identity: edge.identity({ sub: 'ana', tier: 'gold' }), path })));
  assert.equal((await gold('/account/plan')).notices.length, 1);
  assert.equal((await gold('/')).notices.length, 0);
  await publish(() => []);
  assert.deepEqual((await gold('/account')).notices, []);
});
