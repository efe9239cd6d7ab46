// Measures the widget in a browser on a slow line and a slow processor, in turn with the floor: a hand-written launcher
// without features. `cargo baton bench widget` starts it and judges. Prints one JSON line on standard output.

import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { transformSync } from 'esbuild';
import { chromium } from 'playwright-core';
import { ARGS } from '../support/browser.mjs';
import { sleep, startEdge } from '../support/edge.mjs';
import { publish } from '../support/site.mjs';
import { servePages, serveWidget } from './widget/server.mjs';
import { tell, watch } from './widget/watch.mjs';

const LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const CPU = 4;
/** How long a person's pointer rests on the launcher before the click. */
const HOVER_MS = 300;
/** After the launcher is there, and after the panel is: what comes late is counted too. */
const SETTLE_MS = 2000;
const IDLE_MS = 10_000;
const PATIENCE_MS = 60_000;
const ASK_MS = 250;

const { values } = parseArgs({ options: { runs: { type: 'string', default: '7' } } });
const runs = Number(values.runs);

const page = (script) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tidewell</title>
<style>body { margin: 0; font: 16px/1.5 system-ui, sans-serif } main { max-width: 60ch; margin: 4rem auto }</style>
<script src="${script}" defer></script>
<main><h1>Home internet</h1>${'<p>One price, no contract, and people who answer when you write to them.</p>'.repeat(20)}</main>
`;

const edge = await startEdge();
const floor = transformSync(readFileSync(new URL('floor-widget/widget.js', import.meta.url), 'utf8'), { minify: true }).code;
const widget = await serveWidget(edge.url, { '/floor.js': floor });
const site = await servePages({ '/baton': page(`${widget.url}/widget.js`), '/floor': page(`${widget.url}/floor.js`) });
await publish(edge, (workspace) => {
  workspace.allowed_origins.push(site.url);
  // A page with nothing to show: what is measured is what every page pays.
  if (workspace.notices) workspace.notices = [];
});
const browser = await chromium.launch({ executablePath: process.env.BATON_CHROMIUM ?? '/usr/bin/chromium', args: ARGS });

/** Opens a page in a context of its own. */
async function arrive(path, { isSlow }) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript(watch);
  const tab = await context.newPage();
  const tools = await context.newCDPSession(tab);
  if (isSlow) {
    await tools.send('Network.enable');
    await tools.send('Network.emulateNetworkConditions', LINE);
    await tools.send('Emulation.setCPUThrottlingRate', { rate: CPU });
  }
  widget.log.length = 0;
  await tab.goto(`${site.url}${path}`, { waitUntil: 'commit' });
  return { context, tab, tools };
}

/**
 * The value of an expression in the page. Asked of the browser itself: Playwright's own way brings a script along that
 * takes longer than all of the widget, just when the page begins.
 */
async function ask({ tools }, expression) {
  const { result, exceptionDetails } = await tools.send('Runtime.evaluate', { expression, returnByValue: true });
  if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  return result.value;
}

/** Waits until something was seen. Asks seldom: asking takes of the page's time. */
async function until(visit, what) {
  const end = Date.now() + PATIENCE_MS;
  while ((await ask(visit, `window.seen?.${what} ?? null`)) === null) {
    if (Date.now() > end) throw new Error(`${what} was not seen within ${PATIENCE_MS} ms`);
    await sleep(ASK_MS);
  }
}

/** One visit: waits for the launcher, clicks it as a person does, and waits for the focused field. */
async function visit(path, { hovers }) {
  const opened = await arrive(path, { isSlow: true });
  const { context, tab, tools } = opened;
  await until(opened, 'launcher');
  await sleep(SETTLE_MS);
  const rest = [...widget.log];
  const { x, y } = await ask(opened, 'window.seen.button()');
  if (hovers) {
    await tab.mouse.move(x - 200, y - 200);
    await tab.mouse.move(x, y, { steps: 8 });
    await sleep(HOVER_MS);
    await tab.mouse.down();
    await tab.mouse.up();
  } else {
    await tab.mouse.click(x, y);
  }
  await until(opened, 'focused');
  await sleep(SETTLE_MS);
  const { launcher, clicked, focused, tasks, came, wasm } = await ask(opened, `(${tell})()`);
  const panel = [...widget.log];
  await tools.send('HeapProfiler.enable');
  await tools.send('HeapProfiler.collectGarbage');
  await tools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await tools.send('Runtime.getHeapUsage');
  await context.close();
  // What ended before the script had come is the page's own: reading and laying itself out, with or without a widget.
  const before = tasks.filter(({ startTime, duration }) => startTime < clicked && startTime + duration > came);
  const after = tasks.filter(({ startTime, duration }) => startTime + duration > clicked);
  return {
    launcher_ms: launcher,
    click_ms: focused - clicked,
    tasks_before: before.length,
    tasks_before_ms: sum(before.map(({ duration }) => duration)),
    blocking_ms: sum(after.map(({ duration }) => Math.max(0, duration - 50))),
    heap_bytes: usedSize,
    wasm_bytes: wasm,
    rest,
    panel,
  };
}

/** A page on which nobody does anything, on a fast line: which modules it fetches all the same. */
async function idle(path) {
  const opened = await arrive(path, { isSlow: false });
  await until(opened, 'launcher');
  await sleep(IDLE_MS);
  await opened.context.close();
  return widget.log.map((sent) => sent.path).filter((path) => path.endsWith('.wasm'));
}

function sum(numbers) {
  return numbers.reduce((all, one) => all + one, 0);
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const samples = { baton: { hover: [], cold: [] }, floor: { hover: [], cold: [] } };
try {
  for (const path of ['/floor', '/baton']) await visit(path, { hovers: true });
  for (let run = 0; run < runs; run++) {
    // Each goes first as often, so that neither gains by its place.
    for (const name of run % 2 ? ['baton', 'floor'] : ['floor', 'baton']) {
      for (const way of ['hover', 'cold']) samples[name][way].push(await visit(`/${name}`, { hovers: way === 'hover' }));
    }
    console.error(`${run + 1} of ${runs}`);
  }
  const idle_wasm = await idle('/baton');
  const side = ({ hover, cold }) => {
    const figures = ['launcher_ms', 'click_ms', 'tasks_before', 'tasks_before_ms', 'blocking_ms', 'heap_bytes', 'wasm_bytes'];
    const medians = Object.fromEntries(figures.map((figure) => [figure, median(hover.map((one) => one[figure]))]));
    // What a page view costs is the same whether somebody hovers later or not.
    medians.launcher_ms = median([...hover, ...cold].map((one) => one.launcher_ms));
    const { rest, panel } = hover.at(-1);
    return { ...medians, click_cold_ms: median(cold.map((one) => one.click_ms)), rest, panel };
  };
  const strip = ({ rest, panel, ...figures }) => figures;
  const raw = Object.fromEntries(
    Object.entries(samples).map(([name, { hover, cold }]) => [name, { hover: hover.map(strip), cold: cold.map(strip) }]),
  );
  console.log(JSON.stringify({ runs, baton: side(samples.baton), floor: side(samples.floor), idle_wasm, samples: raw }));
} finally {
  await browser.close();
  await site.stop();
  await widget.stop();
  await edge.stop();
}
