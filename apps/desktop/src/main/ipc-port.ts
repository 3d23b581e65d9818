// The only file that listens to pages. It takes one thing from them: a port,
// one for each page that loads, over which the whole contract is spoken. Every
// other message, sender or second port is dropped.
import type { AnyRouter } from '@orpc/server';
import { ipcMain, type MessagePortMain, type WebContents } from 'electron';
import { portChannel } from './port-channel.ts';
import { createPortWire } from './port-wire.ts';
import { isTrustedSender } from './trusted-sender.ts';

export interface PortIntake {
  /** From now on this page may hand over a port. */
  trust(contents: WebContents): void;
  close(): void;
}

export function acceptPorts(router: AnyRouter): PortIntake {
  const serve = createPortWire(router);
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
    serve(port);
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
      for (const id of openPorts.keys()) end(id);
    },
  };
}
