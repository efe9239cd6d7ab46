// Reads the starter workspace's articles for the site's help pages, and turns their Markdown into HTML: headings,
// paragraphs, lists, bold and italic are all that they use.
import { readdirSync, readFileSync } from 'node:fs';

export function escape(text) {
  return text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]);
}

export function readArticles(folder) {
  return Object.fromEntries(['en', 'zh'].map((language) => [language, readLanguage(new URL(`${language}/`, folder))]));
}

function readLanguage(folder) {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md')).sort();
  return new Map(names.map((name) => {
    const [, front, body] = readFileSync(new URL(name, folder), 'utf8').split(/^\+\+\+$/m);
    const id = name.slice(0, -'.md'.length);
    return [id, { id, ...readFront(front), html: toHtml(body.trim()) }];
  }));
}

/** Text and lists of texts, which TOML writes as JSON does, but for the comma after the last of a list. */
function readFront(front) {
  const field = (name) => JSON.parse(front.match(new RegExp(`^${name} = (".*"|\\[[^\\]]*\\])$`, 'm'))[1].replace(/,\s*\]$/, ']'));
  return { title: field('title'), topic: field('topic'), tags: field('tags'), questions: field('questions') };
}

function toHtml(markdown) {
  return markdown.split(/\n{2,}/).flatMap((block) => {
    const [first, ...rest] = block.split('\n');
    if (!first.startsWith('## ')) return [blockToHtml(block.split('\n'))];
    return [`<h2>${inline(first.slice(3))}</h2>`, ...(rest.length > 0 ? [blockToHtml(rest)] : [])];
  }).join('\n');
}

function blockToHtml(lines) {
  const numbered = lines.every((line) => /^\d+\. /.test(line));
  const bulleted = lines.every((line) => line.startsWith('- '));
  if (!numbered && !bulleted) return `<p>${inline(lines.join(' '))}</p>`;
  const items = lines.map((line) => `<li>${inline(line.replace(/^(\d+\.|-) /, ''))}</li>`).join('');
  return numbered ? `<ol>${items}</ol>` : `<ul>${items}</ul>`;
}

function inline(text) {
  return escape(text).replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>').replace(/\*(.+?)\*/g, '<em>$1</em>');
}
