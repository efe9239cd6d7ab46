// A browser with people in it: customers on the demo site, agents at the console, and readers of a reply page. Each
// has a context of their own, finds things by role and name as people do, and may cause neither an error in the
// browser's console nor a request to anybody but the edge and the site.

import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { messageId, startEdge } from './edge.mjs';
import { publish, startSite } from './site.mjs';

/** How the browser is started, whoever drives it. */
export const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ALL_DAY = '00:00-24:00';
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** How long something may take to appear on a busy machine. */
export const PATIENCE_MS = 20_000;
/** A folder for pictures of what was tested; none are taken without it. */
const PICTURES = process.env.BATON_PICTURES;

/** An edge, the demo site and a browser. At any hour, every queue is open. */
export async function startWorld(vars = {}, start = startEdge) {
  const world = {};
  world.edge = await start({ vars: { BATON_RETRY_BASE_MS: 50, ...vars } });
  world.site = await startSite(world.edge);
  world.pages = await startPages();
  await publish(world.edge, (workspace) => {
    workspace.allowed_origins.push(world.site.url, world.pages.url);
    for (const queue of workspace.queues) Object.assign(queue, open(queue));
    // Stories are about one thing each; those about notices publish their own.
    world.notices = workspace.notices;
    workspace.notices = [];
  });
  const executablePath = process.env.BATON_CHROMIUM ?? '/usr/bin/chromium';
  // Playwright turns the back-forward cache off; visitors have it.
  world.browser = await chromium.launch({ executablePath, args: ARGS, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  world.stop = async () => {
    await world.browser.close();
    await world.site.stop();
    await world.pages.stop();
    await world.edge.stop();
  };
  return world;
}

/** Another company's pages, each as a test writes it: `add` gives its address. */
async function startPages() {
  const texts = new Map();
  const server = createServer(({ url }, response) => {
    const text = texts.get(url);
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(text);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const add = (text) => {
    const path = `/${texts.size}`;
    texts.set(path, text);
    return url + path;
  };
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url, add, stop };
}

/** Hours and limits of a queue that is always open and waits as long as a test takes. */
export function open(queue) {
  const hours = Object.fromEntries(WEEK.map((day) => [day, ALL_DAY]));
  return { ...queue, hours, holidays: [], accept_within_seconds: 3600 };
}

/** A queue that is never open. */
export function closed(queue) {
  return { ...queue, hours: Object.fromEntries(WEEK.map((day) => [day, null])) };
}

/** An agent's reply to the first handoff of a conversation, as a command. */
export function reply(text) {
  return { type: 'reply', id: messageId(), text, episode: 1 };
}

/** Runs a story: `tell` gets the world's people; afterwards none of them may have caused trouble. */
export function story(world, tell) {
  return async () => {
    const people = [];
    const here = { ...world(), join: (person) => people.push(person) };
    try {
      await tell({
        customer: (options) => Customer.arrive(here, options),
        agent: (id, options) => Agent.arrive(here, id, options),
        reader: (options) => Person.arrive(here, options),
      });
      for (const person of people) person.checkPeace();
    } catch (error) {
      let number = 0;
      for (const person of people) await person.picture(`failed-${Date.now()}-${number++}`).catch(() => {});
      for (const person of people) {
        if (person.problems.length > 0) error.message += `\nthe browser said: ${person.problems.join('\n')}`;
        if (person.unanswered.size > 0) error.message += `\nunanswered: ${[...person.unanswered].join('\n')}`;
      }
      throw error;
    } finally {
      await Promise.all(people.map((person) => person.context.close()));
    }
  };
}

/** Somebody with a browser of their own. */
export class Person {
  static async arrive(world, { viewport = { width: 1280, height: 800 }, dark = false, ...more } = {}) {
    const context = await world.browser.newContext({
      viewport,
      colorScheme: dark ? 'dark' : 'light',
      locale: 'en-GB',
      reducedMotion: 'reduce',
      ...more,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    const person = new this();
    Object.assign(person, { world, context, problems: [], tolerated: [], requests: [], unanswered: new Set() });
    person.watch();
    person.page = await context.newPage();
    world.join(person);
    return person;
  }

  /** What the browser may say without failing the test, because the test causes it. */
  tolerate(...patterns) {
    this.tolerated.push(...patterns);
  }

  watch() {
    const { world, context } = this;
    const ours = [world.edge.url, world.site.url, world.pages.url].map((url) => new URL(url).host);
    const note = (problem) => {
      if (!this.tolerated.some((pattern) => pattern.test(problem))) this.problems.push(problem);
    };
    const address = (url) => {
      this.requests.push(url);
      if (!ours.includes(new URL(url).host)) note(`asked somebody else: ${url}`);
    };
    context.on('request', (request) => {
      address(request.url());
      this.unanswered.add(request.url());
    });
    for (const end of ['requestfinished', 'requestfailed']) context.on(end, (request) => this.unanswered.delete(request.url()));
    context.on('page', (page) => page.on('websocket', (socket) => address(socket.url())));
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) note(`${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => note(`${error.error().stack ?? error.error()}`));
  }

  checkPeace() {
    if (this.problems.length > 0) throw new Error(`the browser complained:\n${this.problems.join('\n')}`);
  }

  async picture(name, page = this.page) {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  /** Fails where axe finds something wrong with what is on the page now. */
  async checkAccess(what) {
    await this.picture(what);
    // As the debugger's own code, which a page's content-security policy does not stop.
    await this.page.evaluate(`window.axe === undefined && (() => { ${AXE} })()`);
    const violations = await this.page.evaluate(async () => {
      const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
      return violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((n) => `  ${n.target} ${n.html}`).join('\n')}`);
    });
    if (violations.length > 0) throw new Error(`${what}:\n${violations.join('\n')}`);
  }
}

const WORDS = {
  en: { chat: 'Chat with us', company: 'Tidewell', message: 'Your message', close: 'Close the chat', person: /^Talk to a person/ },
  zh: { chat: '在线客服', company: '汐宁', message: '您的消息', close: '关闭聊天', person: /^转人工/ },
};

/** A visitor of the demo site. */
export class Customer extends Person {
  static async arrive(world, { as = 'anonymous', language = 'en', ...options } = {}) {
    const customer = await super.arrive(world, options);
    Object.assign(customer, { as, language, words: WORDS[language] });
    customer.use(customer.page);
    await customer.visit();
    return customer;
  }

  /** Looks at another page of the same browser. */
  use(page) {
    this.page = page;
    this.widget = page.locator('#baton-widget');
    this.launcher = this.widget.getByRole('button', { name: this.words.chat });
    this.panel = this.widget.getByRole('dialog');
    this.log = this.panel.getByRole('log');
    this.composer = this.panel.getByRole('textbox', { name: this.words.message });
    this.toPerson = this.panel.getByRole('button', { name: this.words.person }).last();
  }

  /** From here on the panel is in a frame of the edge's own. */
  useFrame() {
    const inner = this.page.frameLocator('#baton-widget iframe');
    this.panel = inner.getByRole('dialog');
    this.log = this.panel.getByRole('log');
    this.composer = this.panel.getByRole('textbox', { name: this.words.message });
    this.toPerson = this.panel.getByRole('button', { name: this.words.person }).last();
  }

  async visit(path = '/') {
    await this.page.goto(`${this.world.site.url}${path}?lang=${this.language}&as=${this.as}`);
    await this.launcher.or(this.widget.getByRole('dialog')).first().waitFor();
  }

  /** Goes to a page that is written here, with the script in it. */
  async visitPage({ head = '', body = '<h1>Tidewell</h1><p>Home internet that simply stays on.</p>', html = 'lang="en"' } = {}) {
    const { edge, pages } = this.world;
    const script = `<script src="${edge.url}/widget.js" defer></script>`;
    const start = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tidewell</title><link rel="icon" href="data:,">';
    await this.page.goto(pages.add(`<!doctype html><html ${html}><head>${start}${head}${script}</head><body>${body}</body></html>`));
    await this.launcher.waitFor();
  }

  /** Another tab of the same browser. */
  async tab() {
    const other = Object.assign(new Customer(), this);
    other.use(await this.context.newPage());
    await other.visit();
    return other;
  }

  async open() {
    await this.launcher.click();
    await this.composer.waitFor();
  }

  async close() {
    await this.panel.getByRole('button', { name: this.words.close }).click();
    await this.panel.waitFor({ state: 'hidden' });
  }

  async say(text) {
    await this.composer.fill(text);
    await this.composer.press('Enter');
    await this.reads(text);
  }

  /** Waits until a text stands in the transcript. */
  async reads(text) {
    await this.log.getByText(text).last().waitFor();
  }

  button(name) {
    return this.panel.getByRole('button', { name, exact: true });
  }

  /** What is kept on the device: names of all entries, wherever a page can keep something. */
  async kept() {
    return this.page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map((database) => database.name),
      ...(await caches.keys()),
      ...document.cookie.split(';').filter(Boolean),
    ]);
  }

  /** All that is kept on the device, as one text: names and contents. */
  async everything() {
    return this.page.evaluate(async () => JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      await indexedDB.databases(),
      await caches.keys(),
      document.cookie,
      window.name,
      history.state,
    ]));
  }

  /** The conversation on this device. */
  async record() {
    return this.page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.endsWith(':conversation'));
      return key && JSON.parse(localStorage.getItem(key));
    });
  }
}

