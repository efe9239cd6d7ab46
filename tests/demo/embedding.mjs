// One page for each way of embedding Baton, with the content-security policy for which it is meant as a real header.
// docs/embedding.md says which to choose.
import { escape } from './articles.mjs';

const socket = (edge) => edge.replace(/^http/, 'ws');

/** What every page of the site forbids besides. */
const ALWAYS = ["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'"];
const OWN = ["default-src 'none'", "style-src 'self'", "img-src 'self'"];

/** By the name in the address: the policy, and what the script tag says. */
const ways = {
  'same-origin': () => ({
    policy: ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"],
    tag: { src: '/baton/widget.js' },
  }),
  hosted: ({ edge }) => ({
    policy: ["default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", `connect-src 'self' ${edge} ${socket(edge)}`],
    tag: { src: '/assets/baton/widget.js', 'data-edge': edge },
  }),
  'other-origin': ({ edge }) => ({
    policy: [...OWN, `script-src 'self' ${edge} 'wasm-unsafe-eval'`, `connect-src 'self' ${edge} ${socket(edge)}`],
    tag: { src: `${edge}/widget.js` },
  }),
  nonce: ({ edge, nonce }) => ({
    policy: [
      ...OWN,
      `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'`,
      `connect-src 'self' ${edge} ${socket(edge)}`,
    ],
    tag: { src: `${edge}/widget.js`, nonce },
  }),
  'trusted-types': ({ edge }) => ({
    policy: [
      ...OWN,
      `script-src 'self' ${edge} 'wasm-unsafe-eval'`,
      `connect-src 'self' ${edge} ${socket(edge)}`,
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ],
    tag: { src: `${edge}/widget.js` },
  }),
  frame: ({ edge }) => ({
    policy: [...OWN, `script-src 'self' ${edge}`, `connect-src 'self' ${edge}`, `frame-src ${edge}`],
    tag: { src: `${edge}/widget.js` },
  }),
  link: ({ edge }) => ({
    policy: [...OWN, `script-src 'self' ${edge}`, `connect-src 'self' ${edge}`, "frame-src 'none'"],
    tag: { src: `${edge}/widget.js` },
    link: true,
  }),
};

export const names = Object.keys(ways);

/** The way of a name, with its policy as one header; nothing where there is none. */
export function way(name, place) {
  const found = Object.hasOwn(ways, name) && ways[name](place);
  return found && { ...found, name, policy: [...found.policy, ...ALWAYS].join('; ') };
}

const texts = {
  en: {
    title: 'Ways to embed Baton',
    lead: 'Each page sends the policy that it shows, and the browser enforces it. The chat works on all of them.',
    all: 'All ways',
    policy: 'The policy of this page',
    tag: 'The script tag',
    plain: 'Or without any script',
    open: 'Chat with us',
    'same-origin': [
      'Same origin',
      'The path /baton/ of this site is handed on to Baton. The browser sees one origin, so the policy names no other.',
    ],
    hosted: [
      'Files hosted by the company',
      'Script and WebAssembly come from this site; only questions and answers go to Baton. The script tag says where that is.',
    ],
    'other-origin': [
      'Another origin',
      'Everything comes from Baton’s own address, which the policy names. Two directives are enough.',
    ],
    nonce: [
      'A nonce and strict-dynamic',
      'The script tag carries the page’s nonce. What the script brings in is trusted with it, so no address is named for scripts.',
    ],
    'trusted-types': [
      'Trusted Types',
      'The page lets no text become code or markup. The widget never tries to, and needs no policy of its own.',
    ],
    frame: [
      'No WebAssembly: a frame',
      'The policy allows the script, but no WebAssembly. The chat runs in a frame of Baton’s own, which has a strict policy too.',
    ],
    link: [
      'No frame either: a link',
      'The policy allows neither WebAssembly nor a frame. In place of the panel stands a link to the chat in a window of its own.',
    ],
  },
  zh: {
    title: '嵌入 Baton 的几种方式',
    lead: '每个页面都发送页面上写明的安全策略，浏览器会严格执行。在每个页面上都能正常对话。',
    all: '全部方式',
    policy: '本页的安全策略',
    tag: '脚本标签',
    plain: '完全不用脚本',
    open: '联系我们',
    'same-origin': ['同源', '本站的 /baton/ 路径转给 Baton。浏览器只看到一个来源，策略里不用写别的地址。'],
    hosted: ['文件由公司托管', '脚本和 WebAssembly 来自本站，只有提问和回答发往 Baton。脚本标签写明 Baton 的地址。'],
    'other-origin': ['另一个来源', '所有内容都来自 Baton 自己的地址，策略里写明它。两条指令就够了。'],
    nonce: ['nonce 与 strict-dynamic', '脚本标签带上页面的 nonce。脚本再加载的内容随之受信任，因此不用写脚本地址。'],
    'trusted-types': ['Trusted Types', '页面不允许任何文本变成代码或标记。组件从不这样做，也不需要自己的策略。'],
    frame: ['不允许 WebAssembly：框架', '策略允许脚本，但不允许 WebAssembly。对话在 Baton 自己的框架里运行，框架也有严格的策略。'],
    link: ['框架也不允许：链接', '策略既不允许 WebAssembly，也不允许框架。面板的位置上是一个链接，在新窗口里打开对话。'],
  },
};

const attributes = (tag) => Object.entries(tag).map(([name, value]) => ` ${name}="${escape(value)}"`).join('');

/** The script tag of a way, for the page and to be read on it. */
export const scriptTag = ({ tag }, language) => `<script${attributes(tag)} defer data-language="${language}"></script>`;

export function listing(view, address) {
  const t = texts[view.language];
  const item = (name) => {
    const [title, text] = t[name];
    return `<li><h2><a href="${address(`/embedding/${name}`, view)}">${title}</a></h2><p>${text}</p></li>`;
  };
  const main = `
<section>
  <h1>${t.title}</h1>
  <p>${t.lead}</p>
  <ul class="cards">${names.map(item).join('\n')}</ul>
</section>`;
  return { title: t.title, main };
}

export function showing(view, found, address) {
  const t = texts[view.language];
  const [title, text] = t[found.name];
  const href = `${view.edge}/chat?language=${view.language}`;
  const plain = `<a href="${href}">${t.open}</a>`;
  const main = `
<section>
  <p><a href="${address('/embedding/', view)}">${t.all}</a></p>
  <h1>${title}</h1>
  <p>${text}</p>
  <p><button type="button" data-open-chat>${t.open}</button></p>
  <h2>${t.policy}</h2>
  <pre tabindex="0">${escape(found.policy.replaceAll('; ', ';\n'))}</pre>
  <h2>${t.tag}</h2>
  <pre tabindex="0">${escape(scriptTag(found, view.language))}</pre>
  ${found.link ? `<h2>${t.plain}</h2>\n<pre tabindex="0">${escape(plain)}</pre>\n<p>${plain}</p>` : ''}
</section>`;
  return { title, main };
}
