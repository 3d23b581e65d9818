// The only file that listens to pages. It takes one thing from them: a port,
// one for each page that loads, over which the whole contract is spoken. Every
// other message, sender or second port is dropped.
import { RPCHandler } from '@orpc/server/websocket';
import { ipcMain, type MessagePortMain, type WebContents } from 'electron';
import type { App } from '@hubdesk/core/app';
import { portChannel } from './port-channel.ts';
import { isTrustedSender } from './trusted-sender.ts';

/** As on the local host's wire. */
const maxFrameChars = 16 * 1024 * 1024;

export interface PortIntake {
  /** From now on this page may hand over a port. */
  trust(contents: WebContents): void;
  close(): void;
}

export function acceptPorts(router: App['router']): PortIntake {
  const handler = new RPCHandler(router);
  const ourContents = new Set<number>();
  const openPorts = new Map<number, MessagePortMain>();

  const end = (id: number) => {
    openPorts.get(id)?.close();
    openPorts.delete(id);
  };

  ipcMain.on(portChannel, (event) => {
    const [port, ...others] = event.ports;
    for (const other of others) other.close();
    if (!port) return;
    if (!isTrustedSender(event, ourContents) || openPorts.has(event.sender.id)) return port.close();
    openPorts.set(event.sender.id, port);
    serve(handler, port);
  });

  return {
    trust(contents) {
      const { id } = contents;
      ourContents.add(id);
      contents.on('did-start-navigation', (details) => {
        if (details.isMainFrame && !details.isSameDocument) end(id);
      });
      contents.on('render-process-gone', () => end(id));
      contents.once('destroyed', () => {
        end(id);
        ourContents.delete(id);
      });
    },
    close() {
      ipcMain.removeAllListeners(portChannel);
      for (const id of [...openPorts.keys()]) end(id);
    },
  };
}

/**
 * Speaks the contract over a port until either side closes it. Not with oRPC's
 * own port adapter: that one leaves an unreadable frame as an unhandled
 * rejection, with which a broken page could take the app down. The frames on
 * the wire are the same.
 */
function serve(handler: RPCHandler<Record<never, never>>, port: MessagePortMain): void {
  const peer = { send: (data: unknown) => port.postMessage(data), addEventListener: () => {} };
  port.on('message', ({ data }) => {
    if (!isFrame(data)) return port.close();
    handler.message(peer, data, { context: {} }).catch(() => port.close());
  });
  port.on('close', () => handler.close(peer));
  port.start();
}

function isFrame(data: unknown): data is string | ArrayBuffer {
  if (typeof data === 'string') return data.length <= maxFrameChars;
  return data instanceof ArrayBuffer && data.byteLength <= maxFrameChars;
}
