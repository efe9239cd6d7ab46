// Pages that mean no good, or do not know better: styles that reach everywhere, libraries that rewrite what everybody
// has, shortcuts, traps for the focus, documents that replace themselves. On each of them somebody asks, is answered and
// is handed over; and the panel is drawn as on a plain page, to each computed value of each element.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reply, story } from '../../support/browser.mjs';
import { expectOk, until } from '../../support/edge.mjs';
import { publish } from '../../support/site.mjs';

const PLAIN = '<h1>Tidewell</h1><p>Home internet that simply stays on.</p><p><a href="/next">Next</a></p>';

/** How everything in the widget is drawn: of each element its class, its place and all of its computed style. */
async function looks(ana, which = '*') {
  // The pointer lies somewhere, and lights what is below it.
  await ana.page.mouse.move(5, 5);
  return ana.page.evaluate((which) => {
    const { shadowRoot } = document.querySelector('#baton-widget');
    const frame = document.createElement('iframe');
    document.documentElement.appendChild(frame);
    // As the browser made it: the page may have put something else there.
    const { getComputedStyle } = frame.contentWindow;
    const all = [];
    for (const element of shadowRoot.querySelectorAll(which)) {
      const { x, y, width, height } = element.getBoundingClientRect();
      // What has no size has no place either.
      const drawn = { box: [x, y, width, height].map((length) => (width && height ? Math.round(length) : 0)).join(' ') };
      const style = getComputedStyle.call(window, element);
      for (let nth = 0; nth < style.length; nth += 1) {
        // What the page names for itself is inherited; what counts is what it does.
        if (!style[nth].startsWith('--')) drawn[style[nth]] = style.getPropertyValue(style[nth]);
      }
      all.push([`${element.tagName}.${element.getAttribute('class') ?? ''}`, drawn]);
    }
    document.documentElement.removeChild(frame);
    return all;
  }, which);
}

/** Fails with the few values that differ, not with all that are equal. */
function alike(there, plain, what) {
  assert.deepEqual(there.map(([name]) => name), plain.map(([name]) => name), what);
  const differing = [];
  there.forEach(([name, drawn], nth) => {
    for (const [property, value] of Object.entries(drawn)) {
      const wanted = plain[nth][1][property];
      if (value !== wanted) differing.push(`${name} ${property}: ${value}, not ${wanted}`);
    }
  });
  assert.deepEqual(differing.slice(0, 12), [], `${what}: ${differing.length} values differ`);
}

/** Asked, answered, not helped, handed over, taken over, replied to, closed; how it looked at three moments. */
async function tale(ana, name) {
  const { edge } = ana.world;
  await until(() => ana.launcher.evaluate((button) => getComputedStyle(button).backgroundColor === 'rgb(15, 110, 100)'), 'the company’s colour');
  const seen = { launcher: await looks(ana) };
  await ana.open();
  // The frame is there before the app is.
  await ana.toPerson.waitFor();
  seen.empty = await looks(ana);
  await ana.picture(`hostile-${name}-empty`);
  await ana.composer.click();
  await ana.page.keyboard.type('How do I reset my password?');
  await ana.page.keyboard.press('Enter');
  await ana.reads('Reset or change your password');
  await until(async () => (await ana.composer.inputValue()) === '', 'the composer to be empty');
  await ana.button('No').waitFor();
  seen.answered = await looks(ana);
  await ana.picture(`hostile-${name}-answered`);
  await ana.button('No').click();
  await ana.reads("You said this didn't help");
  await ana.toPerson.click();
  await ana.reads("I'm bringing in someone from Orders and Account.");
  const { id } = await ana.record();
  const mei = await edge.signIn('mei');
  await mei.command(id, { type: 'take' });
  await mei.command(id, reply('Hi, this is Mei.'));
  await ana.reads('Hi, this is Mei.');
  await ana.picture(`hostile-${name}-person`);
  await ana.close();
  await mei.command(id, reply('Are you still there?'));
  await ana.widget.getByRole('button', { name: 'Chat with us, 1 unread' }).click();
  await ana.reads('Are you still there?');
  return seen;
}

