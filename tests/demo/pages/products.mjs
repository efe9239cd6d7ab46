// Plans, devices and what they cost.
import { drawing } from '../art.mjs';
import { devices, megabits, money, plans } from '../company.mjs';
import { chatButton, link } from '../layout.mjs';

const texts = {
  en: {
    title: 'Plans and devices',
    lead: 'Every plan comes with the Hub, without a data limit, and can be tried for 30 days.',
    plans: 'Plans',
    columns: ['Plan', 'Download', 'Upload', 'Included', 'A month'],
    speed: (figure) => `up to ${figure} Mbit/s`,
    devices: 'Devices',
    buy: (price) => `${price} to buy`,
    rent: (price) => `${price} a month`,
    or: ' or ',
    more: (name) => `About the ${name}`,
    business: 'For businesses',
    businessText: 'A fixed address, 50 GB of backup data and repair within 8 hours, from ¥199 a month without tax. With ten sites or more you get a contact of your own.',
    businessLink: 'Business plans',
    unsure: 'Not sure what fits?',
    unsureText: 'Say who lives with you and what you do online, and we propose something.',
    ask: 'Which plan is best for me?',
    links: [['order-internet', 'How ordering works'], ['trial', 'The 30-day trial'], ['prices', 'The whole price list'], ['delivery-options', 'Delivery']],
    read: 'Good to know',
  },
  zh: {
    title: '套餐和设备',
    lead: '所有套餐都含路由器，不限流量，可以先试用 30 天。',
    plans: '宽带套餐',
    columns: ['套餐', '下行', '上行', '包含', '月费'],
    speed: (figure) => `最高 ${figure} 兆`,
    devices: '智能设备',
    buy: (price) => `买断 ${price}`,
    rent: (price) => `每月 ${price}`,
    or: '，或',
    more: (name) => `${name}使用说明`,
    business: '企业用户',
    businessText: '固定 IP、50 GB 备用流量、8 小时内修复，每月 199 元起（不含税）。十个地点以上有专属客户经理。',
    businessLink: '企业套餐',
    unsure: '不知道选哪个？',
    unsureText: '说说家里几个人、平时上网做什么，我们来推荐。',
    ask: '你们有哪些套餐？',
    links: [['order-internet', '怎么办理新装'], ['trial', '30 天试用'], ['prices', '完整价目表'], ['delivery-options', '配送方式']],
    read: '买之前看看',
  },
};

export function products(view) {
  const { language } = view;
  const t = texts[language];
  const row = ({ name, speed, upload, extra, price }) => {
    const cells = [t.speed(megabits(speed, language)), t.speed(megabits(upload, language)), extra[language], money(price, language)];
    return `<tr><th scope="row">${name[language]}</th>${cells.map((text, at) => `<td data-label="${t.columns[at + 1]}">${text}</td>`).join('')}</tr>`;
  };
  const device = ({ id, name, text, buy, rent, article }) => {
    const prices = [buy && t.buy(money(buy, language)), rent && t.rent(money(rent, language))].filter(Boolean).join(t.or);
    return `<li class="card">${drawing(id)}<h3>${name[language]}</h3><p class="soft">${text[language]}</p><p>${prices}</p><p>${link(`/help/${article}`, t.more(name[language]), view)}</p></li>`;
  };
  const main = `
<section class="head">
  <h1>${t.title}</h1>
  <p>${t.lead}</p>
</section>
<section>
  <h2 id="plans">${t.plans}</h2>
  <table aria-labelledby="plans">
    <thead><tr>${t.columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
    <tbody>${plans.map(row).join('\n')}</tbody>
  </table>
</section>
<section>
  <h2>${t.devices}</h2>
  <ul class="cards">${devices.map(device).join('\n')}</ul>
</section>
<section class="two">
  <div class="card"><h2>${t.business}</h2><p class="soft">${t.businessText}</p><p>${link('/help/business-plans', t.businessLink, view)}</p></div>
  <div class="card"><h2>${t.unsure}</h2><p class="soft">${t.unsureText}</p><p>${chatButton(t.ask, t.ask, 'quiet')}</p></div>
</section>
<section>
  <h2>${t.read}</h2>
  <ul class="topics">${t.links.map(([id, words]) => `<li>${link(`/help/${id}`, words, view)}</li>`).join('\n')}</ul>
</section>`;
  return { title: t.title, main, says: { page: 'products' } };
}
