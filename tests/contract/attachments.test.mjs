// Files that customers and agents attach: looked into, sent with a message, seen by both sides and nobody else, and
// deleted.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectOk, messageId, request, sleep, startEdge, until } from '../support/edge.mjs';
import { archive, docx, heic, pdf, png, stored } from '../support/files.mjs';
import { startReceiver } from '../support/receiver.mjs';

let edge;
before(async () => (edge = await startEdge({ vars: { BATON_SESSION_LIMIT: 600 } })));
after(() => edge.stop());

async function opened(text = 'hello') {
  const customer = edge.customer();
  await customer.open(text);
  return customer;
}

const download = (customer, id) => fetch(customer.path(`attachments/${id}`), { headers: customer.headers() });

test('a picture is uploaded, sent, and seen by both sides', async () => {
  const customer = await opened('I want to talk to a human');
  const bytes = png(40, 30);
  const uploaded = await customer.upload('C:\\photos\\meter‮gnp.PNG', bytes, 'image/png');
  assert.equal(uploaded.status, 201);
  const file = uploaded.body;
  const { id } = file;
  assert.deepEqual(file, { id, name: 'metergnp.png', media_type: 'image/png', bytes: bytes.length, width: 40, height: 30 });
  const agent = await edge.signIn('mei');
  const theirs = `/console/api/conversations/${customer.id}/attachments/${id}`;
  const asAgent = (query = '') => fetch(edge.url + theirs + query, { headers: { cookie: agent.cookie } });
  assert.equal((await asAgent()).status, 404, 'it is not sent yet');

  const message = messageId();
  const [wrote] = await customer.command({ type: 'say', id: message, text: '', attachments: [id] });
  assert.equal(wrote.type, 'you_wrote');
  assert.equal(wrote.text, '');
  assert.deepEqual(wrote.attachments, [file]);
  assert.deepEqual(await customer.command({ type: 'say', id: message, text: '', attachments: [id] }), [], 'a repeat');
  const log = await edge.log_of(customer.id);
  assert.deepEqual(log.find((recorded) => recorded.content?.attachments).content.attachments, [file]);

  for (const [answer, shown] of [[await download(customer, id), false], [await asAgent(), false], [await asAgent('?inline=1'), true]]) {
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'image/png');
    assert.equal(answer.headers.get('content-disposition'), `${shown ? 'inline' : 'attachment'}; filename="metergnp.png"; filename*=UTF-8''metergnp.png`);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('content-security-policy'), "sandbox; default-src 'none'");
    assert.equal(answer.headers.get('cache-control'), 'private, no-store');
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
  }
});