const STYLES = {
  'resets that allow nothing else': '* { all: unset !important }',
  'a font for everything': ':root { font-size: 4px; letter-spacing: 3px; line-height: 4; text-transform: uppercase; word-spacing: 9px } * { box-sizing: content-box; font: italic 900 40px/3 serif !important; transition: all 3s !important; animation: none !important; color: red !important }',
  'what is empty, and what can be pressed, taken away': 'div:empty { display: none !important } div { display: none !important; float: left !important } button, input, textarea { pointer-events: none !important; appearance: none !important; opacity: 0 !important } html > div, #baton-widget { visibility: hidden !important; contain: strict !important; width: 0 !important; height: 0 !important; overflow: hidden !important; clip-path: inset(50%) !important; user-select: none !important }',
  'a body that is turned, filtered, zoomed and cut': 'html { overflow: hidden; scroll-behavior: smooth } body { transform: rotate(2deg) scale(.8); filter: invert(1); zoom: 1.4; overflow: hidden; height: 40px; perspective: 3px; opacity: .4; position: relative; z-index: 2147483647 }',
};

/** Names that the widget, too, gives to values. */
const NAMES = ['s1', 's2', 's3', 's4', 's5', 's6', 's8', 'r1', 'r2', 'r3', 'font', 't1', 't2', 't3', 't4', 't5', 'lines', 'quick', 'calm', 'ground', 'ground-low', 'ground-high', 'line', 'line-strong', 'control-line', 'ink', 'ink-soft', 'accent', 'on-accent', 'info', 'success', 'warning', 'danger', 'lift', 'seen-height', 'seen-top', 'n0', 'n9', 'n10', 'tone', 'soft', 'edge'];

const SCRIPTS = {
  'libraries of old': `
    Array.prototype.each = function () {}; Array.prototype.toJSON = function () { return 'array' }; Array.prototype.inject = 1;
    Array.prototype.at = Array.prototype.last = function () { return this[0] }; Array.from = function () { return [] };
    String.prototype.toJSON = function () { return 'string' }; Object.prototype.toJSON = function () { return 'object' };
    Object.prototype.extend = function () {}; Object.prototype.region = 'north'; Object.prototype.get = undefined;
    Function.prototype.bind = function () { return this };
    Element.prototype.remove = function (what) { return what.nothing }; Element.prototype.append = function (html) { this.insertAdjacentHTML('beforeend', html) };
    Element.prototype.prepend = Element.prototype.replaceChildren = Element.prototype.append;
    Element.prototype.hide = Element.prototype.show = Element.prototype.toggle = function () {};
    String.prototype.trim = String.prototype.startsWith = function () { return this };`,
  'what the browser gives, wrapped by a tracker': `
    const get = window.fetch; window.fetch = async function (...given) { const answer = await get(...given); return new Response(answer.body, answer) };
    const listen = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function (name, run, how) { return listen.call(this, name, run && function (...given) { return typeof run === 'function' ? run.apply(this, given) : run.handleEvent(...given) }, how) };
    const attach = Element.prototype.attachShadow; Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, serializable: true }) };
    const Native = window.Promise; window.Promise = class extends Native { tracked = true }; window.queueMicrotask = (run) => Native.resolve().then(run);
    const Socket = window.WebSocket; window.WebSocket = class extends Socket {};
    for (const name of ['setTimeout', 'requestAnimationFrame']) { const real = window[name]; window[name] = function (run, ...more) { return real.call(window, (...given) => run(...given), ...more) } }
    for (const name of ['pushState', 'replaceState']) { const real = history[name]; history[name] = function (...given) { dispatchEvent(new Event('locationchange')); return real.apply(this, given) } }`,
  'names that are taken': `
    var name = 'app', status = 'stopped', closed = true, length = 7; var host = 1, root = 2, script = 3, rest = 4, app = 5, start = 6, wasm = 7;
    class Window {} class Node {} class Element {} class HTMLElement {} class HTMLDivElement {} class HTMLInputElement {} class HTMLTextAreaElement {} class Response {} class Event {} class MessageEvent {} class Document {} class Text {} class ShadowRoot {} class Option {}
    globalThis.process = { env: {}, versions: { node: '20' } }; globalThis.module = {}; globalThis.exports = {}; globalThis.require = () => { throw 1 }; globalThis.define = () => { throw 1 }; define.amd = true; globalThis.global = {};
    Symbol.dispose ??= Symbol('dispose'); window.unread = document.createElement('i');`,
};

