// The least that any chat on this platform does: an object stores one row and echoes it to its sockets. What Baton
// does beyond that is measured against it, in the same run, on the same machine.

export class Conversation {
  constructor(state) {
    this.state = state;
    state.storage.sql.exec('CREATE TABLE IF NOT EXISTS message (seq INTEGER PRIMARY KEY, id TEXT, text TEXT)');
  }

  async fetch(request) {
    if (request.headers.get('upgrade') === 'websocket') {
      const [client, server] = Object.values(new WebSocketPair());
      this.state.acceptWebSocket(server);
      return new Response(null, { status: 101, webSocket: client });
    }
    const { id, text } = await request.json();
    const sql = 'INSERT INTO message (id, text) VALUES (?, ?) RETURNING seq';
    const { seq } = this.state.storage.sql.exec(sql, id, text).one();
    const event = JSON.stringify({ seq, id, text });
    for (const socket of this.state.getWebSockets()) socket.send(event);
    return new Response(event, { headers: { 'content-type': 'application/json' } });
  }

  webSocketMessage() {}
}

export default {
  fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === '/health') return new Response('ok');
    return env.CONVERSATION.get(env.CONVERSATION.idFromName(pathname)).fetch(request);
  },
};
