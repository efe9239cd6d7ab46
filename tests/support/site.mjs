// The demo company's site, started beside an edge on a port that the system gives.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT, expectOk } from './edge.mjs';

/** Starts the site. Its origin still has to be allowed: see [`publish`]. */
export async function startSite(edge) {
  const env = {
    ...process.env,
    PORT: '0',
    BATON_EDGE: edge.url,
    BATON_WORKSPACE: edge.workspace,
    BATON_IDENTITY_KID: edge.kid,
    BATON_IDENTITY_SECRET: edge.secret,
  };
  const server = spawn(process.execPath, [join(ROOT, 'tests', 'demo', 'server.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(server, 'exit');
  const lines = createInterface({ input: server.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => undefined)]);
  const url = first?.[0].match(/http:\/\/\S+/)?.[0];
  if (!url) throw new Error('the demo site did not start');
  const stop = () => {
    server.kill();
    return ended;
  };
  return { url, stop };
}

/** Publishes the workspace with changes. Returns it as it was before. */
export async function publish(edge, change) {
  const { workspace } = await expectOk(edge.admin('GET', '/workspace'));
  const before = structuredClone(workspace);
  change(workspace);
  await expectOk(edge.admin('PUT', '/workspace', workspace, { 'if-match': '*' }));
  return before;
}
