// Removes temporary files that writers killed half-way left behind. Refuses to
// touch one whose writer still runs, or any file not named by the safe writer.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processAlive } from './process-alive.ts';
import { tempOwner } from './temp-name.ts';

/** Call at start, before this process writes in `dir`. Answers the names removed. */
export async function sweepStaleTemps(dir: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(dir);
  } catch {
    // Not there yet, or not readable: then nothing of ours can be swept.
    return [];
  }
  const removed: string[] = [];
  for (const name of names) {
    const owner = tempOwner(name);
    if (owner === null || (owner !== process.pid && processAlive(owner))) continue;
    try {
      await rm(join(dir, name), { force: true });
      removed.push(name);
    } catch {
      // A folder that is read-only today is swept another day.
    }
  }
  return removed;
}
