// Every command of the documentation is run as it stands there, page by page, in one world: a fresh copy of the starter
// company, served by `cargo baton dev` itself. What cannot run here stands in a list with the test that does it; a command
// or a placeholder that nobody knows fails.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { example, pages } from '../support/docs.mjs';
import { BATON, Edge, ROOT, baton, expectOk, startEdge, until } from '../support/edge.mjs';
import { startReceiver } from '../support/receiver.mjs';

/** In this order the pages build on one another; the rest follows. */
const ORDER = ['README.md', 'docs/quick-start.md', 'docs/deployment.md', 'docs/self-hosting.md'];
/** What cannot run here, with the test that runs it. */
const ELSEWHERE = new Map([
  ['cargo baton test', 'what runs this'],
  ['cargo baton build', 'cargo baton test, its step "build"'],
  ['npx wrangler login', 'nothing: it wants an account'],
  ['cargo baton deploy --owner you@example.com', 'tests/contract/deploy.test.mjs'],
  ['cargo baton deploy --empty', 'tests/contract/deploy.test.mjs'],
  ['cargo baton deploy', 'tests/contract/deploy.test.mjs'],
  ['cargo run -p baton-shared --features authoring --example conditions -- SEED COUNT', 'tests/loader/conditions.test.mjs'],
]);
/** What must come of a command, where more than its success is to be seen. */
const EXPECTED = new Map([
  ['cargo baton check', /no problems/],
  ['cargo baton triage "Where is your shop?"', /Harbour Street/],
  ['cargo baton check --csp https://www.example.com/ --baton https://baton.example.com', /script-src lacks/],
  ['cargo baton sign-in ruth', /console\/sign-in\?token=/],
  ['cargo baton deploy --dry-run', /nothing was changed/],
  ['cargo baton deploy --local', /serves and guards as it must/],
  ['cargo baton restore baton-2026-11-30.backup --check', /is whole/],
  ['cargo baton invite you@example.com --role owner --url http://127.0.0.1:8787', /token=invite_/],
]);

const place = mkdtempSync(join(tmpdir(), 'baton-docs-'));
/** The clone in which a reader types. */
const clone = join(place, 'clone');
const page = join(place, 'page');
const hosted = join(place, 'hosted');
/** What runs until the end, and how it is ended. */
const running = [];

/** What `dev` serves. */
let edge;
let receiver;
let site;
const ports = {};

async function freePort(count = 1) {
  const opened = [];
  const listen = (port) =>
    new Promise((resolve, reject) => {
      const socket = createSocket().once('error', reject).listen(port, () => resolve(socket));
      opened.push(socket);
    });
  try {
    const { port } = (await listen(0)).address();
    for (let more = 1; more < count; more += 1) await listen(port + more);
    return port;
  } catch {
    return freePort(count);
  } finally {
    for (const socket of opened) socket.close();
  }
}

before(async () => {
  mkdirSync(page);
  mkdirSync(clone);
  for (const name of readdirSync(ROOT)) {
    if (['workspace', 'wrangler.toml', '.baton', '.dev.vars', '.git', 'target'].includes(name)) continue;
    symlinkSync(join(ROOT, name), join(clone, name));
  }
  for (const name of ['workspace', 'wrangler.toml']) cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  // What a help desk exported, as docs/knowledge.md reads it.
  cpSync(join(ROOT, 'tests/contract/fixtures/tickets.csv'), join(clone, 'tickets.csv'));
  const asked = ['Can the heat pump run at night?', 'Does the heat pump run at night?', 'May the heat pump run at night?'];
  const answered = 'Open the heat pump in the app and choose Night. It then runs at half its speed.';
  const rows = asked.map((question, place) => `${place},${question},closed,${question},${answered}`);
  writeFileSync(join(clone, 'export.csv'), ['Nr,Subject,Status,Description,Resolution', ...rows].join('\n'));
  const pumped = asked.map((title, id) => ({ id: id + 10, status: 'closed', ticket: { title: title.replace('heat pump', 'lawn mower') }, question: title.replace('heat pump', 'lawn mower'), answer: answered.replace('heat pump', 'lawn mower') }));
  writeFileSync(join(clone, 'export.jsonl'), pumped.map((ticket) => JSON.stringify(ticket)).join('\n'));
  // The tool is built, and so is all that it would build; few articles are enough to measure; curl's failures count.
  const tools = join(place, 'tools');
  mkdirSync(tools);
  const tool = (name, script) => {
    writeFileSync(join(tools, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(tools, name), 0o755);
  };
  const real = (name) => process.env.PATH.split(delimiter).map((folder) => join(folder, name)).find(existsSync);
  tool('cargo', `[ "$1" = baton ] || exit 127\nshift\ncase "$1" in dev|deploy) set -- "$@" --no-build;; bench) set -- "$@" --articles 40;; esac\nexec "${BATON}" "$@"`);
  tool('curl', `case "$1" in -f*) ;; *) set -- -sS --fail-with-body "$@";; esac\nexec "${real('curl')}" "$@"`);
  process.env.PATH = `${tools}${delimiter}${process.env.PATH}`;
  Object.assign(ports, { dev: await freePort(3), page: await freePort(), hosted: await freePort() });
  // Somebody's page with a policy.
  site = createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "script-src 'self'" }).end('<!doctype html>'));
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  for (const end of running.reverse()) await end();
  await receiver?.stop();
  site?.close();
  rmSync(place, { recursive: true, force: true });
});

