// The orders of whoever is signed in, each with how far it is.
import { drawing } from '../art.mjs';
import { devices, money, nameOf } from '../company.mjs';
import { chatButton, link } from '../layout.mjs';
import { signIn } from './account.mjs';

const STATES = ['placed', 'packed', 'shipped', 'delivered'];

const texts = {
  en: {
    title: 'Your orders',
    nobody: 'Sign in to see your orders',
    lead: 'Where each parcel is, and when it comes.',
    order: (id) => `Order ${id}`,
    placed: (day) => `Ordered on ${day}`,
    expected: (day) => `Expected on ${day}`,
    arrived: (day) => `Arrived on ${day}`,
    refunded: 'Sent back, and refunded',
    total: (amount) => `Paid ${amount}`,
    steps: { placed: 'Ordered', packed: 'Packed', shipped: 'On its way', delivered: 'Delivered' },
    done: 'done',
    ask: 'Where is my order?',
    askWarranty: 'Is my device still under warranty?',
    often: 'Help with orders',
    links: ['track-delivery', 'delivery-options', 'returns-refunds', 'warranty'],
  },
  zh: {
    title: '我的订单',
    nobody: '登录后查看订单',
    lead: '包裹到哪了，哪天送到，都在这里。',
    order: (id) => `订单 ${id}`,
    placed: (day) => `${day} 下单`,
    expected: (day) => `预计 ${day} 送到`,
    arrived: (day) => `${day} 已送达`,
    refunded: '已退货，款项已退回',
    total: (amount) => `实付 ${amount}`,
    steps: { placed: '已下单', packed: '已打包', shipped: '运送中', delivered: '已送达' },
    done: '完成',
    ask: '我的订单到哪了？',
    askWarranty: '我的设备还在保修期吗？',
    often: '订单帮助',
    links: ['track-delivery', 'delivery-options', 'returns-refunds', 'warranty'],
  },
};

function progress(t, { state }) {
  const reached = STATES.indexOf(state);
  const step = (name, at) => {
    const current = at === reached ? ' aria-current="step"' : '';
    return `<li class="${at <= reached ? 'reached' : ''}"${current}>${t.steps[name]}${at <= reached ? `<span class="hidden"> (${t.done})</span>` : ''}</li>`;
  };
  return `<ol class="progress">${STATES.map(step).join('')}</ol>`;
}

function card(t, language, order) {
  const { id, items, placed, expected, state, total } = order;
  const when = { delivered: t.arrived(expected), returned: t.refunded }[state] ?? t.expected(expected);
  const counts = [...new Set(items)].map((item) => [item, items.filter((other) => other === item).length]);
  const item = ([kind, count]) => `<li>${drawing(kind)}<span>${count > 1 ? `${count} × ` : ''}${nameOf(devices, kind, language)}</span></li>`;
  const ask = state === 'delivered' ? chatButton(t.askWarranty, t.askWarranty, 'quiet') : state === 'returned' ? '' : chatButton(t.ask, t.ask, 'quiet');
  return `<li class="card order">
  <div><h2>${t.order(id)}</h2><p class="soft">${t.placed(placed)} · ${t.total(money(total, language))}</p></div>
  <ul class="owned">${counts.map(item).join('')}</ul>
  ${state === 'returned' ? '' : progress(t, order)}
  <p><strong>${when}</strong></p>
  ${ask && `<p>${ask}</p>`}
</li>`;
}

export function orders(view) {
  const { language, customer } = view;
  const t = texts[language];
  if (!customer) return { ...signIn(view, t.nobody), title: t.title };
  const [latest] = customer.orders;
  const main = `
<section class="head">
  <h1>${t.title}</h1>
  <p>${t.lead}</p>
</section>
<ul class="orders">${customer.orders.map((order) => card(t, language, order)).join('\n')}</ul>
<section>
  <h2>${t.often}</h2>
  <ul class="topics">${t.links.map((id) => `<li>${link(`/help/${id}`, view.articles.get(id).title, view)}</li>`).join('\n')}</ul>
</section>`;
  return { title: t.title, main, says: { page: 'orders', order: latest.id, order_state: latest.state, region: customer.region } };
}
