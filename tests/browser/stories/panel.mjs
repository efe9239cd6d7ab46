// What the panel offers beside talking: articles in place, files, emoji, another language, earlier conversations, the
// transcript, a rating with words, notices. Each in both languages where words matter.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { reply, story } from '../../support/browser.mjs';
import { expectOk, until } from '../../support/edge.mjs';
import { publish } from '../../support/site.mjs';

/** A picture of one red dot. */
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

export function tellPanel(world) {
  test('an article opens in place and leads back to the conversation', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    await ana.say('How do I reset my password?');
    await ana.panel.getByRole('button', { name: /^Source/ }).click();
    const article = ana.panel.getByRole('dialog');
    await article.getByRole('heading', { level: 3 }).waitFor();
    await article.getByText('Forgot password').first().waitFor();
    await ana.checkAccess('article-en');
    await ana.page.keyboard.press('Escape');
    await article.waitFor({ state: 'hidden' });
    await ana.composer.waitFor();
  }));

  test('another language, from the menu', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    await ana.button('More').click();
    await ana.picture('menu-en');
    await ana.panel.getByRole('menuitem', { name: '中文' }).click();
    await ana.panel.getByRole('button', { name: /^转人工/ }).waitFor();
    await ana.panel.getByText('您好').first().waitFor();
    await ana.checkAccess('language-zh');
  }));

  test('a file goes with a message, and its picture is drawn', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    await ana.say('My router shows a red light');
    await until(async () => (await ana.record())?.id, 'the conversation');
    const chosen = ana.page.waitForEvent('filechooser');
    await ana.button('Add a file').click();
    await (await chosen).setFiles({ name: 'router.png', mimeType: 'image/png', buffer: DOT });
    await ana.panel.getByText('router.png').waitFor();
    await ana.picture('file-ready-en');
    await ana.say('This is how it looks');
    await ana.log.getByRole('button', { name: 'Save: router.png' }).waitFor();
    await ana.log.locator('canvas').waitFor();
    await ana.checkAccess('file-sent-en');
    const { id } = await ana.record();
    const log = await expectOk(world().edge.admin('GET', `/conversations/${id}`));
    assert.match(JSON.stringify(log), /router\.png/);
  }));

  test('the first message carries its file, and nothing is kept before it', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    const uploaded = ana.page.waitForResponse((answer) => answer.url().includes('/attachments?name='));
    const chosen = ana.page.waitForEvent('filechooser');
    await ana.button('Add a file').click();
    await (await chosen).setFiles({ name: 'router.png', mimeType: 'image/png', buffer: DOT });
    assert.equal((await uploaded).status(), 201);
    assert.equal(await ana.record(), undefined, 'nothing is on the device');
    const { conversations } = await expectOk(world().edge.admin('GET', '/conversations'));
    await ana.picture('first-file-ready-en');
    await ana.say('This is how it looks');
    await ana.log.getByRole('button', { name: 'Save: router.png' }).waitFor();
    await ana.log.locator('canvas').waitFor();
    await ana.picture('first-file-sent-en');
    const id = await until(async () => (await ana.record())?.id, 'the conversation');
    assert.ok(conversations.every((row) => row.conversation !== id), 'it was in no list before');
    const { events } = await expectOk(world().edge.admin('GET', `/conversations/${id}`));
    const wrote = events.filter((recorded) => recorded.event.type === 'customer_wrote');
    assert.deepEqual(wrote.map(({ content }) => [content.text, content.attachments.map((file) => file.name)]), [['This is how it looks', ['router.png']]]);
    // The next one goes the same way.
    const next = ana.page.waitForEvent('filechooser');
    await ana.button('Add a file').click();
    const again = ana.page.waitForResponse((answer) => answer.url().includes('/attachments?name='));
    await (await next).setFiles({ name: 'bill.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    assert.ok((await again).url().includes(id), 'in the same conversation');
  }));

  test('emoji by keyboard', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    await ana.composer.fill('Hello ');
    await ana.button('Emoji').click();
    await ana.panel.getByRole('group', { name: 'Emoji' }).waitFor();
    await ana.picture('emoji-en');
    await ana.page.keyboard.press('Enter');
    await until(async () => (await ana.composer.inputValue()) === 'Hello 👋', 'the emoji in the composer');
  }));

  test('a new conversation, and back to the earlier one', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    await ana.say('How do I read my bill?');
    await until(async () => (await ana.record())?.id, 'the conversation');
    const { id } = await ana.record();
    await ana.button('More').click();
    await ana.panel.getByRole('menuitem', { name: 'Start a new conversation' }).click();
    await ana.panel.getByText('Hi, how can we help?').waitFor();
    // What is begun meanwhile takes nothing of the earlier one away.
    await ana.say('Where is my parcel?');
    await until(async () => (await ana.record())?.id && (await ana.record()).id !== id, 'another conversation');
    await ana.button('More').click();
    await ana.panel.getByRole('menuitem', { name: 'Your conversations' }).click();
    await ana.checkAccess('conversations-en');
    await ana.panel.getByRole('dialog').getByRole('button', { name: /How do I read my bill/ }).click();
    await ana.reads('How do I read my bill?');
    assert.equal((await ana.record()).id, id);
  }));

  test('the next person on the same computer finds none of the last one', story(world, async ({ customer }) => {
    const ana = await customer({ as: 'ana' });
    await ana.open();
    await ana.say('How do I read my bill?');
    await until(async () => (await ana.record())?.id, 'the conversation');
    await ana.button('More').click();
    await ana.panel.getByRole('menuitem', { name: 'Start a new conversation' }).click();
    await ana.panel.getByText('Hi, how can we help?').waitFor();
    assert.ok((await ana.kept()).some((name) => name.endsWith(':earlier')));
    ana.as = 'liwei';
    await ana.visit();
    if (await ana.launcher.isVisible()) await ana.open();
    await until(async () => !(await ana.kept()).some((name) => name.endsWith(':earlier')), 'nothing of the last person on the device');
    await ana.button('More').click();
    await ana.panel.getByRole('menuitem', { name: 'Your conversations' }).click();
    await ana.panel.getByText('Your conversations will stand here.').waitFor();
    assert.equal(await ana.panel.getByRole('dialog').getByText('How do I read my bill?').count(), 0);
  }));

  test('the transcript as a file, and by mail through the company', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    await ana.say('How do I read my bill?');
    await until(async () => (await ana.record())?.id, 'the conversation');
    await ana.button('More').click();
    await ana.panel.getByRole('menuitem', { name: 'Keep a copy' }).click();
    await ana.checkAccess('transcript-en');
    const saved = ana.page.waitForEvent('download');
    await ana.button('Save as a text file').click();
    const text = await readFile(await (await saved).path(), 'utf8');
    assert.match(text, /You: How do I read my bill\?/);
    await ana.panel.getByRole('textbox', { name: 'Your email address' }).fill('ana@example.com');
    await ana.button('Send it by email').click();
    await ana.panel.getByText("It's on its way to you.").waitFor();
    const { id } = await ana.record();
    await until(() => world().receiver.of(id, 'conversation.transcript_requested')[0], 'the webhook for the mailer');
  }));

  test('rated with words, in one card', story(world, async ({ customer }) => {
    const ana = await customer();
    await ana.open();
    await ana.say('I want to talk to a person');
    await until(async () => (await ana.record())?.id, 'the conversation');
    const { id } = await ana.record();
    const lin = await world().edge.signIn('xiaolin');
    await lin.command(id, { type: 'take' });
    await lin.command(id, reply('Hi, this is 小林.'));
    await ana.reads('Hi, this is 小林.');
    await lin.command(id, { type: 'resolve', outcome: 'solved' });
    await ana.reads('This conversation is closed.');
    await ana.button('5, Very good').click();
    await ana.button('1, None').click();
    await ana.panel.getByRole('textbox', { name: 'Anything to add? (optional)' }).fill('Quick and kind');
    await ana.panel.getByRole('textbox', { name: 'Anything to add? (optional)' }).press('Enter');
    await until(async () => /Quick and kind/.test(JSON.stringify(await expectOk(world().edge.admin('GET', `/conversations/${id}`)))), 'the comment');
  }));

  for (const [language, dark] of [['en', false], ['zh', true]]) {
    test(`an outage asks where one is, and answers questions about it, ${language}`, story(world, async ({ customer }) => {
      const { edge } = world();
      const [ask, yes, question, said] = language === 'en'
        ? ['Are you in the northern districts?', 'Yes', 'My internet is down, what can I do?', /Engineers are on it/]
        : ['您在北部城区吗？', '是', '家里断网了怎么办？', /工程师正在抢修/];
      const before = await publish(edge, (workspace) => {
        workspace.notices = world().notices;
      });
      try {
        const ana = await customer({ language, dark });
        await ana.widget.getByText(ask).first().waitFor();
        await ana.checkAccess(`notice-page-${language}`);
        await ana.open();
        await ana.panel.getByText(ask).waitFor();
        await ana.checkAccess(`notice-panel-${language}`);
        await ana.button(yes).click();
        await ana.panel.getByText(ask).waitFor({ state: 'hidden' });
        await ana.say(question);
        await ana.log.getByText(said).first().waitFor();
        await ana.checkAccess(`notice-answer-${language}`);
      } finally {
        await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
      }
    }));
  }

  test('a page that reads from right to left', story(world, async ({ customer }) => {
    const ana = await customer({ viewport: { width: 320, height: 640 } });
    await ana.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
    await ana.page.addInitScript(() => document.addEventListener('readystatechange', () => document.documentElement.setAttribute('dir', 'rtl')));
    await ana.page.reload();
    await ana.open();
    await ana.say('How do I reset my password?');
    await ana.panel.getByRole('button', { name: /^Source/ }).waitFor();
    await ana.checkAccess('answered-rtl-320');
  }));
}
