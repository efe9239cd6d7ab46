// The help pages: all articles by subject, with a search, and each article by itself.
import { escape } from '../articles.mjs';
import { chatButton, link } from '../layout.mjs';

/** Subjects in the order in which they are asked for, with the topics of the workspace that belong to them. */
const SUBJECTS = [
  ['network', { en: 'Internet and Wi-Fi', zh: '上网和无线网' }, ['network']],
  ['devices', { en: 'Devices', zh: '设备' }, ['device']],
  ['bills', { en: 'Bills and payment', zh: '账单和付款' }, ['billing', 'payment']],
  ['plans', { en: 'Plans and prices', zh: '套餐和价格' }, ['plan']],
  ['orders', { en: 'Orders and delivery', zh: '订单和配送' }, ['order', 'delivery']],
  ['returns', { en: 'Returns and recycling', zh: '退货和回收' }, ['return']],
  ['account', { en: 'Account, privacy and security', zh: '账户、隐私和安全' }, ['account']],
  ['app', { en: 'The app', zh: 'App' }, ['app']],
  ['moving', { en: 'Moving and pausing', zh: '搬家和暂停' }, ['moving', 'closure']],
];

const texts = {
  en: {
    title: 'Help',
    lead: (count) => `${count} articles, written by the people who answer you.`,
    search: 'Search the help',
    found: 'Articles found: #',
    nothing: 'Nothing has these words. Ask us in the chat instead.',
    subjects: 'Subjects',
    also: 'On the same subject',
    ask: 'Not what you were looking for?',
    chat: 'Ask in the chat',
  },
  zh: {
    title: '帮助',
    lead: (count) => `${count} 篇文章，由每天回答您的同事写成。`,
    search: '搜索帮助',
    found: '找到 # 篇文章',
    nothing: '没有找到，可以直接在聊天里问我们。',
    subjects: '分类',
    also: '相关文章',
    ask: '没有找到想要的？',
    chat: '在聊天里问',
  },
};

const subjectOf = ({ topic }) => SUBJECTS.find(([, , topics]) => topics.includes(topic)) ?? SUBJECTS.at(-1);

const item = (view, { id, title, questions, tags }) =>
  `<li data-words="${escape([title, ...questions, ...tags].join(' ').toLowerCase())}">${link(`/help/${id}`, escape(title), view)}</li>`;

export function help(view) {
  const { language } = view;
  const t = texts[language];
  const all = [...view.articles.values()];
  const groups = SUBJECTS.map((subject) => [...subject, all.filter((article) => subjectOf(article) === subject)]);
  const jump = ([id, name, , found]) => `<li><a href="#${id}">${name[language]} <small>${found.length}</small></a></li>`;
  const group = ([id, name, , found]) => `<section class="subject" data-subject>
  <h2 id="${id}">${name[language]}</h2>
  <ul class="topics">${found.map((article) => item(view, article)).join('\n')}</ul>
</section>`;
  const main = `
<section class="head">
  <h1>${t.title}</h1>
  <p>${t.lead(all.length)}</p>
  <search id="search" hidden>
    <label for="words">${t.search}</label>
    <input id="words" type="search" autocomplete="off" spellcheck="false">
    <p role="status" data-found="${t.found}" data-nothing="${t.nothing}"></p>
  </search>
</section>
<nav class="jumps" aria-label="${t.subjects}"><ul>${groups.map(jump).join('\n')}</ul></nav>
${groups.map(group).join('\n')}
<section class="card ask"><h2>${t.ask}</h2><p>${chatButton(t.chat)}</p></section>`;
  return { title: t.title, main, says: { page: 'help' } };
}

export function article(view, one) {
  const { language } = view;
  const t = texts[language];
  const [subject, name] = subjectOf(one);
  const near = [...view.articles.values()].filter((other) => other.id !== one.id && subjectOf(other)[0] === subject);
  const href = link('/help', t.title, view);
  const main = `
<nav class="crumbs" aria-label="${t.subjects}"><ol><li>${href}</li><li>${href.replace('">', `#${subject}">`).replace(t.title, name[language])}</li></ol></nav>
<div class="reading">
<article>
  <h1>${escape(one.title)}</h1>
  ${one.html}
</article>
<aside>
  ${near.length > 0 ? `<h2>${t.also}</h2><ul>${near.slice(0, 6).map((other) => `<li>${link(`/help/${other.id}`, escape(other.title), view)}</li>`).join('\n')}</ul>` : ''}
  <div class="card"><h2>${t.ask}</h2><p>${chatButton(t.chat, undefined, 'quiet')}</p></div>
</aside>
</div>`;
  return { title: one.title, main, says: { page: 'help', article: one.id } };
}
