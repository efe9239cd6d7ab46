// What `cargo baton check --csp` prints for another origin is enough: a browser under just that policy runs the widget
// from its script to its socket.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';
import { ARGS, PATIENCE_MS } from '../support/browser.mjs';
import { BATON, ROOT, startEdge, until } from '../support/edge.mjs';
import { publish } from '../support/site.mjs';

const run = promisify(execFile);
let edge;
let browser;
let site;
let url;
/** What the site sends just now. */
let policies = [];
let nonce;

before(async () => {
  edge = await startEdge();
  site = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(404).end();
    if (policies.length > 0) response.setHeader('content-security-policy', policies);
    const tag = `<script${nonce ? ` nonce="${nonce}"` : ''} src="${edge.url}/widget.js" defer></script>`;
    const icon = '<link rel="icon" href="data:,">';
    response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Shop</title>${icon}${tag}<p>Shop</p>`);
  });
  await new Promise((resolve) => site.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${site.address().port}/`;
  await publish(edge, (workspace) => workspace.allowed_origins.push(new URL(url).origin));
  browser = await chromium.launch({ executablePath: process.env.BATON_CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
});
after(async () => {
  await browser.close();
  site.closeAllConnections();
  site.close();
  await edge.stop();
});

async function check() {
  const { stdout } = await run(BATON, ['check', '--csp', url, '--baton', edge.url, '--json'], { cwd: ROOT });
  const { policies: read, embeddings } = JSON.parse(stdout);
  return { read, ...embeddings.find(({ embedding }) => embedding === 'other_origin') };
}

/** Asks a question in the widget and waits until the socket is open. */
async function chats() {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    const sockets = [];
    page.on('websocket', (socket) => sockets.push(socket));
    const refused = [];
    page.on('console', (message) => /polic|Trusted/i.test(message.text()) && message.type() === 'error' && refused.push(message.text()));
    await page.goto(url);
    const widget = page.locator('#baton-widget');
    await widget.getByRole('button', { name: 'Chat with us' }).click();
    const composer = widget.getByRole('textbox', { name: 'Your message' });
    await composer.fill('Hello');
    await composer.press('Enter');
    await until(() => sockets.length > 0, 'the socket', PATIENCE_MS);
    // The page's icon stands in for everything of the company's own that its policy may refuse.
    return refused.filter((text) => !text.includes('data:,'));
  } finally {
    await context.close();
  }
}

for (const [what, sent] of [
  ['nothing but its own', ["default-src 'self'"]],
  ['nothing at all', ["default-src 'none'"]],
  ['script elements of its own', ["default-src 'none'; script-src-elem 'self'; connect-src 'self'"]],
  ['strict-dynamic with a nonce', ["script-src 'strict-dynamic' 'nonce-abc'; connect-src 'none'; base-uri 'none'"]],
  ['strict-dynamic without a nonce', ["script-src 'strict-dynamic' 'sha256-AAAA' https:"]],
  ['two policies', ["script-src 'nonce-abc'", "default-src 'nonce-abc' https:"]],
  ['Trusted Types', ["script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"]],
  ['a sandbox', ["sandbox allow-scripts; default-src 'self'"]],
]) {
  test(`a page that allows ${what} runs the widget once it sends what is printed`, async () => {
    policies = sent;
    const { read, changes, needs_nonce } = await check();
    const after = read.map(({ text }) => new Map(text.split('; ').map((directive) => [directive.split(' ')[0], directive])));
    for (const { policy, directive, whole } of changes) after[policy].set(directive, whole);
    policies = after.map((directives) => [...directives.values()].join('; '));
    nonce = needs_nonce ? policies.join().match(/'nonce-([^']+)'/)[1] : undefined;
    assert.deepEqual(await chats(), [], policies.join('\n'));
  });
}
