// The engine as it is built for browsers, in Node.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './edge.mjs';

const FOLDER = join(ROOT, 'public', 'built', 'site', 'console');

/** Loads it: `{ learn, negative, Decider, memory }`. */
export async function engine() {
  const module = await import(pathToFileURL(join(FOLDER, 'learn.js')));
  const file = readdirSync(FOLDER).find((name) => /^learn\.[0-9a-f]+\.wasm$/.test(name));
  const { memory } = await module.start({ module_or_path: readFileSync(join(FOLDER, file)) });
  return { ...module, memory };
}
