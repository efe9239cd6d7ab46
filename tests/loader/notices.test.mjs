// Notices: which one is shown where, in which form, and how it goes away.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { page, startBench, token, visit } from '../support/loader.mjs';

let bench;
before(async () => (bench = await startBench()));
after(() => bench?.stop());
const there = () => bench;

const notice = (more = {}) => ({
  id: 'outage', version: '1a2b3c4d', tone: 'danger', form: 'card', title: 'Internet is down in the north',
  text: 'Back by 16:00.', when: true, ...more,
});
const live = (...list) => ({ edge: { notices: { en: list } } });
const rendered = (visitor) => visitor.edge.asked('/widget/notices').length;
const gone = (visitor) => visitor.notice.waitFor({ state: 'detached' });
const quiet = (visitor) => visitor.page.waitForTimeout(300);

test('a notice that does not concern the page costs nothing', visit(there, live(notice({ when: ['path', '/billing*'] })), async (visitor) => {
  await visitor.until(() => visitor.edge.asked('/published/parts/notices').length > 0);
  await quiet(visitor);
  assert.equal(rendered(visitor), 0);
  assert.equal(visitor.edge.asked('/widget/rest').length, 0);
  assert.deepEqual(await visitor.kept(), []);
}));

test('the first that concerns the page is shown, one at a time', visit(there, live(
  notice({ id: 'no', when: false }), notice({ id: 'inside', form: 'panel' }), notice({ id: 'first', title: 'First' }), notice({ id: 'second', title: 'Second' }),
), async (visitor) => {
  await visitor.notice.waitFor();
  assert.equal(await visitor.notice.count(), 1);
  assert.equal(await visitor.notice.getByRole('heading').innerText(), 'First');
  await visitor.notice.getByRole('button', { name: 'Close' }).click();
  await visitor.widget.getByRole('heading', { name: 'Second' }).waitFor();
}));

for (const form of ['bar', 'card', 'bubble']) {
  test(`a ${form}: a region with a name, read out once, closed by keyboard, remembered`, visit(there, live(notice({ form })), async (visitor) => {
    const { page } = visitor;
    const region = visitor.widget.getByRole('region', { name: 'Internet is down in the north' });
    await region.waitFor();
    await visitor.until(async () => (await visitor.widget.getByRole('status').allInnerTexts()).includes('Internet is down in the north. Back by 16:00.'));
    assert.deepEqual(await visitor.kept(), [], 'nothing is kept before the visitor does something');
    await region.getByRole('button', { name: 'Close' }).focus();
    await page.keyboard.press('Escape');
    await gone(visitor);
    assert.equal(await page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.className), 'launcher');
    assert.deepEqual(await visitor.kept(), [`baton:${visitor.edge.base}:tidewell:notices`]);
    await page.reload();
    await visitor.until(() => visitor.edge.asked('/published/parts/notices').length > 1);
    await quiet(visitor);
    assert.equal(await visitor.notice.count(), 0);
    visitor.edge.notices.en[0].version = '99999999';
    await page.reload();
    await visitor.notice.waitFor();
  }));
}

test('the page makes room for a bar, and has it back', visit(there, live(notice({ form: 'bar' })), async (visitor) => {
  await visitor.notice.waitFor();
  const top = () => visitor.run(() => document.querySelector('h1').getBoundingClientRect().top);
  const { height } = await visitor.notice.boundingBox();
  await visitor.until(async () => (await top()) >= height);
  await visitor.notice.getByRole('button').click();
  await visitor.until(async () => (await top()) < height);
}));

test('at 320 px and with a long text, no more than a third of the window is covered', visit(there, {
  ...live(notice({ text: 'Engineers are on it. '.repeat(40), link: { label: 'Status', url: '/status' }, question: 'What is happening?' })),
  context: { viewport: { width: 320, height: 480 }, hasTouch: true },
}, async (visitor) => {
  await visitor.notice.waitFor();
  for (const form of ['card', 'bubble', 'bar']) {
    visitor.edge.notices.en[0].form = form;
    await visitor.page.reload();
    await visitor.widget.locator(`.notice.as-${form}`).waitFor();
    const box = await visitor.notice.boundingBox();
    assert.ok(box.height <= 160 && box.x >= 0 && box.x + box.width <= 320, JSON.stringify(box));
    const close = await visitor.notice.getByRole('button', { name: 'Close' }).boundingBox();
    assert.ok(close.width >= 44 && close.height >= 44);
    await visitor.page.keyboard.press('Tab');
    assert.ok(await visitor.notice.locator('.body').evaluate((body) => body.scrollHeight > body.clientHeight));
    await visitor.notice.getByRole('button', { name: 'Ask about this' }).scrollIntoViewIfNeeded();
  }
  assert.equal(await visitor.run(() => document.documentElement.scrollWidth <= innerWidth), true);
}));

