// The account of whoever is signed in: plan, bill, devices, contract.
import { escape } from '../articles.mjs';
import { drawing } from '../art.mjs';
import { devices, money, nameOf, plans } from '../company.mjs';
import { chatButton, link, visitorLinks } from '../layout.mjs';

const texts = {
  en: {
    title: 'Your account',
    nobody: 'Sign in to see your account',
    nobodyText: 'On this demo site nobody needs a password: choose who you are.',
    noKey: 'Signing in needs a key: start the site with cargo baton dev.',
    hello: (name) => `Hello, ${name}`,
    number: (number) => `Customer number ${number}`,
    plan: 'Plan',
    enterprise: (sites) => `Business Ocean at ${sites} sites`,
    trial: (day) => `On trial until ${day}. Nothing is taken before.`,
    since: (day) => `With us since ${day}`,
    change: 'Change your plan',
    bill: 'Next bill',
    due: (day) => `Due on ${day}`,
    read: 'How to read your bill',
    devices: 'Devices',
    works: 'online',
    add: 'Buy or rent a device',
    contact: 'Your contact',
    contactText: 'Companies reach a person at once, at any hour.',
    loyal: 'Thank you for staying',
    loyalText: '10 % off devices, one engineer’s visit a year, and Cloud Plus free of charge.',
    loyalLink: 'What loyal customers get',
    trialHelp: 'Your trial',
    trialText: 'You can change the plan while you try, and end the trial in the app.',
    trialLink: 'What happens at the end of the trial',
    ask: 'Ask about my account',
    often: 'Often needed here',
    links: ['app-sign-in', 'payment-methods', 'household', 'move-home', 'privacy-data', 'cancel-or-pause'],
  },
  zh: {
    title: '我的账户',
    nobody: '登录后查看账户',
    nobodyText: '这个演示网站不用密码：请选择您是谁。',
    noKey: '登录需要密钥：请用 cargo baton dev 启动网站。',
    hello: (name) => `${name}，您好`,
    number: (number) => `客户号 ${number}`,
    plan: '套餐',
    enterprise: (sites) => `企业远洋，${sites} 个地点`,
    trial: (day) => `试用到 ${day}，在此之前不收费。`,
    since: (day) => `${day} 入网`,
    change: '更换套餐',
    bill: '下期账单',
    due: (day) => `${day} 前付款`,
    read: '怎么看账单',
    devices: '设备',
    works: '在线',
    add: '购买或租用设备',
    contact: '您的专属服务',
    contactText: '企业客户随时由同事直接接待。',
    loyal: '感谢一路相伴',
    loyalText: '设备九折，每年一次免费上门，云存储增强版免费。',
    loyalLink: '老用户福利',
    trialHelp: '您的试用',
    trialText: '试用期间可以换套餐，也可以在 App 里结束试用。',
    trialLink: '试用结束后会怎样',
    ask: '咨询我的账户',
    often: '常用帮助',
    links: ['app-sign-in', 'payment-methods', 'household', 'move-home', 'privacy-data', 'cancel-or-pause'],
  },
};

/** What is offered to a customer of this kind. */
function offer(t, view) {
  const [title, text, article, words] = {
    ana: [t.trialHelp, t.trialText, 'change-plan', t.trialLink],
    liwei: [t.loyal, t.loyalText, 'loyalty', t.loyalLink],
    acme: [t.contact, t.contactText, 'business-plans', view.articles.get('business-plans').title],
  }[view.as];
  return `<div class="card"><h2>${title}</h2><p class="soft">${text}</p><p>${link(`/help/${article}`, words, view)}</p></div>`;
}

/** A page that needs somebody who is signed in. */
export function signIn(view, title) {
  const t = texts[view.language];
  const main = `
<section class="head">
  <h1>${title ?? t.nobody}</h1>
  <p>${view.canSignIn ? t.nobodyText : t.noKey}</p>
</section>
${view.canSignIn ? `<ul class="people">${visitorLinks(view)}</ul>` : ''}`;
  return { title: title ?? t.title, main };
}

export function account(view) {
  const { language, customer } = view;
  if (!customer) return signIn(view);
  const t = texts[language];
  const plan = customer.plan === 'enterprise' ? t.enterprise(customer.sites) : nameOf(plans, customer.plan, language);
  const line = customer.trialEnds ? t.trial(customer.trialEnds) : t.since(customer.since);
  const device = (id) => `<li>${drawing(id)}<span>${nameOf(devices, id, language)}</span><small class="good">${t.works}</small></li>`;
  const main = `
<section class="head">
  <h1>${t.hello(escape(customer.name[language]))}</h1>
  <p>${t.number(customer.number)}</p>
  <p class="actions">${chatButton(t.ask)}</p>
</section>
<section class="two">
  <div class="card"><h2>${t.plan}</h2><p class="price">${plan}</p><p class="soft">${line}</p><p>${link('/help/change-plan', t.change, view)}</p></div>
  <div class="card"><h2>${t.bill}</h2><p class="price">${money(customer.bill.total, language)}</p><p class="soft">${t.due(customer.bill.due)}</p><p>${link('/help/read-bill', t.read, view)}</p></div>
  <div class="card"><h2>${t.devices}</h2><ul class="owned">${['hub', ...customer.devices].map((id) => (id === 'hub' ? `<li>${drawing('hub')}<span>${language === 'zh' ? '路由器' : 'Hub'}</span><small class="good">${t.works}</small></li>` : device(id))).join('\n')}</ul><p>${link('/help/order-device', t.add, view)}</p></div>
  ${offer(t, view)}
</section>
<section>
  <h2>${t.often}</h2>
  <ul class="topics">${t.links.map((id) => `<li>${link(`/help/${id}`, escape(view.articles.get(id).title), view)}</li>`).join('\n')}</ul>
</section>`;
  return { title: t.title, main, says: { page: 'account', plan: customer.plan, region: customer.region } };
}
