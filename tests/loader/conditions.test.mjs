// The interpreter of conditions: a table to read, and thousands of random conditions that the core in Rust has decided.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { decide } from '../../widget/loader/conditions.js';
import { ROOT } from '../support/loader.mjs';

const RANDOM = 20_000;

const facts = (more = {}) => ({
  path: '/orders/48213',
  language: 'en',
  device: 'desktop',
  attributes: { __proto__: null, region: 'north', seats: 5 },
  events: ['cart_viewed'],
  ...more,
});
const NO = 0;
const MAYBE = 1;
const YES = 2;

const TABLE = [
  [true, YES],
  [false, NO],
  [['all'], YES],
  [['any'], NO],
  [['all', true, ['attribute', 'plan', 'x']], MAYBE],
  [['all', false, ['attribute', 'plan', 'x']], NO],
  [['any', true, ['attribute', 'plan', 'x']], YES],
  [['any', false, ['attribute', 'plan', 'x']], MAYBE],
  [['not', true], NO],
  [['not', ['attribute', 'plan', 'x']], MAYBE],
  [['path', '/orders/*'], YES],
  [['path', '/orders'], NO],
  [['path', '/orders', '*'], YES],
  [['path', '*48213'], YES],
  [['path', '/*4*4*'], NO],
  [['path', '/o*s/*3'], YES],
  [['path', '/orders/48213/*'], NO],
  [['path', '/orders/48*213'], YES],
  [['path', '/orders/482*213'], NO],
  [['path', '/orders/4821*213'], NO],
  [['path', 'orders*'], NO],
  [['path', ''], NO],
  [['path'], NO],
  [['language', 'zh', 'en'], YES],
  [['language', 'zh'], NO],
  [['device', 'phone'], NO],
  [['attribute', 'region', 'south', 'north'], YES],
  [['attribute', 'region', 'south'], NO],
  [['attribute', 'seats', '5'], YES],
  [['attribute', 'constructor', 'x'], MAYBE],
  [['event', 'cart_viewed'], YES],
  [['event', 'paid'], NO],
  [['segment', 'x'], MAYBE],
  [['constructor'], MAYBE],
  [null, MAYBE],
  [undefined, MAYBE],
  ['all', MAYBE],
  [{}, MAYBE],
  [7, MAYBE],
];

test('conditions are decided as the table says', () => {
  for (const [condition, expected] of TABLE) assert.equal(decide(condition, facts()), expected, JSON.stringify(condition));
});

test('what every object seems to have is no attribute', () => {
  Object.prototype.plan = 'gold';
  try {
    assert.equal(decide(['attribute', 'plan', 'gold'], facts()), MAYBE);
  } finally {
    delete Object.prototype.plan;
  }
});

test('the loader never decides otherwise than the core', () => {
  const seed = process.env.BATON_SEED ?? String(Date.now() % 1_000_000);
  const cargo = ['run', '-q', '-p', 'baton-shared', '--features', 'authoring', '--example', 'conditions', '--', seed, String(RANDOM)];
  const lines = execFileSync('cargo', cargo, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28 }).trim().split('\n');
  assert.equal(lines.length, RANDOM);
  for (const line of lines) {
    const { condition, facts, expected } = JSON.parse(line);
    const attributes = Object.assign(Object.create(null), facts.attributes);
    assert.equal(decide(condition, { ...facts, attributes }), expected, `seed ${seed}: ${line}`);
  }
});
