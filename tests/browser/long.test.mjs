// A conversation of two thousand messages, in the real app. What is held are counts, not times: what is drawn, what the
// page holds, what memory is taken. `BATON_TIMES=1` measures times besides, on a processor that is slowed down fourfold,
// and prints them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reply, startWorld, story } from '../support/browser.mjs';
import { until } from '../support/edge.mjs';

const MESSAGES = 2000;
/** Rows that are drawn at first, and at a time; as in `widget/src/ui/transcript.rs`. */
const ROWS = 60;
/** Elements of the panel with that many rows: some fifteen of each, and the rest of the panel. */
const MOST_ELEMENTS = 1600;
const MOST_WASM_BYTES = 16 * 1024 * 1024;
const SLOWER = 4;

let world;
before(async () => (world = await startWorld({ BATON_SESSION_LIMIT: 100_000 })));
after(() => world?.stop());

/** Makes the conversation, over the same doors as everybody. */
async function converse(edge) {
  const customer = edge.customer();
  await customer.open({ type: 'ask_for_human' });
  const mei = await edge.signIn('mei');
  await mei.command(customer.id, { type: 'take' });
  for (let nth = 0; nth < MESSAGES; nth += 2) {
    await customer.say(`Question ${nth}: the light on the router went from green to amber, what does that mean?`);
    await mei.command(customer.id, reply(`Answer ${nth + 1}: that it is looking for the line. Give it two minutes, then tell me what you see.`));
  }
  return { customer, mei };
}

/** What the panel holds now. */
const holds = (ana) => ana.page.evaluate(() => {
  const { shadowRoot } = document.querySelector('#baton-widget');
  return {
    rows: shadowRoot.querySelectorAll('.slot').length,
    elements: shadowRoot.querySelectorAll('*').length,
    wasm: window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
  };
});

test('two thousand messages: a window of them is drawn, and everything works', story(() => world, async ({ customer }) => {
  const { edge } = world;
  const { customer: kept, mei } = await converse(edge);
  const ana = await customer();
  await ana.context.addInitScript(() => {
    window.memories = [];
    for (const name of ['instantiate', 'instantiateStreaming']) {
      const original = WebAssembly[name];
      WebAssembly[name] = async (...given) => {
        const made = await original.apply(WebAssembly, given);
        window.memories.push(...Object.values((made.instance ?? made).exports).filter((value) => value instanceof WebAssembly.Memory));
        return made;
      };
    }
  });
  await ana.page.evaluate(([key, record]) => localStorage.setItem(key, JSON.stringify(record)), [
    `baton:${edge.url}:${edge.workspace}:conversation`,
    { id: kept.id, token: kept.token, request: kept.requestId, open: true, seen: 0, who: null },
  ]);
  const times = process.env.BATON_TIMES ? await stopwatch(ana) : undefined;
  await ana.page.reload();
  await ana.launcher.or(ana.widget.getByRole('button', { name: /^Chat with us/ })).first().waitFor();
  await times?.begin();
  await ana.widget.getByRole('button', { name: /^Chat with us/ }).click();
  await ana.reads(`Answer ${MESSAGES - 1}:`);
  await times?.lap('open to the last message drawn');

  const first = await holds(ana);
  assert.equal(first.rows, ROWS);
  assert.ok(first.elements <= MOST_ELEMENTS, `${first.elements} elements`);
  assert.ok(first.wasm <= MOST_WASM_BYTES, `${first.wasm} bytes of WebAssembly's memory`);
  await ana.picture('long-open');

  // Up to the beginning of what is drawn: sixty more, and what was read stays where it was.
  const up = async () => {
    await ana.log.evaluate((log) => log.scrollTo(0, 400));
    await ana.page.waitForTimeout(50);
    await ana.log.evaluate((log) => log.scrollTo(0, 10));
  };
  for (const rows of [2, 3, 4].map((times) => times * ROWS)) {
    const before = await ana.log.evaluate((log) => log.querySelector('.slot').textContent);
    await up();
    await until(async () => (await holds(ana)).rows === rows, `${rows} rows`);
    const seen = await ana.log.evaluate((log, before) => {
      const slot = [...log.querySelectorAll('.slot')].find((slot) => slot.textContent === before);
      return slot.getBoundingClientRect().top - log.getBoundingClientRect().top;
    }, before);
    assert.ok(Math.abs(seen) < 120, `what was read is ${seen} px away`);
  }
  await times?.scroll();
  await ana.picture('long-up');

  // What is said now takes one to the end, where everything is as before.
  await times?.type();
  await ana.say('One more question');
  await until(async () => (await edge.log_of(kept.id)).some((one) => one.content?.text === 'One more question'), 'it to be stored');
  await mei.command(kept.id, reply('One more answer'));
  await ana.reads('One more answer');
  const last = await ana.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);
  assert.ok(last < 48, `the end is ${last} px away`);
  const then = await holds(ana);
  assert.equal(then.rows, 4 * ROWS);
  // Closed and opened, the window is as it was at first; it does not grow for ever.
  await ana.close();
  await ana.page.reload();
  await ana.widget.getByRole('button', { name: /^Chat with us/ }).click();
  await ana.reads('One more answer');
  assert.equal((await holds(ana)).rows, ROWS);
  for (const nth of [1, 2, 3]) {
    await mei.command(kept.id, reply(`Meanwhile ${nth}`));
    await ana.reads(`Meanwhile ${nth}`);
  }
  const end = await holds(ana);
  assert.equal(end.rows, ROWS, 'what comes pushes out what was first');
  assert.ok(end.elements <= MOST_ELEMENTS, `${end.elements} elements`);
  assert.ok(end.wasm <= MOST_WASM_BYTES, `${end.wasm} bytes of WebAssembly's memory`);
  times?.tell({ first, then, end });
}));

/** Measures on a slow processor. */
async function stopwatch(ana) {
  const tools = await ana.context.newCDPSession(ana.page);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const told = {};
  let since = 0;
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  return {
    begin: async () => void (since = performance.now()),
    lap: async (name) => void (told[name] = Math.round(performance.now() - since)),
    /** Frames while the transcript is scrolled by the wheel. */
    async scroll() {
      const frames = ana.log.evaluate((log) => new Promise((resolve) => {
        const times = [];
        let before = performance.now();
        const frame = (now) => {
          times.push(now - before);
          before = now;
          log.scrollBy(0, 30);
          times.length < 90 ? requestAnimationFrame(frame) : resolve(times.slice(1));
        };
        requestAnimationFrame(frame);
      }));
      const times = await frames;
      told['frame while scrolling, median'] = Math.round(median(times) * 10) / 10;
      told['frame while scrolling, longest'] = Math.round(Math.max(...times) * 10) / 10;
    },
    /** From a key to the frame after it. */
    async type() {
      await ana.composer.click();
      const took = ana.page.evaluate(() => new Promise((resolve) => {
        const times = [];
        new PerformanceObserver((list) => times.push(...list.getEntries().filter(({ name }) => name === 'keydown').map(({ duration }) => duration))).observe({ type: 'event', durationThreshold: 16 });
        setTimeout(resolve, 3500, times);
      }));
      for (const letter of 'a slow processor types') {
        await ana.page.keyboard.press(letter === ' ' ? 'Space' : letter);
        await ana.page.waitForTimeout(60);
      }
      const times = await took;
      told['key to frame, median of those above 16 ms'] = median(times) ?? 'none';
      told['keys above 16 ms'] = times.length;
      await ana.composer.fill('');
    },
    tell: (more) => console.log(JSON.stringify({ ...told, ...more }, null, 2)),
  };
}