export function tellHostile(world) {
  let plain;
  /** How the same tale looks on a page without anything. */
  const onPlain = async (customer) => {
    if (!plain) {
      const bob = await customer();
      await bob.visitPage();
      plain = await tale(bob, 'plain');
    }
    return plain;
  };
  const onPage = (name, page, then = () => {}) => {
    test(`a hostile page: ${name}`, story(world, async ({ customer }) => {
      const wanted = await onPlain(customer);
      const ana = await customer();
      await ana.visitPage(page);
      const seen = await tale(ana, name.replaceAll(/[^a-z]+/g, '-'));
      for (const [moment, drawn] of Object.entries(seen)) alike(drawn, wanted[moment], `${name}, ${moment}`);
      await then(ana);
    }));
  };

  for (const [name, css] of Object.entries(STYLES)) onPage(name, { head: `<style>${css}</style>` });
  const taken = NAMES.map((name) => `--${name}: red`).join(';');
  onPage('the same names for other values', { head: `<style>:root, * { ${taken} }</style>` });
  onPage('the same names, and they are important', { head: `<style>:root, * { ${taken.replaceAll('red', 'red !important')} }</style>` });
  onPage('another base for addresses', { head: '<base href="https://elsewhere.invalid/deep/" target="_blank">' });
  for (const [name, script] of Object.entries(SCRIPTS)) onPage(name, { head: `<script>${script}</script>` });
}

/** What a page hears of the keyboard, the clipboard and the wheel while somebody writes in the widget. */
const SHORTCUTS = `
window.heard = [];
for (const name of ['keydown', 'keyup', 'keypress', 'paste', 'copy', 'contextmenu', 'selectstart', 'wheel', 'touchmove']) {
  document.addEventListener(name, (event) => {
    if (event.target.matches?.('input')) return;
    heard.push(name + ' ' + (event.key ?? ''));
    if (event.key === 's' || event.key === '/') document.querySelector('input').focus();
    event.preventDefault();
  }, { passive: false });
}`;

/** Dialogs that hold the focus: as Bootstrap does, as focus-trap does, and as people did before. */
const TRAPS = {
  'bubbling': `document.addEventListener('focusin', trap)`,
  'capturing': `document.addEventListener('focusin', trap, true)`,
  'by focus': `document.addEventListener('focus', trap, true)`,
};

