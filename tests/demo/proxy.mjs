// Hands `/baton/…` of the demo site on to the edge, with the path and the host as they came: what a route of
// Cloudflare or the reverse proxy in front of a company's site does. Sockets too.
import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';

export const PREFIX = '/baton/';

function ask(edge, incoming) {
  const request = edge.startsWith('https:') ? encrypted : plain;
  const { method, headers } = incoming;
  return request(`${edge}${incoming.url}`, { method, headers });
}

export function forward(edge, incoming, response) {
  const asked = ask(edge, incoming);
  asked.on('response', (answer) => {
    response.writeHead(answer.statusCode, answer.headers);
    answer.pipe(response);
  });
  asked.on('error', () => {
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('Baton does not answer.\n');
  });
  response.on('close', () => asked.destroy());
  incoming.pipe(asked);
}

const lines = ({ rawHeaders }) => rawHeaders.reduce((text, part, at) => text + part + (at % 2 ? '\r\n' : ': '), '');

export function forwardUpgrade(edge, incoming, socket, head) {
  const asked = ask(edge, incoming);
  asked.on('upgrade', (answer, other, first) => {
    socket.write(`HTTP/1.1 101 ${answer.statusMessage}\r\n${lines(answer)}\r\n`);
    socket.write(first);
    other.write(head);
    socket.pipe(other).pipe(socket);
    socket.on('error', () => other.destroy());
    other.on('error', () => socket.destroy());
  });
  asked.on('response', (answer) => {
    socket.write(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n${lines(answer)}\r\n`);
    answer.pipe(socket);
  });
  asked.on('error', () => socket.destroy());
  socket.on('error', () => asked.destroy());
  asked.end();
}
