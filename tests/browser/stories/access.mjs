// By keyboard alone; and without a violation that axe finds, in each state, language, width and theme.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closed, reply, story } from '../../support/browser.mjs';
import { publish } from '../../support/site.mjs';
import { expectOk, until } from '../../support/edge.mjs';

const NARROW = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };

const TEXT = {
  en: {
    question: 'My internet is down, what can I do?',
    source: 'Source',
    dispute: 'I was charged twice for the same order, I want a refund',
    coming: "I'm bringing in someone from Technical Support.",
    nobody: 'Nobody is here right now.',
    email: 'Get an answer by email',
    here: '小林 is here',
    over: 'This conversation is closed.',
    latest: 'Go to the latest message',
  },
  zh: {
    question: '家里断网了怎么办？',
    source: '来源',
    dispute: '这个月扣了我两次钱，我要退款',
    coming: '我请技术支持组的同事来跟进。',
    nobody: '现在没有客服在线。',
    email: '用邮件回复我',
    here: '小林已接入',
    over: '本次对话已结束。',
    latest: '跳到最新消息',
  },
};

export function tellAccess(world) {
  test('by keyboard alone: open, ask, get to a person, close; the focus returns', story(world, async ({ customer }) => {
    const ana = await customer();
    const { page } = ana;
    const focused = () => page.evaluate(() => {
      const at = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return at?.getAttribute('aria-label') ?? at?.innerText ?? '';
    });
    const tabTo = async (pattern, key = 'Tab') => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press(key);
        if (pattern.test(await focused())) return;
      }
      assert.fail(`the keyboard does not reach ${pattern}`);
    };
    await page.locator('footer').click();
    await tabTo(/^Chat with us$/);
    await page.keyboard.press('Enter');
    await ana.composer.waitFor();
    await until(async () => /^Your message$/.test(await focused()), 'the focus in the composer');
    await page.keyboard.type('How do I reset my password?');
    await page.keyboard.press('Enter');
    await ana.reads('Reset or change your password');
    assert.match(await focused(), /^Your message$/);
    await tabTo(/^No$/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await ana.reads("You said this didn't help");
    await tabTo(/^Talk to a person/);
    await page.keyboard.press('Enter');
    await ana.reads("I'm bringing in someone");
    await page.keyboard.press('Escape');
    await ana.panel.waitFor({ state: 'hidden' });
    assert.match(await focused(), /^Chat with us/);
    await page.keyboard.press('Enter');
    await ana.composer.waitFor();
  }));

  for (const [language, viewport, dark] of [['en', WIDE, false], ['zh', NARROW, false], ['zh', WIDE, true], ['en', NARROW, true]]) {
    const name = `${language}-${viewport.width}${dark ? '-dark' : ''}`;
    test(`nothing for axe to find: the widget, ${name}`, story(world, async ({ customer }) => {
      const { edge } = world();
      const text = TEXT[language];
      const billingClosed = (workspace) => {
        workspace.queues = workspace.queues.map((queue) => (queue.id === 'billing' ? closed(queue) : queue));
      };
      const before = await publish(edge, billingClosed);
      try {
        const ana = await customer({ language, viewport, dark });
        await ana.checkAccess(`launcher-${name}`);
        await ana.open();
        await ana.checkAccess(`empty-${name}`);
        await ana.say(text.question);
        await ana.panel.getByRole('button', { name: text.source }).waitFor();
        await ana.checkAccess(`answered-${name}`);
        await ana.toPerson.click();
        await ana.reads(text.coming);
        await ana.checkAccess(`handed-over-${name}`);
        const { id } = await ana.record();
        const lin = await edge.signIn('xiaolin');
        await lin.command(id, { type: 'take' });
        await lin.command(id, reply(language === 'zh' ? '您好，我是小林。' : 'Hi, this is 小林.'));
        await ana.reads(text.here);
        await ana.checkAccess(`with-agent-${name}`);
        await lin.command(id, { type: 'resolve', outcome: 'solved' });
        await ana.reads(text.over);
        await ana.checkAccess(`resolved-${name}`);
        await ana.say(text.dispute);
        await ana.reads(text.nobody);
        assert.equal(await ana.button(text.latest).count(), 0, 'the end stays in sight');
        await ana.checkAccess(`nobody-${name}`);
        await ana.button(text.email).click();
        await ana.panel.getByRole('textbox').first().fill('?');
        await ana.panel.getByRole('textbox').first().press('Enter');
        await ana.panel.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
        await ana.checkAccess(`address-${name}`);
      } finally {
        await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
      }
    }));
  }

  for (const [viewport, dark] of [[WIDE, false], [NARROW, true]]) {
    const name = `${viewport.width}${dark ? '-dark' : ''}`;
    test(`nothing for axe to find: the console and the reply page, ${name}`, story(world, async ({ agent, reader }) => {
      const { edge, receiver } = world();
      const ana = edge.customer({ identity: edge.identity({ sub: 'c-9', name: 'Ana Sousa', email: 'ana@example.com', tier: 'home' }) });
      await ana.open('How do I read my bill?');
      await ana.say('You charged me twice this month, I want my money back');
      const handoff = await until(() => receiver.of(ana.id, 'conversation.handoff')[0], 'the handoff');

      const mei = await reader({ viewport, dark });
      await mei.page.goto(handoff.links.reply);
      await mei.checkAccess(`reply-before-${name}`);
      await mei.page.getByRole('button', { name: 'Continue' }).click();
      await mei.page.getByRole('textbox', { name: 'Message' }).waitFor();
      await mei.checkAccess(`reply-whole-${name}`);
      await mei.page.getByRole('textbox', { name: 'Your name' }).fill('Mei');
      await mei.page.getByRole('textbox', { name: 'Message' }).fill('Hi, this is Mei.');
      await mei.page.getByRole('button', { name: 'Send' }).click();
      await mei.page.getByRole('heading', { name: 'Sent' }).waitFor();
      await mei.checkAccess(`reply-sent-${name}`);

      const ruth = await agent('ruth', { viewport, dark });
      const { page } = ruth;
      await ruth.button('All').click();
      await ruth.row('Ana Sousa').first().waitFor();
      await ruth.checkAccess(`console-inbox-${name}`);
      await ruth.row('Ana Sousa').first().click();
      await ruth.reads('Hi, this is Mei.');
      await ruth.checkAccess(`console-conversation-${name}`);
      // On a narrow screen a conversation has it to itself.
      if (viewport === NARROW) await page.getByRole('link', { name: 'Back to the list' }).click();
      await page.getByRole('link', { name: 'Deliveries' }).click();
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await page.getByText('conversation.handoff').first().waitFor();
      await ruth.checkAccess(`console-deliveries-${name}`);
      const nobody = await reader({ viewport, dark });
      nobody.tolerate(/401/);
      await nobody.page.goto(`${edge.url}/console/`);
      await nobody.page.getByRole('heading', { name: 'Sign in with a link' }).waitFor();
      await nobody.checkAccess(`console-signed-out-${name}`);
    }));
  }
}
