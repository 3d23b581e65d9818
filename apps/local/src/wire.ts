// The contract over a WebSocket, for the page. The guard has let the upgrade in
// before it comes here; a socket lives as long as its page and this server.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';

/** A conversation sent to a model is one frame, and can be long. */
const maxFrameBytes = 16 * 1024 * 1024;

export interface Wire {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Drops every socket; the streams behind them end. */
  close(): void;
}

export function createWire(router: AnyRouter): Wire {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    // The other subprotocol offered is the bearer, and is not said back.
    handleProtocols: () => 'hubdesk',
  });

  return {
    upgrade: (request, socket, head) =>
      sockets.handleUpgrade(
        request,
        socket,
        head,
        (webSocket) => void handler.upgrade(paced(webSocket), { context: {} }),
      ),
    close() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

/** A socket whose `send` settles when the bytes are on their way, so that a stream waits for a reader that lags. */
function paced(webSocket: WebSocket): Pick<WebSocket, 'addEventListener' | 'send'> {
  return {
    addEventListener: webSocket.addEventListener.bind(webSocket),
    send: (data: Parameters<WebSocket['send']>[0]) =>
      new Promise<void>((resolve) => webSocket.send(data, () => resolve())),
  };
}
