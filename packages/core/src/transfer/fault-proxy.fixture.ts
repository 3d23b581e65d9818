// A TCP proxy in front of a Sandbox Hub that can be told to be late, to cut a
// connection at a byte, or to fall silent. The Hub knows one address of its own
// only, so its address is put in the place of ours on the way, in both directions.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface FaultProxy {
  /** Where to go instead of the Hub. */
  url: string;
  /** Bytes that came from clients so far. */
  readonly sentBytes: number;
  readonly connections: number;
  /** Connections that were not let in because it was down. */
  readonly refused: number;
  /** Resets the connection that carries the `byte`th byte from now on, counted from 1; the byte itself does not arrive. */
  cutAt(byte: number): void;
  /** How many cuts were made. */
  readonly cuts: number;
  /** From now on nothing moves either way, and connections stay open, until `false`. */
  silence(silent: boolean): void;
  /** Nothing moves any more on the connections there are, and nobody is told; new ones work. */
  deaden(): void;
  /** Refuses new connections and resets those there are, until `false`. */
  down(isDown: boolean): void;
  close(): Promise<void>;
}

export async function startFaultProxy(hubUrl: string, { latencyMs = 0 }: { latencyMs?: number } = {}): Promise<FaultProxy> {
  const hub = new URL(hubUrl).host;
  const pairs = new Set<readonly [Socket, Socket]>();
  let own = '';
  let sentBytes = 0;
  let connections = 0;
  let refused = 0;
  let cuts = 0;
  let cutAfter = Infinity;
  let silent = false;
  let isDown = false;

  const server = createServer({ noDelay: true }, (client) => {
    if (isDown) {
      refused += 1;
      return void client.resetAndDestroy();
    }
    connections += 1;
    const upstream = connect({ port: Number(new URL(hubUrl).port), host: '127.0.0.1', noDelay: true });
    const pair = [client, upstream] as const;
    pairs.add(pair);
    const end = () => {
      pairs.delete(pair);
      client.destroy();
      upstream.destroy();
    };
    const reset = () => {
      pairs.delete(pair);
      client.resetAndDestroy();
      upstream.resetAndDestroy();
    };
    client.on('data', (piece) => {
      if (silent) return void client.pause();
      sentBytes += piece.length;
      if (sentBytes < cutAfter) return forward(piece, own, hub, client, upstream);
      // What came before the byte arrives.
      const arrived = piece.length - (sentBytes - cutAfter) - 1;
      cutAfter = Infinity;
      cuts += 1;
      upstream.write(piece.subarray(0, Math.max(0, arrived)), reset);
    });
    upstream.on('data', (piece) => (silent ? void upstream.pause() : forward(piece, hub, own, upstream, client)));
    for (const [from, to] of [pair, [upstream, client] as const]) {
      from.on('end', () => (latencyMs > 0 ? setTimeout(() => to.end(), latencyMs / 2) : to.end()));
      from.on('error', end);
      from.on('close', () => (latencyMs > 0 ? setTimeout(end, latencyMs) : end()));
    }
  });

  function forward(piece: Buffer, from: string, to: string, source: Socket, target: Socket): void {
    const bytes = replaced(piece, from, to);
    const write = () => {
      if (!target.writable || target.write(bytes)) return;
      source.pause();
      target.once('drain', () => source.resume());
    };
    if (latencyMs > 0) setTimeout(write, latencyMs / 2);
    else write();
  }

  // A free port with as many digits as the Hub's: bodies keep their lengths.
  for (;;) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    own = `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
    if (own.length === hub.length) break;
    server.close();
    await once(server, 'close');
  }

  return {
    url: `http://${own}`,
    get sentBytes() {
      return sentBytes;
    },
    get connections() {
      return connections;
    },
    get refused() {
      return refused;
    },
    get cuts() {
      return cuts;
    },
    cutAt(byte) {
      cutAfter = sentBytes + byte;
    },
    silence(now) {
      silent = now;
      if (silent) return;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    deaden() {
      for (const pair of pairs) {
        for (const socket of pair) {
          socket.removeAllListeners('data');
          socket.removeAllListeners('end');
          socket.pause();
        }
      }
    },
    down(now) {
      isDown = now;
      if (!isDown) return;
      for (const [client, upstream] of pairs) {
        client.resetAndDestroy();
        upstream.resetAndDestroy();
      }
      pairs.clear();
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await closed;
    },
  };
}

/** A name split between two pieces is left as it is: that one request then goes around us. */
function replaced(piece: Buffer, from: string, to: string): Buffer {
  let at = piece.indexOf(from);
  for (; at >= 0; at = piece.indexOf(from, at + 1)) piece.write(to, at, 'latin1');
  return piece;
}
