// Whether a process id stands for a running process. Refuses to say whose.
import { errnoOf } from './storage-failure.ts';

export function processAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return errnoOf(error) === 'EPERM';
  }
}
