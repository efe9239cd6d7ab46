// How the company's services are: what is announced at Baton right now, and the parts that it concerns.
import { escape } from '../articles.mjs';
import { link } from '../layout.mjs';
import { day } from '../visitors.mjs';

/** The parts of the company's service, and the notice that speaks of each when something is the matter. */
const PARTS = [
  ['outage-north', { en: 'Internet, northern districts', zh: '宽带，北部城区' }],
  ['outage-south', { en: 'Internet, southern districts', zh: '宽带，南部城区' }],
  ['outage-tv', { en: 'Tidewell TV', zh: '汐宁电视' }],
  ['outage-app', { en: 'App and website', zh: 'App 和网站' }],
  ['outage-cloud', { en: 'Cameras and cloud', zh: '摄像头和云存储' }],
  ['delivery-delay', { en: 'Deliveries', zh: '快递配送' }],
  ['outage-chat', { en: 'Chat and calls', zh: '在线客服和回电' }],
];
/** How a part is while a notice of this tone speaks of it. */
const STATES = { danger: 'down', warning: 'disturbed' };

/** `history`: how many days ago, and what it was. */
const texts = {
  en: {
    title: 'Service status',
    well: 'Everything works',
    trouble: 'Something is the matter',
    unknown: 'What is announced could not be asked for just now.',
    now: 'Announced now',
    parts: 'All services',
    columns: ['Service', 'State'],
    states: { works: 'works', disturbed: 'slower than usual', down: 'down', unknown: 'not known' },
    past: 'Before',
    history: [[17, 'Tidewell TV stopped for 40 minutes. A router was replaced.'], [32, 'Planned work from 01:00 to 03:30. Nobody was offline for more than 10 minutes.']],
    often: 'What helps meanwhile',
    links: ['no-internet', 'backup-data', 'status-page', 'outage-credit'],
  },
  zh: {
    title: '服务状态',
    well: '一切正常',
    trouble: '有服务受到影响',
    unknown: '暂时查不到正在发布的通知。',
    now: '正在发布',
    parts: '全部服务',
    columns: ['服务', '状态'],
    states: { works: '正常', disturbed: '比平时慢', down: '中断', unknown: '未知' },
    past: '以前',
    history: [[17, '汐宁电视中断 40 分钟，已更换一台路由设备。'], [32, '计划检修，1 点到 3 点半，离线都不超过 10 分钟。']],
    often: '这段时间可以看看',
    links: ['no-internet', 'backup-data', 'status-page', 'outage-credit'],
  },
};

export function status(view) {
  const { language } = view;
  const { announced, known } = view.status;
  const t = texts[language];
  const troubles = announced.filter(({ tone }) => STATES[tone]);
  const row = ([notice, name]) => {
    const state = STATES[troubles.find(({ id }) => id === notice)?.tone] ?? (known ? 'works' : 'unknown');
    return `<tr><th scope="row">${name[language]}</th><td class="state ${state}">${t.states[state]}</td></tr>`;
  };
  const note = ({ title, text, tone }) => `<li class="note ${tone}"><h3>${escape(title)}</h3><p>${escape(text)}</p></li>`;
  const summary = troubles.length > 0 ? t.trouble : known ? t.well : t.unknown;
  const main = `
<section class="head">
  <h1>${t.title}</h1>
  <p class="summary ${troubles.length > 0 ? 'disturbed' : known ? 'works' : ''}">${summary}</p>
</section>
${troubles.length > 0 ? `<section><h2>${t.now}</h2><ul class="notes">${troubles.map(note).join('\n')}</ul></section>` : ''}
<section>
  <h2 id="parts">${t.parts}</h2>
  <table class="states" aria-labelledby="parts">
    <thead class="hidden"><tr>${t.columns.map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead>
    <tbody>${PARTS.map(row).join('\n')}</tbody>
  </table>
</section>
<section>
  <h2>${t.past}</h2>
  <dl class="past">${t.history.map(([ago, text]) => `<dt>${day(view.now - ago * 86_400)}</dt><dd>${text}</dd>`).join('\n')}</dl>
</section>
<section>
  <h2>${t.often}</h2>
  <ul class="topics">${t.links.map((id) => `<li>${link(`/help/${id}`, escape(view.articles.get(id).title), view)}</li>`).join('\n')}</ul>
</section>`;
  return { title: t.title, main, says: { page: 'status' } };
}