test('links: the page’s own, HTTPS, and nothing else', visit(there, live(notice({ link: { label: 'More', url: 'https://status.example.com/' } })), async (visitor) => {
  const link = visitor.notice.getByRole('link');
  await link.waitFor();
  assert.deepEqual([await link.getAttribute('target'), await link.getAttribute('rel')], ['_blank', 'noopener']);
  for (const [url, allowed] of [['/status', true], ['//evil.example', false], ['/\\evil.example', false], ['javascript:alert(1)', false], ['http://x.example/', false], ['data:text/html,x', false]]) {
    visitor.edge.notices.en[0].link.url = url;
    await visitor.page.reload();
    await visitor.notice.waitFor();
    assert.equal(await link.count(), allowed ? 1 : 0, url);
    if (allowed) assert.equal(await link.getAttribute('target'), null);
  }
}));

test('asking about it opens the chat with the question', visit(there, live(notice({ question: 'What about my internet?', once: true })), async (visitor) => {
  await visitor.run(() => ((window.heard = []), Baton.on('notice', (one) => window.heard.push(one))));
  await visitor.notice.getByRole('button', { name: 'Ask about this' }).click();
  await visitor.panel.waitFor();
  assert.deepEqual(await visitor.calls('ask'), [['ask', 'What about my internet?']]);
  await gone(visitor);
  assert.ok((await visitor.run(() => window.heard)).some(({ id, what }) => id === 'outage' && what === 'clicked'));
  await visitor.run(() => Baton.close());
  await quiet(visitor);
  assert.equal(await visitor.notice.count(), 0, 'once is once');
}));

const ASKING = notice({ ask: 'Are you in the north?', set: { region: 'north' }, link: { label: 'Status', url: '/status' }, when: ['attribute', 'region', 'north'] });

test('what is not known is asked: yes', visit(there, live(ASKING), async (visitor) => {
  await visitor.notice.getByText('Are you in the north?').waitFor();
  assert.equal(await visitor.notice.getByRole('link').count(), 0);
  await visitor.notice.getByRole('button', { name: 'Yes' }).click();
  await visitor.notice.getByRole('link', { name: 'Status' }).waitFor();
  assert.equal(await visitor.notice.getByText('Are you in the north?').count(), 0);
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  assert.equal(await visitor.run(() => window.stub.host.attributes()), '{"region":"north"}');
}));

test('what is not known is asked: no', visit(there, live(ASKING), async (visitor) => {
  await visitor.notice.getByRole('button', { name: 'No', exact: true }).click();
  await gone(visitor);
  await visitor.page.reload();
  await visitor.until(() => visitor.edge.asked('/published/parts/notices').length > 1);
  await quiet(visitor);
  assert.equal(await visitor.notice.count(), 0);
}));

test('what the page says is looked at at once', visit(there, live(
  notice({ id: 'south', title: 'South', when: ['attribute', 'region', 'south'] }), notice({ id: 'cart', title: 'Cart', when: ['event', 'cart_viewed'] }),
), async (visitor) => {
  await visitor.launcher.waitFor();
  await visitor.run(() => ((window.tracked = []), Baton.on('track', (name) => window.tracked.push(name)), Baton.track('cart_viewed')));
  await visitor.widget.getByRole('heading', { name: 'Cart' }).waitFor();
  await visitor.run(() => Baton.update({ region: 'south' }));
  await visitor.widget.getByRole('heading', { name: 'South' }).waitFor();
  await visitor.run(() => Baton.update({ region: null }));
  await visitor.widget.getByRole('heading', { name: 'Cart' }).waitFor();
  assert.deepEqual(await visitor.run(() => window.tracked), ['cart_viewed']);
}));

for (const [name, head] of [['with navigation events', ''], ['without', '<script>delete window.navigation; delete Window.prototype.navigation</script>']]) {
  test(`a page of one document moves, ${name}`, visit(there, {
    ...live(notice({ when: ['path', '/billing*'] })),
    pages: { '*': ({ tag }) => page({ head: head + tag, body: '<nav id="navigation"><a href="/billing">x</a></nav>' }) },
  }, async (visitor) => {
    await visitor.until(() => visitor.edge.asked('/published/parts/notices').length > 0);
    await quiet(visitor);
    assert.equal(await visitor.notice.count(), 0);
    await visitor.run(() => history.pushState({}, '', '/billing/3'));
    await visitor.notice.waitFor();
    await visitor.page.goBack();
    await gone(visitor);
    assert.equal(await visitor.run(() => history.pushState.toString().includes('[native code]')), true);
  }));
}

