// Who may do what: every address of the API, asked for by each role, nobody, each scope of an API key and the
// deployment's key. What is found must be what docs/access.md says; BATON_WRITE=1 writes it there, BATON_PRINT=1 prints it.
// And every write of the company's side must leave its line in the audit.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, expectOk, messageId, request, startEdge, until } from '../support/edge.mjs';
import { engine } from '../support/engine.mjs';
import { startReceiver } from '../support/receiver.mjs';

const ROLES = { owner: 'ruth', lead: 'ada', marketer: 'jonas', agent: 'mei', viewer: 'vera' };
const SCOPES = ['read_conversations', 'write_conversations', 'publish_workspace', 'deliveries', 'customers', 'read_audit'];
const DOC = join(ROOT, 'docs', 'access.md');
const [BEGIN, END] = ['<!-- the table: BATON_WRITE=1 node --test tests/contract/access.test.mjs -->', '<!-- the end of the table -->'];

const operations = Object.entries(JSON.parse(readFileSync(join(ROOT, 'public', 'openapi.json'), 'utf8')).paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    key: Object.keys(operation.security[0] ?? {})[0] ?? 'nobody',
  })),
);
const isConsole = ({ path }) => path.startsWith('/console/api/');
const isAdmin = ({ path }) => path.startsWith('/admin/');

let edge;
let consoles;
let keys;
let conversation;
before(async () => {
  edge = await startEdge({ vars: { BATON_RETRY_BASE_MS: 50 } });
  const viewer = { id: 'vera', name: 'Vera', role: 'viewer', languages: ['en'], skills: [], capacity: 0 };
  await expectOk(edge.admin('POST', '/team', viewer));
  consoles = {};
  for (const [role, id] of Object.entries(ROLES)) consoles[role] = await edge.signIn(id);
  keys = {};
  for (const scope of SCOPES) {
    keys[scope] = await expectOk(consoles.owner.request('POST', '/keys', { name: `for ${scope}`, scopes: [scope] }));
  }
  const customer = edge.customer();
  await customer.open('How do I reset my password?');
  conversation = customer.id;
});
after(() => edge?.stop());

/** Everybody who may ask, with the headers that they send. */
function callers() {
  const signedIn = Object.entries(consoles).map(([role, agent]) => [role, { cookie: agent.cookie }]);
  const withKey = Object.entries(keys).map(([scope, { key }]) => [scope, { authorization: `Bearer ${key}` }]);
  return Object.fromEntries([...signedIn, ['nobody', {}], ...withKey, ['BATON_ADMIN_KEY', { authorization: `Bearer ${edge.adminKey}` }]]);
}

/** What an operation is asked with, where more than its address decides. */
function variants(operation) {
  const named = `${operation.method} ${operation.path}`;
  if (named === 'POST /console/api/conversations/{id}/commands') {
    return [
      { name: named, body: { type: 'typing' } },
      { name: `${named}, to erase`, body: { type: 'erase' }, id: 'nothing-here' },
    ];
  }
  if (named === 'POST /admin/conversations/{id}/commands') {
    return [
      { name: named, body: { author: 'Zoe', command: { type: 'typing' } } },
      { name: `${named}, to erase`, body: { author: 'Zoe', command: { type: 'erase' } }, id: 'nothing-here' },
    ];
  }
  if (named === 'GET /console/api/sessions') return [{ name: `${named}, one’s own` }, { name: `${named}, another’s`, query: '?agent=xiaolin' }];
  return [{ name: named }];
}

async function ask({ method, path }, { body, id = conversation, query = '' }, headers) {
  const address = path.replace('/conversations/{id}', `/conversations/${id}`).replaceAll(/\{\w+\}/g, 'nothing-here');
  return request(method, edge.url + address + query, body, headers);
}

/** Whether the door let somebody in, whatever came of the request then. */
const isLetIn = ({ status, body }) => {
  assert.notEqual(status, 500, JSON.stringify(body));
  return !['unauthorized', 'signed_out', 'forbidden', 'forbidden_origin'].includes(body?.code);
};

