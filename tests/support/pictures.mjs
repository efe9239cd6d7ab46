// Pictures of what people see, as small WebP files, and a page that shows them side by side.

import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of WebP; text stays sharp. */
const QUALITY = 70;

/** Takes a picture as the browser writes it: small, and sharp enough to read. */
export async function picture(person, path) {
  // The pointer lights what is below it, and what was just drawn may still be on its way.
  await person.page.mouse.move(2, 2);
  await person.page.waitForTimeout(120);
  const tools = await person.context.newCDPSession(person.page);
  const { data } = await tools.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await tools.detach();
  writeFileSync(path, Buffer.from(data, 'base64'));
}

/** Writes what is to be seen as a page of its own: a row for each of the titles by state, a column for each way. */
export function index(folder, ways, taken, head) {
  const there = new Set(readdirSync(folder));
  const columns = Object.entries(ways);
  const cell = (state, title) => ([way, { about }]) => (there.has(`${state}-${way}.webp`) ? `![${title}, ${about}](${state}-${way}.webp)` : '');
  const rows = [...taken].map(([state, title]) => `| **${title}** | ${columns.map(cell(state, title)).join(' | ')} |`);
  const table = [`| | ${columns.map(([, { about }]) => about).join(' | ')} |`, `|---|${columns.map(() => '---|').join('')}`, ...rows];
  writeFileSync(join(folder, 'README.md'), [...head, '', ...table, ''].join('\n'));
}