export function tellPages(world) {
  test('a page with shortcuts hears nothing of what is typed, pasted and turned in the widget', story(world, async ({ customer }) => {
    const ana = await customer({ viewport: { width: 1280, height: 480 }, permissions: ['clipboard-read', 'clipboard-write'] });
    await ana.visitPage({ body: `<input aria-label="Search"><script>${SHORTCUTS}</script>${PLAIN}` });
    await ana.open();
    await ana.composer.click();
    await ana.page.keyboard.type('yes/no, is this slow?');
    assert.equal(await ana.composer.inputValue(), 'yes/no, is this slow?');
    await ana.page.keyboard.press('ControlOrMeta+A');
    await ana.page.keyboard.press('ControlOrMeta+C');
    await ana.page.keyboard.press('ArrowRight');
    await ana.page.keyboard.press('ControlOrMeta+V');
    assert.equal(await ana.composer.inputValue(), 'yes/no, is this slow?'.repeat(2));
    await ana.composer.fill('');
    await ana.say('How do I reset my password?');
    await ana.button('No').waitFor();
    const box = await ana.log.boundingBox();
    await ana.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await until(async () => {
      await ana.page.mouse.wheel(0, -200);
      return ana.log.evaluate((log) => log.scrollTop === 0);
    }, 'the transcript to follow the wheel');
    assert.deepEqual(await ana.page.evaluate(() => window.heard), []);
    // Outside the widget the page hears as before.
    await ana.page.keyboard.press('Escape');
    await ana.page.evaluate(() => document.activeElement.blur());
    await ana.page.keyboard.press('s');
    assert.deepEqual(await ana.page.evaluate(() => window.heard), ['keydown s']);
  }));

  for (const [name, listen] of Object.entries(TRAPS)) {
    test(`a page that holds the focus in its dialog, ${name}, leaves it to the widget`, story(world, async ({ customer }) => {
      const ana = await customer();
      const script = `const dialog = document.querySelector('#dialog'); const trap = (event) => { if (!dialog.contains(event.target)) dialog.querySelector('input').focus() }; ${listen}; dialog.querySelector('input').focus()`;
      await ana.visitPage({ body: `<div id="dialog" role="dialog" aria-label="News"><input aria-label="Your email"></div>${PLAIN}<script>${script}</script>` });
      await ana.open();
      await until(() => ana.composer.evaluate((field) => field.getRootNode().activeElement === field), 'the focus in the composer');
      await ana.composer.click();
      await ana.page.keyboard.type('How do I reset my password?');
      await ana.page.keyboard.press('Enter');
      await ana.reads('Reset or change your password');
      await ana.close();
    }));
  }

  for (const [name, rewrite] of [
    ['replaces its body', () => document.body.replaceWith(Object.assign(document.createElement('body'), { textContent: 'new' }))],
    ['writes all of itself anew', () => (document.documentElement.innerHTML = '<head></head><body>new</body>')],
    ['puts another document in its place', () => document.replaceChild(new DOMParser().parseFromString('<title>New</title><h1>New</h1>', 'text/html').documentElement, document.documentElement)],
    ['moves as Turbo does', async () => {
      const next = new DOMParser().parseFromString(await (await fetch(location.href)).text(), 'text/html');
      history.pushState({}, '', '/next');
      document.title = next.title;
      document.body.replaceWith(document.adoptNode(next.body));
      // Scripts of the new page run again.
      for (const old of document.querySelectorAll('script')) old.replaceWith(Object.assign(document.createElement('script'), { src: old.src, defer: true }));
    }],
  ]) {
    test(`a page that ${name} in the middle of a conversation`, story(world, async ({ customer }) => {
      const { edge } = world();
      const ana = await customer();
      await ana.visitPage();
      await ana.open();
      await ana.say('How do I reset my password?');
      await ana.reads('Reset or change your password');
      await ana.composer.fill('half a sentence');
      await ana.page.evaluate(rewrite);
      await ana.panel.waitFor();
      assert.equal(await ana.composer.inputValue(), 'half a sentence');
      assert.equal(await ana.page.locator('#baton-widget').count(), 1);
      await ana.toPerson.click();
      await ana.reads("I'm bringing in someone from");
      const { id } = await ana.record();
      const mei = await edge.signIn('mei');
      await mei.command(id, { type: 'take' });
      await mei.command(id, reply('Hi, this is Mei.'));
      await ana.reads('Hi, this is Mei.');
      await ana.close();
      await ana.open();
    }));
  }

  for (const form of ['bar', 'card', 'bubble']) {
    test(`a notice looks the same before and after the app is there, ${form}`, story(world, async ({ customer }) => {
      const { edge, notices } = world();
      const before = await publish(edge, (workspace) => {
        workspace.notices = notices.filter((notice) => notice.kind === 'outage').map((notice) => ({ ...notice, form }));
      });
      try {
        const ana = await customer();
        await ana.visitPage();
        const notice = ana.widget.locator('section[class*=as-]');
        await notice.waitFor();
        const parts = () => looks(ana, 'section[class*=as-], section[class*=as-] *');
        const first = await parts();
        await ana.open();
        await ana.close();
        await notice.waitFor();
        await ana.picture(`notice-beside-app-${form}`);
        alike(await parts(), first, form);
      } finally {
        await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
      }
    }));
  }

  test('a page that opens its document anew, with the script and without it', story(world, async ({ customer }) => {
    const { edge } = world();
    const ana = await customer();
    await ana.visitPage();
    await ana.open();
    await ana.say('How do I reset my password?');
    await ana.reads('Reset or change your password');
    const write = (text) => ana.page.evaluate((text) => {
      document.open();
      document.write(text);
      document.close();
    }, text);
    // All that listened is gone: a launcher that does nothing would be worse than none.
    await write('<!doctype html><title>New</title><h1>New</h1>');
    await ana.page.waitForTimeout(300);
    assert.equal(await ana.page.locator('#baton-widget').count(), 0);
    await write(`<!doctype html><title>New</title><h1>New</h1><script src="${edge.url}/widget.js"></script>`);
    await ana.open();
    await ana.reads('Reset or change your password');
    assert.equal(await ana.page.locator('#baton-widget').count(), 1);
    await ana.toPerson.click();
    await ana.reads("I'm bringing in someone from");
  }));
}
