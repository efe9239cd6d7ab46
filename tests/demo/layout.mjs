// What all pages of the demo site have in common: who is looking, the way about, the script tag. Plain HTML; nothing
// inline that a content-security policy would refuse.
import { escape } from './articles.mjs';
import { scriptTag } from './embedding.mjs';
import { visitors } from './visitors.mjs';

const texts = {
  en: {
    name: 'Tidewell',
    skip: 'Skip to the content',
    other: ['zh', '中文', 'zh-CN'],
    nav: 'Main',
    places: [['/products', 'Products'], ['/help', 'Help'], ['/status', 'Status'], ['/orders', 'Orders'], ['/account', 'Account']],
    signedIn: 'Visit as',
    noKey: 'Signing in needs BATON_IDENTITY_SECRET.',
    noChat: 'The chat could not be loaded. Is Baton running at',
    embedding: 'Ways to embed Baton',
    invented: 'Tidewell is invented. This site shows Baton at work on a company’s page, from another origin.',
  },
  zh: {
    name: '汐宁',
    skip: '跳到正文',
    other: ['en', 'English', 'en'],
    nav: '主菜单',
    places: [['/products', '产品'], ['/help', '帮助'], ['/status', '服务状态'], ['/orders', '订单'], ['/account', '账户']],
    signedIn: '访客身份',
    noKey: '登录需要设置 BATON_IDENTITY_SECRET。',
    noChat: '聊天没有加载成功。请确认 Baton 正在运行：',
    embedding: '嵌入 Baton 的几种方式',
    invented: '汐宁是虚构的公司。这个网站演示 Baton 如何在另一个来源的公司页面上工作。',
  },
};

/** An address on this site, for the same language and visitor. */
export function address(path, view, change = {}) {
  const { language, as } = { ...view, ...change };
  return escape(`${path}?lang=${language}&as=${as}`);
}

/** A link on this site. */
export const link = (path, words, view) => `<a href="${address(path, view)}">${words}</a>`;

/** A link on this site for somebody else, or for whoever is looking where nobody is named. */
export const visitLink = (path, words, view, as = view.as) =>
  `<a href="${address(path, view, { as })}" data-visitor-link="${as}">${words}</a>`;

/** A button that opens the chat, with a question where there is one. */
export function chatButton(words, question, className = '') {
  const asks = question === undefined ? ' data-open-chat' : ` data-ask="${escape(question)}"`;
  return `<button type="button" class="${className}"${asks}>${words}</button>`;
}

export function visitorLinks(view) {
  const link = ({ id, name, note }) => {
    const current = id === view.as ? ' aria-current="true"' : '';
    const href = address(view.path, view, { as: id });
    return `<li><a href="${href}" data-visitor-link="${id}"${current}>${name[view.language]} <small>${note[view.language]}</small></a></li>`;
  };
  return visitors.map(link).join('\n');
}

function visitorBar(view, t) {
  if (!view.canSignIn) return `<p>${t.noKey}</p>`;
  return `<p id="visit-as">${t.signedIn}</p><ul>${visitorLinks(view)}</ul>`;
}

function places(view, t) {
  const here = (path) => (view.path === path ? ' aria-current="page"' : view.path.startsWith(`${path}/`) ? ' aria-current="true"' : '');
  return t.places.map(([path, words]) => `<li><a href="${address(path, view)}"${here(path)}>${words}</a></li>`).join('\n');
}

/**
 * A whole page. `says` is what the page tells the widget of itself and of the visitor; `way` how the widget is embedded.
 */
export function page(view, { title, main, says, way = { tag: { src: `${view.edge}/widget.js` } } }) {
  const t = texts[view.language];
  const nonce = way.tag.nonce ? ` nonce="${way.tag.nonce}"` : '';
  const [otherLanguage, otherName, otherTag] = t.other;
  const attributes = says ? ` data-says="${escape(JSON.stringify(says))}"` : '';
  return `<!doctype html>
<html lang="${view.language === 'zh' ? 'zh-CN' : 'en'}" data-visitor="${view.as}"${attributes}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(view.path === '/' ? title : `${title} · ${t.name}`)}</title>
<link rel="icon" href="/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
${scriptTag(way, view.language)}
<script src="/page.js" defer${nonce}></script>
</head>
<body>
<a class="skip" href="#content">${t.skip}</a>
<nav class="visitors"${view.canSignIn ? ` aria-labelledby="visit-as"` : ``}>${visitorBar(view, t)}</nav>
<header>
  <a class="brand" href="${address('/', view)}"><img src="/mark.svg" alt="" width="32" height="32">${t.name}</a>
  <nav class="places" aria-label="${t.nav}"><ul>
    ${places(view, t)}
    <li><a href="${address(view.path, view, { language: otherLanguage })}" hreflang="${otherTag}" lang="${otherTag}">${otherName}</a></li>
  </ul></nav>
</header>
<main id="content" tabindex="-1">
<p id="no-chat" class="note" hidden>${t.noChat} ${escape(view.edge)}</p>
${main}
</main>
<footer><p>${t.invented} ${link('/embedding/', t.embedding, view)}</p></footer>
</body>
</html>
`;
}
