// The home page: what the company offers, and what to try in the chat.
import { readFileSync } from 'node:fs';
import { drawing, scene } from '../art.mjs';
import { devices, megabits, money, plans } from '../company.mjs';
import { chatButton, link, visitLink } from '../layout.mjs';

/** Five things to try, in order; `cargo baton dev` prints the same. */
const tour = JSON.parse(readFileSync(new URL('../tour.json', import.meta.url), 'utf8'));

const POPULAR = ['no-internet', 'wifi-name-password', 'read-bill', 'move-home', 'track-delivery', 'app-sign-in'];

const texts = {
  en: {
    title: 'Tidewell: home internet and smart-home devices',
    hero: 'Internet that simply stays on',
    lead: 'Fast home internet and smart-home devices, in one subscription. Set up in ten minutes, leave with 30 days’ notice.',
    plans: 'See the plans',
    chat: 'Chat with us',
    promises: 'What you can count on',
    promise: [
      ['hub', 'Set up in ten minutes', 'Plug in the Hub, wait for the white light. Where it takes an engineer, the first visit is free.'],
      ['bill', 'One bill, one price', 'No data limit, no fee for connecting, and the same price list for new customers and old ones.'],
      ['internet', 'Backup when the line is down', 'Your phone steps in: 10 GB with Tide and Ocean, free during an outage.'],
    ],
    offers: 'Plans from ¥99 a month',
    from: (speed) => `up to ${speed} megabits a second`,
    month: 'a month',
    favourite: 'Most chosen',
    home: 'For your home',
    all: 'All products',
    try: 'What to try in the chat',
    ask: 'Ask',
    help: 'What others ask',
    allHelp: 'All help topics',
  },
  zh: {
    title: '汐宁：家庭宽带与智能家居',
    hero: '一直在线，就这么简单',
    lead: '高速宽带和智能设备，一份订阅全都有。十分钟装好，提前 30 天通知即可离开。',
    plans: '看看套餐',
    chat: '联系我们',
    promises: '您可以放心的三件事',
    promise: [
      ['hub', '十分钟装好', '插上路由器，等白灯亮起。需要上门的，首次免费。'],
      ['bill', '一张账单，一个价', '不限流量，不收开通费，新老用户同一张价目表。'],
      ['internet', '断网也有备用', '手机顶上：潮汐和远洋带 10 GB，故障期间不收费。'],
    ],
    offers: '套餐每月 99 元起',
    from: (speed) => `最高 ${speed} 兆`,
    month: '每月',
    favourite: '最多人选',
    home: '智能设备',
    all: '全部产品',
    try: '可以在聊天里试试',
    ask: '提问',
    help: '大家常问',
    allHelp: '全部帮助',
  },
};

function plan(t, { name, speed, price, text, favourite }, language) {
  const mark = favourite ? `<p class="mark">${t.favourite}</p>` : '';
  return `<li class="card">${mark}<h3>${name[language]}</h3><p class="price">${money(price, language)} <small>${t.month}</small></p><p>${t.from(megabits(speed, language))}</p><p class="soft">${text[language]}</p></li>`;
}

function step(t, view, { path, as, [view.language]: words }) {
  const questions = words.say.map((question) => `<li>${chatButton(`<span class="hidden">${t.ask}: </span>${question}`, question, 'quiet')}</li>`);
  const where = path === '/console' ? `<a href="${view.edge}/console/">${words.where}</a>` : words.where && visitLink(path, words.where, view, as);
  return `<li><h3>${words.title}</h3><p class="soft">${words.text}</p>${questions.length > 0 ? `<ul class="asks">${questions.join('')}</ul>` : ''}${where ? `<p>${where}</p>` : ''}</li>`;
}

export function home(view) {
  const { language } = view;
  const t = texts[language];
  const device = ({ id, name, text }) => `<li>${drawing(id)}<div><h3>${name[language]}</h3><p class="soft">${text[language]}</p></div></li>`;
  const promise = ([picture, title, text]) => `<li>${drawing(picture)}<h3>${title}</h3><p class="soft">${text}</p></li>`;
  const popular = POPULAR.map((id) => `<li>${link(`/help/${id}`, view.articles.get(id).questions[0], view)}</li>`);
  const main = `
<section class="hero">
  <div>
    <h1>${t.hero}</h1>
    <p>${t.lead}</p>
    <p class="actions">${link('/products', t.plans, view).replace('<a ', '<a class="button" ')} ${chatButton(t.chat, undefined, 'quiet')}</p>
  </div>
  ${scene}
</section>
<section>
  <h2>${t.promises}</h2>
  <ul class="three">${t.promise.map(promise).join('\n')}</ul>
</section>
<section>
  <h2>${t.offers}</h2>
  <ul class="cards">${plans.map((one) => plan(t, one, language)).join('\n')}</ul>
</section>
<section>
  <h2>${t.home}</h2>
  <ul class="devices">${devices.map(device).join('\n')}</ul>
  <p>${link('/products', t.all, view)}</p>
</section>
<section id="try">
  <h2>${t.try}</h2>
  <ol class="tour">${tour.map((one) => step(t, view, one)).join('\n')}</ol>
</section>
<section>
  <h2>${t.help}</h2>
  <ul class="topics">${popular.join('\n')}</ul>
  <p>${link('/help', t.allHelp, view)}</p>
</section>`;
  return { title: t.title, main };
}
