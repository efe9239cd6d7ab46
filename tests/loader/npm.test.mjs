// The npm package: what is in it, whether its types fit, and that it loads the widget.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, page, startBench, visit } from '../support/loader.mjs';

const PACKAGE = join(ROOT, 'widget', 'npm');

let bench;
before(async () => (bench = await startBench()));
after(() => bench?.stop());

test('it holds what it should, under the workspace’s version', () => {
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: PACKAGE, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  assert.deepEqual(packed.files.map(({ path }) => path).sort(), ['README.md', 'index.d.ts', 'index.js', 'package.json']);
  const version = readFileSync(join(ROOT, 'Cargo.toml'), 'utf8').match(/\[workspace\.package\]\s+version = "([^"]+)"/)[1];
  assert.equal(packed.version, version);
});

const SAMPLE = `
import { load, type Baton } from '@baton/widget';
const baton: Baton = await load('https://baton.example.com', { language: 'zh', consent: 'ask', launcher: 'off', nonce: 'abc' });
await baton.open();
await window.Baton.ask('Where is my order?');
baton.identify(async () => 'token');
baton.identify(null);
baton.update({ plan: 'gold', seats: 5, trial: false, gone: null });
baton.track('cart_viewed');
const end: () => void = baton.on('unread', (count) => count.toFixed());
baton.on('notice', ({ id, what }) => what === 'shown' && id.trim());
end();
baton.consent(true);
baton.close();
baton.shutdown();
// @ts-expect-error: there is no such event.
baton.on('nothing', () => {});
// @ts-expect-error: an identity is a promise of text.
baton.identify(() => 5);
// @ts-expect-error: a language that Baton does not speak.
load('https://baton.example.com', { language: 'fr' });
`;

test('its types fit how it is used', () => {
  const folder = mkdtempSync(join(tmpdir(), 'baton-types-'));
  try {
    writeFileSync(join(folder, 'sample.ts'), SAMPLE);
    const config = {
      compilerOptions: {
        strict: true, noEmit: true, module: 'esnext', moduleResolution: 'bundler', target: 'es2022', lib: ['es2022', 'dom'], types: [],
        paths: { '@baton/widget': [join(PACKAGE, 'index.d.ts')] },
      },
      files: ['sample.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    execFileSync(process.execPath, [join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder], { encoding: 'utf8' });
  } catch (error) {
    assert.fail(error.stdout || error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('it loads the widget once, and again after a failure', visit(() => bench, { pages: { '*': () => page() } }, async (visitor) => {
  visitor.tolerated.push(/ERR_/);
  const source = `data:text/javascript,${encodeURIComponent(readFileSync(join(PACKAGE, 'index.js'), 'utf8'))}`;
  const loaded = await visitor.run(async ([source, base]) => {
    const { load } = await import(source);
    const failed = await load('http://127.0.0.1:9').catch(({ message }) => message);
    const [one, two] = await Promise.all([load(`${base}/`, { language: 'zh', launcher: 'off' }), load(base)]);
    return { failed, same: one === two && one === window.Baton, scripts: document.querySelectorAll('script').length };
  }, [source, visitor.edge.base]);
  visitor.strangers.length = 0;
  assert.deepEqual(loaded, { failed: 'Baton could not be loaded from http://127.0.0.1:9/widget.js', same: true, scripts: 1 });
  assert.equal(await visitor.launcher.isHidden(), true);
  await visitor.run(() => Baton.open());
  await visitor.panel.waitFor();
  assert.equal(await visitor.run(() => window.stub.host.language), 'zh');
}));
