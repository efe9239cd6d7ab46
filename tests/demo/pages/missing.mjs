// The page for what is not there.
import { chatButton, link } from '../layout.mjs';

const texts = {
  en: {
    missing: 'This page does not exist',
    lead: 'The link may be old. Start again from the home page, or ask us in the chat.',
    home: 'Home page',
    chat: 'Chat with us',
  },
  zh: { missing: '没有这个页面', lead: '链接可能已经过期。请回到首页，或在聊天里问我们。', home: '首页', chat: '联系我们' },
};

export function missing(view) {
  const t = texts[view.language];
  const main = `
<section class="head">
  <h1>${t.missing}</h1>
  <p>${t.lead}</p>
  <p class="actions">${link('/', t.home, view)} ${chatButton(t.chat, undefined, 'quiet')}</p>
</section>`;
  return { title: t.missing, main };
}