/** Starts what does not end by itself. */
function serve(command, cwd) {
  const child = spawn('bash', ['-c', `exec ${command}`], { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  child.told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (child.told += data));
  const gone = new Promise((resolve) => child.once('exit', resolve));
  running.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    process.kill(-child.pid, 'SIGINT');
    const late = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 10_000);
    await gone;
    clearTimeout(late);
  });
  return child;
}

/** Waits for a server's own words, or its answer. */
const served = (child, ask, what) =>
  until(async () => {
    assert.equal(child.exitCode, null, `${what} ended:\n${child.told}`);
    return ask();
  }, what);
const answers = (url) => async () => (await fetch(url).catch(() => undefined))?.ok;

/** What is served until the end, by how its command begins. */
const SERVED = new Map([
  [
    'cargo baton dev',
    async (command) => {
      if (edge) return;
      const dev = serve(`${command} --port ${ports.dev}`, clone);
      await served(dev, () => /Ctrl-C stops everything/.test(dev.told), 'dev');
      const [, session] = dev.told.match(/console\/sign-in\?token=(\S+)/);
      const secrets = Object.fromEntries([...readFileSync(join(clone, '.dev.vars'), 'utf8').matchAll(/^(\w+)='(.*)'$/gm)].map(([, name, value]) => [name, value]));
      edge = Object.assign(new Edge(), { url: `http://127.0.0.1:${ports.dev}`, adminKey: secrets.BATON_ADMIN_KEY, sessionKey: secrets.BATON_SESSION_KEY, state: place });
      assert.ok(session);
      const [[kid, secret]] = Object.entries(JSON.parse(secrets.BATON_IDENTITY_KEYS));
      Object.assign(edge, { kid, secret, workspace: 'tidewell' });
      for (const [, address] of dev.told.matchAll(/(http:\/\/localhost:\d+\/\S*)/g)) assert.equal((await fetch(address)).status, 200, address);
      writeFileSync(join(place, 'secrets.env'), readFileSync(join(clone, '.dev.vars')));
      edge.dev = dev;
    },
  ],
  [
    'python3 -m http.server 8000',
    async (command) => {
      writeFileSync(join(page, 'index.html'), example('docs/quick-start.md', 'html', 'widget.js'));
      const child = serve(await filled(command), page);
      await served(child, answers(`http://localhost:${ports.page}/`), 'the page');
      assert.match(await (await fetch(`http://localhost:${ports.page}/`)).text(), /widget\.js/);
    },
  ],
  [
    '/usr/bin/npx wrangler dev',
    async (command) => {
      const child = serve((await filled(command)).replace('/usr/bin/npx', 'npx'), clone);
      await served(child, answers(`http://127.0.0.1:${ports.hosted}/health`), 'the server of one’s own');
    },
  ],
]);

let current;
/** What stands for something else; each is used, or the test fails. */
const PLACEHOLDERS = new Map([
  ['https://baton.example.com', () => edge.url],
  ['https://new.example.com', () => emptyEdge()],
  ['https://www.example.com/', () => `http://127.0.0.1:${site.address().port}/`],
  ['https://crm.example.com/baton', () => receiver.url],
  ['whsec_…', () => receiver.secret],
  ['2f1c…', () => randomBytes(8).toString('hex')],
  ['/var/lib/baton', () => hosted],
  ['8787', () => String(ports.hosted)],
  ['8000', () => String(ports.page)],
  ['$(date +%F)', () => '2026-11-30'],
  ['customer-1002', () => known()],
  [' D/', () => texts()],
  ['NEW.toml', () => join(clone, 'workspace/policy.toml')],
  ['FILE.jsonl', () => dialogue()],
]);
/** Variables of the shell that a page speaks of. */
const VARIABLES = new Map([
  ['BATON_ADMIN_KEY', () => adminKey()],
  ['BATON_KEY', () => apiKey()],
  ['REPLY_LINK', () => replyLink()],
  ['CONVERSATION', async () => (await waiting()).id],
]);
const used = new Set();

