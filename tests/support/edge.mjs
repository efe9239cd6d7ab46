// Starts a real edge with a state of its own, and speaks to it as customers, agents and the command line do.

import { execFile, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const BATON = process.env.BATON_BIN ?? join(ROOT, 'target', 'debug', process.platform === 'win32' ? 'baton.exe' : 'baton');

/** Starts an edge. `vars` are settings of the worker; `workspace` a folder with another workspace's files, or false for
 * none; `production` runs the configuration for production; `like` is an edge whose keys it has. */
export async function startEdge({ vars = {}, workspace, production = false, like } = {}) {
  const state = mkdtempSync(join(tmpdir(), 'baton-test-'));
  if (like) copyFileSync(join(like.state, 'secrets.env'), join(state, 'secrets.env'));
  const edge = new Edge(state, vars, workspace, production);
  await edge.start();
  return edge;
}

/** Runs the tool; gives its exit code, what it said, and what it said to people. */
export function baton(args, { cwd = ROOT, env = {} } = {}) {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(BATON, args, options, (error, said, told) => resolve({ code: error?.code ?? 0, said, told }));
  });
}

export class Edge {
  constructor(state, vars, workspace, production) {
    Object.assign(this, { state, vars, workspaceDir: workspace, production });
  }

  /** Starts on the same state as before, on another port. */
  async start() {
    const given = Object.entries(this.vars).flatMap(([name, value]) => ['--var', `${name}=${value}`]);
    const dir = this.workspaceDir ? ['--workspace', this.workspaceDir] : this.workspaceDir === false ? ['--no-workspace'] : [];
    if (this.production) dir.push('--production');
    const args = ['serve', '--state', this.state, '--port', String(this.port ?? 0), '--no-build', '--log', ...dir, ...given];
    this.process = spawn(BATON, args, { cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] });
    this.log = '';
    this.process.stderr.on('data', (data) => (this.log += data));
    this.exited = new Promise((resolve) => this.process.once('exit', resolve));
    const lines = createInterface({ input: this.process.stdout });
    const ready = new Promise((resolve, reject) => {
      lines.on('line', (line) => (line.startsWith('{') ? resolve(JSON.parse(line)) : (this.log += `${line}\n`)));
      this.process.once('exit', (code) => reject(new Error(`the edge ended with ${code}:\n${this.log}`)));
    });
    const told = await ready;
    this.port = Number(new URL(told.url).port);
    Object.assign(this, {
      url: told.url.replace(/\/$/, ''),
      adminKey: told.admin_key,
      kid: told.identity_kid,
      secret: told.identity_secret,
      workspace: told.workspace,
      sessionKey: told.session_key,
      group: told.pid,
    });
    return this;
  }

  /** Ends it at once, as a power cut would. */
  async kill() {
    process.kill(-this.group, 'SIGKILL');
    this.process.stdin.end();
    await Promise.race([this.exited, atMost(3000)]);
    this.process.kill('SIGKILL');
    await this.exited;
  }

  /** Ends it in order, and takes its state away. */
  async stop() {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.stdin.end();
      await Promise.race([this.exited, atMost(15_000)]);
      this.process.kill('SIGKILL');
    }
    rmSync(this.state, { recursive: true, force: true });
  }

  /** A request to the command line's side. */
  async admin(method, path, body, headers = {}) {
    return request(method, `${this.url}/admin${path}`, body, { authorization: `Bearer ${this.adminKey}`, ...headers });
  }

  /** Runs the tool against this edge; gives its exit code, what it said, and what it said to people. */
  baton(...args) {
    // A key may begin with a hyphen.
    return baton([...args, '--url', this.url, `--key=${this.adminKey}`]);
  }

  /** A stored conversation's full log. */
  async log_of(conversation) {
    return (await expectOk(this.admin('GET', `/conversations/${conversation}`))).events;
  }

  /** A signed identity, as a company's back end makes it. */
  identity(claims, { kid = this.kid, secret = this.secret, header = {} } = {}) {
    const now = Math.floor(Date.now() / 1000);
    const all = { aud: this.workspace, iat: now, exp: now + 600, ...claims };
    return jwt({ alg: 'HS256', typ: 'JWT', kid, ...header }, all, Buffer.from(secret, 'base64url'));
  }

  /** What a sign-in link carries. */
  signInToken(agent) {
    const now = Math.floor(Date.now() / 1000);
    const claims = { use: 'sign_in', sub: agent, exp: now + 600, jti: randomBytes(12).toString('hex') };
    return jwt({ alg: 'HS256', typ: 'JWT' }, claims, Buffer.from(this.sessionKey));
  }

  /** Signs an agent in and returns their console. */
  async signIn(agent) {
    const token = this.signInToken(agent);
    const answer = await fetch(`${this.url}/console/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token }),
    });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0];
    return new Console(this, cookie, token);
  }

  customer(options = {}) {
    return new Customer(this, options);
  }
}

/** A customer's side of one conversation, over HTTP. */
export class Customer {
  constructor(edge, { language = 'en', identity, page, origin } = {}) {
    Object.assign(this, { edge, language, identity, page, origin });
    this.token = randomBytes(32).toString('base64url');
    this.requestId = randomBytes(16).toString('hex');
  }

  headers() {
    return { authorization: `Bearer ${this.token}`, ...(this.origin ? { origin: this.origin } : {}) };
  }

  openBody(command) {
    const { requestId, token, language, identity, page } = this;
    return { request_id: requestId, token, language, command, ...(identity && { identity }), ...(page && { page }) };
  }

  /** Opens with a first command; a text is a message. */
  async open(first) {
    const command = typeof first === 'string' ? { type: 'say', id: messageId(), text: first } : first;
    const headers = this.origin ? { origin: this.origin } : {};
    const answer = await expectOk(request('POST', `${this.edge.url}/v1/conversations`, this.openBody(command), headers));
    this.id = answer.conversation;
    return answer.events;
  }

  path(rest) {
    return `${this.edge.url}/v1/conversations/${this.id}/${rest}`;
  }

  async send(command) {
    return request('POST', this.path('commands'), command, this.headers());
  }

  async command(command) {
    return (await expectOk(this.send(command))).events;
  }

  async say(text, id = messageId()) {
    return this.command({ type: 'say', id, text });
  }

  async events(after = 0) {
    return (await expectOk(request('GET', this.path(`events?after=${after}`), undefined, this.headers()))).events;
  }

  /** Uploads a file; the whole answer. */
  async upload(name, bytes, type = 'application/octet-stream') {
    const url = this.path(`attachments?name=${encodeURIComponent(name)}`);
    const answer = await fetch(url, { method: 'POST', body: bytes, headers: { 'content-type': type, ...this.headers() } });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** An upload that must be good. */
  async attach(name, bytes, type) {
    return expectOk(this.upload(name, bytes, type));
  }

  /** A live socket that collects its frames. */
  async socket(after = 0) {
    const { ticket } = await expectOk(request('POST', this.path('ticket'), undefined, this.headers()));
    return openSocket(this.path(`socket?ticket=${ticket}&after=${after}`));
  }
}

/** An agent's console. */
export class Console {
  constructor(edge, cookie, token) {
    Object.assign(this, { edge, cookie, token });
  }

  async request(method, path, body, headers = {}) {
    return request(method, `${this.edge.url}/console/api${path}`, body, { cookie: this.cookie ?? '', ...headers });
  }

  async inbox(query = '') {
    return (await expectOk(this.request('GET', `/conversations${query}`))).conversations;
  }

  async command(conversation, command) {
    return (await expectOk(this.request('POST', `/conversations/${conversation}/commands`, command))).events;
  }

  /** Uploads a file for a reply; the whole answer. */
  async upload(conversation, name, bytes, headers = {}) {
    const url = `${this.edge.url}/console/api/conversations/${conversation}/attachments?name=${encodeURIComponent(name)}`;
    const type = { 'content-type': 'application/octet-stream', cookie: this.cookie ?? '' };
    const answer = await fetch(url, { method: 'POST', body: bytes, headers: { ...type, ...headers } });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  /** An upload that must be good. */
  async attach(conversation, name, bytes) {
    return expectOk(this.upload(conversation, name, bytes));
  }

  /** Presence: a socket at the desk. */
  async desk() {
    const { ticket } = await expectOk(this.request('POST', '/desk/ticket'));
    return openSocket(`${this.edge.url}/console/api/desk/socket?ticket=${ticket}`, { cookie: this.cookie });
  }

  async socket(conversation, after = 0) {
    const { ticket } = await expectOk(this.request('POST', `/conversations/${conversation}/ticket`));
    const path = `/console/api/conversations/${conversation}/socket?ticket=${ticket}&after=${after}`;
    return openSocket(this.edge.url + path, { cookie: this.cookie });
  }
}

/** Opens a socket; `frames` collects what arrives, `closed` resolves to the closing code. */
export function openSocket(url, headers = {}) {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers });
  socket.frames = [];
  socket.on('message', (data) => {
    const text = data.toString();
    socket.frames.push(text === 'pong' ? 'pong' : JSON.parse(text));
  });
  socket.closed = new Promise((resolve) => socket.once('close', resolve));
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
    socket.once('unexpected-response', (_, answer) => reject(Object.assign(new Error(`refused: ${answer.statusCode}`), { status: answer.statusCode })));
  });
}

/** One HTTP request; the answer's body is read as JSON where it is JSON. */
export async function request(method, url, body, headers = {}) {
  const asItIs = typeof body === 'string' || body === undefined || body instanceof Uint8Array;
  const text = asItIs ? body : JSON.stringify(body);
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await fetch(url, { method, body: text, headers: { ...type, ...headers }, redirect: 'manual' });
  const raw = await answer.text();
  const json = /json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(raw) : undefined;
  return { status: answer.status, headers: answer.headers, body: json ?? raw };
}

/** The body of an answer that must be good. */
export async function expectOk(promise) {
  const answer = await promise;
  if (answer.status >= 300) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A compact JWT, signed with HS256. */
export function jwt(header, claims, key) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

export function messageId() {
  return randomBytes(12).toString('hex');
}

export function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A limit to wait for beside something else; on its own it keeps no process running. */
function atMost(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Asks until the answer is there. The limit only ends a test that would never end. */
export async function until(ask, what = 'it', limitMs = 60_000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${limitMs} ms for ${what}`);
    await sleep(50);
  }
}
