// Takes a picture of every state of the widget, in five ways of seeing it, and writes an index of them:
//
//     node tests/gallery.mjs docs/images
//
// It uses what was built, as the tests do. A part of a state's or a way's name after the folder takes those alone.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { closed, reply, startWorld, story } from './support/browser.mjs';
import { expectOk, until } from './support/edge.mjs';
import { index, picture } from './support/pictures.mjs';
import { publish } from './support/site.mjs';

const DESKTOP = { width: 760, height: 720 };

/** The ways of seeing each state. */
const WAYS = {
  desktop: { about: 'a desktop', viewport: DESKTOP },
  320: { about: 'a narrow phone', viewport: { width: 320, height: 640 }, deviceScaleFactor: 1.5, hasTouch: true, isMobile: true },
  dark: { about: 'dark', viewport: DESKTOP, dark: true },
  zh: { about: 'Chinese', viewport: DESKTOP, language: 'zh', locale: 'zh-CN' },
  rtl: { about: 'a page from right to left', viewport: DESKTOP, rtl: true },
};

const WORDS = {
  en: {
    begun: 'how do I reset', question: 'How do I reset my password?', source: /^Source/, no: 'No', coming: "I'm bringing in someone",
    vague: 'My screen does not respond', beyond: 'Do you sell concert tickets?', danger: 'My smart plug is smoking',
    dispute: 'I was charged twice for the same order, I want a refund', nobody: 'Nobody is here right now.', email: 'Get an answer by email',
    call: 'Get a call', back: 'Back', more: 'More', copy: 'Keep a copy', conversations: 'Your conversations', over: 'Start a new conversation',
    agent: 'Hi, this is Mei. I have sent you a new link; it is good for an hour.', thanks: 'Thank you, it works now', anything: 'You’re welcome. Is there anything else I can do for you?',
    closed: 'This conversation is closed.', good: '5, Very good', little: '2, Little', rated: 'Thank you. We read every one.',
    file: 'This is how the light looks', add: 'Add a file', emoji: 'Emoji', offline: "You're offline.", failed: 'Not sent. Try again', said: 'My order is 48213',
    slower: /^That was a lot at once/, asks: 'Are you in the northern districts?', late: 'Deliveries take a day or two longer', tip: 'Try this first',
    outage: 'My internet is down, what can I do?', engineers: /Engineers are on it/, yes: 'Yes', safety: 'Unplug',
  },
  zh: {
    begun: '密码', question: '忘记密码了怎么办？', source: /^来源/, no: '否', coming: '我请',
    vague: '屏幕没反应', beyond: '你们卖演唱会门票吗？', danger: '插座冒烟了',
    dispute: '这个月扣了我两次钱，我要退款', nobody: '现在没有客服在线。', email: '用邮件回复我',
    call: '给我回电话', back: '返回', more: '更多', copy: '保存对话', conversations: '历史对话', over: '开始新对话',
    agent: '您好，我是小林。新的链接已经发给您了，一小时内有效。', thanks: '好了，谢谢', anything: '不客气，还有什么可以帮您？',
    closed: '本次对话已结束。', good: '5, 很满意', little: '2, 一点点', rated: '谢谢您，每条评价我们都会看。',
    file: '指示灯是这样的', add: '添加文件', emoji: '表情', offline: '网络已断开', failed: '未发送，点此重试', said: '订单号是 48213',
    slower: /刚才|一下子|太快/, asks: '您在北部城区吗？', late: '快递晚一两天到', tip: '先试试这个',
    outage: '家里断网了怎么办？', engineers: /工程师正在抢修/, yes: '是', safety: '断',
  },
};