/** The key of whom the page speaks. */
function adminKey() {
  const file = join(hosted, 'secrets.env');
  if (current !== 'docs/self-hosting.md' || !existsSync(file)) return edge.adminKey;
  return /^BATON_ADMIN_KEY='(.*)'$/m.exec(readFileSync(file, 'utf8'))[1];
}

/** An empty deployment with the same keys. */
async function emptyEdge() {
  const empty = await startEdge({ workspace: false, like: current === 'docs/self-hosting.md' ? { state: hosted } : { state: place } });
  running.push(() => empty.stop());
  return empty.url;
}

async function waiting() {
  const customer = edge.customer();
  await customer.open('I want to talk to a human');
  return customer;
}

/** Labelled texts like those that were measured, which are not here: every label that a command names, with enough texts. */
function texts() {
  const labels = ['anger', 'negative', 'angry', 'handoff', 'neutral', 'oos'];
  const rows = labels.flatMap((label) => Array.from({ length: 12 }, (_, at) => `I say ${label} in my words ${at},${label}`));
  const folder = join(place, 'texts');
  for (const { blocks } of pages.values()) {
    for (const [, file] of blocks.map(({ code }) => code).join('\n').matchAll(/ D\/(\S+)/g)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      const dialogue = JSON.stringify({ turns: [{ from: 'customer', text: 'I want to talk to a human' }] });
      writeFileSync(join(folder, file), file.endsWith('.csv') ? ['text,label', ...rows, ''].join('\n') : `${dialogue}\n`);
    }
  }
  return ` ${folder}/`;
}

/** One conversation in a file. */
function dialogue() {
  const file = join(place, 'past.jsonl');
  writeFileSync(file, `${JSON.stringify({ turns: [{ from: 'customer', text: 'I want to talk to a human' }] })}\n`);
  return file;
}

/** Somebody of whom a record is kept. */
async function known() {
  const customer = edge.customer({ identity: edge.identity({ sub: 'customer-1002' }) });
  await customer.open('How do I read my bill?');
  await until(async () => (await edge.admin('GET', '/customers?subject=customer-1002')).status === 200, 'the record');
  return 'customer-1002';
}

async function apiKey() {
  const owner = await edge.signIn('ruth');
  const made = await expectOk(owner.request('POST', '/keys', { name: 'docs', scopes: ['customers', 'write_conversations'] }));
  return made.key;
}

async function replyLink() {
  const customer = await waiting();
  return (await until(() => receiver.of(customer.id, 'conversation.handoff')[0], 'the handoff')).links.reply;
}

async function filled(text) {
  const values = new Map();
  for (const [placeholder, value] of PLACEHOLDERS) {
    if (text.includes(placeholder)) values.set(placeholder, await value());
  }
  for (const placeholder of values.keys()) used.add(placeholder);
  const literal = (words) => words.replace(/[$.()+*?]/g, '\\$&');
  const all = [...values.keys()].map(literal).join('|');
  const whole = all ? text.replace(new RegExp(all, 'g'), (placeholder) => values.get(placeholder)) : text;
  assert.doesNotMatch(whole, /\/\/[\w.]*example\.com|…/, 'a placeholder that nobody knows');
  return whole;
}

const environment = (more = {}) => ({ ...process.env, WRANGLER_SEND_METRICS: 'false', CI: '1', ...more });

