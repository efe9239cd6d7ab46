// Times the engine in WebAssembly: `node tests/bench/engine.mjs FOLDER`, where `cargo baton bench engine` has laid a
// workspace, its model and messages. Prints one JSON line: microseconds of each message, by language, and bytes of memory.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engine } from '../support/engine.mjs';

const folder = process.argv[2];
const read = (name) => readFileSync(join(folder, name));
const { Decider, memory } = await engine();
const decider = new Decider(read('workspace.json').toString(), read('model.bin'));
const messages = JSON.parse(read('messages.json'));
const times = {};
for (const [language, texts] of Object.entries(messages)) {
  const one = (text) => {
    const begin = performance.now();
    decider.decide(language, text, 1_700_000_000_000);
    return (performance.now() - begin) * 1000;
  };
  // V8 compiles twice: quickly at first, and well after a while.
  texts.forEach(one);
  times[language] = texts.map(one);
}
console.log(JSON.stringify({ times, memory_bytes: memory.buffer.byteLength }));
