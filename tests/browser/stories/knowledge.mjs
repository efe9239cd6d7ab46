// Knowledge, as those who answer for it live it: an article is written, approved and answers; what nothing answered becomes
// one; two who change the same are told; and every page of it can be used by everybody.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { story } from '../../support/browser.mjs';
import { expectOk, until } from '../../support/edge.mjs';

const WIDE = { width: 1280, height: 800 };
const WAYS = [
  ['1280', { viewport: WIDE }],
  ['320-dark', { viewport: { width: 320, height: 640 }, dark: true }],
  ['zh', { viewport: WIDE, locale: 'zh-CN' }],
];

async function at(person, place) {
  await person.page.evaluate((hash) => { location.hash = hash; }, `#/${place}`);
}

/** Somebody asks what nothing answers, and the company hears of it. */
async function asked(edge, text, known = text) {
  await edge.customer().open(text);
  const ada = await edge.signIn('ada');
  await until(async () => {
    const { gaps } = await expectOk(ada.request('GET', '/gaps'));
    return gaps.some(({ questions }) => questions.some((question) => question.includes(known)));
  }, 'the gap');
}

/** A draft that is there already. */
async function written(edge, id, title, more = {}) {
  const ada = await edge.signIn('ada');
  const article = (language) => ({ id, language, title: `${title} ${language}`, topic: 'account', body: '## How\nLike this.', ...more });
  const languages = { en: article('en'), zh: article('zh') };
  return expectOk(ada.request('PUT', `/articles/${id}`, { languages }, { 'if-match': '"new"' }));
}

