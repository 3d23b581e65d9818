// Whether a message comes from a page of ours: the main frame, alive, of a
// window we made, showing our own address. Anything unclear is a no.
import type { IpcMainEvent } from 'electron';
import { appOrigin } from './app-address.ts';

export function isTrustedSender(
  event: Pick<IpcMainEvent, 'sender' | 'senderFrame'>,
  ourContents: ReadonlySet<number>,
): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    !frame.detached &&
    frame.parent === null &&
    frame.origin === appOrigin &&
    ourContents.has(event.sender.id)
  );
}
