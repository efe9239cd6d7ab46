// What the company's own page does with Baton: it says who is signed in, and forgets them when that changes.
const as = document.documentElement.dataset.visitor;
const baton = window.Baton;

if (!baton) {
  document.querySelector('#no-chat').hidden = false;
} else if (as !== 'anonymous') {
  // Called again before each token expires.
  baton.identify(() => fetch(`/identity?as=${encodeURIComponent(as)}`).then((answer) => {
    if (!answer.ok) throw new Error(`no identity: ${answer.status}`);
    return answer.text();
  }));
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