test('not while the panel is open: there, the app shows it', visit(there, live(notice()), async (visitor) => {
  await visitor.notice.waitFor();
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  await gone(visitor);
  await visitor.until(() => visitor.run(() => window.stub?.host !== undefined));
  const shown = JSON.parse(await visitor.run(() => window.stub.host.notices()));
  assert.deepEqual(shown.map(({ id, asking }) => [id, asking]), [['outage', false]]);
  await visitor.run(() => Baton.close());
  await visitor.notice.waitFor();
  assert.ok((await visitor.calls('notices')).length > 0);
  await visitor.run(() => Baton.open());
  await visitor.run(() => window.stub.host.notice('outage', 'dismissed'));
  assert.equal(await visitor.run(() => window.stub.host.notices()), '[]');
  await visitor.run(() => Baton.close());
  await quiet(visitor);
  assert.equal(await visitor.notice.count(), 0);
}));

test('it leaves by itself when its time has passed', visit(there, {}, async (visitor) => {
  visitor.edge.notices.en = [notice({ until: Date.now() + 6000 })];
  await visitor.page.reload();
  await visitor.notice.waitFor();
  await gone(visitor);
  assert.deepEqual(await visitor.kept(), []);
}));

test('events tell the page what happened', visit(there, {
  ...live(notice()),
  pages: { '*': ({ tag }) => page({ head: tag.replace(' defer', ''), body: '<script>window.heard = []; Baton.on("notice", (one) => window.heard.push(`${one.id} ${one.what}`))</script>' }) },
}, async (visitor) => {
  await visitor.notice.getByRole('button').click();
  await gone(visitor);
  assert.deepEqual(await visitor.run(() => window.heard), ['outage shown', 'outage dismissed']);
}));

test('identified visitors are asked for at the edge, once for several changes', visit(there, {
  edge: { notices: { en: [] }, verified: true, mine: [notice({ id: 'yours', title: 'Your line is being repaired', when: undefined })] },
}, async (visitor) => {
  await visitor.launcher.waitFor();
  await quiet(visitor);
  assert.equal(visitor.edge.asked('/v1/notices').length, 0);
  const identity = token({ sub: 'customer-1', attributes: { plan: 'gold' } });
  await visitor.run((identity) => {
    Baton.identify(async () => ((window.asked = (window.asked ?? 0) + 1), identity));
    Baton.update({ region: 'north' });
    Baton.track('seen');
  }, identity);
  await visitor.notice.getByText('Your line is being repaired').waitFor();
  const [asked, ...more] = visitor.edge.asked('/v1/notices');
  assert.equal(more.length, 0);
  assert.deepEqual(JSON.parse(asked.body), { identity, language: 'en', path: '/', device: 'desktop', attributes: { region: 'north' }, events: ['seen'] });
  assert.equal(await visitor.run(() => window.asked), 1);
  await visitor.run(() => Baton.identify(null));
  await gone(visitor);
}));

test('claims of the identity count for what concerns the visitor, and what the page says over them', visit(there, live(notice({ when: ['attribute', 'plan', 'gold'] })), async (visitor) => {
  await visitor.run((identity) => Baton.identify(async () => identity), token({ sub: 'customer-1', attributes: { plan: 'gold' } }));
  await visitor.notice.waitFor();
  await visitor.run(() => Baton.update({ plan: 'basic' }));
  await gone(visitor);
}));

test('what somebody dismissed is not dismissed for the next', visit(there, live(notice()), async (visitor) => {
  const as = (sub) => visitor.run((identity) => Baton.identify(async () => identity), token({ sub }));
  await as('customer-1');
  await visitor.notice.getByRole('button').click();
  await gone(visitor);
  await as('customer-1');
  await quiet(visitor);
  assert.equal(await visitor.notice.count(), 0);
  await visitor.page.reload();
  await as('customer-2');
  await visitor.notice.waitFor();
}));

test('in Chinese, right to left, and without a launcher', visit(there, {
  edge: { notices: { zh: [notice({ title: '北部城区断网', question: '网络怎么了？' })] } }, attributes: 'data-language="zh" data-dir="rtl" data-launcher="off"',
}, async (visitor) => {
  await visitor.notice.getByRole('button', { name: '咨询此事' }).waitFor();
  const box = await visitor.notice.boundingBox();
  assert.equal(box.x, 16);
  assert.equal(Math.round(box.y + box.height), 784);
  assert.equal(await visitor.launcher.isHidden(), true);
}));

test('nothing is printed', visit(there, live(notice({ form: 'bar' })), async (visitor) => {
  await visitor.notice.waitFor();
  await visitor.page.emulateMedia({ media: 'print' });
  assert.equal(await visitor.notice.isHidden(), true);
  assert.equal(await visitor.launcher.isHidden(), true);
}));
