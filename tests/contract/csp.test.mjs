// `cargo baton check --csp`: which embedding a page's policy allows, and what to add.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { BATON, ROOT } from '../support/edge.mjs';

const PAGE = '<!doctype html><title>Shop</title>';
let server;
let url;
/** What the company's server answers just now. */
let answer;

before(async () => {
  server = createServer((request, response) => {
    const { status = 200, headers = {}, body = PAGE } = request.url === '/moved' ? { status: 302, headers: { location: '/' }, body: '' } : answer;
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}/`;
});
after(() => server.close());

/** Runs the command; gives its exit code and what it said. */
function check(...args) {
  return new Promise((resolve) => {
    const given = ['check', '--csp', ...args, '--baton', 'https://baton.example.com'];
    execFile(BATON, given, { cwd: ROOT }, (error, said, complained) => resolve({ code: error?.code ?? 0, said, complained }));
  });
}

async function found(page = url) {
  const { code, said, complained } = await check(page, '--json');
  assert.equal(code, 0, complained);
  const all = JSON.parse(said);
  return { ...all, ...Object.fromEntries(all.embeddings.map((one) => [one.embedding, one])) };
}

test('without a policy, everything works', async () => {
  answer = {};
  const { embeddings, policies, page } = await found();
  assert.deepEqual(embeddings.map((one) => one.works), Array(4).fill('as_it_is'));
  assert.deepEqual(policies, []);
  assert.equal(page, url);
});

test('headers and the head count together, and what they lack is named', async () => {
  answer = {
    headers: { 'content-security-policy': ["default-src 'self'", "img-src *, connect-src 'self'"] },
    body: `${PAGE}<meta http-equiv="Content-Security-Policy" content="frame-src 'none'; sandbox"><p>Shop</p>`,
  };
  const { policies, other_origin, frame, link } = await found(`${url}moved`);
  assert.deepEqual(policies.map(({ from }) => from), ['header', 'header', 'header', 'meta']);
  assert.deepEqual(
    other_origin.changes.map(({ policy, whole, repeats }) => [policy, whole, repeats]),
    [
      [0, "script-src 'self' https://baton.example.com 'wasm-unsafe-eval'", 'default-src'],
      [0, "connect-src 'self' https://baton.example.com wss://baton.example.com", 'default-src'],
      [2, "connect-src 'self' https://baton.example.com wss://baton.example.com", null],
    ],
  );
  assert.deepEqual(frame.changes.at(-1).add, ['https://baton.example.com']);
  assert.equal(link.works, 'as_it_is');
});

test('the policy that is printed for another origin lets it in', async () => {
  answer = { headers: { 'content-security-policy': "script-src 'self'; connect-src 'none'" } };
  const { changes } = (await found()).other_origin;
  answer = { headers: { 'content-security-policy': changes.map(({ whole }) => whole).join(';') } };
  const { other_origin } = await found();
  assert.equal(other_origin.works, 'as_it_is');
});

test('people read which one works, and what to write', async () => {
  answer = { headers: { 'content-security-policy': "script-src 'nonce-abc' 'strict-dynamic'; connect-src 'self'" } };
  const { said } = await check(url);
  assert.match(said, /\(b\) other origin +not yet: script-src lacks 'wasm-unsafe-eval'; connect-src lacks /);
  assert.match(said, /\(c\) frame +works with the page's nonce on the tag/);
  assert.match(said, /For \(b\), add in the header:\n {2}script-src 'wasm-unsafe-eval'\n/);
  assert.match(said, /<script nonce="…"/);
  assert.doesNotMatch(said, /[—!]/);
});

test('what cannot be checked is said in one sentence', async () => {
  for (const [wrong, page, words] of [
    [{ status: 404 }, url, /answered 404/],
    [{ headers: { 'content-type': 'application/json' }, body: '{}' }, url, /is no HTML page \(application\/json\)/],
    [{}, 'http://127.0.0.1:9/', /no page answers at http:\/\/127\.0\.0\.1:9\//],
    [{}, 'shop', /is no whole address/],
  ]) {
    answer = wrong;
    const { code, complained } = await check(page);
    assert.notEqual(code, 0);
    assert.match(complained, words);
    assert.equal(complained.trim().split('\n').length, 1, complained);
  }
});
