// What a company's site and a web server in front of Baton do: a page, and beside it, on another origin, the widget's
// files, compressed with brotli at its best and kept in memory as long as their headers allow. What was sent is
// written down, in bytes of bodies.

import { createServer } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';

const COMPRESSED = /^(text\/|application\/(javascript|json|wasm|manifest\+json)|image\/svg)/;
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'date'];

/** Serves the site's pages: `pages` is an object from a path to a page's HTML. */
export async function servePages(pages) {
  const server = createServer((request, response) => {
    const html = pages[new URL(request.url, 'http://site').pathname];
    if (html === undefined) return void response.writeHead(404).end();
    send(response, 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' }, Buffer.from(html));
  });
  return listen(server);
}

/** Serves files of its own, an object from a path to a script, and passes everything else on to `edge`. */
export async function serveWidget(edge, scripts) {
  const kept = new Map();
  const log = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, edge);
    try {
      const { status, headers, body } = await answer(request, pathname);
      log.push({ path: pathname, bytes: body.length });
      response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });

  async function answer(request, pathname) {
    const script = scripts[pathname];
    const key = `${request.method} ${request.url}`;
    if (kept.has(key)) return kept.get(key);
    const fresh = script === undefined ? await passOn(request) : ours(script);
    const given = pack(fresh);
    if (request.method === 'GET' && /max-age=[1-9]/.test(given.headers['cache-control'] ?? '')) kept.set(key, given);
    return given;
  }

  async function passOn(request) {
    const headers = { 'accept-encoding': 'identity' };
    for (const name of ['accept', 'content-type', 'if-none-match', 'origin', 'authorization']) {
      if (request.headers[name]) headers[name] = request.headers[name];
    }
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const answer = await fetch(edge + request.url, { method: request.method, headers, body, redirect: 'manual' });
    return { status: answer.status, headers: Object.fromEntries(answer.headers), body: Buffer.from(await answer.arrayBuffer()) };
  }

  const { url, stop } = await listen(server);
  return { url, stop, log };
}

/** A script of the server's own, with the headers that Baton's loader has. */
function ours(script) {
  const headers = {
    'content-type': 'text/javascript',
    'cache-control': 'public, max-age=300',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  };
  return { status: 200, headers, body: Buffer.from(script) };
}

function send(response, status, headers, body) {
  const packed = pack({ status, headers, body });
  response.writeHead(packed.status, { ...packed.headers, 'content-length': packed.body.length }).end(packed.body);
}

function pack({ status, headers, body }) {
  const left = Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
  if (body.length === 0 || !COMPRESSED.test(left['content-type'] ?? '')) return { status, headers: left, body };
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
  };
  return { status, headers: { ...left, 'content-encoding': 'br' }, body: brotliCompressSync(body, { params }) };
}

async function listen(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, stop };
}
