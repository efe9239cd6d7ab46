// The demo company's website and its back end, in one process without dependencies: the pages that embed the
// widget, and the address at which they fetch a signed identity. It stands in for what a company builds itself. The
// pages under /embedding/ show each way of embedding: for them, `/baton/…` is handed on to the edge, and a copy of the
// widget's files is served under `/assets/baton/`.
//
//   PORT                    the port, 8788 where absent
//   BATON_HOST              the host to listen on, localhost where absent
//   BATON_EDGE              Baton's address, http://127.0.0.1:8787 where absent
//   BATON_WORKSPACE         id of the workspace, tidewell where absent
//   BATON_IDENTITY_KID      which key signs identities
//   BATON_IDENTITY_SECRET   that key, base64url; without it nobody can sign in
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { sign } from './identity.mjs';
import { readArticles } from './articles.mjs';
import { way } from './embedding.mjs';
import { articlePage, embeddingPage, homePage, missingPage } from './pages.mjs';
import { PREFIX, forward, forwardUpgrade } from './proxy.mjs';
import { visitors } from './visitors.mjs';

const port = Number(process.env.PORT ?? 8788);
const host = process.env.BATON_HOST ?? 'localhost';
const edge = new URL(process.env.BATON_EDGE ?? 'http://127.0.0.1:8787').origin;
const workspace = process.env.BATON_WORKSPACE ?? 'tidewell';
const key = process.env.BATON_IDENTITY_SECRET && {
  kid: process.env.BATON_IDENTITY_KID ?? 'dev-1',
  secret: Buffer.from(process.env.BATON_IDENTITY_SECRET, 'base64url'),
};

const here = (name) => new URL(name, import.meta.url);
const files = {
  '/style.css': ['text/css; charset=utf-8', readFileSync(here('style.css'))],
  '/page.js': ['text/javascript; charset=utf-8', readFileSync(here('page.js'))],
  '/mark.svg': ['image/svg+xml', readFileSync(here('mark.svg'))],
};
/** The widget as it was built, for companies that host its files themselves. */
const built = here('../../public/built/site/');
const HOSTED = /^\/assets\/baton\/(widget\.js|widget\/[\w.-]+\.(?:js|wasm))$/;
const articles = readArticles(here('../../workspace/articles/'));

// As strict as a careful company writes it: nothing inline, no eval, and of Baton's origin only what the widget needs.
const policy = [
  "default-src 'none'",
  `script-src 'self' ${edge} 'wasm-unsafe-eval'`,
  "style-src 'self'",
  `img-src 'self' ${edge}`,
  `connect-src 'self' ${edge} ${edge.replace(/^http/, 'ws')}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const common = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'strict-origin-when-cross-origin' };

function send(response, status, type, body, more = {}) {
  response.writeHead(status, { ...common, 'content-type': type, 'cache-control': 'no-store', ...more });
  response.end(body);
}

function sendPage(response, status, html, itsPolicy = policy) {
  send(response, status, 'text/html; charset=utf-8', html, { 'content-security-policy': itsPolicy });
}

function sendHosted(response, name) {
  try {
    const type = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript; charset=utf-8';
    send(response, 200, type, readFileSync(new URL(name, built)));
  } catch {
    send(response, 404, 'text/plain; charset=utf-8', 'Build the widget first.\n');
  }
}

function sendIdentity(response, visitor) {
  if (!key) return send(response, 404, 'text/plain; charset=utf-8', 'No key is configured: set BATON_IDENTITY_SECRET.\n');
  if (!visitor?.claims) return send(response, 404, 'text/plain; charset=utf-8', 'There is no such visitor.\n');
  const now = Math.floor(Date.now() / 1000);
  send(response, 200, 'text/plain; charset=utf-8', sign(visitor.claims(now), { ...key, audience: workspace, now }));
}

const server = createServer((request, response) => {
  if (request.url.startsWith(PREFIX)) return forward(edge, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return send(response, 405, 'text/plain; charset=utf-8', 'Only GET.\n', { allow: 'GET, HEAD' });
  }
  const url = new URL(request.url, 'http://localhost');
  const as = visitors.some((visitor) => visitor.id === url.searchParams.get('as')) ? url.searchParams.get('as') : 'anonymous';
  const language = url.searchParams.get('lang') === 'zh' ? 'zh' : 'en';
  const view = { edge, language, as, path: url.pathname, canSignIn: Boolean(key), articles: articles[language] };

  if (files[url.pathname]) return send(response, 200, ...files[url.pathname]);
  if (url.pathname === '/identity') {
    return sendIdentity(response, visitors.find((visitor) => visitor.id === url.searchParams.get('as')));
  }
  if (url.pathname === '/') return sendPage(response, 200, homePage(view));
  const hosted = url.pathname.match(HOSTED);
  if (hosted) return sendHosted(response, hosted[1]);
  if (url.pathname === '/embedding/') return sendPage(response, 200, embeddingPage(view));
  const name = url.pathname.startsWith('/embedding/') && url.pathname.slice('/embedding/'.length);
  const found = name && way(name, { edge, nonce: randomBytes(16).toString('base64') });
  if (found) return sendPage(response, 200, embeddingPage(view, found), found.policy);
  const article = url.pathname.startsWith('/help/') && view.articles.get(url.pathname.slice('/help/'.length));
  if (article) return sendPage(response, 200, articlePage(view, article));
  sendPage(response, 404, missingPage(view));
});

server.on('upgrade', (request, socket, head) => {
  if (request.url.startsWith(PREFIX)) forwardUpgrade(edge, request, socket, head);
  else socket.destroy();
});
server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken; set PORT to another one.` : error.message);
  process.exit(1);
});
server.listen(port, host, () => console.log(`Demo site on http://${host}:${server.address().port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
