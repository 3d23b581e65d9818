// One Hubdesk a person: a second start brings the first one's window forward.
import { app } from 'electron';

/** False when another instance runs; it has been told, and this one should quit. */
export function holdSingleInstance(onSecond: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false;
  app.on('second-instance', onSecond);
  return true;
}