test('each role, scope and key may do what docs/access.md says, and nothing else', async () => {
  const table = { console: [], admin: [] };
  for (const operation of operations.filter((one) => isConsole(one) || isAdmin(one))) {
    for (const variant of variants(operation)) {
      const cells = {};
      for (const [name, headers] of Object.entries(callers())) cells[name] = isLetIn(await ask(operation, variant, headers));
      table[isAdmin(operation) ? 'admin' : 'console'].push([variant.name, cells]);
    }
  }
  const ofConsole = [...Object.keys(ROLES), 'nobody'];
  const ofAdmin = ['BATON_ADMIN_KEY', ...SCOPES, 'nobody'];
  // A session is of no use below /admin, and a key of none at the console.
  for (const [rows, columns] of [[table.console, ofConsole], [table.admin, ofAdmin]]) {
    for (const [name, cells] of rows) {
      const others = Object.entries(cells).filter(([caller, letIn]) => letIn && !columns.includes(caller));
      assert.deepEqual(others, [], name);
    }
  }
  const line = (cells) => `| ${cells.join(' | ')} |`;
  const drawn = (columns, rows) => [
    line(['', ...columns.map((column) => (SCOPES.includes(column) || column.startsWith('BATON') ? `\`${column}\`` : column))]),
    line(['---', ...columns.map(() => ':-:')]),
    ...rows.map(([name, cells]) => line([`\`${name.split(',')[0]}\`${name.slice(name.split(',')[0].length)}`, ...columns.map((column) => (cells[column] ? '✓' : ''))])),
  ];
  const text = [BEGIN, '', ...drawn(ofConsole, table.console), '', ...drawn(ofAdmin, table.admin), '', END].join('\n');
  if (process.env.BATON_PRINT) console.log(text);
  const doc = readFileSync(DOC, 'utf8');
  const committed = doc.slice(doc.indexOf(BEGIN), doc.indexOf(END) + END.length);
  if (process.env.BATON_WRITE) writeFileSync(DOC, doc.replace(committed, () => text));
  else assert.equal(text, committed, 'docs/access.md says something else; BATON_WRITE=1 writes what is so');
});

test('elsewhere neither a session nor a key opens anything', async () => {
  const elsewhere = operations.filter((one) => !isConsole(one) && !isAdmin(one) && one.path !== '/console/sign-out');
  for (const operation of elsewhere) {
    const alone = await ask(operation, {}, {});
    for (const [name, headers] of Object.entries(callers())) {
      const answer = await ask(operation, {}, headers);
      assert.equal(answer.status < 300, alone.status < 300, `${operation.method} ${operation.path} as ${name}: ${answer.status}`);
    }
  }
});

test('a key publishes, and leaves the team alone', async () => {
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const publish = (changed) =>
    request('PUT', `${edge.url}/admin/workspace`, changed, { authorization: `Bearer ${keys.publish_workspace.key}`, 'if-match': '*' });
  const greeted = structuredClone(workspace);
  greeted.brand.greeting.en = 'Good to see you';
  await expectOk(publish(greeted));
  const promoted = structuredClone(greeted);
  promoted.team.find((agent) => agent.id === 'mei').role = 'owner';
  const refused = await publish(promoted);
  assert.deepEqual([refused.status, refused.body.field], [403, 'team']);
});

// What writes, and yet changes nothing that anybody could ask about later.
const NO_WRITES = [
  'POST /console/api/rules/try', // assesses a message, and keeps nothing of it
  'POST /console/api/conversations/{id}/ticket', // opens a socket
  'POST /console/api/desk/ticket', // the same
  'POST /reply/{token}/continue', // shows the page
  'POST /admin/restore', // leaves its line when it ends: backup.test.mjs
  'POST /admin/restore/rows', // a part of that
  'POST /admin/restore/conversations/{id}', // a part of that
  'PUT /admin/restore/conversations/{id}/attachments/{attachment}', // a part of that
  'PUT /admin/restore/models/{model}', // a part of that
  'POST /admin/restore/conversations/{id}/wake', // a part of that
  'POST /console/api/knowledge/try', // answers, and keeps nothing
  'POST /admin/sweep', // writes projections again, as happens every five minutes by itself
];

