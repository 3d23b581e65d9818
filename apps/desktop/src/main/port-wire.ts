// The contract over one port. Not with oRPC's own port adapter: that one leaves
// an unreadable frame as an unhandled rejection, with which a broken page could
// take the app down. Here such a frame ends the port; the good ones are the same.
import { RPCHandler } from '@orpc/server/websocket';
import type { AnyRouter } from '@orpc/server';
import type { MessagePortMain } from 'electron';

/** As on the local host's wire. */
const maxFrameChars = 16 * 1024 * 1024;

/** The part of Electron's port that is used. */
export interface Port extends Pick<MessagePortMain, 'postMessage' | 'close' | 'start'> {
  on(event: 'message', listen: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listen: () => void): unknown;
}

/** Answers what comes over a port, until either side closes it. Every port it is given shares the one router. */
export function createPortWire(router: AnyRouter): (port: Port) => void {
  const handler = new RPCHandler(router);
  return (port) => {
    const peer = { send: (data: unknown) => port.postMessage(data), addEventListener: () => {} };
    port.on('message', ({ data }) => {
      if (!isFrame(data)) return port.close();
      handler.message(peer, data, { context: {} }).catch(() => port.close());
    });
    port.on('close', () => handler.close(peer));
    port.start();
  };
}

function isFrame(data: unknown): data is string | ArrayBuffer {
  if (typeof data === 'string') return data.length <= maxFrameChars;
  return data instanceof ArrayBuffer && data.byteLength <= maxFrameChars;
}