test('every kind that may pass passes, under a name that fits', async () => {
  const customer = await opened();
  const xlsx = archive([['[Content_Types].xml', '<Types ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>']]);
  const kinds = [
    ['bill.pdf', pdf(), 'bill.pdf', 'application/pdf'],
    ['letter.docx', docx(), 'letter.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['table.bin', xlsx, 'table.bin.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['letter.odt', archive([['mimetype', 'application/vnd.oasis.opendocument.text'], ['content.xml', '<x/>']]), 'letter.odt', 'application/vnd.oasis.opendocument.text'],
    ['路由器.log', Buffer.from('一切正常\n'), '路由器.log', 'text/plain'],
    ['data.csv', Buffer.from('a,b\n1,2\n'), 'data.csv', 'text/csv'],
    ['IMG_0042.HEIC', heic(), 'IMG_0042.heic', 'image/heic'],
    ['IMG_0043.jpg', heic('mif1', 'heic'), 'IMG_0043.heic', 'image/heic'],
    ['x.gif', Buffer.from('GIF89a\x02\0\x01\0\0\0\0,data;', 'latin1'), 'x.gif', 'image/gif'],
  ];
  for (const [name, bytes, clean, type] of kinds) {
    const file = await customer.attach(name, bytes);
    assert.deepEqual([file.name, file.media_type, file.bytes], [clean, type, bytes.length]);
  }
});

test('what could run is refused, with a reason', async () => {
  const customer = await opened();
  const cases = [
    ['a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 415, 'attachment_kind', /SVG/],
    ['a.html', Buffer.from('<!doctype html><p>hi'), 415, 'attachment_kind', /HTML/],
    ['a.txt', Buffer.from('#!/bin/sh\necho hi'), 415, 'attachment_kind', /scripts/],
    ['a.png', Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1'), 415, 'attachment_kind', /rograms/],
    ['a.zip', archive([['a.txt', 'hello']]), 415, 'attachment_kind', /kind of file/],
    ['a.avif', heic('avif'), 415, 'attachment_kind', /kind of file/],
    ['a.heic', heic().subarray(0, -4), 422, 'attachment_broken', /too early/],
    ['a.heic', Buffer.concat([heic(), archive([['a.class', 'x']])]), 422, 'attachment_broken', /too early/],
    ['a.pdf', pdf('4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj'), 422, 'attachment_unsafe', /scripts/],
    ['a.pdf', pdf('4 0 obj\n<< /S /L#61unch /F (calc.exe) >>\nendobj'), 422, 'attachment_unsafe', /program/],
    ['a.pdf', pdf('4 0 obj\n<< /Type /EmbeddedFile >>\nendobj'), 422, 'attachment_unsafe', /other files/],
    ['a.docx', docx([['word/vbaProject.bin', 'x']]), 422, 'attachment_unsafe', /macros/],
    ['a.docx', docx([['word/embeddings/setup.exe', 'MZ']]), 422, 'attachment_unsafe', /program/],
    ['a.png', Buffer.concat([png(), archive([['a.class', 'x']])]), 422, 'attachment_unsafe', /another file/],
    ['a.png', png().subarray(0, 40), 422, 'attachment_broken', /too early/],
    ['a.txt', Buffer.alloc(0), 422, 'attachment_broken', /empty/],
  ];
  for (const [name, bytes, status, code, why] of cases) {
    const { status: given, body } = await customer.upload(name, bytes);
    assert.deepEqual([given, body.code, body.field], [status, code, 'file'], `${name}: ${body.detail}`);
    assert.match(body.detail, why);
  }
  const claimed = await customer.upload('a.png', pdf(), 'image/png');
  assert.deepEqual([claimed.status, claimed.body.code], [422, 'attachment_broken']);
  assert.deepEqual(stored(edge).filter((bytes) => bytes.includes('JavaScript')), [], 'nothing of it is stored');
});

test('ten megabytes, twenty files, five in a message', async () => {
  const customer = await opened();
  const large = Buffer.alloc(10 * 1024 * 1024 + 1, 'a');
  const refused = await customer.upload('large.txt', large);
  assert.deepEqual([refused.status, refused.body.code], [413, 'too_large']);
  const whole = await customer.attach('whole.txt', large.subarray(1));
  assert.equal(whole.bytes, 10 * 1024 * 1024);
  const ids = [whole.id];
  while (ids.length < 20) ids.push((await customer.attach(`${ids.length}.txt`, Buffer.from('hello'))).id);
  const over = await customer.upload('more.txt', Buffer.from('hello'));
  assert.deepEqual([over.status, over.body.code], [409, 'attachments_full']);
  const say = (attachments) => customer.send({ type: 'say', id: messageId(), text: 'here', attachments });
  const six = await say(ids.slice(0, 6));
  assert.deepEqual([six.status, six.body.field], [422, 'attachments']);
  assert.equal((await say(ids.slice(0, 5))).status, 200);
  const again = await say([ids[0]]);
  assert.deepEqual([again.status, again.body.code, again.body.field], [422, 'no_such_attachment', 'attachments']);
  const unknown = await say(['nothing']);
  assert.deepEqual([unknown.status, unknown.body.code], [422, 'no_such_attachment']);
});

test('nobody else uploads or sees them', async () => {
  const [mine, other] = [await opened(), await opened()];
  const file = await mine.attach('a.png', png());
  await mine.command({ type: 'say', id: messageId(), text: 'look', attachments: [file.id] });
  // Another's file cannot be sent, nor looked at, nor added.
  const stolen = await other.send({ type: 'say', id: messageId(), text: 'mine', attachments: [file.id] });
  assert.equal(stolen.body.code, 'no_such_attachment');
  assert.equal((await download(other, file.id)).status, 404);
  const foreign = { authorization: `Bearer ${other.token}` };
  assert.equal((await fetch(mine.path(`attachments/${file.id}`), { headers: foreign })).status, 404);
  assert.equal((await fetch(mine.path(`attachments/${file.id}`))).status, 401);
  const upload = (headers) => fetch(mine.path('attachments?name=a.png'), { method: 'POST', body: png(), headers });
  assert.equal((await upload(foreign)).status, 404);
  assert.equal((await upload({})).status, 401);
  const elsewhere = await upload({ ...mine.headers(), origin: 'https://elsewhere.example' });
  assert.equal(elsewhere.status, 403);
  const console = await fetch(`${edge.url}/console/api/conversations/${mine.id}/attachments/${file.id}`);
  assert.equal(console.status, 401);
  assert.equal((await download(mine, 'a%2Fb')).status, 404);
});

test('the company’s systems are told what was attached, not what is in it', async () => {
  const receiver = await startReceiver(edge);
  const customer = await opened('You charged me twice, I want my money back');
  const file = await customer.attach('bill.pdf', pdf());
  await customer.command({ type: 'say', id: messageId(), text: 'the bill', attachments: [file.id] });
  const told = await until(() => receiver.of(customer.id, 'message.created').find((payload) => payload.message.attachments));
  const what = { name: 'bill.pdf', media_type: 'application/pdf', bytes: file.bytes };
  assert.deepEqual(told.message.attachments, [what]);
  const handoff = await until(() => receiver.of(customer.id, 'conversation.handoff')[0]);
  const page = await fetch(handoff.links.reply.replace(/^https?:\/\/[^/]+/, edge.url));
  assert.match(await page.text(), /bill\.pdf[\s\S]*application\/pdf/);
  await receiver.stop();
  await expectOk(edge.admin('DELETE', '/endpoints/test'));
});

test('a repeat is answered as one, also when its files are gone', async () => {
  const customer = await opened();
  const file = await customer.attach('a.png', png());
  const say = { type: 'say', id: messageId(), text: 'look', attachments: [file.id] };
  assert.equal((await customer.command(say)).length > 0, true);
  await customer.command({ type: 'ask_for_human' });
  const agent = await edge.signIn('mei');
  await agent.command(customer.id, { type: 'take' });
  const theirs = await agent.attach(customer.id, 'b.png', png());
  const reply = { type: 'reply', id: messageId(), text: 'this one?', episode: 1, attachments: [theirs.id] };
  assert.equal((await agent.command(customer.id, reply)).length > 0, true);
  await expectOk(edge.admin('POST', `/conversations/${customer.id}/erase`));
  assert.deepEqual(await agent.command(customer.id, reply), []);
  const again = await customer.send(say);
  assert.deepEqual([again.status, again.body.events], [200, []]);
});

test('the first message carries files, which nobody sees before', async () => {
  const receiver = await startReceiver(edge);
  const customer = edge.customer();
  const post = (command) => request('POST', `${edge.url}/v1/conversations`, customer.openBody(command));
  const place = await expectOk(post());
  customer.id = place.conversation;
  assert.deepEqual(place.events, []);
  const [picture, text] = [await customer.attach('a.png', png()), await customer.attach('b.txt', Buffer.from('hello'))];
  assert.deepEqual(await expectOk(post()), place, 'a repeat');
  // It is no conversation yet, neither for staff nor for their systems.
  const agent = await edge.signIn('mei');
  for (const rest of ['events?after=0', `attachments/${picture.id}`]) {
    assert.equal((await agent.request('GET', `/conversations/${customer.id}/${rest}`)).status, 404, rest);
  }
  assert.equal((await agent.request('POST', `/conversations/${customer.id}/commands`, { type: 'take' })).status, 404);
  assert.equal((await edge.admin('GET', `/conversations/${customer.id}`)).status, 404);
  assert.equal((await agent.upload(customer.id, 'a.png', png())).status, 404);
  assert.equal((await customer.send({ type: 'ask_for_human' })).body.code, 'not_now');
  assert.deepEqual(await customer.events(), []);
  await expectOk(edge.admin('POST', '/sweep'));
  assert.ok((await agent.inbox()).every((row) => row.conversation !== customer.id));

  const stranger = edge.customer();
  stranger.requestId = customer.requestId;
  const taken = await request('POST', `${edge.url}/v1/conversations`, stranger.openBody({ type: 'ask_for_human' }));
  assert.equal(taken.status, 409);
  const say = { type: 'say', id: messageId(), text: 'this is broken', attachments: [picture.id, text.id] };
  const opened = await expectOk(post(say));
  assert.equal(opened.conversation, customer.id);
  const wrote = opened.events.filter((event) => event.type === 'you_wrote');
  assert.deepEqual(wrote.map((event) => event.attachments), [[picture, text]]);
  assert.deepEqual(await expectOk(post(say)), opened, 'a repeat');
  assert.deepEqual((await expectOk(post())).events, opened.events, 'a late repeat of the first');
  const told = await until(() => receiver.of(customer.id, 'message.created')[0], 'the webhook');
  assert.deepEqual(told.message.attachments.map((file) => file.name), ['a.png', 'b.txt']);
  assert.equal(receiver.of(customer.id, 'conversation.opened').length, 1);
  await until(async () => (await agent.inbox()).some((row) => row.conversation === customer.id), 'the inbox');
  assert.equal((await download(customer, picture.id)).status, 200);
  await receiver.stop();
  await expectOk(edge.admin('DELETE', '/endpoints/test'));
});

test('a first message whose files are not there opens nothing', async () => {
  const customer = edge.customer();
  const say = { type: 'say', id: messageId(), text: 'look', attachments: ['nothing'] };
  const refused = await request('POST', `${edge.url}/v1/conversations`, customer.openBody(say));
  assert.deepEqual([refused.status, refused.body.code], [422, 'no_such_attachment']);
  assert.equal((await customer.open({ ...say, attachments: [] })).length > 0, true);
});

test('erasing erases the bytes, and nothing can be added', async () => {
  const customer = await opened();
  const marked = png(8, 8, 'Zebulon 48213');
  const [sent, unsent] = [await customer.attach('a.png', marked), await customer.attach('b.png', marked)];
  await customer.command({ type: 'say', id: messageId(), text: '', attachments: [sent.id] });
  const marks = () => stored(edge).filter((bytes) => bytes.includes('Zebulon 48213')).length;
  assert.equal(marks(), 2);
  await expectOk(edge.admin('POST', `/conversations/${customer.id}/erase`));
  await until(() => marks() === 0, 'the bytes to go');
  for (const { id } of [sent, unsent]) assert.equal((await download(customer, id)).status, 404);
  assert.ok((await customer.events()).every((event) => !event.attachments?.length));
  const late = await customer.upload('c.png', png());
  assert.deepEqual([late.status, late.body.code], [409, 'erased']);
});

test('a place in which no conversation begins goes, with its files', async () => {
  const brief = await startEdge({ vars: { BATON_UNSENT_KEPT_MS: 2500 } });
  try {
    const customer = brief.customer();
    const post = (command) => request('POST', `${brief.url}/v1/conversations`, customer.openBody(command));
    customer.id = (await expectOk(post())).conversation;
    await customer.attach('a.png', png(8, 8, 'never sent'));
    await until(() => stored(brief).every((bytes) => !bytes.includes('never sent')), 'the file to go');
    const events = () => request('GET', customer.path('events?after=0'), undefined, customer.headers());
    await until(async () => (await events()).status === 404, 'the place to go');
    // What was forgotten can begin anew.
    assert.equal((await expectOk(post({ type: 'say', id: messageId(), text: 'hello' }))).conversation, customer.id);
    await sleep(3000);
    assert.equal((await events()).status, 200, 'a conversation stays');
  } finally {
    await brief.stop();
  }
});

/** A conversation that waits for a person, and an agent. */
async function waiting(id = 'mei') {
  return [await opened('I want to talk to a human'), await edge.signIn(id)];
}

const reply = (attachments, text = '', id = messageId()) => ({ type: 'reply', id, text, attachments, episode: 1 });
const send = (agent, customer, command) => agent.request('POST', `/conversations/${customer.id}/commands`, command);

test('an agent replies with a picture and a document; the customer sees and saves them', async () => {
  const receiver = await startReceiver(edge);
  const [customer, agent] = await waiting();
  const socket = await customer.socket();
  const bytes = png(40, 30);
  const uploaded = await agent.upload(customer.id, 'router.png', bytes);
  assert.equal(uploaded.status, 201);
  const picture = uploaded.body;
  assert.deepEqual(picture, { id: picture.id, name: 'router.png', media_type: 'image/png', bytes: bytes.length, width: 40, height: 30 });
  const guide = await agent.attach(customer.id, 'guide.pdf', pdf());
  assert.equal((await download(customer, picture.id)).status, 404, 'it is not sent yet');

  const command = reply([picture.id, guide.id]);
  const events = await agent.command(customer.id, command);
  assert.deepEqual(events.map((recorded) => recorded.event.type), ['agent_joined', 'agent_wrote', 'first_human_reply']);
  assert.deepEqual(events[1].content, { kind: 'text', text: '', attachments: [picture, guide] });
  assert.deepEqual(await agent.command(customer.id, command), [], 'a repeat');
  const wrote = await until(() => socket.frames.flatMap((frame) => frame.events ?? []).find((event) => event.type === 'agent_wrote'));
  assert.deepEqual([wrote.name, wrote.text, wrote.attachments], ['Mei', '', [picture, guide]]);
  socket.close();

  const answer = await download(customer, picture.id);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('content-disposition'), /^attachment; filename="router\.png"/);
  assert.equal(answer.headers.get('content-security-policy'), "sandbox; default-src 'none'");
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);
  const asAgent = await fetch(`${edge.url}/console/api/conversations/${customer.id}/attachments/${guide.id}`, { headers: { cookie: agent.cookie } });
  assert.equal(asAgent.status, 200);

  const of = (file) => ({ name: file.name, media_type: file.media_type, bytes: file.bytes });
  const told = await until(() => receiver.of(customer.id, 'message.created').find((payload) => payload.message.author === 'agent'));
  assert.deepEqual(told.message.attachments, [of(picture), of(guide)]);
  await receiver.stop();
  await expectOk(edge.admin('DELETE', '/endpoints/test'));
});

test('an agent’s files are looked into like a customer’s, and counted apart', async () => {
  const [customer, agent] = await waiting();
  for (const [name, bytes, status, code] of [
    ['a.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), 415, 'attachment_kind'],
    ['a.txt', Buffer.from('#!/bin/sh\necho hi'), 415, 'attachment_kind'],
    ['a.pdf', pdf('4 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj'), 422, 'attachment_unsafe'],
    ['a.docx', docx([['word/vbaProject.bin', 'x']]), 422, 'attachment_unsafe'],
    ['large.txt', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'), 413, 'too_large'],
  ]) {
    const { status: given, body } = await agent.upload(customer.id, name, bytes);
    assert.deepEqual([given, body.code], [status, code], `${name}: ${body.detail}`);
  }
  const theirs = await customer.attach('theirs.txt', Buffer.from('hello'));
  const ids = [];
  while (ids.length < 20) ids.push((await agent.attach(customer.id, `${ids.length}.txt`, Buffer.from('hello'))).id);
  const over = await agent.upload(customer.id, 'more.txt', Buffer.from('hello'));
  assert.deepEqual([over.status, over.body.code], [409, 'attachments_full']);
  await customer.attach('second.txt', Buffer.from('hello'));
  const six = await send(agent, customer, reply(ids.slice(0, 6)));
  assert.deepEqual([six.status, six.body.field], [422, 'attachments']);
  const nothing = await send(agent, customer, reply([]));
  assert.deepEqual([nothing.status, nothing.body.code], [422, 'empty_message']);
  const other = await send(agent, customer, reply([theirs.id]));
  assert.deepEqual([other.status, other.body.code], [422, 'no_such_attachment'], 'the customer’s own, not sent yet');
  const mine = await customer.send({ type: 'say', id: messageId(), text: '', attachments: [ids[0]] });
  assert.deepEqual([mine.status, mine.body.code], [422, 'no_such_attachment'], 'the agent’s, not sent yet');
  await agent.command(customer.id, reply(ids.slice(0, 5), 'five'));
  const again = await send(agent, customer, reply([ids[0]]));
  assert.equal(again.body.code, 'no_such_attachment');
});

test('who may not reply uploads nothing, and no stranger sees an agent’s file', async () => {
  const [customer, agent] = await waiting();
  const file = await agent.attach(customer.id, 'a.png', png());
  await agent.command(customer.id, reply([file.id]));
  const stranger = await opened();
  assert.equal((await download(stranger, file.id)).status, 404);
  assert.equal((await fetch(customer.path(`attachments/${file.id}`), { headers: stranger.headers() })).status, 404);
  const status = async (id, headers) => {
    const other = id ? await edge.signIn(id) : { upload: agent.upload.bind({ edge, cookie: '' }) };
    const { status, body } = await other.upload(customer.id, 'b.png', png(), headers);
    return [status, body.code];
  };
  assert.deepEqual(await status(undefined), [401, 'signed_out']);
  assert.deepEqual(await status('mei', { origin: 'https://elsewhere.example' }), [403, 'forbidden_origin']);
  assert.deepEqual(await status('ada'), [409, 'taken'], 'a colleague has it');
  const nowhere = await agent.upload('0'.repeat(32), 'b.png', png());
  assert.equal(nowhere.status, 404);
  const team = (await expectOk(edge.admin('GET', '/workspace'))).workspace.team;
  const onlooker = team.find((member) => member.role === 'marketer');
  assert.deepEqual(await status(onlooker.id), [403, 'forbidden']);
});

test('erasing erases what agents sent, and what they were about to', async () => {
  const [customer, agent] = await waiting();
  const marked = png(8, 8, 'Ottoline 77120');
  const [sent, unsent] = [await agent.attach(customer.id, 'a.png', marked), await agent.attach(customer.id, 'b.png', marked)];
  await agent.command(customer.id, reply([sent.id]));
  const marks = () => stored(edge).filter((bytes) => bytes.includes('Ottoline 77120')).length;
  assert.equal(marks(), 2);
  await expectOk(edge.admin('POST', `/conversations/${customer.id}/erase`));
  await until(() => marks() === 0, 'the bytes to go');
  assert.equal((await download(customer, sent.id)).status, 404);
  assert.ok((await customer.events()).every((event) => !event.attachments?.length));
  const gone = await send(agent, customer, reply([unsent.id]));
  assert.equal(gone.body.code, 'no_such_attachment');
  const late = await agent.upload(customer.id, 'c.png', png());
  assert.deepEqual([late.status, late.body.code], [409, 'erased']);
});

test('what is uploaded and never sent is deleted', async () => {
  const brief = await startEdge({ vars: { BATON_UNSENT_KEPT_MS: 1500 } });
  try {
    const customer = brief.customer();
    await customer.open('hello');
    const [sent, unsent] = [await customer.attach('a.png', png()), await customer.attach('b.png', png(8, 8, 'left behind'))];
    await customer.command({ type: 'say', id: messageId(), text: 'see', attachments: [sent.id] });
    await until(() => stored(brief).every((bytes) => !bytes.includes('left behind')), 'the file to go');
    await sleep(200);
    const get = (id) => request('GET', customer.path(`attachments/${id}`), undefined, customer.headers());
    assert.equal((await get(unsent.id)).status, 404);
    assert.equal((await get(sent.id)).status, 200);
  } finally {
    await brief.stop();
  }
});