/** Each takes a visitor through some states; `shot` takes a picture under a state's name. */
const WALKS = {
  async conversation({ ana, edge, shot, words }) {
    await shot('launcher', 'The launcher');
    await ana.open();
    await shot('empty', 'Before the first word');
    await ana.composer.pressSequentially(words.begun);
    await ana.panel.locator('.suggested .way').first().waitFor();
    await shot('suggested', 'Questions that can be answered, as one types');
    await ana.say(words.question);
    await ana.panel.getByRole('button', { name: words.source }).waitFor();
    await shot('answered', 'An answer with its source');
    await ana.panel.getByRole('button', { name: words.source }).click();
    await ana.panel.getByRole('dialog').getByRole('heading', { level: 3 }).waitFor();
    await ana.panel.getByRole('dialog').locator('.blocks').first().waitFor();
    await shot('article', 'The article in full, in place');
    await ana.page.keyboard.press('Escape');
    await ana.button(words.more).click();
    await ana.panel.getByRole('menu').waitFor();
    await shot('menu', 'What else can be done');
    await ana.page.keyboard.press('Escape');
    await ana.button(words.no).click();
    await ana.toPerson.click();
    await ana.reads(words.coming);
    await shot('handed-over', 'Handed over: who comes, and what they know already');
    const { id } = await ana.record();
    const agent = await edge.signIn(ana.language === 'zh' ? 'xiaolin' : 'mei');
    await agent.command(id, { type: 'take' });
    await agent.command(id, { type: 'typing' });
    await ana.panel.locator('.dots').waitFor();
    await shot('typing', 'A person is there, and types');
    await agent.command(id, reply(words.agent));
    await ana.reads(words.agent);
    await ana.say(words.thanks);
    await ana.panel.locator('.fate').last().waitFor();
    await agent.command(id, reply(words.anything));
    await ana.reads(words.anything);
    await shot('with-a-person', 'With a person');
    await ana.button(words.emoji).click();
    await ana.panel.locator('.emoji').waitFor();
    await shot('emoji', 'Emoji');
    await ana.page.keyboard.press('Escape');
    await agent.command(id, { type: 'resolve', outcome: 'solved' });
    await ana.reads(words.closed);
    await shot('resolved', 'Closed, and asked how it was');
    await ana.button(words.good).click();
    await ana.button(words.little).click();
    await ana.reads(words.rated);
    await shot('rated', 'Rated');
    await ana.button(words.more).click();
    await ana.panel.getByRole('menuitem', { name: words.copy }).click();
    await ana.panel.getByRole('dialog').getByRole('heading', { name: words.copy }).waitFor();
    await shot('transcript', 'A copy to keep');
    await ana.page.keyboard.press('Escape');
    await ana.button(words.more).click();
    await ana.panel.getByRole('menuitem', { name: words.over }).click();
    await ana.composer.waitFor();
    await ana.say(words.beyond);
    await until(async () => (await ana.record())?.id && (await ana.record()).id !== id, 'another conversation');
    await ana.button(words.more).click();
    await ana.panel.getByRole('menuitem', { name: words.conversations }).click();
    await ana.panel.getByRole('dialog').locator('.way').first().waitFor();
    await shot('conversations', 'Earlier conversations');
  },

  async words({ ana, shot, words }) {
    await ana.open();
    await ana.say(words.vague);
    await ana.panel.locator('.row:not(.you) .bubble').waitFor();
    await shot('clarifying', 'Too vague: one good question first');
  },

  async beyond({ ana, shot, words }) {
    await ana.open();
    await ana.say(words.beyond);
    await ana.panel.locator('.row:not(.you) .bubble').waitFor();
    await shot('no-answer', 'No reliable answer, and a person is offered');
  },

  async danger({ ana, shot, words }) {
    await ana.open();
    await ana.say(words.danger);
    await ana.panel.locator('.baton').waitFor();
    await shot('danger', 'Danger: the approved text at once, and a person');
  },

  async nobody({ ana, edge, shot, words }) {
    const before = await publish(edge, (workspace) => {
      workspace.queues = workspace.queues.map((queue) => (queue.id === 'billing' ? closed(queue) : queue));
    });
    try {
      await ana.open();
      await ana.say(words.dispute);
      await ana.reads(words.nobody);
      await shot('nobody', 'Nobody is there: the truth, and three ways to go on');
      await ana.button(words.email).click();
      const field = ana.panel.getByRole('textbox').first();
      await field.fill('ana@example');
      await field.press('Enter');
      await ana.panel.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
      await shot('address', 'An address that cannot be one');
      await ana.button(words.back).click();
      await ana.button(words.call).click();
      await ana.panel.getByRole('textbox').nth(1).waitFor();
      await shot('call', 'Asking for a call');
      await ana.button(words.back).click();
      await ana.button(words.email).click();
      await field.fill('ana@example.com');
      await field.press('Enter');
      await ana.log.getByText('ana@example.com').waitFor();
      await shot('chosen', 'What was chosen');
    } finally {
      await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
    }
  },

  async files({ ana, shot, words }) {
    await ana.open();
    await ana.toPerson.click();
    await ana.reads(words.coming);
    await until(async () => (await ana.record())?.id, 'the conversation');
    const chosen = ana.page.waitForEvent('filechooser');
    await ana.button(words.add).click();
    await (await chosen).setFiles({ name: 'router-in-the-hall-upstairs.png', mimeType: 'image/png', buffer: await photo(ana) });
    await ana.panel.locator('.tray .file-name').waitFor();
    await until(async () => (await ana.panel.locator('.file-bar[value]').count()) === 0, 'the file to be there');
    await shot('file-ready', 'A file waits beside the message');
    await ana.say(words.file);
    await ana.log.locator('canvas').waitFor();
    await shot('file-sent', 'A picture was sent');
  },

  async line({ ana, shot, words }) {
    ana.tolerate(/ERR_INTERNET_DISCONNECTED/, /ERR_FAILED/, /WebSocket connection to .* failed/, /429/);
    await ana.open();
    await ana.say(words.question);
    await ana.panel.getByRole('button', { name: words.source }).waitFor();
    await ana.context.setOffline(true);
    await ana.say(words.said);
    await ana.panel.getByRole('button', { name: words.failed }).waitFor();
    await ana.panel.getByText(words.offline).waitFor();
    await shot('offline', 'Offline: not sent, and sent later');
    await ana.context.setOffline(false);
    await ana.panel.getByText(words.offline).waitFor({ state: 'detached' });
    await ana.panel.getByRole('button', { name: words.failed }).waitFor({ state: 'detached' });
    await ana.page.route('**/commands', (route) => route.fulfill({ status: 429, headers: { 'retry-after': '20', 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }, contentType: 'application/problem+json', body: '{"code":"too_fast","title":"Too fast"}' }));
    await ana.say(words.thanks);
    await ana.panel.locator('.hint').waitFor();
    await shot('too-fast', 'Too fast: when it goes on');
  },

  async unread({ ana, edge, shot, words }) {
    await ana.open();
    await ana.toPerson.click();
    await ana.reads(words.coming);
    const { id } = await ana.record();
    const agent = await edge.signIn(ana.language === 'zh' ? 'xiaolin' : 'mei');
    await agent.command(id, { type: 'take' });
    await ana.close();
    await agent.command(id, reply(words.agent));
    await ana.visit('/help/read-bill');
    await ana.widget.locator('.peek').waitFor();
    await shot('unread', 'A message came while the panel was closed');
  },

  async notices({ ana, edge, notices, shot, words }) {
    const before = await publish(edge, (workspace) => void (workspace.notices = notices));
    try {
      await ana.visit();
      await ana.widget.getByText(words.asks).first().waitFor();
      await shot('notice', 'An outage: asked whether it concerns one');
      await ana.open();
      await ana.panel.getByText(words.asks).waitFor();
      await shot('notice-panel', 'The same in the panel');
      await ana.button(words.yes).click();
      await ana.say(words.outage);
      await ana.log.getByText(words.engineers).first().waitFor();
      await shot('notice-answer', 'A question about it is answered with it');
      await ana.close();
      // One at a time: the outage comes before the others.
      await publish(edge, (workspace) => void (workspace.notices = notices.filter((notice) => notice.kind !== 'outage')));
      ana.tolerate(/404/);
      await ana.visit('/orders');
      await ana.widget.getByText(words.late).first().waitFor();
      await shot('notice-bar', 'A delay, as a bar');
      await ana.widget.locator('.notice .close').click();
      await ana.visit('/help/slow-wifi');
      await ana.widget.getByText(words.tip).first().waitFor();
      await shot('notice-bubble', 'A tip beside the launcher');
    } finally {
      await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
    }
  },
};