/** The commands of a block, a function or a here-document as one. */
function commandsOf({ language, code }) {
  const joined = code.replace(/\\\n\s*/g, ' ');
  if (language === 'ini') return [...joined.matchAll(/^ExecStart=(.*)$/gm)].map(([, command]) => command);
  if (language === '') return [...joined.matchAll(/^(?:[\d*/]+ ){5}(.*)$|^(cargo baton .*)$/gm)].map(([, timed, typed]) => timed ?? typed.replace(/\s{2,}#.*$/, ''));
  if (language !== 'sh') return [];
  const commands = [];
  let until;
  for (const line of joined.split('\n')) {
    if (until) commands.push(`${commands.pop()}\n${line}`);
    else if (line.trim()) commands.push(line.replace(/\s{2,}# .*$/, ''));
    if (until === line) until = undefined;
    else until ??= /<<(\w+)$/.exec(line)?.[1];
  }
  return commands;
}

/** Runs commands in one shell. */
async function run(commands) {
  const script = await filled(commands.join('\n'));
  const variables = {};
  for (const [name, value] of VARIABLES) {
    const isNamed = script.includes(`$${name}`) || script.includes(`\${${name}}`);
    if (isNamed) used.add(name);
    if (isNamed || name === 'BATON_ADMIN_KEY') variables[name] = await value();
  }
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], { cwd: clone, stdio: ['ignore', 'pipe', 'pipe'], env: environment(variables) });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (told += data));
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(code, 0, `${script}\n${told}`);
  return told;
}

/** Makes the company the reader's own, as the quick start says; `dev` follows. */
async function makeItYours() {
  const settings = join(clone, 'workspace', 'workspace.toml');
  const page = 'docs/quick-start.md';
  const written = readFileSync(settings, 'utf8')
    .replace(/^\[brand\][^]*?(?=^\[suggestions\])/m, () => `${example(page, 'toml', '[brand]')}\n`)
    .replace(/^allowed_origins = .*\n/m, () => example(page, 'toml', 'allowed_origins'));
  writeFileSync(join(clone, 'workspace', 'articles', 'en', 'shop-visit.md'), example(page, 'markdown', 'Visit our shop'));
  writeFileSync(join(clone, 'workspace', 'articles', 'zh', 'shop-visit.md'), example(page, 'markdown', '到店看看'));
  writeFileSync(settings, `${written}\n${example('docs/security-and-privacy.md', 'toml', '[privacy]')}`);
  const published = async () => {
    const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
    return workspace.brand.name.en === 'Acme' && workspace.articles.some(({ id }) => id === 'shop-visit') && workspace.privacy.log_days === 180;
  };
  await until(published, 'dev to publish what was written');
  await until(() => /The workspace is published as version/.test(edge.dev.told), 'dev to say so');
}

const ordered = [...ORDER, ...[...pages.keys()].filter((name) => !ORDER.includes(name))];
/** Pages in Chinese hold the same code, which another test sees to. */
const isTranslation = (name) => name.startsWith(join('docs', 'zh')) || name === 'README.zh.md';
const done = new Set();
/** What says the same, however often, takes its time once. */
const ONCE = ['cargo baton deploy --dry-run', 'cargo baton deploy --local'];

for (const name of ordered.filter((name) => !isTranslation(name) && pages.get(name).blocks.some((block) => commandsOf(block).length))) {
  test(`the commands of ${name} do what they say`, async () => {
    current = name;
    for (const file of readdirSync(clone).filter((file) => file.endsWith('.backup'))) rmSync(join(clone, file));
    for (const block of pages.get(name).blocks) {
      let batch = [];
      for (const command of commandsOf(block)) {
        const plain = command.trim();
        const server = [...SERVED].find(([begins]) => plain.startsWith(begins));
        if (server) {
          done.add(server[0]);
          await server[1](plain);
          if (plain === 'cargo baton dev' && name === 'docs/quick-start.md') await makeItYours();
        } else if (ELSEWHERE.has(plain) || (ONCE.includes(plain) && done.has(plain))) done.add(plain);
        else {
          if (plain.startsWith('curl') && name === 'docs/webhooks.md') receiver ??= await startReceiver(edge);
          batch.push(command);
          done.add(plain);
        }
      }
      if (!batch.length) continue;
      const told = await run(batch);
      for (const command of batch.filter((command) => EXPECTED.has(command.trim()))) assert.match(told, EXPECTED.get(command.trim()), command);
    }
  });
}

test('no command of another kind of block is passed over, and no list holds what is nowhere', () => {
  const found = [];
  for (const [name, { blocks }] of pages) {
    for (const block of blocks) {
      if (['sh', 'js', 'python', 'html', 'markdown', 'json', 'toml'].includes(block.language)) continue;
      const known = commandsOf(block);
      const lines = block.code.replace(/\\\n\s*/g, ' ').split('\n').filter((line) => /(^|[\s/=])(cargo|npx|npm|node|curl|python3|wrangler|sqlite3)\s/.test(line));
      found.push(...lines.filter((line) => !known.some((command) => line.includes(command))).map((line) => `${name}: ${line}`));
    }
  }
  assert.deepEqual(found, []);
  const unused = (map) => [...map.keys()].filter((key) => !done.has(key) && !used.has(key));
  for (const map of [ELSEWHERE, EXPECTED, SERVED, PLACEHOLDERS, VARIABLES]) assert.deepEqual(unused(map), []);
  for (const where of ELSEWHERE.values()) assert.ok(!where.startsWith('tests/') || existsSync(join(ROOT, where)), where);
});

test('pages in Chinese have no command of their own', () => {
  const translated = [...pages].filter(([name]) => isTranslation(name)).flatMap(([, { blocks }]) => blocks.flatMap(commandsOf));
  assert.deepEqual(translated.map((command) => command.trim()).filter((command) => ![...done].some((known) => command.startsWith(known))), []);
});
