// The demo company's site: no link leads nowhere, axe finds nothing, and what it shows of Baton and tells it is right.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startWorld, story } from '../support/browser.mjs';
import { expectOk } from '../support/edge.mjs';
import { publish } from '../support/site.mjs';

const LANGUAGES = ['en', 'zh'];
const VISITORS = ['anonymous', 'ana', 'liwei', 'acme'];

let world;
before(async () => (world = await startWorld()));
after(() => world?.stop());
const there = () => world;

/** All links and ids of a page, without its fragments' names. */
function readPage(html) {
  const links = [...html.matchAll(/<a [^>]*?href="([^"]+)"/g)].map(([, href]) => href.replaceAll('&amp;', '&'));
  return { links, ids: new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)) };
}

/** Follows all links of the site from an address, and gives its pages by address. */
async function walk(from) {
  const pages = new Map();
  const waiting = [from];
  const wrong = [];
  for (const address of waiting) {
    if (pages.has(address)) continue;
    const answer = await fetch(address);
    pages.set(address, readPage(await answer.text()));
    if (answer.status !== 200) wrong.push(`${address}: ${answer.status}`);
    for (const href of pages.get(address).links) {
      const to = new URL(href, address);
      const [path, fragment] = to.href.split('#');
      // Other origins, and what Baton answers below the site's path.
      if (to.origin !== new URL(from).origin || to.pathname.startsWith('/baton/')) continue;
      if (!pages.has(path)) waiting.push(path);
      if (fragment) wrong.push({ address, path, fragment });
    }
  }
  const fragments = wrong.filter((one) => one.fragment && !pages.get(one.path).ids.has(one.fragment));
  return { pages, wrong: [...wrong.filter((one) => !one.fragment), ...fragments] };
}

test('every link of every page leads somewhere, in both languages and for every visitor', async () => {
  const { pages, wrong } = await walk(`${world.site.url}/?lang=en&as=anonymous`);
  assert.deepEqual(wrong, []);
  for (const language of LANGUAGES) {
    for (const visitor of VISITORS) {
      const own = [...pages.keys()].map((address) => new URL(address)).filter(({ searchParams }) => searchParams.get('lang') === language && searchParams.get('as') === visitor);
      const paths = new Set(own.map(({ pathname }) => pathname));
      assert.ok([...paths].filter((path) => path.startsWith('/help/')).length >= 60, `${language}, ${visitor}: ${[...paths]}`);
      for (const path of ['/', '/products', '/help', '/status', '/orders', '/account', '/embedding/']) assert.ok(paths.has(path), path);
    }
  }
});

const SHOWN = [
  ['home', '/', 'anonymous'],
  ['products', '/products', 'anonymous'],
  ['help', '/help', 'anonymous'],
  ['article', '/help/doorbell-setup', 'anonymous'],
  ['orders', '/orders', 'liwei'],
  ['orders-nobody', '/orders', 'anonymous'],
  ['account-trial', '/account', 'ana'],
  ['account-loyal', '/account', 'liwei'],
  ['account-enterprise', '/account', 'acme'],
  ['account-nobody', '/account', 'anonymous'],
  ['status', '/status', 'anonymous'],
  ['embedding', '/embedding/', 'anonymous'],
];
const WAYS = [
  ['en', { width: 1280, height: 800 }, false],
  ['zh', { width: 1280, height: 800 }, true],
  ['en', { width: 320, height: 640 }, true],
  ['zh', { width: 320, height: 640 }, false],
];

for (const [language, viewport, dark] of WAYS) {
  const name = `${language}-${viewport.width}${dark ? '-dark' : ''}`;
  test(`nothing for axe to find, nothing to scroll sideways: the site, ${name}`, story(there, async ({ customer }) => {
    const ana = await customer({ language, viewport, dark });
    for (const [what, path, as] of SHOWN) {
      ana.as = as;
      await ana.visit(path);
      await ana.checkAccess(`site-${what}-${name}`);
      assert.ok(await ana.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} is too wide`);
    }
  }));
}

test('the help is searched by title, question and tag', story(there, async ({ customer }) => {
  const { page } = await customer().then(async (ana) => (await ana.visit('/help'), ana));
  const search = page.getByRole('searchbox', { name: 'Search the help' });
  const found = page.locator('[data-words]:visible');
  const all = await found.count();
  assert.ok(all >= 60);
  await search.fill('modem light');
  await page.getByText('Articles found: 1').waitFor();
  assert.match(await found.first().textContent(), /lights on your Hub/);
  await search.fill('zzz');
  await page.getByText('Nothing has these words').waitFor();
  await search.fill('');
  assert.equal(await found.count(), all);
}));

test('the status page says what is announced', story(there, async ({ customer }) => {
  const before = await publish(world.edge, (workspace) => void (workspace.notices = world.notices));
  try {
    const ana = await customer();
    await ana.visit('/status');
    const main = ana.page.getByRole('main');
    await main.getByRole('heading', { name: 'Internet is down in the northern districts' }).waitFor();
    await main.getByRole('row', { name: /^Internet, northern districts.*down$/ }).waitFor();
    await main.getByRole('row', { name: /^Tidewell TV.*works$/ }).waitFor();
    await ana.checkAccess('site-status-down');
  } finally {
    await expectOk(world.edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
  }
  const ana = await customer();
  await ana.visit('/status');
  await ana.page.getByText('Everything works').waitFor();
}));

test('a question of the tour is asked with one click, and the person who answers sees what the page knew', story(there, async ({ customer }) => {
  const li = await customer({ as: 'liwei' });
  await li.visit('/orders');
  await li.page.getByRole('button', { name: 'Where is my order?' }).first().click();
  await li.reads('Where is my order?');
  await li.reads("I'm bringing in someone");
  const { id } = await li.record();
  const text = JSON.stringify(await world.edge.log_of(id));
  for (const known of ['李伟', '48107', 'packed', 'north']) assert.ok(text.includes(known), known);

  const ana = await customer();
  await ana.page.getByRole('button', { name: 'Ask: How do I reset my password?' }).click();
  await ana.reads('Reset or change your password');
}));