test('every write leaves its line in the audit, without what was written', async (t) => {
  const receiver = await startReceiver(edge, { id: 'audited', kinds: ['conversation.handoff'], answer: () => 400 });
  t.after(() => receiver.stop());
  const owner = await edge.signIn('ruth');
  const secret = 'Nobody may find these words';
  const opened = async (text = 'I want to talk to a human') => {
    const customer = edge.customer();
    await customer.open(text);
    return customer.id;
  };
  const audit = async () => (await expectOk(edge.admin('GET', '/audit'))).entries;
  const post = (path, body, headers) => () => owner.request('POST', path, body, headers);
  const versions = async () => (await expectOk(owner.request('GET', '/settings'))).sections;
  const newcomer = { name: 'Nia', role: 'agent', languages: ['en'], capacity: 2 };
  const handedOver = await until(async () => {
    const id = await opened();
    return until(() => receiver.attempts.find((attempt) => attempt.payload.conversation.id === id)?.payload, 'the handoff');
  });
  const dead = async () => {
    const id = await opened();
    const rows = async () => (await expectOk(edge.admin('GET', `/deliveries?conversation=${id}`))).deliveries;
    return (await until(async () => (await rows()).find((row) => row.state === 'dead'), 'the dead letter')).id;
  };
  const identified = async (sub) => {
    const customer = edge.customer({ identity: edge.identity({ sub }) });
    await customer.open('I want to talk to a human');
    const known = (await edge.log_of(customer.id)).find((recorded) => recorded.event.type === 'customer_identified');
    const hash = known.event.subject_hash;
    await until(async () => (await owner.request('GET', `/customers/${hash}`)).status === 200, 'the record');
    return hash;
  };
  const about = { url: receiver.url, secret: receiver.secret, kinds: [] };

  const writes = {
    'POST /console/sign-in': ['signed_in', () => edge.signIn('mei')],
    'POST /console/sign-out': [
      'signed_out',
      async () => {
        const { cookie } = await edge.signIn('mei');
        return () => fetch(`${edge.url}/console/sign-out`, { method: 'POST', redirect: 'manual', headers: { cookie } });
      },
    ],
    'POST /reply/{token}': ['conversation_changed', () => request('POST', handedOver.links.reply, { author: 'Zoe', text: secret, idempotency_key: messageId() })],
    'POST /console/api/conversations/{id}/commands': [
      'conversation_changed',
      async () => {
        const id = await opened();
        return post(`/conversations/${id}/commands`, { type: 'note', id: messageId(), text: secret });
      },
    ],
    'POST /console/api/conversations/{id}/attachments': [
      'conversation_changed',
      async () => {
        const id = await opened();
        return () => owner.upload(id, 'a.txt', Buffer.from(secret));
      },
    ],
    'POST /console/api/deliveries/{id}/replay': [
      'delivery_replayed',
      async () => {
        const id = await dead();
        return post(`/deliveries/${id}/replay`);
      },
    ],
    'POST /console/api/team': ['member_invited', post('/team', newcomer)],
    'PUT /console/api/team/{id}': ['member_changed', () => owner.request('PUT', '/team/nia', { ...newcomer, capacity: 3 }, { 'if-match': '*' })],
    'POST /console/api/team/{id}/invitation': ['invitation_renewed', post('/team/nia/invitation')],
    'DELETE /console/api/team/{id}': ['member_removed', () => owner.request('DELETE', '/team/nia')],
    'DELETE /console/api/sessions/{id}': [
      'session_revoked',
      async () => {
        const { sessions } = await expectOk(owner.request('GET', '/sessions?agent=mei'));
        return () => owner.request('DELETE', `/sessions/${sessions[0].id}`);
      },
    ],
    'POST /console/api/keys': ['key_made', post('/keys', { name: 'a key', scopes: ['read_audit'] })],
    'DELETE /console/api/keys/{id}': [
      'key_revoked',
      async () => {
        const made = await expectOk(owner.request('GET', '/keys'));
        return () => owner.request('DELETE', `/keys/${made.keys.find((key) => key.name === 'a key').id}`);
      },
    ],
    'PUT /console/api/rules': [
      'rules_changed',
      async () => {
        const { policy } = await expectOk(owner.request('GET', '/rules'));
        policy.rule[0].priority = policy.rule[0].priority === 'urgent' ? 'high' : 'urgent';
        return () => owner.request('PUT', '/rules', { policy }, { 'if-match': '*' });
      },
    ],
    'PUT /console/api/settings/{section}': [
      'settings_changed',
      async () => {
        const { brand } = (await versions()).brand.value;
        return () => owner.request('PUT', '/settings/brand', { section: 'brand', brand: { ...brand, accent: '#123456' } }, { 'if-match': '*' });
      },
    ],
    'PUT /console/api/articles/{id}': [
      'article_changed',
      () => owner.request('PUT', '/articles/audited', { languages: { en: { id: 'audited', language: 'en', title: 'A', topic: 'a', body: 'b' } } }, { 'if-match': '"new"' }),
    ],
    'PUT /console/api/knowledge/model': [
      'articles_learnt',
      async () => {
        const { version, articles } = await expectOk(owner.request('GET', '/knowledge/lessons'));
        const model = (await engine()).learn(JSON.stringify(articles.slice(0, 3)));
        return () => owner.request('PUT', '/knowledge/model', model, { 'content-type': 'application/octet-stream', 'if-match': `"${version}"` });
      },
    ],
    'DELETE /console/api/gaps/{id}': [
      'gap_dismissed',
      async () => {
        await opened('Do you sell marmalade spoons?');
        const { id } = await until(async () => (await expectOk(owner.request('GET', '/gaps'))).gaps.find(({ questions }) => /marmalade/.test(questions[0])), 'the gap');
        return () => owner.request('DELETE', `/gaps/${id}`);
      },
    ],
    'PUT /console/api/endpoints/{id}': ['endpoint_changed', () => owner.request('PUT', '/endpoints/crm', { url: receiver.url, kinds: [] })],
    'POST /console/api/endpoints/{id}/secret': ['secret_rotated', post('/endpoints/crm/secret')],
    'POST /console/api/endpoints/{id}/test': ['endpoint_tested', post('/endpoints/crm/test')],
    'DELETE /console/api/endpoints/{id}': ['endpoint_removed', () => owner.request('DELETE', '/endpoints/crm')],
    'PUT /admin/workspace': [
      'workspace_published',
      async () => {
        const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
        workspace.brand.accent = '#654321';
        return () => edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' });
      },
    ],
    'GET /console/api/customers/{id}/export': [
      'customer_exported',
      async () => {
        const hash = await identified('audited-1');
        return () => owner.request('GET', `/customers/${hash}/export`);
      },
    ],
    'GET /admin/customers': ['customer_exported', () => edge.admin('GET', '/customers?subject=audited-1')],
    'DELETE /admin/customers': ['customer_erased', () => edge.admin('DELETE', '/customers?subject=audited-1')],
    'DELETE /console/api/customers/{id}': [
      'customer_erased',
      async () => {
        const hash = await identified('audited-2');
        return () => owner.request('DELETE', `/customers/${hash}`);
      },
    ],
    'PUT /admin/endpoints/{id}': ['endpoint_changed', () => edge.admin('PUT', '/endpoints/another', about)],
    'DELETE /admin/endpoints/{id}': ['endpoint_removed', () => edge.admin('DELETE', '/endpoints/another')],
    'POST /admin/conversations/{id}/commands': [
      'conversation_changed',
      async () => {
        const id = await opened();
        return () => edge.admin('POST', `/conversations/${id}/commands`, { author: 'Zoe', command: { type: 'note', id: messageId(), text: secret } });
      },
    ],
    'POST /admin/conversations/{id}/erase': [
      'conversation_erased',
      async () => {
        const id = await opened();
        return () => edge.admin('POST', `/conversations/${id}/erase`);
      },
    ],
    'POST /admin/deliveries/{id}/replay': [
      'delivery_replayed',
      async () => {
        const id = await dead();
        return () => edge.admin('POST', `/deliveries/${id}/replay`);
      },
    ],
    'GET /admin/backup': ['backed_up', () => edge.admin('GET', '/backup')],
    'POST /admin/team': ['member_invited', () => edge.admin('POST', '/team', { ...newcomer, name: 'Otto' })],
    'POST /admin/team/{id}/invitation': ['invitation_renewed', () => edge.admin('POST', '/team/otto/invitation')],
  };

  // What is handed out is gone: that counts as well.
  const handsOut = ({ path }) => path.endsWith('/export') || ['/admin/customers', '/admin/backup'].includes(path);
  const isWrite = (one) => (one.method !== 'GET' || handsOut(one)) && /^\/(console|admin|reply)\//.test(one.path);
  const written = operations.filter(isWrite).map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual([...Object.keys(writes), ...NO_WRITES].sort(), written.sort(), 'a write that is not tried here');

  for (const [name, [action, prepare]] of Object.entries(writes)) {
    let [{ number }] = await audit();
    let done = await prepare();
    if (typeof done === 'function') {
      [{ number }] = await audit();
      done = await done();
    }
    assert.ok((done.status ?? 200) < 400, `${name}: ${done.status} ${JSON.stringify(done.body)}`);
    const [latest] = await audit();
    assert.equal(latest.number, number + 1, name);
    assert.equal(latest.action, action, name);
  }
  const all = JSON.stringify(await audit());
  for (const hidden of [secret, receiver.secret, 'whsec_', 'invite_', ...Object.values(keys).map(({ key }) => key)]) {
    assert.ok(!all.includes(hidden), hidden);
  }
  const numbers = (await audit()).map((entry) => entry.number);
  assert.deepEqual(numbers, numbers.map((_, index) => numbers[0] - index), 'the audit counts without gaps');
  const older = await expectOk(edge.admin('GET', `/audit?before=${numbers[1]}`));
  assert.equal(older.entries[0].number, numbers[2]);
});

test('typing and reading are no writes', async () => {
  const before = (await expectOk(edge.admin('GET', '/audit'))).entries[0].number;
  await consoles.agent.command(conversation, { type: 'typing' });
  await consoles.agent.command(conversation, { type: 'seen', up_to: 1 });
  assert.equal((await expectOk(edge.admin('GET', '/audit'))).entries[0].number, before);
});
