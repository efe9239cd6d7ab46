// Where the worker is asked whether to go on past a point: a test holds it there, breaks it, or lets what follows fail.

import { createServer } from 'node:http';

/** Starts it; the edge is given `vars`. */
export async function startFailpoints() {
  const [held, answers] = [new Map(), new Map()];
  const server = createServer((incoming, outgoing) => {
    const point = new URL(incoming.url, 'http://x').searchParams.get('point');
    const hold = held.get(point);
    held.delete(point);
    if (hold) hold(() => outgoing.end());
    else outgoing.end(answers.get(point)?.shift() ?? 'go on');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    vars: { BATON_FAILPOINT_URL: `http://127.0.0.1:${server.address().port}/` },
    /** The next one who comes to a point waits there: resolves once they do, with what lets them go on. */
    hold: (point) => new Promise((resolve) => held.set(point, resolve)),
    /** What the next ones are answered at a point: `break` or `fail`. */
    answer: (point, ...all) => answers.set(point, all),
    /** How many such answers are left. */
    left: (point) => answers.get(point)?.length ?? 0,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
