// `cargo baton deploy`, with a wrangler that only notes what it is asked, and a Baton on this machine in the place of the
// deployed one: what is made is made once, and no secret is shown.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, baton, expectOk, request, startEdge } from '../support/edge.mjs';

const ID = '0a1b2c3d-0000-4000-8000-00000000000a';
/** Notes its arguments and its input, and answers as wrangler does for an account that it keeps in a file. */
const WRANGLER = `
const { existsSync, readFileSync, appendFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const place = join(__dirname, '..', '..', '..');
const account = join(place, 'account.json');
const has = existsSync(account) ? JSON.parse(readFileSync(account)) : { databases: [], buckets: [], secrets: [], signedIn: true };
const args = process.argv.slice(2).join(' ');
const input = args.startsWith('secret put') ? readFileSync(0, 'utf8') : undefined;
appendFileSync(join(place, 'asked.jsonl'), JSON.stringify({ args, input }) + '\\n');
const [first, second, third, fourth] = process.argv.slice(2);
if (first === 'whoami') console.log(has.signedIn ? 'You are logged in.' : 'You are not authenticated. Please run wrangler login.');
if (args.startsWith('d1 list')) console.log('a banner\\n' + JSON.stringify(has.databases, null, 2));
if (args.startsWith('d1 create')) has.databases.push({ uuid: '${ID}', name: third });
if (args.startsWith('r2 bucket list')) for (const name of has.buckets) console.log('name:           ' + name);
if (args.startsWith('r2 bucket create')) has.buckets.push(fourth);
if (args.startsWith('secret list')) console.log(JSON.stringify(has.secrets.map((name) => ({ name, type: 'secret_text' }))));
if (args.startsWith('secret put')) has.secrets.push(third);
writeFileSync(account, JSON.stringify(has));
`;

let edge;
/** A project's folder. */
let place;

before(async () => {
  edge = await startEdge({ workspace: false });
  place = mkdtempSync(join(tmpdir(), 'baton-deploy-'));
  const config = readFileSync(join(ROOT, 'wrangler.toml'), 'utf8');
  writeFileSync(join(place, 'wrangler.toml'), config.replace('BATON_ENV = "production"', `BATON_ENV = "production"\nBATON_ORIGIN = "${edge.url}"`));
  writeFileSync(join(place, 'Cargo.toml'), '');
  writeFileSync(join(place, 'package-lock.json'), '{}');
  cpSync(join(ROOT, 'workspace'), join(place, 'workspace'), { recursive: true });
  mkdirSync(join(place, 'node_modules', 'wrangler', 'bin'), { recursive: true });
  writeFileSync(join(place, 'node_modules', '.baton-lock.json'), '{}');
  writeFileSync(join(place, 'node_modules', 'wrangler', 'bin', 'wrangler.js'), WRANGLER);
});
after(async () => {
  await edge.stop();
  rmSync(place, { recursive: true, force: true });
});

/** Deploys; gives what was said, and what wrangler was asked. */
async function deploy(...args) {
  rmSync(join(place, 'asked.jsonl'), { force: true });
  const env = { BATON_ADMIN_KEY: edge.adminKey, BATON_SESSION_KEY: edge.sessionKey };
  const answer = await baton(['deploy', '--no-build', ...args], { cwd: place, env });
  const file = join(place, 'asked.jsonl');
  const asked = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line)) : [];
  return { ...answer, asked, inputs: Object.fromEntries(asked.filter(({ input }) => input).map(({ args, input }) => [args.split(' ')[2], input])) };
}

/** Opens a link to the console, and presses the button. */
const follow = (link) =>
  fetch(`${edge.url}/console/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ token: new URL(link).searchParams.get('token') }),
  });

test('an empty one holds nothing, so that a backup can be restored', async () => {
  const config = readFileSync(join(place, 'wrangler.toml'));
  const { code, told, asked } = await deploy('--empty');
  assert.equal(code, 0, told);
  assert.match(told, /brings a backup into it/);
  assert.ok(asked.some(({ args }) => args.startsWith('secret put BATON_ADMIN_KEY')));
  assert.equal((await edge.admin('GET', '/workspace')).status, 503);
  rmSync(join(place, 'account.json'));
  writeFileSync(join(place, 'wrangler.toml'), config);
});

test('everything is made once, in order, and no secret is shown', async () => {
  writeFileSync(join(place, 'account.json'), JSON.stringify({ databases: [], buckets: [], secrets: [], signedIn: false }));
  const stranger = await deploy('--owner', 'nora@tidewell.example');
  assert.equal(stranger.code, 1);
  assert.match(stranger.told, /wrangler is not signed in/);
  assert.equal(stranger.asked.length, 1, 'nothing was begun');
  rmSync(join(place, 'account.json'));

  const { code, said, told, asked, inputs } = await deploy('--owner', 'nora@tidewell.example');
  assert.equal(code, 0, told);
  const order = asked.map(({ args }) => args.replace(/ --env production$/, ''));
  assert.ok(asked.every(({ args }) => args.endsWith('--env production')), JSON.stringify(asked));
  assert.deepEqual(order, [
    'whoami',
    'd1 list --json',
    'd1 create baton',
    'd1 list --json',
    'r2 bucket list',
    'r2 bucket create baton-files',
    'd1 migrations apply DB --remote',
    'deploy',
    'secret list --format json',
    'secret put BATON_ADMIN_KEY',
    'secret put BATON_SESSION_KEY',
    'secret put BATON_IDENTITY_KEYS',
  ]);
  assert.equal(inputs.BATON_ADMIN_KEY, edge.adminKey);
  const [made] = Object.values(JSON.parse(inputs.BATON_IDENTITY_KEYS));
  assert.equal(Buffer.from(made, 'base64url').length, 32);
  for (const secret of [edge.adminKey, edge.sessionKey, made]) assert.ok(!(said + told).includes(secret), 'a secret is shown');
  const config = readFileSync(join(place, 'wrangler.toml'), 'utf8');
  assert.match(config, new RegExp(`database_id = "${ID}"`));

  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const owner = workspace.team.find((agent) => agent.email === 'nora@tidewell.example');
  assert.equal(owner.role, 'owner');
  const link = said.match(/https?:\/\/\S+token=\S+/)[0];
  assert.ok(link.startsWith(`${edge.url}/console/sign-in?token=invite_`));
  const signedIn = await follow(link);
  const me = await request('GET', `${edge.url}/console/api/me`, undefined, { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] });
  assert.deepEqual([me.body.id, me.body.role], ['nora', 'owner']);
  assert.equal((await follow(link)).status, 410, 'the link works once');

  const again = await deploy();
  assert.equal(again.code, 0, again.told);
  const made_again = again.asked.filter(({ args }) => / (create|put) /.test(args));
  assert.deepEqual(made_again, [], 'nothing is made twice');
  const before = await expectOk(edge.admin('GET', '/workspace'));
  assert.equal(before.version, 2, 'the workspace, and the owner: what is published stays');

  const lost = await deploy('--owner', 'nora@tidewell.example');
  assert.equal(lost.code, 0, lost.told);
  assert.equal((await follow(lost.said.match(/https?:\/\/\S+token=\S+/)[0])).status, 303, 'a lost link is made anew');
  const lead = await deploy('--owner', 'ada@tidewell.example');
  assert.equal(lead.code, 1);
  assert.match(lead.told, /no owner/);
  assert.deepEqual(await expectOk(edge.admin('GET', '/workspace')), before, 'and nobody comes twice');
});
