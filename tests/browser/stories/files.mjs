// Files at the console: pictures to look at, others to save; that the customer types, and that they learn who has read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from '../../support/browser.mjs';
import { messageId, until } from '../../support/edge.mjs';
import { pdf, png } from '../../support/files.mjs';

export function tellFiles(world) {
  for (const [locale, words] of [
    ['en-GB', { types: 'The customer is typing', asked: 'The customer asked for the transcript by email, to lin@example.com', save: /^Save bill\.pdf/ }],
    ['zh-CN', { types: '客户正在输入', asked: '客户要求把对话记录发到 lin@example.com', save: /^保存 bill\.pdf/ }],
  ]) {
    test(`files, typing and reading at the console, ${locale}`, story(world, async ({ agent }) => {
      const customer = world().edge.customer({ language: locale.slice(0, 2) });
      await customer.open({ type: 'ask_for_human' });
      const socket = await customer.socket();
      const [picture, document] = [await customer.attach('meter.png', png(640, 480)), await customer.attach('bill.pdf', pdf())];
      const send = (text, ...files) => customer.command({ type: 'say', id: messageId(), text, attachments: files.map((file) => file.id) });
      await send('', picture);
      await send(`look at ${customer.id}`, document);

      const mei = await agent('mei', { locale });
      await mei.row(customer.id).click();
      const shown = mei.log.getByRole('img', { name: 'meter.png' });
      await shown.scrollIntoViewIfNeeded();
      await until(() => shown.evaluate((image) => image.complete && image.naturalWidth === 640), 'the picture');
      assert.deepEqual(await shown.evaluate((image) => [image.width, image.height]), [240, 180]);
      const download = mei.page.waitForEvent('download');
      await mei.log.getByRole('link', { name: words.save }).click();
      assert.equal((await download).suggestedFilename(), 'bill.pdf');

      // What is in sight counts as read.
      const read = () => socket.frames.filter((frame) => frame.frame === 'read').at(-1)?.up_to;
      const last = async () => (await customer.events()).length;
      await until(async () => read() === (await last()), 'the reading to be told');
      await send('and this', picture).catch((error) => assert.match(error.message, /no_such_attachment/));
      await send('one more');
      await until(async () => read() === (await last()), 'the reading of the next');

      socket.send('typing');
      await mei.page.getByText(words.types).waitFor();
      await mei.checkAccess(`console-files-${locale}`);
      await mei.page.getByText(words.types).waitFor({ state: 'detached', timeout: 8_000 });
      await customer.command({ type: 'send_transcript', address: 'lin@example.com' });
      await mei.reads(words.asked);
      await mei.picture(`console-transcript-${locale}`);
      socket.close();
    }));
  }
}
