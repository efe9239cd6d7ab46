// What the loader is tested with: the built loader with a stub in the app's place, an edge that answers as a test says,
// a company's pages on another origin, and a browser. Nothing else of Baton runs.

import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const SITE = join(ROOT, 'public', 'built', 'site');
const STUB = readFileSync(join(ROOT, 'tests', 'support', 'stub-app.js'));
const EMPTY_MODULE = Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]);
const TYPES = { js: 'text/javascript', wasm: 'application/wasm', json: 'application/json', html: 'text/html; charset=utf-8' };
const PICTURES = process.env.BATON_PICTURES;
/** How long something may take to appear on a busy machine. */
const PATIENCE_MS = 10_000;

const BRAND = { name: 'Tidewell', accent: '#0b6e6e', on_accent: '#ffffff', greeting: 'Hi, how can we help?' };

/** Starts a server that answers with what `answer` returns: status, headers, body. */
async function serve(answer) {
  const server = createServer(async (request, response) => {
    const chunks = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
    } catch {
      // The browser went away.
      return;
    }
    const url = new URL(request.url, 'http://any');
    const body = Buffer.concat(chunks).toString();
    const { status = 200, headers = {}, body: answered = '' } = (await answer({ request, url, path: url.pathname, body })) ?? { status: 404 };
    response.writeHead(status, headers).end(answered);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, stop };
}

const json = (value, status = 200) => ({ status, headers: { 'content-type': TYPES.json }, body: JSON.stringify(value) });

/** An edge that knows what a test tells it. */
export class FakeEdge {
  /** Answers to `GET …/unread`; a number is a status. */
  unread = { count: 0, last: 0, open: true, person: false };
  /** What is live, by language. */
  notices = {};
  verified = false;
  /** Answer to `POST /v1/notices`. */
  mine = [];
  /** Every request: method, path, headers, body, and when. */
  requests = [];
  /** Another path under which it answers questions. */
  elsewhere = '/elsewhere';
  /** Under which path of its origin it lies. */
  under = '';

  async start() {
    const server = await serve((asked) => this.answer(asked));
    Object.assign(this, server, { base: server.origin + this.under });
    return this;
  }

  /** Requests whose path contains a text. */
  asked(part, method) {
    return this.requests.filter((one) => one.path.includes(part) && (method ? one.method === method : one.method !== 'OPTIONS'));
  }

  answer({ request, url, path, body }) {
    this.requests.push({ method: request.method, path, query: url.search, headers: request.headers, body, at: Date.now() });
    const answered = this.route(request.method, path.slice(this.under.length).replace(this.elsewhere, ''), body);
    const cors = { 'access-control-allow-origin': '*', 'cache-control': 'no-cache' };
    if (request.method === 'OPTIONS') return { headers: { ...cors, 'access-control-allow-headers': 'authorization, content-type' } };
    return answered && { ...answered, headers: { ...cors, ...answered.headers } };
  }

  route(method, path, body) {
    if (this.down) return { status: 503 };
    if (path === '/published/manifest.json') {
      const parts = { 'brand.en': 'brand-en', 'brand.zh': 'brand-zh' };
      for (const language of Object.keys(this.notices)) parts[`notices.${language}`] = `notices-${language}`;
      return json({ workspace: 'tidewell', version: 1, languages: ['en', 'zh'], parts });
    }
    const part = path.match(/^\/published\/parts\/(\w+)-(\w+)\.json$/);
    if (part?.[1] === 'brand') return json({ ...BRAND, language: part[2] });
    if (part?.[1] === 'notices') return json({ notices: this.notices[part[2]], ...(this.verified && { verified: true }) });
    if (path.endsWith('/unread')) return typeof this.unread === 'number' ? json({}, this.unread) : json(this.unread);
    if (path === '/v1/notices' && method === 'POST') return json({ notices: this.mine, asked: JSON.parse(body) });
    // The frame has the same exports as the app.
    if (/^\/widget\/(app|frame)\.[^/]*\.js$/.test(path)) return { headers: { 'content-type': TYPES.js }, body: STUB };
    if (/^\/widget\/app\.[^/]*\.wasm$/.test(path)) return { headers: { 'content-type': TYPES.wasm }, body: EMPTY_MODULE };
    const file = join(SITE, path);
    if (!file.startsWith(SITE) || !existsSync(file)) return undefined;
    return { headers: { 'content-type': TYPES[file.split('.').pop()] }, body: readFileSync(file) };
  }
}

