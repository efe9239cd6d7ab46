// The edge's database as it lies on the disk, for looking into it while the edge is down.

import { execFileSync } from 'node:child_process';
import { ROOT } from './edge.mjs';

/** Runs statements on a stopped edge's database and returns all rows. */
export function query(edge, sql) {
  const args = ['wrangler', 'd1', 'execute', 'DB', '--local', '--persist-to', edge.state, '--json', '--command', sql];
  const env = { ...process.env, CI: '1' };
  const output = execFileSync('npx', args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'ignore'] });
  return JSON.parse(output).flatMap((answer) => answer.results);
}
