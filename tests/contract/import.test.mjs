// Tickets become drafts: those that ask the same become one article, in the agents' own sentences, without what is personal;
// nothing is approved, nothing written over.

import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, baton } from '../support/edge.mjs';

const TICKETS = join(ROOT, 'tests', 'contract', 'fixtures', 'tickets.csv');
let scratch;
let workspace;
before(() => {
  scratch = mkdtempSync(join(tmpdir(), 'baton-import-'));
  workspace = join(scratch, 'workspace');
  cpSync(join(ROOT, 'workspace'), workspace, { recursive: true });
});
after(() => rmSync(scratch, { recursive: true, force: true }));

const tickets = (...more) => baton(['import', 'tickets', ...more, '--workspace', workspace]);
const written = (language) => readdirSync(join(scratch, 'out', 'articles', language)).sort();
const draft = (language, name) => readFileSync(join(scratch, 'out', 'articles', language, name), 'utf8');

test('each group of tickets that ask the same becomes one draft', async () => {
  const { code, said, told } = await tickets(TICKETS, '--out', join(scratch, 'out'), '--json');
  assert.equal(code, 0, told);
  const report = JSON.parse(said);
  assert.deepEqual([report.read, report.resolved], [30, 27]);
  assert.equal(report.drafted.length, 3, said);
  const of = (ticket) => report.drafted.find(({ tickets }) => tickets.includes(ticket));
  assert.deepEqual(of('1001').tickets.toSorted(), ['1001', '1002', '1003', '1004', '1005', '1006']);
  assert.deepEqual(of('1011').tickets.toSorted(), ['1011', '1012', '1013', '1014', '1015', '1016']);
  assert.deepEqual(of('2001').tickets.toSorted(), ['2001', '2002', '2003', '2004', '2005', '2006', '2007']);
  assert.deepEqual(report.answered.map(({ article }) => article), ['reset-password'], 'what is answered is not drafted again');
  assert.deepEqual(report.answered[0].tickets.toSorted(), ['1021', '1022', '1023', '1024']);
  assert.equal(written('en').length + written('zh').length, 3);
});

test('a draft says what agents say, with its sources, and holds nothing personal', () => {
  const all = [...written('en').map((name) => draft('en', name)), ...written('zh').map((name) => draft('zh', name))];
  for (const text of all) {
    assert.match(text, /^status = "draft"$/m);
    assert.match(text, /^sources = \[/m);
    for (const personal of ['Anna', 'Petra', 'Tom', 'Mira', 'Lee', '7946', '48213', '陈', '王', '小林', '13812345678', 'hunter22', '@', 'https://sounds', 'Kind regards', '您好', '祝您']) {
      assert.ok(!text.includes(personal), `${personal} in ${text}`);
    }
  }
  const hum = all.find((text) => /hum/i.test(text));
  assert.match(hum, /1\. .*\n2\. /, 'steps');
  assert.match(hum, /Plug the power supply into a socket of its own, not into a power strip\./);
  assert.match(hum, /^questions = \[/m);
  assert.match(all.find((text) => text.includes('抬头')), /填写公司名称和税号/);
});

test('drafts make a workspace that is right, are never written over, and are known again', async () => {
  const first = await tickets(TICKETS);
  assert.equal(first.code, 0, first.told);
  assert.match(first.said, /30 tickets read, 27 of them resolved/);
  assert.equal((await baton(['check', workspace])).code, 0);
  const again = await tickets(TICKETS, '--json');
  assert.deepEqual([JSON.parse(again.said).drafted.length, JSON.parse(again.said).drafted_before.length], [0, 3]);
  const over = await tickets(TICKETS, '--out', join(scratch, 'out'), '--json');
  assert.equal(over.code, 0, 'there is nothing to write');
  rmSync(workspace, { recursive: true });
  cpSync(join(ROOT, 'workspace'), workspace, { recursive: true });
  const refused = await tickets(TICKETS, '--out', join(scratch, 'out'));
  assert.notEqual(refused.code, 0);
  assert.match(refused.told, /is there already, and nothing was written/);
});

test('what is wrong is named with its line and its column', async () => {
  const file = join(scratch, 'odd.csv');
  const said = async (text, ...more) => {
    writeFileSync(file, text);
    const { code, told } = await tickets(file, ...more);
    assert.notEqual(code, 0);
    return told;
  };
  assert.match(await said('Ticket ID,Status,Description,Agent reply\n1,Closed,a,b\n,Closed,a,b\n'), /line 3: the column Ticket ID is empty/);
  assert.match(await said('Nr,Status,Description,Agent reply\n1,Closed,a,b\n'), /line 1: no column is known to hold the id; name it with --map id=…/);
  assert.match(await said('Nr,Status,Description,Agent reply\n1,Open,a,b\n', '--map', 'id=Nr'), /none of the 1 tickets is resolved/);
  assert.ok(!existsSync(join(workspace, 'articles', 'en', 'a.md')));
});
