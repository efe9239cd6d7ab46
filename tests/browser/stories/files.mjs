// Files at the console: pictures to look at, others to save, and those that agents send; that the customer types, and
// that they learn who has read.

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

  const REPLIES = [
    [
      'en',
      { viewport: { width: 1280, height: 800 } },
      { add: 'Add a file', take: 'Take over', remove: (name) => `Remove ${name}`, save: /^Save: guide\.csv/, markup: /letter\.txt.*scripts|kind of file cannot be sent/i, many: /A reply carries five files/, note: 'Internal note', reply: 'Reply', onNote: /Files go to the customer/ },
    ],
    [
      'zh',
      { viewport: { width: 390, height: 780 }, dark: true },
      { add: '添加文件', take: '接手', remove: (name) => `移除 ${name}`, save: /^下载: guide\.csv/, markup: /这种文件不能发送/, many: /一条回复最多带 5 个文件/, note: '内部备注', reply: '回复', onNote: /文件是发给客户的/ },
    ],
  ];
  for (const [language, size, words] of REPLIES) {
    test(`an agent sends files by button, paste and drop, and the customer sees them, ${language}`, story(world, async ({ customer, agent }) => {
      const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
      const wei = await customer({ language, ...size });
      await wei.open();
      await wei.say(`${language} ${messageId()}`);
      await wei.toPerson.click();
      await until(async () => (await wei.record())?.id, 'the conversation');
      const { id } = await wei.record();
      const mei = await agent('mei', { locale, ...size });
      const { page } = mei;
      // The list beside it may name files of the same name, which others sent.
      const composing = page.locator('form', { has: page.locator('#compose') });
      await page.goto(`${world().edge.url}/console/#/c/${id}`);
      await mei.button(words.take).click();
      // What the edge refuses, the browser reports too.
      mei.tolerate(/415/);

      // By button: a picture, and something that could run under the name of a text.
      const choosing = page.waitForEvent('filechooser');
      await mei.button(words.add).click();
      const files = (...all) => all.map(([name, mimeType, buffer]) => ({ name, mimeType, buffer }));
      await (await choosing).setFiles(files(['router.png', 'image/png', png(640, 480)], ['letter.txt', 'text/plain', Buffer.from('<!doctype html><script>alert(1)</script>')]));
      await page.getByText(words.markup).waitFor();
      await mei.composer.fill(language === 'zh' ? '请看图' : 'See the picture');
      assert.ok(await mei.send.isDisabled(), 'what failed is not left out silently');
      await mei.checkAccess(`console-send-files-${language}`);
      await mei.button(words.remove('letter.txt')).click();
      assert.ok(await mei.composer.evaluate((element) => element === document.activeElement));

      // By paste and by drop.
      const give = (kind, name, type, text) =>
        mei.composer.evaluate(
          (element, [kind, name, type, text]) => {
            const carried = new DataTransfer();
            carried.items.add(new File([text], name, { type }));
            const how = { bubbles: true, cancelable: true };
            if (kind === 'paste') element.dispatchEvent(new ClipboardEvent('paste', { ...how, clipboardData: carried }));
            else for (const step of ['dragover', 'drop']) element.dispatchEvent(new DragEvent(step, { ...how, dataTransfer: carried }));
          },
          [kind, name, type, text],
        );
      await give('paste', 'pasted.txt', 'text/plain', 'pasted');
      await give('drop', 'guide.csv', 'text/csv', 'a,b\n1,2\n');
      await mei.button(words.remove('pasted.txt')).click();
      for (const number of [1, 2, 3, 4]) await give('drop', `${number}.txt`, 'text/plain', 'hello');
      await page.getByText(words.many).waitFor();
      for (const number of [1, 2, 3]) await mei.button(words.remove(`${number}.txt`)).click();
      // A note is for colleagues: it carries no files.
      await mei.button(words.note).click();
      await composing.getByText('router.png').waitFor({ state: 'hidden' });
      await page.locator('#compose').evaluate((element) => {
        const carried = new DataTransfer();
        carried.items.add(new File(['x'], 'note.txt', { type: 'text/plain' }));
        for (const step of ['dragover', 'drop']) element.dispatchEvent(new DragEvent(step, { bubbles: true, cancelable: true, dataTransfer: carried }));
      });
      await page.getByText(words.onNote).waitFor();
      await mei.button(words.reply).click();
      // What is uploaded outlives the page being loaded anew.
      await page.reload();
      await composing.getByText('guide.csv').waitFor();
      await mei.send.click();

      const shown = mei.log.getByRole('img', { name: 'router.png' });
      await until(() => shown.evaluate((image) => image.complete && image.naturalWidth === 640), 'the picture');
      await page.getByRole('button', { name: words.remove('guide.csv') }).waitFor({ state: 'detached' });
      await wei.reads(language === 'zh' ? '请看图' : 'See the picture');
      await wei.log.locator('canvas').waitFor();
      await wei.checkAccess(`widget-agent-files-${language}`);
      const saving = wei.page.waitForEvent('download');
      await wei.log.getByRole('button', { name: words.save }).click();
      assert.equal((await saving).suggestedFilename(), 'guide.csv');
      await mei.picture(`console-sent-files-${language}`);
    }));
  }
}
