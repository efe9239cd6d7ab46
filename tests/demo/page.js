// What the company's own page does with Baton: it says who is signed in and what the page knows, asks on a click, and
// forgets the visitor when that changes. The search of the help page is here too.
const { visitor: as, says } = document.documentElement.dataset;
const baton = window.Baton;

if (!baton) {
  document.querySelector('#no-chat').hidden = false;
} else {
  if (as !== 'anonymous') {
    // Called again before each token expires.
    baton.identify(() => fetch(`/identity?as=${encodeURIComponent(as)}`).then((answer) => {
      if (!answer.ok) throw new Error(`no identity: ${answer.status}`);
      return answer.text();
    }));
  }
  // What the page shows, for the person who answers, and for notices.
  if (says) baton.update(JSON.parse(says));
}

for (const link of document.querySelectorAll('[data-visitor-link]')) {
  link.addEventListener('click', () => {
    // Signing out, or in as somebody else: the next person on this device shall see nothing of the last.
    if (link.dataset.visitorLink !== as) baton?.shutdown();
  });
}

for (const button of document.querySelectorAll('[data-open-chat]')) {
  button.addEventListener('click', () => baton?.open());
}
for (const button of document.querySelectorAll('[data-ask]')) {
  button.addEventListener('click', () => baton?.ask(button.dataset.ask));
}

const search = document.querySelector('#search');
if (search) {
  const status = search.querySelector('[role=status]');
  const subjects = [...document.querySelectorAll('[data-subject]')];
  const jumps = document.querySelector('.jumps');
  search.hidden = false;
  search.querySelector('input').addEventListener('input', ({ target }) => {
    const words = target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const subject of subjects) {
      const items = [...subject.querySelectorAll('[data-words]')];
      for (const item of items) item.hidden = !words.every((word) => item.dataset.words.includes(word));
      const found = items.filter((item) => !item.hidden).length;
      subject.hidden = found === 0;
      count += found;
    }
    jumps.hidden = words.length > 0;
    const { found, nothing } = status.dataset;
    status.textContent = words.length === 0 ? '' : count === 0 ? nothing : found.replace('#', count);
  });
}
