// The small modules that the app brings in: files and pictures, emoji, sound, the transcript.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { startBench, visit } from '../support/loader.mjs';

let bench;
before(async () => (bench = await startBench()));
after(() => bench?.stop());
const there = () => bench;
// No image, style or worker of the page's own would be let in.
const STRICT = {
  headers: { 'content-security-policy': "default-src 'none'; script-src http://127.0.0.1:* 'wasm-unsafe-eval'; connect-src http://127.0.0.1:*" },
};
/** Opens the chat and brings a piece in as `window.piece`. */
const bring = async (visitor, name) => {
  await visitor.launcher.click();
  await visitor.panel.waitFor();
  await visitor.run(async (name) => (window.piece = await window.stub.host.piece(name)), name);
};

/** A picture of one colour. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  const rows = Buffer.alloc(height * (1 + width * 3), 0);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows.set([11, 110, 110], y * (1 + width * 3) + 1 + x * 3);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** The checksum that each part of a PNG ends with. */
function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** An edge that also takes and gives files. */
const files = (route) =>
  function (method, path, body) {
    if (path.startsWith('/v1/conversations/c1/attachments')) return route(method, path, body);
    return Object.getPrototypeOf(this).route.call(this, method, path, body);
  };

test('files are chosen, checked, and sent with progress', visit(there, {
  ...STRICT, edge: { route: files(() => ({ status: 201, headers: { 'content-type': 'application/json' }, body: '{"id":"a1"}' })) },
}, async (visitor) => {
  await bring(visitor, 'attach');
  const choosing = visitor.page.waitForEvent('filechooser');
  await visitor.run(() => {
    window.chosen = piece.choose('image/*,.pdf', true);
    return undefined;
  });
  const chooser = await choosing;
  assert.equal(chooser.isMultiple(), true);
  await chooser.setFiles([{ name: 'bill 发票.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(300_000, 1) }, { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }]);
  const checked = await visitor.run(async () => {
    const list = await window.chosen;
    const large = new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'large.bin');
    return piece.check([...list, large], 3).map(({ file, problem }) => [file.name, problem]);
  });
  assert.deepEqual(checked, [['bill 发票.pdf', ''], ['empty.txt', 'empty'], ['large.bin', 'many']]);
  assert.deepEqual(await visitor.run(() => piece.check([new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'x')], 0)[0].problem), 'large');
  const sent = await visitor.run(async (edge) => {
    const steps = [];
    const { done } = piece.upload(`${edge}/v1/conversations/c1/attachments`, 'secret', (await window.chosen)[0], (sent, total) => steps.push([sent, total]));
    return { answer: await done, steps };
  }, visitor.edge.base);
  assert.equal(sent.answer, '{"id":"a1"}');
  assert.deepEqual(sent.steps.at(-1), [300_000, 300_000]);
  const [post] = visitor.edge.asked('/attachments', 'POST');
  assert.equal(new URLSearchParams(post.query).get('name'), 'bill 发票.pdf');
  assert.equal(post.headers.authorization, 'Bearer secret');
  assert.equal(post.headers['content-type'], 'application/pdf');
}));

test('what is pasted gets a name', visit(there, {}, async (visitor) => {
  await bring(visitor, 'attach');
  const names = await visitor.run(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
    transfer.items.add(new File(['x'], 'letter.txt', { type: 'text/plain' }));
    return [piece.take(transfer).map(({ name, type }) => [name, type]), piece.take(null)];
  });
  assert.match(names[0][0][0], /^picture-\d\d-\d\d-\d\d\.png$/);
  assert.deepEqual([names[0][0][1], names[0][1], names[1]], ['image/png', ['letter.txt', 'text/plain'], []]);
}));

test('sending fails with the edge’s words, without network, and when it is stopped', visit(there, {
  edge: { route: files(() => ({ status: 415, body: '{"title":"no"}' })) },
}, async (visitor) => {
  visitor.tolerated.push(/415|ERR_|CORS/);
  await bring(visitor, 'attach');
  const failed = (address, abort) =>
    visitor.run(async ([address, abort]) => {
      const { done, abort: stop } = piece.upload(address, 'x', new File(['x'], 'a.txt'), () => {});
      if (abort) stop();
      return done.then(() => 'sent', ({ status, body }) => [status, body]);
    }, [address, abort]);
  const address = `${visitor.edge.base}/v1/conversations/c1/attachments`;
  assert.deepEqual(await failed(address, false), [415, '{"title":"no"}']);
  assert.deepEqual(await failed(address, true), [-1, '']);
  await visitor.edge.stop();
  assert.deepEqual(await failed(address, false), [0, '']);
}));