const [folder, wanted] = process.argv.slice(2);
if (!folder) throw new Error('say where the pictures go: node tests/gallery.mjs docs/images');
mkdirSync(folder, { recursive: true });
const world = await startWorld();
const taken = new Map();
try {
  for (const [way, { about, rtl, ...options }] of Object.entries(WAYS)) {
    for (const [name, walk] of Object.entries(WALKS)) {
      if (wanted && !`${name} ${way}`.includes(wanted)) continue;
      console.log(`${name}, ${about}`);
      const walked = story(() => world, async ({ customer }) => {
        const ana = await customer(options);
        if (rtl) {
          await ana.page.addInitScript(() => document.addEventListener('readystatechange', () => document.documentElement.setAttribute('dir', 'rtl')));
          await ana.page.reload();
          await ana.launcher.waitFor();
        }
        const shot = async (state, title) => {
          taken.set(state, title);
          await picture(ana, join(folder, `${state}-${way}.webp`));
        };
        await walk({ ana, edge: world.edge, notices: world.notices, shot, words: WORDS[ana.language] });
      });
      await walked().catch((error) => {
        console.error(`${name}, ${about}: ${error.message}`);
        process.exitCode = 1;
      });
    }
  }
} finally {
  await world.stop();
}
if (!wanted) {
  index(folder, WAYS, taken, [
    '# What the widget looks like',
    '',
    'Every state, in five ways of seeing it. `node tests/gallery.mjs docs/images` takes the pictures anew.',
    'The console has [pictures of its own](console/README.md).',
  ]);
}

