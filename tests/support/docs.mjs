// The documentation as tests read it: headings, code blocks, and what is left.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './edge.mjs';

/** A page's headings, code blocks and remaining text. */
function read(text) {
  const page = { headings: [], blocks: [], prose: '' };
  let block;
  for (const line of text.split('\n')) {
    const fence = /^```(\w*)$/.exec(line);
    if (block && fence) {
      page.blocks.push(block);
      block = undefined;
    } else if (block) block.code += `${line}\n`;
    else if (fence) block = { language: fence[1], code: '' };
    else {
      const heading = /^(#+) (.*)$/.exec(line);
      if (heading) page.headings.push({ level: heading[1].length, text: heading[2] });
      page.prose += `${line}\n`;
    }
  }
  assert.equal(block, undefined, 'each code block ends');
  return page;
}

const markdown = (folder) =>
  readdirSync(join(ROOT, folder), { recursive: true }).filter((name) => name.endsWith('.md')).map((name) => join(folder, name)).sort();

/** Every page, by its path. */
export const pages = new Map(
  ['README.md', 'README.zh.md', ...markdown('docs')].map((name) => [name, read(readFileSync(join(ROOT, name), 'utf8'))]),
);

/** The code of a page's block that contains something. */
export function example(page, language, part) {
  const found = pages.get(page).blocks.find((block) => block.language === language && block.code.includes(part));
  return found?.code ?? assert.fail(`${page} has no such example`);
}
