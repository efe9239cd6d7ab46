// The demo site's pages, in both languages. Plain HTML; nothing inline that a content-security policy would refuse.
import { escape } from './articles.mjs';
import { listing, scriptTag, showing } from './embedding.mjs';
import { visitors } from './visitors.mjs';

const texts = {
  en: {
    name: 'Tidewell',
    title: 'Tidewell: home internet and smart-home devices',
    other: ['zh', '中文'],
    hero: 'Internet that simply stays on',
    lead: 'Fast home internet and smart-home devices, in one subscription. Set up in ten minutes, leave with 30 days’ notice.',
    chat: 'Chat with us',
    help: 'Help',
    signedIn: 'Visit as',
    noKey: 'Signing in needs BATON_IDENTITY_SECRET.',
    noChat: 'The chat could not be loaded. Is Baton running at',
    products: 'What you get',
    product: [
      ['Home internet', 'Shore, Tide or Ocean: up to 100, 300 or 1,000 megabits a second, without a data limit.'],
      ['Tidewell Cam', 'See who is at home, with alerts for people only. Recordings stay yours for 14 days.'],
      ['Lock and Plug', 'Open the door for a guest, switch the lamp off from bed. Paired in a minute.'],
    ],
    try: 'What to try in the chat',
    trying: [
      ['My internet is down, what can I do?', 'The bot answers with the outage that is announced right now, and shows where to read more.'],
      ['My screen does not respond', 'Too vague: it asks one good question first.'],
      ['You charged me twice this month', 'A dispute: Billing takes over, or says when it opens.'],
      ['I AM SO FED UP WITH THIS', 'Anger: a person comes, ahead of others.'],
      ['Do you sell concert tickets?', 'Beyond the articles: it says so, and offers a person.'],
      ['My smart plug is smoking', 'Danger: an approved text at once, and the safety team.'],
      ['How do I read my bill?', 'Ask it as Li Wei or Acme: high-value customers go straight to a person.'],
    ],
    articles: 'Help topics',
    back: 'All help topics',
    missing: 'This page does not exist',
    missingLead: 'The link may be old. Start again from the home page, or ask us in the chat.',
    home: 'Home page',
    embedding: 'Ways to embed Baton',
    invented: 'Tidewell is invented. This site shows Baton at work on a company’s page, from another origin.',
  },
  zh: {
    name: '汐宁',
    title: '汐宁：家庭宽带与智能家居',
    other: ['en', 'English'],
    hero: '一直在线，就这么简单',
    lead: '高速宽带和智能设备，一份订阅全都有。十分钟装好，提前 30 天通知即可离开。',
    chat: '联系我们',
    help: '帮助',
    signedIn: '访客身份',
    noKey: '登录需要设置 BATON_IDENTITY_SECRET。',
    noChat: '聊天没有加载成功。请确认 Baton 正在运行：',
    products: '您能得到什么',
    product: [
      ['家庭宽带', '浅湾、潮汐、远洋三种套餐，最高 100、300、1000 兆，不限流量。'],
      ['汐宁摄像头', '看看家里谁在，只有人经过才提醒。录像保存 14 天，只有您能看。'],
      ['门锁和插座', '给客人开门，躺在床上关灯。一分钟就能配对。'],
    ],
    try: '可以在聊天里试试',
    trying: [
      ['家里断网了怎么办？', '机器人用正在发布的故障通知回答，并注明出处。'],
      ['屏幕没反应', '说得太笼统：先问一个关键问题。'],
      ['这个月扣了我两次钱', '费用争议：由账单组接手；下班时间会说明什么时候上班。'],
      ['气死我了，什么破网', '生气了：同事优先来处理。'],
      ['你们卖演唱会门票吗？', '文章里没有：如实说明，并提出请同事来。'],
      ['插座冒烟了', '有危险：马上给出审核过的提示，并请安全组来。'],
      ['账单怎么看？', '请以李伟或 Acme 的身份提问：重要客户直接转给同事。'],
    ],
    articles: '帮助主题',
    back: '全部帮助主题',
    missing: '没有这个页面',
    missingLead: '链接可能已经过期。请回到首页，或在聊天里问我们。',
    home: '首页',
    embedding: '嵌入 Baton 的几种方式',
    invented: '汐宁是虚构的公司。这个网站演示 Baton 如何在另一个来源的公司页面上工作。',
  },
};

