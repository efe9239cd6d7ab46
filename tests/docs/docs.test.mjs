// The documentation: its links lead somewhere, its commands are the tool's, its examples run, and both languages say the
// same.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { example as exampleOf, pages } from '../support/docs.mjs';
import { BATON, ROOT } from '../support/edge.mjs';

const scratch = mkdtempSync(join(tmpdir(), 'baton-docs-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

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

test('every command, in a code block or a sentence, is one that the tool has, with its flags', () => {
  const wrong = [];
  let commands = 0;
  for (const [name, page] of pages) {
    const code = page.blocks.map((block) => block.code).join('').replace(/\\\n\s*/g, ' ');
    const inline = [...page.prose.matchAll(/`(cargo baton [^`]+)`/g)].map(([, command]) => command.replace(/\s+/g, ' '));
    for (const [, line] of [code, ...inline].join('\n').matchAll(/cargo baton ([^\n]*)/g)) {
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

/** An example, which a test below runs. */
function example(page, language, part) {
  const code = exampleOf(page, language, part);
  ran.add(code);
  return code;
}
const ran = new Set();

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

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;

test('the examples of a webhook’s receiver take what was signed, and nothing else', { skip: !python && 'there is no python3' }, async () => {
  const body = '{"type":"message.created","text":"您好"}';
  const sent = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(Date.now() / 1000)) };
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const sign = (text) => `v1,${createHmac('sha256', key).update(`${sent['webhook-id']}.${sent['webhook-timestamp']}.${text}`).digest('base64')}`;

  const node = example('docs/webhooks.md', 'js', 'standardwebhooks').replace(/^import .*\n/, '');
  const verify = new Function('Webhook', 'process', 'rawBody', 'request', `${node}return payload;`);
  const told = (text) => verify(Webhook, { env: { BATON_WEBHOOK_SECRET: SECRET } }, body, { headers: { ...sent, 'webhook-signature': sign(text) } });
  assert.equal(told(body).text, '您好');
  assert.throws(() => told('another'));

  const file = join(scratch, 'receiver.py');
  writeFileSync(file, `${example('docs/webhooks.md', 'python', 'def verify')}
import json, sys
given = json.load(sys.stdin)
print(verify(given["secret"], given["headers"], given["body"].encode()))
`);
  const python3 = (text) =>
    execFileSync('python3', [file], { input: JSON.stringify({ secret: SECRET, headers: { ...sent, 'webhook-signature': sign(text) }, body }), encoding: 'utf8' }).trim();
  assert.deepEqual([python3(body), python3('another')], ['True', 'False']);
});

test('the example of a page that identifies its visitor gives the token, or says that there is none', async () => {
  for (const page of ['docs/identity.md', 'docs/embedding.md']) {
    let give;
    const run = (answer) => new Function('Baton', 'fetch', example(page, 'js', 'Baton.identify('))({ identify: (giving) => (give = giving) }, async () => answer);
    run({ ok: true, text: async () => 'a.token.signed' });
    assert.equal(await give(), 'a.token.signed');
    run({ ok: false, status: 401 });
    await assert.rejects(give, /no identity: 401/);
  }
});

test('every example in a programming language is run', () => {
  const elsewhere = { "import { load } from '@baton/widget'": 'tests/loader/npm.test.mjs' };
  const missing = [];
  for (const [name, { blocks }] of pages) {
    for (const { language, code } of blocks) {
      if (!['js', 'python'].includes(language) || ran.has(code) || Object.keys(elsewhere).some((part) => code.includes(part))) continue;
      missing.push(`${name}: ${code.split('\n')[0]}`);
    }
  }
  assert.deepEqual(missing, []);
});

// For whoever works on Baton itself, and galleries.
const ENGLISH_ALONE = ['docs/ARCHITECTURE.md', 'docs/understanding.md', ...[...pages.keys()].filter((name) => name.startsWith(join('docs', 'images')))];

test('every page is there in both languages, with the same headings and the same code', () => {
  const chinese = (name) => (name === 'README.md' ? 'README.zh.md' : join('docs', 'zh', relative('docs', name)));
  const originals = [...pages.keys()].filter((name) => name !== 'README.zh.md' && !name.startsWith(join('docs', 'zh')) && !ENGLISH_ALONE.includes(name));
  const translated = originals.map(chinese);
  assert.deepEqual([...pages.keys()].filter((name) => ![...originals, ...translated, ...ENGLISH_ALONE].includes(name)), [], 'a page in Chinese alone');
  for (const [at, name] of originals.entries()) {
    const [original, translation] = [pages.get(name), pages.get(translated[at])];
    assert.ok(translation, `${translated[at]} is missing`);
    const levels = (page) => page.headings.map((heading) => heading.level);
    assert.deepEqual(levels(translation), levels(original), `${name}: headings`);
    // What a comment says, it says in the page's language.
    const code = (page) => page.blocks.map((block) => ({ ...block, code: name === 'README.md' ? block.code.replace(/\s+# .*/g, '') : block.code }));
    assert.deepEqual(code(translation), code(original), `${name}: code`);
    if (name === 'README.md') continue;
    const rows = (page) => page.prose.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').length);
    // The table that a test writes stands once.
    if (name !== 'docs/access.md') assert.deepEqual(rows(translation), rows(original), `${name}: tables`);
    const bullets = (page) => page.prose.match(/^(- |\d+\. )/gm)?.length ?? 0;
    assert.equal(bullets(translation), bullets(original), `${name}: lists`);
  }
});
