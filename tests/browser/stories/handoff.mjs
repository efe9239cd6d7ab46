// Asked, answered, handed over, replied to: at the console, by the reply page, and in Chinese.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from '../../support/browser.mjs';
import { until } from '../../support/edge.mjs';

export function tellHandoffs(world) {
  test('asked, answered, handed over, taken over at the console, given back, resolved, rated', story(world, async ({ customer, agent }) => {
    const mei = await agent('mei');
    const ana = await customer();
    await ana.page.getByRole('main').getByRole('button', { name: 'Chat with us' }).click();
    await ana.composer.waitFor();
    await ana.picture('widget-empty');
    await ana.say('How do I reset my password?');
    await ana.reads('Reset or change your password');
    await ana.picture('widget-answered');
    await ana.button('No').click();
    await ana.reads("You said this didn't help");
    await ana.picture('widget-not-helped');
    await ana.toPerson.click();
    await ana.reads("I'm bringing in someone from Orders and Account.");
    await ana.reads(/They already have .*your question.*what we tried/);
    await ana.picture('widget-waiting');

    await mei.row('How do I reset my password?').click();
    await mei.reads('The customer said: this did not help');
    await mei.reads('Handed over to Orders and Account');
    await mei.reads('Asks for a person');
    await mei.picture('console-conversation');
    await mei.button('Take over').click();
    await ana.reads('Mei is here');
    await ana.panel.getByRole('heading', { name: 'Mei' }).waitFor();
    await mei.composer.pressSequentially('Hi, this is Mei.');
    await ana.panel.getByRole('img', { name: 'Mei is typing' }).waitFor();
    await ana.picture('widget-typing');
    await mei.reply('Hi, this is Mei. I have sent you a new link.');
    await ana.reads('I have sent you a new link.');
    await ana.picture('widget-with-agent');
    await ana.say('Thank you, it works');
    await mei.reads('Thank you, it works');
    await mei.picture('console-with-agent');

    await mei.button('Give back to the bot').click();
    await mei.page.getByRole('dialog').getByRole('button', { name: 'Give back to the bot' }).click();
    await ana.reads('The assistant is back.');
    await ana.say('How do I move my service to a new home?');
    await ana.reads('Take your service to a new home');
    await ana.picture('widget-given-back');
    await mei.reads('Take your service to a new home');

    await mei.button('Resolve').click();
    await mei.checkAccess('console-resolve');
    await mei.page.getByRole('dialog').getByRole('button', { name: /^Solved/ }).click();
    await ana.reads('This conversation is closed.');
    await ana.picture('widget-resolved');
    await ana.button('5, Very good').click();
    await ana.button('2, Little').click();
    await ana.reads('Thank you. We read every one.');
    await ana.picture('widget-rated');
    await mei.reads('Rated 5 of 5, little effort');
    await mei.picture('console-resolved');
  }));

  test('handed over by webhook, answered from the reply page without JavaScript or cookies', story(world, async ({ customer, reader }) => {
    const { receiver } = world();
    const ana = await customer();
    await ana.open();
    await ana.say('How do I read my bill?');
    await ana.reads('Read your bill');
    await ana.say('You charged me twice this month, I want my money back');
    await ana.reads("I'm bringing in someone from Billing.");
    const { id } = await ana.record();
    const handoff = await until(() => receiver.of(id, 'conversation.handoff')[0], 'the handoff');
    assert.ok(handoff.handoff.reasons.some((reason) => reason.code === 'financial_dispute'));

    const mei = await reader({ javaScriptEnabled: false });
    const { page } = mei;
    await page.goto(handoff.links.reply);
    await page.getByText('You charged me twice this month').waitFor();
    assert.equal(await page.getByText('How do I read my bill?').count(), 0, 'the last message alone');
    await mei.picture('reply-before');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('How do I read my bill?').first().waitFor();
    await mei.picture('reply-whole');
    await page.getByRole('textbox', { name: 'Your name' }).fill('Mei');
    await page.getByRole('textbox', { name: 'Message' }).fill('Hi, this is Mei from Billing. I have refunded the second payment.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'Sent' }).waitFor();
    await mei.picture('reply-sent');
    assert.deepEqual(await mei.context.cookies(), []);

    await ana.panel.getByRole('heading', { name: 'Mei' }).waitFor();
    await ana.reads('I have refunded the second payment.');
    await page.getByRole('button', { name: 'Back to the conversation' }).click();
    await page.getByRole('textbox', { name: 'Message' }).fill('It arrives within three days.');
    await page.getByRole('button', { name: 'Send' }).click();
    await ana.reads('It arrives within three days.');
  }));

  test('all of it in Chinese', story(world, async ({ customer, agent }) => {
    const lin = await agent('xiaolin', { locale: 'zh-CN' });
    const wei = await customer({ language: 'zh', locale: 'zh-CN' });
    await wei.open();
    await wei.picture('widget-empty-zh');
    await wei.say('家里断网了怎么办？');
    await wei.panel.getByRole('button', { name: '来源' }).waitFor();
    assert.equal(await wei.panel.getAttribute('lang'), 'zh-CN');
    await wei.picture('widget-answered-zh');
    await wei.button('否').click();
    await wei.toPerson.click();
    await wei.reads('我请技术支持组的同事来跟进。');
    await wei.reads(/您的问题.*都已转给对方，您不用再说一遍。/);
    await wei.picture('widget-waiting-zh');
    await lin.row('家里断网了怎么办？').click();
    await lin.button('接手').click();
    await lin.reply('您好，我是技术支持组的小林。');
    await wei.reads('您好，我是技术支持组的小林。');
    await wei.panel.getByRole('heading', { name: '小林' }).waitFor();
    await wei.picture('widget-with-agent-zh');
    await lin.picture('console-conversation-zh');
    // Nothing of the other language is left in what the widget says by itself.
    const said = await wei.panel.innerText();
    assert.doesNotMatch(said, /[A-Za-z]{4,}/);
  }));
}