const address = (path, view, change = {}) => {
  const { language, as } = { ...view, ...change };
  return escape(`${path}?lang=${language}&as=${as}`);
};

export function homePage(view) {
  const t = texts[view.language];
  const products = t.product.map(([name, text]) => `<li><h3>${name}</h3><p>${text}</p></li>`).join('\n');
  const trying = t.trying.map(([say, what]) => `<li><q>${say}</q><p>${what}</p></li>`).join('\n');
  return page(view, t.title, `
<section class="hero">
  <h1>${t.hero}</h1>
  <p>${t.lead}</p>
  <button type="button" data-open-chat>${t.chat}</button>
</section>
<section>
  <h2>${t.products}</h2>
  <ul class="cards">${products}</ul>
</section>
<section>
  <h2>${t.try}</h2>
  <ul class="try">${trying}</ul>
</section>
<section id="help">
  <h2>${t.articles}</h2>
  <ul class="topics">${topics(view)}</ul>
</section>`);
}

export function articlePage(view, article) {
  const t = texts[view.language];
  return page(view, `${article.title} · ${t.name}`, `
<article>
  <p><a href="${address('/', view)}#help">${t.back}</a></p>
  <h1>${escape(article.title)}</h1>
  ${article.html}
</article>`);
}

/** The ways of embedding, or one of them with its own script tag. */
export function embeddingPage(view, way) {
  const { title, main } = way ? showing(view, way, address) : listing(view, address);
  return page(view, `${title} · ${texts[view.language].name}`, main, way);
}

export function missingPage(view) {
  const t = texts[view.language];
  return page(view, `${t.missing} · ${t.name}`, `
<section class="hero">
  <h1>${t.missing}</h1>
  <p>${t.missingLead}</p>
  <p><a href="${address('/', view)}">${t.home}</a></p>
</section>`);
}

function topics(view) {
  const item = ({ id, title }) => `<li><a href="${address(`/help/${id}`, view)}">${escape(title)}</a></li>`;
  return [...view.articles.values()].map(item).join('\n');
}

function visitorLinks(view) {
  const t = texts[view.language];
  if (!view.canSignIn) return `<p>${t.noKey}</p>`;
  const link = ({ id, name, note }) => {
    const current = id === view.as ? ' aria-current="true"' : '';
    const href = address(view.path, view, { as: id });
    const { [view.language]: label } = name;
    return `<li><a href="${href}" data-visitor-link="${id}"${current}>${label} <small>${note[view.language]}</small></a></li>`;
  };
  return `<p id="visit-as">${t.signedIn}</p><ul aria-labelledby="visit-as">${visitors.map(link).join('\n')}</ul>`;
}

function page(view, title, main, way = { tag: { src: `${view.edge}/widget.js` } }) {
  const t = texts[view.language];
  const nonce = way.tag.nonce ? ` nonce="${way.tag.nonce}"` : '';
  const [otherLanguage, otherName] = t.other;
  const language = view.language === 'zh' ? 'zh-CN' : 'en';
  const otherTag = otherLanguage === 'zh' ? 'zh-CN' : 'en';
  const other = address(view.path, view, { language: otherLanguage });
  return `<!doctype html>
<html lang="${language}" data-visitor="${view.as}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(title)}</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
${scriptTag(way, view.language)}
<script src="/page.js" defer${nonce}></script>
</head>
<body>
<nav class="visitors">${visitorLinks(view)}</nav>
<header>
  <a class="brand" href="${address('/', view)}"><img src="/mark.svg" alt="" width="32" height="32">${t.name}</a>
  <ul>
    <li><a href="${address('/', view)}#help">${t.help}</a></li>
    <li><a href="${other}" hreflang="${otherTag}" lang="${otherTag}">${otherName}</a></li>
  </ul>
</header>
<main>
<p id="no-chat" class="note" hidden>${t.noChat} ${escape(view.edge)}</p>
${main}
</main>
<footer><p>${t.invented} <a href="${address('/embedding/', view)}">${t.embedding}</a></p></footer>
</body>
</html>
`;
}
