// Takes a picture of every page of the console, in four ways of seeing it, and writes an index of them:
//
//     node tests/gallery-console.mjs docs/images/console
//
// It uses what was built, as the tests do. A part of a page's or a way's name after the folder takes those alone.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { reply, startWorld, story } from './support/browser.mjs';
import { expectOk, sleep, until } from './support/edge.mjs';
import { engine } from './support/engine.mjs';
import { index, picture } from './support/pictures.mjs';
import { startReceiver } from './support/receiver.mjs';
import { publish } from './support/site.mjs';

const DESKTOP = { width: 1280, height: 800 };

/** The ways of seeing each page. */
const WAYS = {
  desktop: { about: 'a desktop', viewport: DESKTOP },
  dark: { about: 'dark', viewport: DESKTOP, dark: true },
  zh: { about: 'Chinese', viewport: DESKTOP, locale: 'zh-CN' },
  390: { about: 'a phone', viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5, hasTouch: true, isMobile: true },
};

/** What stands on a page in each language, to wait for or to press. */
const WORDS = {
  en: { details: 'Details', palette: 'Find or do something', looked: 'bill', retry: 'Attempts', test: 'Send a test', arrived: /Answer 2\d\d after/ },
  zh: { details: '详情', palette: '搜索或快捷操作', looked: '账单', retry: '推送经过', test: '发送测试', arrived: /应答 2\d\d/ },
};

/** Goes to a place and waits until it is drawn. */
async function at(ruth, place) {
  await ruth.page.evaluate((hash) => { location.hash = hash; }, `#/${place}`);
  await ruth.page.locator('main .skeleton').waitFor({ state: 'detached' });
}

/** Each page: its title, and the way there. */
const PAGES = {
  inbox: ['The inbox: who waits, the most pressing first', async ({ ruth }) => {
    await at(ruth, '');
    await ruth.list.getByRole('link').first().waitFor();
  }],
  conversation: ['A conversation, with the brief beside it', async ({ ruth, cast, words, language }) => {
    const { id, text } = cast[language];
    await at(ruth, `c/${id}`);
    await ruth.reads(text);
    if (ruth.page.viewportSize().width > 1000) await ruth.page.getByRole('complementary', { name: words.details }).waitFor();
  }],
  brief: ['The brief: what to confirm first, what was tried, why a person is needed', async ({ ruth, cast, words, language }) => {
    await at(ruth, `c/${cast[language].id}`);
    await ruth.reads(cast[language].text);
    const aside = ruth.page.getByRole('complementary', { name: words.details });
    if (!(await aside.isVisible())) await ruth.button(words.details).click();
    await aside.waitFor();
  }],
  customer: ['A customer: their conversations, who they are, what is kept and until when', async ({ ruth, cast, language }) => {
    await at(ruth, `customer/${cast[language].hash}`);
    await ruth.page.locator('.customer-talks .row').first().waitFor();
  }],
  erase: ['What erasing takes, and what stays', async ({ ruth, cast, language }) => {
    await at(ruth, `customer/${cast[language].hash}`);
    await ruth.page.locator('.page-head .danger').click();
    await ruth.page.locator('.goes').waitFor();
  }],
  palette: ['The palette: pages, customers, actions', async ({ ruth, words }) => {
    await at(ruth, '');
    await ruth.list.getByRole('link').first().waitFor();
    await ruth.page.keyboard.press('Control+k');
    await ruth.page.getByRole('combobox', { name: words.palette }).waitFor();
    await ruth.page.locator('.palette-item').nth(8).waitFor();
  }],
  rules: ['Rules: sentences in order, and what would change', async ({ ruth }) => {
    await at(ruth, 'rules');
    await ruth.page.locator('main li').nth(3).waitFor();
  }],
  knowledge: ['Knowledge: the articles', async ({ ruth }) => {
    await at(ruth, 'knowledge');
    await ruth.page.getByRole('row').nth(4).waitFor();
  }],
  article: ['An article, with its translation beside it', async ({ ruth }) => {
    await at(ruth, 'knowledge/a/read-bill');
    await ruth.page.locator('.article-language').nth(1).waitFor();
  }],
  deliveries: ['Deliveries', async ({ ruth }) => {
    await at(ruth, 'deliveries');
    await ruth.page.getByRole('row').nth(2).waitFor();
  }],
  delivery: ['One delivery, with its attempts and its body', async ({ ruth, dead, words }) => {
    await at(ruth, 'deliveries');
    await ruth.page.locator(`[id="delivery-${dead}"]`).click();
    await ruth.page.getByRole('dialog').getByRole('heading', { name: words.retry }).waitFor();
    await ruth.page.getByRole('dialog').locator('.attempt').first().waitFor();
  }],
  endpoints: ['Endpoints, and what came of a test', async ({ ruth, words }) => {
    await at(ruth, 'endpoints');
    await ruth.button(words.test).first().click();
    await ruth.page.getByText(words.arrived).waitFor();
  }],
  team: ['The team', async ({ ruth }) => {
    await at(ruth, 'team');
    await ruth.page.getByRole('link', { name: 'Noor' }).waitFor();
  }],
  person: ['One of the team', async ({ ruth }) => {
    await at(ruth, 'team');
    await ruth.page.locator('#person-mei').click();
    await ruth.page.getByRole('dialog').locator('.line').first().waitFor();
  }],
  brand: ['Settings: the brand, with a preview as one types', async ({ ruth }) => {
    await at(ruth, 'settings/brand');
    await ruth.page.locator('.preview').first().waitFor();
  }],
  hours: ['Settings: hours', async ({ ruth }) => {
    await at(ruth, 'settings/queues');
    await ruth.page.locator('.day').first().waitFor();
  }],
  audit: ['The audit', async ({ ruth }) => {
    await at(ruth, 'audit');
    await ruth.page.locator('.audit > li').nth(4).waitFor();
  }],
};