/** Tells the stories. */
export function tellKnowledge(world) {
  for (const [name, options] of WAYS) {
    test(`every page of the knowledge is there, and axe finds nothing, ${name}`, story(world, async ({ agent }) => {
      const { edge } = world();
      await asked(edge, `Do you lend out ladders in ${name.replace('-', '')} towns?`);
      await written(edge, `looked-${name}`, 'Looked at', { sources: ['1001', '1002'], review_by: '2027-06-30', owner: 'mei' });
      const ada = await agent('ada', options);
      const word = (en, zh) => (name === 'zh' ? zh : en);
      for (const [place, heading] of [
        ['knowledge', word('Knowledge', '知识库')],
        ['knowledge/gaps', word('Knowledge', '知识库')],
        [`knowledge/a/looked-${name}`, new RegExp(`/ Looked at ${name === 'zh' ? 'zh' : 'en'}`)],
        ['knowledge/new', new RegExp(word('/ New article', '/ 新建文章'))],
      ]) {
        await at(ada, place);
        await ada.page.getByRole('heading', { level: 1, name: heading }).waitFor();
        await ada.page.locator('main .skeleton').waitFor({ state: 'detached' });
        if (place.endsWith('gaps')) await ada.page.getByText(`ladders in ${name.replace('-', '')} towns`).waitFor();
        const over = await ada.page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${place} runs ${over} pixels over the edge`);
        await ada.checkAccess(`knowledge-${place.replace(/^knowledge\/?/, '').replace(/\/.*/, '') || 'list'}-${name}`);
      }
    }));
  }

  test('an article is written and approved, and then answers in the widget', story(world, async ({ agent, customer }) => {
    const ada = await agent('ada');
    const { page } = ada;
    ada.tolerate(/422/);
    await at(ada, 'knowledge');
    await page.getByRole('link', { name: 'New article' }).click();
    await page.getByRole('heading', { level: 1, name: /New article/ }).waitFor();
    const english = page.getByRole('group', { name: /^English/ });
    const chinese = page.getByRole('group', { name: /^Chinese/ });
    await english.getByLabel('Title').fill('Borrow a ladder for an aerial');
    assert.equal(await page.getByLabel('Short name').inputValue(), 'borrow-a-ladder-for-an-aerial');
    await page.getByLabel('Topic').fill('device');
    await english.getByLabel('Questions that it answers').fill('Can I borrow a ladder?\nDo you lend ladders for an aerial?');
    await english.getByLabel('Text').fill('## Borrow it\nWe lend a ladder for **three days**. Ask at the counter.');
    await english.getByText('As customers see it').click();
    await english.locator('strong', { hasText: 'three days' }).waitFor();
    await ada.button('Approve').click();
    await page.getByText('Something is not as it must be.').waitFor();
    await chinese.getByRole('button', { name: 'Write it' }).click();
    await chinese.getByLabel('Title').fill('借用梯子');
    await chinese.getByLabel('Questions that it answers').fill('可以借梯子吗？');
    await chinese.getByLabel('Text').fill('## 怎么借\n梯子可以借三天，请到柜台。');
    await page.getByLabel("A customer's question").fill('could I borrow a ladder from you');
    await ada.button('Try').click();
    await page.getByText('would answer').waitFor();
    await ada.checkAccess('knowledge-writing');
    await ada.button('Approve').click();
    await page.getByText(/^Approved: Borrow a ladder/).waitFor();
    await until(() => page.evaluate(() => location.hash === '#/knowledge/a/borrow-a-ladder-for-an-aerial'), 'its own address');
    await page.getByText('All saved').waitFor();
    await at(ada, 'knowledge');
    await page.getByLabel('Find an article').fill('ladder');
    await page.getByRole('link', { name: 'Borrow a ladder for an aerial' }).waitFor();
    await page.getByText('English: Approved').waitFor();
    await until(async () => {
      const visitor = world().edge.customer();
      await visitor.open('Can I borrow a ladder?');
      return (await world().edge.log_of(visitor.id)).some(({ event }) => event.type === 'bot_answered');
    }, 'the answer');
    const visitor = await customer();
    await visitor.open();
    await visitor.say('Can I borrow a ladder?');
    await visitor.reads('We lend a ladder for three days. Ask at the counter.');
  }));

  test('what is approved is learnt beside the page, and is then found by what it means', story(world, async ({ agent }) => {
    const { edge } = world();
    const ada = await agent('ada');
    const { page } = ada;
    await at(ada, 'knowledge');
    await page.getByText('Baton is learning the articles as they are now.').waitFor();
    await ada.checkAccess('knowledge-learning');
    // The page goes on meanwhile.
    await at(ada, 'knowledge/gaps');
    await page.getByText('Learnt. The articles are found by what people mean.').waitFor({ timeout: 300_000 });
    assert.ok((await expectOk(edge.admin('GET', '/workspace'))).model);
    const visitor = edge.customer();
    await visitor.open('How do I pay my bill?');
    const { event } = (await edge.log_of(visitor.id)).find(({ event }) => event.type === 'decided');
    assert.equal(event.versions.engine, 'meaning/1');
    // An agent is told nothing of it, and learns nothing.
    const mei = await agent('mei');
    await at(mei, 'knowledge');
    await mei.page.getByRole('link', { name: 'Read your bill' }).first().waitFor();
    assert.equal(await mei.page.locator('.learning').isVisible(), false);
  }));

  test('what nothing answered becomes an article', story(world, async ({ agent }) => {
    await asked(world().edge, 'Do you sharpen garden scissors? My number is 020 7946 0958', 'sharpen garden scissors');
    const ada = await agent('ada');
    const { page } = ada;
    await at(ada, 'knowledge/gaps');
    const gap = page.getByRole('listitem').filter({ hasText: 'Do you sharpen garden scissors?' });
    await gap.getByText('asked once').waitFor();
    assert.equal(await page.getByText('7946').count(), 0, 'nothing personal');
    await gap.getByRole('button', { name: 'Write an article' }).click();
    const english = page.getByRole('group', { name: /^English/ });
    await page.getByRole('heading', { level: 1, name: /Do you sharpen garden scissors/ }).waitFor();
    assert.match(await english.getByLabel('Questions that it answers').inputValue(), /Do you sharpen garden scissors\?/);
    await page.getByText('Not saved').first().waitFor();
    // Over a reload too.
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    assert.match(await english.getByLabel('Questions that it answers').inputValue(), /Do you sharpen garden scissors\?/);
    await page.getByLabel('Topic').fill('account');
    await english.getByLabel('Text').fill('We do, on Fridays.');
    await ada.button('Send to review').click();
    await page.getByText(/^Sent to review: Do you sharpen/).waitFor();
    await english.getByText('In review').waitFor();
    await ada.button('Undo').click();
    await page.getByText('As it was before.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Knowledge' }).waitFor();
    await at(ada, 'knowledge/gaps');
    await gap.getByRole('button', { name: 'Dismiss' }).click();
    await gap.waitFor({ state: 'detached' });
  }));

  test('two who change the same article are told, and neither is lost', story(world, async ({ agent }) => {
    await written(world().edge, 'both', 'Both');
    const [ada, ruth] = [await agent('ada'), await agent('ruth')];
    ada.tolerate(/412/);
    const title = (person) => person.page.getByRole('group', { name: /^English/ }).getByLabel('Title');
    for (const person of [ada, ruth]) await at(person, 'knowledge/a/both');
    await title(ada).fill('Mine');
    await title(ruth).fill('Theirs');
    await ruth.button('Save').click();
    await ruth.page.getByText('Saved: Theirs').waitFor();
    await ada.button('Save').click();
    await ada.page.getByRole('heading', { name: 'A colleague has changed this too' }).waitFor();
    assert.equal(await title(ada).inputValue(), 'Mine');
    await ada.checkAccess('knowledge-conflict');
    await ada.button('Put mine over it').click();
    await ada.page.getByText('Saved: Mine').waitFor();
    await ada.button('Undo').click();
    await ada.page.getByText('As it was before.').waitFor();
    assert.equal(await title(ada).inputValue(), 'Theirs');
    await ada.button('Delete the draft').click();
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete the draft' }).click();
    await ada.page.getByText('The draft is gone.').waitFor();
  }));

  test('an agent reads the articles and changes none', story(world, async ({ agent }) => {
    const mei = await agent('mei');
    await at(mei, 'knowledge/a/read-bill');
    await mei.page.getByText('Your role lets you look at this, not change it.').waitFor();
    assert.equal(await mei.button('Save').count() + await mei.button('Retire').count(), 0);
    assert.ok(await mei.page.getByRole('group', { name: /^English/ }).getByLabel('Title').isDisabled());
  }));
}