test('a picture is drawn whatever the page’s policy for images', visit(there, {
  ...STRICT, context: { deviceScaleFactor: 2 }, edge: { route: files(() => ({ headers: { 'content-type': 'image/png', 'content-disposition': 'attachment' }, body: png(800, 400) })) },
}, async (visitor) => {
  await bring(visitor, 'attach');
  const drawn = await visitor.run(async (edge) => {
    const canvas = document.createElement('canvas');
    window.stub.host.place.append(canvas);
    const size = await piece.picture(`${edge}/v1/conversations/c1/attachments/a1`, 'secret', canvas, 240, 'bill.png');
    const [r, g, b] = canvas.getContext('2d').getImageData(5, 5, 1, 1).data;
    return { size, canvas: [canvas.width, canvas.height], shown: canvas.getBoundingClientRect().width, label: canvas.getAttribute('aria-label'), pixel: [r, g, b] };
  }, visitor.edge.base);
  assert.deepEqual(drawn, { size: { width: 800, height: 400 }, canvas: [480, 240], shown: 240, label: 'bill.png', pixel: [11, 110, 110] });
  assert.equal(visitor.edge.asked('/attachments')[0].headers.authorization, 'Bearer secret');
}));

test('a file is handed to the visitor', visit(there, { ...STRICT, edge: { route: files(() => ({ body: 'hello' })) } }, async (visitor) => {
  await bring(visitor, 'attach');
  const downloading = visitor.page.waitForEvent('download');
  await visitor.run((edge) => piece.save(`${edge}/v1/conversations/c1/attachments/a1`, 'x', 'letter.txt'), visitor.edge.base);
  const download = await downloading;
  assert.equal(download.suggestedFilename(), 'letter.txt');
  assert.equal(readFileSync(await download.path(), 'utf8'), 'hello');
}));

test('emoji: names in the visitor’s language, arrow keys, one stop for the tab key', visit(there, { attributes: 'data-language="zh"' }, async (visitor) => {
  await bring(visitor, 'emoji');
  await visitor.run(() => {
    window.chosen = [];
    const element = piece.picker(window.stub.host, (text) => window.chosen.push(text), () => window.chosen.push('closed'));
    window.stub.host.place.firstChild.prepend(element);
    element.querySelector("[tabindex='0']").focus();
  });
  const { keyboard } = visitor.page;
  const named = () => visitor.run(() => document.activeElement.shadowRoot.activeElement.getAttribute('aria-label'));
  assert.equal(await named(), '挥手');
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowDown');
  assert.equal(await named(), '拥抱');
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowLeft');
  await keyboard.press('ArrowLeft');
  assert.equal(await named(), '挥手');
  await keyboard.press('End');
  assert.equal(await named(), '闹钟');
  await keyboard.press('Enter');
  await keyboard.press('Escape');
  assert.deepEqual(await visitor.run(() => window.chosen), ['⏰', 'closed']);
  assert.equal(await visitor.widget.locator('.emoji [tabindex="0"]').count(), 1);
  await visitor.picture('emoji');
}));

test('a mark in the title comes and goes, whatever the page calls itself meanwhile', visit(there, {}, async (visitor) => {
  await bring(visitor, 'sound');
  const titles = await visitor.run(() => {
    const seen = [];
    const mark = (count) => (piece.title(count), seen.push(document.title));
    mark(2);
    mark(3);
    document.title = 'Orders';
    mark(120);
    mark(0);
    return seen;
  });
  assert.deepEqual(titles, ['(2) Tidewell', '(3) Tidewell', '(99+) Orders', 'Orders']);
  assert.equal(typeof (await visitor.run(() => piece.play())), 'boolean');
}));

test('the transcript is downloaded under a good name, and copied', visit(there, { context: { permissions: ['clipboard-read', 'clipboard-write'] } }, async (visitor) => {
  await bring(visitor, 'transcript');
  const downloading = visitor.page.waitForEvent('download');
  await visitor.run(() => piece.save('Tide/well: Home', ['14:05 You: 您好', '14:06 Mei: Hi'], 'en'));
  const download = await downloading;
  assert.match(download.suggestedFilename(), /^Tide well Home chat \d{4}-\d\d-\d\d \d\d\.\d\d\.txt$/);
  assert.equal(readFileSync(await download.path(), 'utf8'), '\ufeff14:05 You: 您好\r\n14:06 Mei: Hi\r\n');
  assert.equal(await visitor.run(() => piece.copy(['a', 'b'])), true);
  assert.equal(await visitor.run(() => navigator.clipboard.readText()), 'a\nb');
  const old = await visitor.run(async () => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
    return piece.copy(['old']);
  });
  assert.equal(old, true);
  assert.equal(await visitor.run(() => document.querySelectorAll('textarea').length), 0);
}));

test('what cannot be an address is told at once', visit(there, {}, async (visitor) => {
  await bring(visitor, 'forms');
  for (const [text, isCall, expected] of [
    ['mei@example.com', false, true],
    ['mei@example', false, false],
    ['mei example.com', false, false],
    ['@example.com', false, false],
    ['mei@.com', false, false],
    ['+86 (138) 0013-8000', true, true],
    ['1234', true, false],
    ['call me', true, false],
    ['1'.repeat(21), true, false],
  ]) {
    assert.equal(await visitor.run(([text, isCall]) => window.piece.plausible(text, isCall), [text, isCall]), expected, text);
  }
}));