/** People with something on their mind, and what became of it. */
async function people(edge) {
  const [mei, xiaolin] = [await edge.signIn('mei'), await edge.signIn('xiaolin')];
  const claims = {
    nora: { sub: 'customer-1007', name: 'Nora Castell', email: 'nora@customers.example', tier: 'home', customer_since: '2021-03-15', attributes: { region: 'north', plan: 'ocean' } },
    liwei: { sub: 'customer-1002', name: '李伟', email: 'liwei@customers.example', tier: 'home', customer_since: '2021-03-15', attributes: { region: 'north' } },
    acme: { sub: 'customer-2001', name: 'Jo Okafor, Acme Ltd', email: 'jo@acme.example', tier: 'enterprise', customer_since: '2026-02-01' },
  };
  const asks = async (who, texts, { language = 'en', page } = {}) => {
    const customer = edge.customer({ language, page, ...(claims[who] && { identity: edge.identity(claims[who]) }) });
    await customer.open(texts[0]);
    for (const text of texts.slice(1)) await customer.say(text);
    return customer;
  };
  const waits = (id) => until(async () => (await mei.inbox('?status=waiting')).some((row) => row.conversation === id), 'the conversation to wait');
  const solved = async (customer, agent, words) => {
    if ((await edge.log_of(customer.id)).every(({ event }) => event.type !== 'handoff_started')) await customer.command({ type: 'ask_for_human' });
    await waits(customer.id);
    await agent.command(customer.id, { type: 'take' });
    await agent.command(customer.id, reply(words));
    await agent.command(customer.id, { type: 'resolve', outcome: 'solved' });
  };
  await solved(await asks('nora', ['When does my engineer come?']), mei, 'Hi Nora, this is Mei. The engineer comes tomorrow between 8 and 12.');
  await solved(await asks('liwei', ['我想换个套餐', '我要转人工'], { language: 'zh' }), xiaolin, '李伟您好，我是小林。套餐已经换好了，下个月生效。');
  await asks('', ['How do I move my internet to a new flat?']);
  await asks('', ['WiFi 很慢怎么办？'], { language: 'zh' });
  const held = await asks('', ['My order 48107 has not arrived, and I asked twice already']);
  await held.command({ type: 'ask_for_human' });
  await waits(held.id);
  await mei.command(held.id, { type: 'take' });
  await mei.command(held.id, reply('Hi, this is Mei. I am asking the courier right now, one moment please.'));
  await asks('acme', ['All twelve of our sites have been offline since this morning, this costs us thousands']);
  const page = { url: 'https://www.tidewell.example/account/bills', title: 'Your bills' };
  const dispute = { en: 'You charged me twice for order 48213, I want my money back', zh: '订单 48107 扣了我两次钱，我要退款' };
  const nora = await asks('nora', ['How do I read my bill?', dispute.en], { page });
  const liwei = await asks('liwei', ['怎么看账单？', dispute.zh], { language: 'zh', page: { url: 'https://www.tidewell.example/zh/account', title: '我的账单' } });
  await nora.command({ type: 'choose', choice: 'email', address: 'nora@customers.example' });
  await liwei.command({ type: 'choose', choice: 'call', address: '+86 21 5550 0199', when: '下午两点以后' });
  const cast = {};
  for (const [language, customer] of [['en', nora], ['zh', liwei]]) {
    await waits(customer.id);
    const { event } = (await edge.log_of(customer.id)).find((recorded) => recorded.event.type === 'customer_identified');
    cast[language] = { id: customer.id, text: dispute[language], hash: event.subject_hash };
  }
  await until(async () => {
    const { status, body } = await mei.request('GET', `/customers/${cast.zh.hash}`);
    return status === 200 && body.conversations.length === 2 && body.contacts.length === 1 && body.conversations.every((row) => row.preview);
  }, 'the record');
  return cast;
}

