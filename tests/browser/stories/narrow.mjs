// Little room and other ways of seeing: zoomed to 400 %, beside a phone's keyboard, under a notch, in the system's own
// colours, without motion, with words and names that never end, from right to left. Nothing runs over the edge, the
// composer stays in sight, and so does whatever has the focus.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closed, reply, story } from '../../support/browser.mjs';
import { publish } from '../../support/site.mjs';
import { expectOk, until } from '../../support/edge.mjs';

/** A window of 1280 × 1024 at 400 %. */
const ZOOMED = { width: 320, height: 256 };
const PHONE = { width: 390, height: 844 };

const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);
const LONG_NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren Maximiliana-Alexandrina';

/** What runs over an edge: of the page, of the panel, of a part that scrolls. */
async function overflowing(ana) {
  return ana.page.evaluate(() => {
    const { shadowRoot } = document.querySelector('#baton-widget');
    const wrong = [];
    const root = document.scrollingElement;
    if (root.scrollWidth > innerWidth) wrong.push(`the page: ${root.scrollWidth} > ${innerWidth}`);
    const panel = shadowRoot.querySelector('[role=dialog]');
    const frame = panel?.hidden === false ? panel.getBoundingClientRect() : { left: 0, right: innerWidth, top: 0, bottom: innerHeight };
    if (frame.left < 0 || frame.right > innerWidth || frame.top < 0 || frame.bottom > innerHeight + 1) wrong.push(`the panel: ${JSON.stringify(frame)}`);
    for (const element of shadowRoot.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0 || element.closest('.unseen, .notice-said, svg') || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const name = `${element.tagName.toLowerCase()}.${element.getAttribute('class')}`;
      if (box.left < frame.left - 1 || box.right > frame.right + 1) wrong.push(`${name} is beyond the edge: ${box.left}–${box.right} of ${frame.left}–${frame.right}`);
      const style = getComputedStyle(element);
      if (element.scrollWidth > element.clientWidth + 1 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis') wrong.push(`${name} holds ${element.scrollWidth} in ${element.clientWidth}`);
    }
    return wrong;
  });
}

/** Nothing runs over, and the composer is whole within what can be seen. */
async function fits(ana, what, { height = ana.page.viewportSize().height } = {}) {
  await ana.picture(what);
  assert.deepEqual(await overflowing(ana), [], what);
  const box = await ana.composer.boundingBox();
  assert.ok(box && box.y >= 0 && box.y + box.height <= height, `${what}: the composer is at ${JSON.stringify(box)} of ${height}`);
}

/** Goes through everything by keyboard: what has the focus is in sight, and nothing lies over it. */
async function seesFocus(ana, what) {
  const seen = new Set();
  await ana.composer.focus();
  for (let presses = 0; presses < 40; presses += 1) {
    await ana.page.keyboard.press('Shift+Tab');
    const look = () => ana.page.evaluate(() => {
      const { shadowRoot } = document.querySelector('#baton-widget');
      const element = shadowRoot.activeElement;
      if (!element) return null;
      const { left, top, width, height } = element.getBoundingClientRect();
      const right = Math.min(left + width, innerWidth);
      const bottom = Math.min(top + height, innerHeight);
      const [x, y] = [(Math.max(left, 0) + right) / 2, (Math.max(top, 0) + bottom) / 2];
      const over = shadowRoot.elementFromPoint(x, y);
      const nth = [...shadowRoot.querySelectorAll('*')].indexOf(element);
      const name = `${nth} ${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent}`;
      return { name, sees: right - left > 8 && bottom - Math.max(top, 0) > 8 && (over === element || element.contains(over) || over?.contains(element)) };
    });
    let at = await look();
    if (!at) break;
    // What was just drawn may still be on its way.
    if (!at.sees) await ana.page.waitForTimeout(500);
    at = await look();
    assert.ok(at.sees, `${what}: ${at.name} has the focus and is out of sight`);
    if (seen.has(at.name)) break;
    seen.add(at.name);
  }
  assert.ok(seen.size >= 4, `${what}: the keyboard reached ${[...seen].join(', ')}`);
}

/** From the first word to a rating, with `look` at each state. */
async function through(ana, look, { name = 'Mei', word = 'please' } = {}) {
  const { edge } = ana.world;
  await ana.open();
  await look('empty');
  await ana.button('More').click();
  await look('menu');
  await ana.page.keyboard.press('Escape');
  if (!(await ana.panel.isVisible())) await ana.open();
  await ana.say('How do I reset my password?');
  await ana.panel.getByRole('button', { name: /^Source/ }).waitFor();
  await look('answered');
  await ana.panel.getByRole('button', { name: /^Source/ }).last().click();
  await ana.panel.getByRole('dialog').getByText('Forgot password').first().waitFor();
  await look('article', { composer: false });
  await ana.page.keyboard.press('Escape');
  await ana.panel.getByRole('dialog').waitFor({ state: 'hidden' });
  await ana.toPerson.click();
  await ana.reads("I'm bringing in someone from");
  await look('handed-over');
  const { id } = await ana.record();
  const mei = await edge.signIn('mei');
  await mei.command(id, { type: 'take' });
  await ana.say(word);
  await mei.command(id, reply(`Hi ${word}, this is ${name}.`));
  await ana.reads(`Hi ${word}, this is ${name}.`);
  await look('with-a-person');
  await mei.command(id, { type: 'resolve', outcome: 'solved' });
  await ana.reads('This conversation is closed.');
  await look('resolved');
}

/** The names of everybody and everything, while `run` runs. */
async function renamed(world, names, run) {
  const { edge } = world();
  const before = await publish(edge, (workspace) => {
    for (const agent of workspace.team) if (agent.id === 'mei') agent.name = names.person;
    for (const queue of workspace.queues) queue.name = { ...queue.name, en: names.team };
    workspace.brand.name = { ...workspace.brand.name, en: names.company };
  });
  try {
    await run();
  } finally {
    await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
  }
}

export function tellNarrow(world) {
  test('zoomed to 400 %: everything is in reach, and nothing runs over', story(world, async ({ customer }) => {
    const ana = await customer({ viewport: ZOOMED });
    await ana.picture('zoomed-launcher');
    await through(ana, async (state, { composer = true } = {}) => {
      await ana.picture(`zoomed-${state}`);
      if (composer) await fits(ana, `zoomed-${state}`);
      else assert.deepEqual(await overflowing(ana), [], state);
      if (['empty', 'answered', 'handed-over', 'with-a-person', 'resolved'].includes(state)) await seesFocus(ana, `zoomed-${state}`);
    });
  }));

  test('zoomed to 400 %, where nobody is there: the form is in reach', story(world, async ({ customer }) => {
    const { edge } = world();
    const before = await publish(edge, (workspace) => {
      workspace.queues = workspace.queues.map((queue) => (queue.id === 'billing' ? closed(queue) : queue));
    });
    try {
      const ana = await customer({ viewport: ZOOMED });
      await ana.open();
      await ana.say('I was charged twice for the same order, I want a refund');
      await ana.reads('Nobody is here right now.');
      await fits(ana, 'zoomed-nobody');
      await ana.button('Get a call').click();
      const number = ana.panel.getByRole('textbox', { name: 'Your phone number' });
      await number.fill('123');
      await number.press('Enter');
      await ana.panel.getByRole('alert').filter({ hasText: /\S/ }).waitFor();
      await fits(ana, 'zoomed-address');
      await seesFocus(ana, 'zoomed-address');
    } finally {
      await expectOk(edge.admin('PUT', '/workspace', before, { 'if-match': '*' }));
    }
  }));

  for (const [name, viewport] of [['phone', { width: 320, height: 568 }], ['desktop', { width: 1280, height: 800 }]]) {
    test(`words and names that never end, ${name}`, story(world, async ({ customer }) => {
      const names = { person: LONG_NAME, team: `Abteilung für ${LONG_WORD.slice(0, 60)} und Rückfragen`.slice(0, 80), company: LONG_WORD.slice(0, 60) };
      await renamed(world, names, async () => {
        const ana = await customer({ viewport });
        await through(ana, async (state) => {
          await ana.picture(`long-${name}-${state}`);
          assert.deepEqual(await overflowing(ana), [], `long-${name}-${state}`);
        }, { name: LONG_NAME, word: LONG_WORD });
      });
    }));
  }

  test('from right to left, with Arabic and Chinese names', story(world, async ({ customer }) => {
    await renamed(world, { person: 'مريم الهاشمي', team: '技术支持 (Support) مركز', company: 'تايدول' }, async () => {
      const ana = await customer({ viewport: { width: 360, height: 640 } });
      await ana.page.addInitScript(() => document.addEventListener('readystatechange', () => document.documentElement.setAttribute('dir', 'rtl')));
      await ana.page.reload();
      await through(ana, async (state) => {
        await ana.picture(`rtl-names-${state}`);
        assert.deepEqual(await overflowing(ana), [], `rtl-names-${state}`);
      }, { name: 'مريم', word: '(48213) 请帮我' });
    });
  }));

  for (const dark of [false, true]) {
    test(`in the system's own colours${dark ? ', dark' : ''}`, story(world, async ({ customer }) => {
      const ana = await customer({ forcedColors: 'active', dark, viewport: { width: 900, height: 720 } });
      const mode = `forced-${dark ? 'dark' : 'light'}`;
      await ana.picture(`${mode}-launcher`);
      await through(ana, async (state) => {
        await ana.picture(`${mode}-${state}`);
        // What is known by its surface alone has a line here.
        const bare = await ana.page.evaluate(() => [...document.querySelector('#baton-widget').shadowRoot.querySelectorAll('.bubble, .panel .send, .mark, .panel .step')]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }) && getComputedStyle(element).borderTopStyle === 'none').map((element) => element.className));
        assert.deepEqual(bare, [], state);
      });
    }));
  }

  test('with motion asked to stop, nothing moves; without, nothing moves for long', story(world, async ({ customer }) => {
    const moving = (ana) => ana.page.evaluate(() => document.querySelector('#baton-widget').shadowRoot.getAnimations().map(({ effect }) => effect.getComputedTiming().endTime));
    const calm = await customer();
    await calm.launcher.click();
    assert.deepEqual(await moving(calm), []);
    await calm.composer.waitFor();
    await calm.say('How do I reset my password?');
    assert.deepEqual(await moving(calm), []);
    const lively = await customer({ reducedMotion: 'no-preference' });
    await lively.launcher.click();
    // The dots that say that an answer is on its way breathe until it is there, and no longer.
    const brief = async () => {
      for (const end of await moving(lively)) assert.ok(end <= 300 || end === Infinity, `${end} ms`);
    };
    await brief();
    await lively.composer.waitFor();
    await lively.say('How do I reset my password?');
    await brief();
    await until(async () => (await moving(lively)).length === 0, 'it to be calm again');
  }));

  for (const [name, viewport, keyboard] of [['phone', PHONE, 336], ['phone on its side', { width: 844, height: 390 }, 200], ['tablet', { width: 820, height: 1180 }, 420]]) {
    test(`beside the keyboard of a ${name}`, story(world, async ({ customer }) => {
      const ana = await customer({ viewport, hasTouch: true, isMobile: true });
      await ana.page.addInitScript(() => {
        // As browsers do it: the page keeps its size, what can be seen of it shrinks.
        let taken = 0;
        const { get } = Object.getOwnPropertyDescriptor(VisualViewport.prototype, 'height');
        Object.defineProperty(VisualViewport.prototype, 'height', { get() { return get.call(this) - taken } });
        window.raise = (height) => {
          taken = height;
          visualViewport.dispatchEvent(new Event('resize'));
        };
      });
      await ana.page.reload();
      await ana.open();
      await ana.page.evaluate((height) => window.raise(height), keyboard);
      const height = viewport.height - keyboard;
      await fits(ana, `keyboard-${name}-empty`.replaceAll(' ', '-'), { height });
      await ana.say('How do I reset my password?');
      await ana.panel.getByRole('button', { name: /^Source/ }).waitFor();
      await fits(ana, `keyboard-${name}-answered`.replaceAll(' ', '-'), { height });
      const panel = await ana.panel.boundingBox();
      assert.ok(panel.y >= 0 && panel.y + panel.height <= height + 1, `the panel is at ${JSON.stringify(panel)} of ${height}`);
      await ana.page.evaluate(() => window.raise(0));
      await fits(ana, `keyboard-${name}-gone`.replaceAll(' ', '-'));
    }));
  }

  test('a notch, and a bar to go home: nothing lies below them', story(world, async ({ customer }) => {
    const ana = await customer({ viewport: PHONE, hasTouch: true, isMobile: true });
    await ana.page.addInitScript(() => document.addEventListener('readystatechange', () => document.querySelector('meta[name=viewport]')?.setAttribute('content', 'width=device-width, viewport-fit=cover')));
    const tools = await ana.context.newCDPSession(ana.page);
    await tools.send('Emulation.setSafeAreaInsetsOverride', { insets: { top: 47, bottom: 34, left: 0, right: 0 } });
    await ana.page.reload();
    await ana.launcher.waitFor();
    const launcher = await ana.launcher.boundingBox();
    assert.ok(launcher.y + launcher.height <= PHONE.height - 34, `the launcher is at ${JSON.stringify(launcher)}`);
    await ana.open();
    const close = await ana.panel.getByRole('button', { name: 'Close the chat' }).boundingBox();
    const person = await ana.toPerson.boundingBox();
    assert.ok(close.y >= 47, `closing is at ${JSON.stringify(close)}`);
    assert.ok(person.y + person.height <= PHONE.height - 34, `the way to a person is at ${JSON.stringify(person)}`);
    await ana.picture('notch');
  }));
}