/** A browser with fake edges and pages. */
export async function startBench() {
  const executablePath = process.env.BATON_CHROMIUM ?? '/usr/bin/chromium';
  const args = ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // Playwright turns the back-forward cache off.
  const browser = await chromium.launch({ executablePath, args, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  return { browser, stop: () => browser.close() };
}

/** A visitor on a company's page, with an edge of their own. */
export class Visitor {
  problems = [];
  tolerated = [];
  strangers = [];

  /** `edge` sets the edge's answers; `pages` are the company's, by path: HTML, or what makes it. */
  static async arrive(bench, { edge = {}, pages = {}, attributes = '', headers = {}, context = {}, path = '/' } = {}) {
    const visitor = new Visitor();
    visitor.edge = await Object.assign(new FakeEdge(), edge).start();
    const tag = `<script src="${visitor.edge.base}/widget.js" defer ${attributes}></script>`;
    const plain = page({ head: tag });
    visitor.site = await serve(({ path }) => {
      const found = pages[path] ?? pages['*'] ?? plain;
      const body = typeof found === 'function' ? found({ tag, base: visitor.edge.base, path }) : found;
      return path === '/favicon.ico' ? { status: 204 } : { headers: { 'content-type': TYPES.html, ...headers }, body };
    });
    visitor.context = await bench.browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', reducedMotion: 'reduce', ...context });
    visitor.context.setDefaultTimeout(PATIENCE_MS);
    visitor.watch();
    visitor.page = await visitor.context.newPage();
    await visitor.go(path);
    return visitor;
  }

  watch() {
    const ours = [this.edge.origin, this.site.origin];
    this.context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (!ours.includes(origin) && protocol !== 'data:' && protocol !== 'blob:') this.strangers.push(request.url());
    });
    this.context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(message.text());
    });
    this.context.on('weberror', (error) => this.problems.push(`${error.error().stack ?? error.error()}`));
  }

  async go(path) {
    await this.page.goto(this.site.origin + path);
    this.widget = this.page.locator('#baton-widget');
    this.launcher = this.widget.locator('.launcher');
    this.panel = this.widget.getByRole('dialog');
    this.notice = this.widget.locator('.notice');
  }

  /** Runs something in the page that uses `Baton`. */
  run(what, value) {
    return this.page.evaluate(what, value);
  }

  calls(name) {
    return this.page.evaluate((name) => (window.stub?.calls ?? []).filter(([call]) => !name || call === name), name);
  }

  /** What is kept on the device: names of all entries, wherever a page can keep something. */
  kept() {
    return this.page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map((database) => database.name),
      ...(await caches.keys()),
      ...document.cookie.split(';').filter(Boolean),
    ]);
  }

  /** Waits until something holds. */
  async until(holds, what = `${holds}`) {
    const end = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > end) throw new Error(`never came true: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Begins a conversation on this device, as the app keeps it; after the page's first look, which finds none. */
  async converse(record = {}) {
    await this.until(() => this.edge.asked('/published/manifest.json').length > 0);
    const key = `baton:${this.edge.base}:tidewell:conversation`;
    const value = JSON.stringify({ id: 'c1', token: 'secret', request: 'r1', open: true, seen: 3, who: null, ...record });
    await this.page.evaluate(([key, value]) => localStorage.setItem(key, value), [key, value]);
    return key;
  }

  async picture(name) {
    if (!PICTURES) return;
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  async leave() {
    await this.context.close();
    await this.edge.stop();
    await this.site.stop();
    const problems = this.problems.filter((problem) => !this.tolerated.some((pattern) => pattern.test(problem)));
    if (problems.length > 0) throw new Error(`the browser complained:\n${problems.join('\n')}`);
    if (this.strangers.length > 0) throw new Error(`asked somebody else: ${this.strangers.join(', ')}`);
  }
}

/** A company's page. */
export function page({ head = '', body = '<h1>Tidewell</h1><p>Home internet that simply stays on.</p><p><a href="/next">Next</a></p>', html = 'lang="en"' } = {}) {
  return `<!doctype html><html ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tidewell</title>${head}</head><body>${body}</body></html>`;
}

/** Runs a test with a visitor who leaves at its end. */
export function visit(bench, options, tell) {
  return async () => {
    const visitor = await Visitor.arrive(bench(), options);
    let failed;
    try {
      await tell(visitor);
    } catch (error) {
      failed = error;
      if (visitor.problems.length > 0) error.message += `\nthe browser said: ${visitor.problems.join('\n')}`;
      await visitor.picture(`failed-${Date.now()}`).catch(() => {});
    }
    await visitor.leave().catch((error) => (failed ??= error));
    if (failed) throw failed;
  };
}

/** An unsigned token: the loader only reads it. */
export function token(claims) {
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256', kid: 'k' })}.${encode({ exp: Math.floor(Date.now() / 1000) + 600, ...claims })}.sig`;
}
