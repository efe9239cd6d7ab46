// The demo company's website and its back end, in one process without dependencies: the pages that embed the
// widget, and the address at which they fetch a signed identity. It stands in for what a company builds itself.
//
//   PORT                    the port, 8788 where absent
//   BATON_HOST              the host to listen on, localhost where absent
//   BATON_EDGE              Baton's address, http://127.0.0.1:8787 where absent
//   BATON_WORKSPACE         id of the workspace, tidewell where absent
//   BATON_IDENTITY_KID      which key signs identities
//   BATON_IDENTITY_SECRET   that key, base64url; without it nobody can sign in
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { sign } from './identity.mjs';
import { readArticles } from './articles.mjs';
import { articlePage, homePage, missingPage } from './pages.mjs';
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

function sendPage(response, status, html) {
  send(response, status, 'text/html; charset=utf-8', html, { 'content-security-policy': policy });
}

function sendIdentity(response, visitor) {
  if (!key) return send(response, 404, 'text/plain; charset=utf-8', 'No key is configured: set BATON_IDENTITY_SECRET.\n');
  if (!visitor?.claims) return send(response, 404, 'text/plain; charset=utf-8', 'There is no such visitor.\n');
  const now = Math.floor(Date.now() / 1000);
  send(response, 200, 'text/plain; charset=utf-8', sign(visitor.claims(now), { ...key, audience: workspace, now }));
}

const server = createServer((request, response) => {
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
  const article = url.pathname.startsWith('/help/') && view.articles.get(url.pathname.slice('/help/'.length));
  if (article) return sendPage(response, 200, articlePage(view, article));
  sendPage(response, 404, missingPage(view));
});

server.on('error', (error) => {
  console.error(error.code === 'EADDRINUSE' ? `Port ${port} is taken; set PORT to another one.` : error.message);
  process.exit(1);
});
server.listen(port, host, () => console.log(`Demo site on http://${host}:${server.address().port}`));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
