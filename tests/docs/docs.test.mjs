// The documentation: its links lead somewhere, its commands are the tool's, its examples run, and both languages say the
// same.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';
import { BATON, ROOT } from '../support/edge.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'baton-docs-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

const markdown = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true }).filter((name) => name.endsWith('.md')).map((name) => join(folder, name));
const pages = new Map(
  ['README.md', 'README.zh.md', ...markdown('docs')].map((name) => [name, read(readFileSync(join(ROOT, name), 'utf8'))]),
);

/** A page's headings, code blocks and remaining text. */
function read(text) {
  const page = { headings: [], blocks: [], prose: '' };
  let block;
  for (const line of text.split('\n')) {
    const fence = /^```(\w*)$/.exec(line);
    if (block && fence) {
      page.blocks.push(block);
      block = undefined;
    } else if (block) block.code += `${line}\n`;
    else if (fence) block = { language: fence[1], code: '' };
    else {
      const heading = /^(#+) (.*)$/.exec(line);
      if (heading) page.headings.push({ level: heading[1].length, text: heading[2] });
      page.prose += `${line}\n`;
    }
  }
  assert.equal(block, undefined, 'each code block ends');
  return page;
}

/** The anchors of a page, as GitHub makes them. */
function anchors({ headings }) {
  const seen = new Map();
  return headings.map(({ text }) => {
    const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().trim();
    const anchor = plain.replace(/[^\p{L}\p{N}\p{M} _-]/gu, '').replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before ? `${anchor}-${before}` : anchor;
  });
}

test('every link leads to a file, and to a heading where it names one', () => {
  const broken = [];
  for (const [name, page] of pages) {
    for (const [, target] of page.prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path, anchor] = target.split('#');
      const file = path ? join(dirname(name), decodeURIComponent(path)) : name;
      if (!existsSync(join(ROOT, file))) broken.push(`${name}: ${target}`);
      else if (anchor && !(statSync(join(ROOT, file)).isFile() && anchors(pages.get(file)).includes(decodeURIComponent(anchor)))) {
        broken.push(`${name}: ${target}: no such heading`);
      }
    }
  }
  assert.deepEqual(broken, []);
});

const helps = new Map();
/** What the tool says of a subcommand; nothing where it has none. */
function help(words) {
  const key = words.join(' ');
  if (!helps.has(key)) {
    const told = spawnSync(BATON, [...words, '--help'], { encoding: 'utf8' });
    assert.equal(told.error, undefined, 'the tool is built');
    helps.set(key, told.status === 0 ? told.stdout : undefined);
  }
  return helps.get(key);
}

test('every command in a code block is one that the tool has, with its flags', () => {
  const wrong = [];
  let commands = 0;
  for (const [name, page] of pages) {
    const code = page.blocks.map((block) => block.code).join('').replace(/\\\n\s*/g, ' ');
    for (const [, line] of code.matchAll(/cargo baton ([^\n]*)/g)) {
      commands += 1;
      const [given] = line.split(/ # | {2,}#|[|;`)]/);
      const [subcommand, ...rest] = given.trim().split(/\s+/);
      const text = subcommand.startsWith('-') ? help([]) : help([subcommand]);
      // Of commands that have commands of their own, the inner one knows the flags.
      const inner = /^Commands:/m.test(text ?? '') && rest[0] && !rest[0].startsWith('-') ? help([subcommand, rest[0]]) : '';
      const flags = given.match(/(?<=\s|^)--[a-z-]+/g) ?? [];
      const known = (flag) => new RegExp(`(?<![\\w-])${flag}(?![\\w-])`).test(`${text}\n${inner}`);
      if (text === undefined || inner === undefined || !flags.every(known)) wrong.push(`${name}: cargo baton ${given.trim()}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(commands > 5, 'commands are found at all');
});

const KEY = randomBytes(32);
const ENVIRONMENT = { BATON_WORKSPACE_ID: 'tidewell', BATON_IDENTITY_KID: '2026-11', BATON_IDENTITY_KEY: KEY.toString('base64url') };

/** Verifies a token as the edge does. */
function verify(token) {
  const [header, claims, signature, more] = token.split('.');
  assert.equal(more, undefined, 'three parts');
  const json = (part) => JSON.parse(Buffer.from(part, 'base64url').toString());
  assert.deepEqual([json(header).alg, json(header).kid], ['HS256', '2026-11']);
  const expected = createHmac('sha256', KEY).update(`${header}.${claims}`).digest();
  assert.ok(timingSafeEqual(expected, Buffer.from(signature, 'base64url')), 'the signature fits');
  const { aud, sub, iat, exp, name } = json(claims);
  assert.deepEqual([aud, sub, name], ['tidewell', 'customer-1002', '李伟']);
  const now = Date.now() / 1000;
  assert.ok(iat <= now + 60 && exp > now && exp <= now + 15 * 60, 'the times are good');
}

const example = (page, language, part) => {
  const found = pages.get(page).blocks.find((block) => block.language === language && block.code.includes(part));
  return found?.code ?? assert.fail(`${page} has no such example`);
};

test('the Node example signs whoever has a session, and nobody else', async () => {
  writeFileSync(join(scratch, 'sign-identity.mjs'), example('docs/identity.md', 'js', 'export function signIdentity'));
  writeFileSync(join(scratch, 'server.mjs'), example('docs/identity.md', 'js', 'createServer'));
  Object.assign(process.env, ENVIRONMENT, { PORT: '0' });
  const { server } = await import(pathToFileURL(join(scratch, 'server.mjs')).href);
  try {
    if (!server.listening) await once(server, 'listening');
    const ask = (headers) => fetch(`http://localhost:${server.address().port}/baton-identity`, { headers });
    const answer = await ask({ cookie: 'session=a-session' });
    assert.equal(answer.status, 200);
    verify(await answer.text());
    assert.equal((await ask({})).status, 401);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

const python = spawnSync('python3', ['--version']).status === 0;
test('the Python example signs too', { skip: !python && 'there is no python3' }, () => {
  const file = join(scratch, 'sign_identity.py');
  writeFileSync(file, example('docs/identity.md', 'python', 'def sign_identity'));
  verify(execFileSync('python3', [file], { env: { ...process.env, ...ENVIRONMENT }, encoding: 'utf8' }).trim());
});

test('the company that the quick start makes has no problems, and answers its question', () => {
  const folder = join(scratch, 'workspace');
  cpSync(join(ROOT, 'workspace'), folder, { recursive: true });
  const page = 'docs/quick-start.md';
  const settings = join(folder, 'workspace.toml');
  const written = readFileSync(settings, 'utf8')
    .replace(/^\[brand\][^]*?(?=^\[suggestions\])/m, () => `${example(page, 'toml', '[brand]')}\n`)
    .replace(/^allowed_origins = .*\n/m, () => example(page, 'toml', 'allowed_origins'));
  writeFileSync(settings, `${written}\n${example('docs/security-and-privacy.md', 'toml', '[privacy]')}`);
  writeFileSync(join(folder, 'articles', 'en', 'shop-visit.md'), example(page, 'markdown', 'Visit our shop'));
  writeFileSync(join(folder, 'articles', 'zh', 'shop-visit.md'), example(page, 'markdown', '到店看看'));
  const baton = (...words) => execFileSync(BATON, words, { cwd: ROOT, encoding: 'utf8' });
  assert.match(baton('check', folder), /no problems/);
  const shown = JSON.parse(baton('triage', 'Where is your shop?', '--workspace', folder, '--json'));
  assert.match(shown.says.join(), /Harbour Street/);
});

test('both languages have the same headings and the same code', () => {
  const translated = [...pages.keys()].filter((name) => name.startsWith(join('docs', 'zh')));
  assert.ok(translated.length > 0);
  for (const name of translated) {
    const original = pages.get(join('docs', relative(join('docs', 'zh'), name)));
    assert.ok(original, `${name} is a page in English too`);
    const levels = (page) => page.headings.map((heading) => heading.level);
    assert.deepEqual(levels(pages.get(name)), levels(original), `${name}: headings`);
    assert.deepEqual(pages.get(name).blocks, original.blocks, `${name}: code`);
  }
});
