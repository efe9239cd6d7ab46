// A company's system that receives webhooks: a real HTTP server that verifies each signature with the published
// library, honours `webhook-id`, and fails when it is told to.

import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { randomBytes } from 'node:crypto';

/** Starts a receiver and tells the edge of it. `answer` may give another status than 204 for a delivery, which goes out with `headers`. */
export async function startReceiver(edge, { id = 'test', kinds = [], answer = () => 204, headers = {} } = {}) {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const receiver = { id, secret, answer, headers, attempts: [], received: [], problems: [], ids: new Set() };
  receiver.server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const delivery = { headers: request.headers, id: request.headers['webhook-id'], body };
    try {
      delivery.payload = new Webhook(receiver.secret).verify(body, request.headers);
    } catch (error) {
      receiver.problems.push(`${error}`);
      response.writeHead(401).end();
      return;
    }
    receiver.attempts.push(delivery);
    const status = await receiver.answer(delivery, receiver.attempts.length);
    if (status === 'hang') return;
    if (status < 300 && !receiver.ids.has(delivery.id)) {
      receiver.ids.add(delivery.id);
      receiver.received.push(delivery.payload);
    }
    response.writeHead(status, status < 300 ? {} : receiver.headers).end();
  });
  await new Promise((resolve) => receiver.server.listen(0, '127.0.0.1', resolve));
  receiver.url = `http://127.0.0.1:${receiver.server.address().port}/`;
  receiver.register = async (more = {}) => {
    const set = await edge.admin('PUT', `/endpoints/${id}`, { url: receiver.url, secret: receiver.secret, kinds, ...more });
    if (set.status !== 204) throw new Error(`the endpoint was refused: ${JSON.stringify(set.body)}`);
  };
  receiver.of = (conversation, type) =>
    receiver.received.filter((payload) => payload.conversation?.id === conversation && (!type || payload.type === type));
  receiver.stop = () => {
    receiver.server.closeAllConnections();
    return new Promise((resolve) => receiver.server.close(resolve));
  };
  await receiver.register();
  return receiver;
}
