// Baton as one hosts it oneself: the production configuration on this machine, and a reverse proxy before it that
// everybody asks.

import { createServer } from 'node:http';
import { forward, forwardUpgrade } from '../demo/proxy.mjs';
import { startEdge } from './edge.mjs';

/** Starts both. The edge's `url` is the proxy's, as `BATON_ORIGIN` says. */
export async function startProxied({ vars = {} } = {}) {
  let behind;
  const proxy = createServer((incoming, response) => forward(behind, incoming, response));
  proxy.on('upgrade', (incoming, socket, head) => forwardUpgrade(behind, incoming, socket, head));
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://localhost:${proxy.address().port}`;
  const edge = await startEdge({ production: true, vars: { ...vars, BATON_ORIGIN: address } });
  behind = edge.url;
  edge.url = address;
  const stop = edge.stop.bind(edge);
  edge.stop = async () => {
    proxy.closeAllConnections();
    proxy.close();
    await stop();
  };
  return edge;
}