const DESK = {
  en: { list: 'Conversations', log: 'Transcript', reply: 'Reply to the customer', send: /^(Send|Take over and send|Reopen and send)$/ },
  zh: { list: '会话列表', log: '对话记录', reply: '回复客户', send: /^(发送|接手并发送|重新打开并发送)$/ },
};

/** An agent, signed in by link. */
export class Agent extends Person {
  static async arrive(world, id, options = {}) {
    const agent = await super.arrive(world, options);
    const { page } = agent;
    const words = DESK[options.locale === 'zh-CN' ? 'zh' : 'en'];
    agent.list = page.getByRole('region', { name: words.list });
    agent.log = page.getByRole('log', { name: words.log });
    agent.composer = page.getByRole('textbox', { name: words.reply });
    agent.send = page.getByRole('button', { name: words.send });
    await agent.signIn(id);
    return agent;
  }

  async signIn(id) {
    const { edge } = this.world;
    await this.page.goto(`${edge.url}/console/sign-in?token=${edge.signInToken(id)}`);
    await this.picture('sign-in');
    await this.page.getByRole('button').click();
    await this.list.waitFor();
  }

  /** The rows of the list that show a text. */
  row(text) {
    return this.list.getByRole('link').filter({ hasText: text });
  }

  button(name) {
    return this.page.getByRole('button', { name, exact: true });
  }

  async reads(text) {
    await this.log.getByText(text).last().waitFor();
  }

  async reply(text) {
    await this.composer.fill(text);
    await this.send.click();
    await this.reads(text);
  }
}
