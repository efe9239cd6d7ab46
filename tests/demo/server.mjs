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
import { listing, showing, way } from './embedding.mjs';
import { address, page } from './layout.mjs';
import { account } from './pages/account.mjs';
import { article, help } from './pages/help.mjs';
import { home } from './pages/home.mjs';
import { missing } from './pages/missing.mjs';
import { orders } from './pages/orders.mjs';
import { products } from './pages/products.mjs';
import { status } from './pages/status.mjs';
import { PREFIX, forward, forwardUpgrade } from './proxy.mjs';
import { announcements } from './published.mjs';
import { customerOf, visitors } from './visitors.mjs';

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
const EMBEDDING = '/embedding/';
const HOSTED = /^\/assets\/baton\/(widget\.js|widget\/[\w.-]+\.(?:js|wasm))$/;
const articles = readArticles(here('../../workspace/articles/'));
const pages = { '/': home, '/products': products, '/help': help, '/orders': orders, '/account': account };

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

function sendPage(response, code, view, content, itsPolicy = policy) {
  send(response, code, 'text/html; charset=utf-8', page(view, content), { 'content-security-policy': itsPolicy });
}

/** One of the ways of embedding, with its own policy and script tag, or all of them. */
function sendEmbedding(response, view, name) {
  if (!name) return sendPage(response, 200, view, listing(view, address));
  const found = way(name, { edge, nonce: randomBytes(16).toString('base64') });
  if (!found) return sendPage(response, 404, view, missing(view));
  sendPage(response, 200, view, { ...showing(view, found, address), way: found }, found.policy);
}

async function sendStatus(response, view) {
  sendPage(response, 200, view, status({ ...view, status: await announcements(edge, view.language) }));
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
  const now = Math.floor(Date.now() / 1000);
  const path = url.pathname;
  const view = {
    edge,
    language,
    as,
    now,
    path,
    canSignIn: Boolean(key),
    articles: articles[language],
    customer: key && customerOf(as, now),
  };

  if (Object.hasOwn(files, path)) return send(response, 200, ...files[path]);
  if (path === '/identity') return sendIdentity(response, visitors.find((visitor) => visitor.id === url.searchParams.get('as')));
  const hosted = path.match(HOSTED);
  if (hosted) return sendHosted(response, hosted[1]);
  if (path.startsWith(EMBEDDING)) return sendEmbedding(response, view, path.slice(EMBEDDING.length));
  if (path === '/status') return sendStatus(response, view);
  if (Object.hasOwn(pages, path)) return sendPage(response, 200, view, pages[path](view));
  const one = path.startsWith('/help/') && view.articles.get(path.slice('/help/'.length));
  if (one) return sendPage(response, 200, view, article(view, one));
  sendPage(response, 404, view, missing(view));
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