/** What a customer would send: the Hub on its shelf, its light amber. */
async function photo({ context }) {
  // Apart: pages of one context share the size of their window.
  const apart = await context.browser().newContext({ viewport: { width: 480, height: 320 } });
  const page = await apart.newPage();
  await page.setContent(`<style>body{margin:0}</style><svg viewBox="0 0 480 320" width="480" height="320">
    <rect width="480" height="320" fill="#d9cfc0"/><rect y="236" width="480" height="14" fill="#8a6b4c"/><rect y="250" width="480" height="70" fill="#c7b9a5"/>
    <rect x="40" y="120" width="26" height="116" fill="#5b7a8c"/><rect x="68" y="104" width="20" height="132" fill="#b0574a"/><rect x="90" y="132" width="30" height="104" fill="#3f4a3c"/>
    <path d="M352 236c0-40-20-58-30-84m30 84c0-44 22-60 34-78m-34 78c0-30-2-60 4-96" fill="none" stroke="#57793f" stroke-width="9" stroke-linecap="round"/><path d="M328 200h48l-7 36h-34z" fill="#a8623f"/>
    <rect x="170" y="92" width="112" height="144" rx="22" fill="#f7f6f3"/><rect x="170" y="92" width="112" height="144" rx="22" fill="none" stroke="#0002" stroke-width="3"/>
    <circle cx="226" cy="126" r="7" fill="#e8a13a"/><circle cx="226" cy="126" r="15" fill="#e8a13a55"/><path d="M206 176a28 28 0 0 1 40 0M215 187a15 15 0 0 1 22 0" fill="none" stroke="#bdb8ae" stroke-width="5" stroke-linecap="round"/>
  </svg>`);
  const picture = await page.screenshot();
  await apart.close();
  return picture;
}