const [folder, wanted] = process.argv.slice(2);
if (!folder) throw new Error('say where the pictures go: node tests/gallery-console.mjs docs/images/console');
mkdirSync(folder, { recursive: true });
const world = await startWorld();
const receivers = [];
const taken = new Map();
try {
  const { edge } = world;
  receivers.push(await startReceiver(edge, { id: 'crm' }));
  receivers.push(await startReceiver(edge, { id: 'mailer', kinds: ['conversation.handoff', 'member.invited'], answer: () => 503 }));
  const owner = await edge.signIn('ruth');
  await expectOk(owner.request('POST', '/team', { name: 'Noor', email: 'noor@tidewell.example', role: 'agent', languages: ['en'], skills: ['orders'], capacity: 4 }));
  const { version, articles } = await expectOk(owner.request('GET', '/knowledge/lessons'));
  const learnt = { 'content-type': 'application/octet-stream', 'if-match': `"${version}"` };
  const model = (await engine()).learn(JSON.stringify(articles));
  // Nothing else ran meanwhile: connections that the edge has closed are to be noticed first.
  await sleep(200);
  await expectOk(owner.request('PUT', '/knowledge/model', model, learnt));
  const cast = await people(edge);
  const dead = await until(async () => {
    const { deliveries } = await expectOk(owner.request('GET', '/deliveries'));
    return deliveries.find((row) => row.endpoint === 'mailer' && row.attempts > 1)?.id;
  }, 'a delivery that was tried more than once');
  // At any hour somebody was there for what is told above; what is shown is a real week.
  await publish(edge, (workspace) => {
    const day = '09:00-18:00';
    const hours = { mon: day, tue: day, wed: day, thu: day, fri: '09:00-17:00', sat: '10:00-14:00', sun: null };
    for (const queue of workspace.queues) Object.assign(queue, { hours, holidays: ['2026-12-25', '2027-01-01'], accept_within_seconds: 60 });
    Object.assign(workspace.privacy, { conversation_days: 365, file_days: 90, customer_days: 730 });
  });
  for (const [way, { about, ...options }] of Object.entries(WAYS)) {
    const language = options.locale ? 'zh' : 'en';
    const walked = story(() => world, async ({ agent, reader }) => {
      const shot = async (state, title, person) => {
        taken.set(state, title);
        await picture(person, join(folder, `${state}-${way}.webp`));
      };
      const ruth = await agent('ruth', options);
      for (const [name, [title, go]] of Object.entries(PAGES)) {
        if (wanted && !`${name} ${way}`.includes(wanted)) continue;
        console.log(`${name}, ${about}`);
        await go({ ruth, cast, dead, language, words: WORDS[language] });
        await shot(name, title, ruth);
        await ruth.page.keyboard.press('Escape');
      }
      if (wanted && !`sign-in ${way}`.includes(wanted)) return;
      const nobody = await reader(options);
      nobody.tolerate(/401/);
      await nobody.page.goto(`${edge.url}/console/`);
      await nobody.page.getByRole('heading', { level: 1 }).waitFor();
      await shot('sign-in', 'Nobody is signed in', nobody);
    });
    await walked().catch((error) => {
      console.error(`${about}: ${error.message}`);
      process.exitCode = 1;
    });
  }
} finally {
  for (const receiver of receivers) await receiver.stop();
  await world.stop();
}
if (!wanted) {
  index(folder, WAYS, taken, [
    '# What the console looks like',
    '',
    'Every page, in four ways of seeing it. `node tests/gallery-console.mjs docs/images/console` takes the pictures anew.',
    'The widget has [pictures of its own](../README.md).',
  ]);
}
