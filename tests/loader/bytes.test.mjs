// What a page has to load: bytes as they go over the wire, in brotli of the best quality.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';
import { SITE } from '../support/loader.mjs';

const LIMITS = { 'widget.js': 3000, rest: 3000, notices: 4000, frame: 3000, attach: 2000, emoji: 2000, sound: 1000, transcript: 1000 };

const wire = (file) => brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

test('the loader and what it brings in are small', () => {
  const files = readdirSync(join(SITE, 'widget'));
  for (const [name, limit] of Object.entries(LIMITS)) {
    const file = name.includes('.') ? join(SITE, name) : join(SITE, 'widget', files.find((file) => file.startsWith(`${name}.`)));
    const bytes = wire(file);
    console.log(`${name}: ${bytes} of ${limit}`);
    assert.ok(bytes <= limit, `${name} is ${bytes} bytes, more than ${limit}`);
  }
});
