// What the processes of a job really use, summed over the process group from /proc. On a machine without /proc it
// tells zeros: it makes nothing up.
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFigures {
  /** Of one processor, so 200 means two of them. */
  cpuPercent: number;
  memoryBytes: number;
}

export const NO_FIGURES: ProcessFigures = { cpuPercent: 0, memoryBytes: 0 };

// Linux's USER_HZ and page size on every machine that Node runs on, large-page arm64 apart.
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

/** Gives a function that measures the group since it was last called. `uptimeMs` is any steady clock. */
export function processFigures(group: number, uptimeMs: () => number = () => performance.now()): () => ProcessFigures {
  let lastTicks = 0;
  let lastMs = uptimeMs();
  return () => {
    let ticks = 0;
    let pages = 0;
    for (const pid of processesOf(group)) {
      const fields = statOf(pid);
      if (!fields) continue;
      // utime, stime and those of children that ended: fields 14 to 17; rss is 24 (proc(5)).
      for (const index of [14, 15, 16, 17]) ticks += Number(fields[index - 3]);
      pages += Number(fields[24 - 3]);
    }
    const atMs = uptimeMs();
    const elapsedMs = Math.max(atMs - lastMs, 1);
    const cpuPercent = Math.max(0, ((ticks - lastTicks) / TICKS_PER_SECOND / (elapsedMs / 1000)) * 100);
    lastTicks = ticks;
    lastMs = atMs;
    return { cpuPercent: Math.round(cpuPercent * 100) / 100, memoryBytes: pages * PAGE_BYTES };
  };
}

/** Processes of a group, by their ids. */
function processesOf(group: number): number[] {
  return allProcesses().filter((pid) => Number(statOf(pid)?.[5 - 3]) === group);
}

/** Processes that left the job's group but still have its id in their environment. */
export function strayProcesses(jobId: string, folder: string): number[] {
  return allProcesses().filter((pid) => {
    try {
      const environment = `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
      return environment.includes(`\0JOB_ID=${jobId}\0`) && environment.includes(`=${folder}`);
    } catch {
      return false;
    }
  });
}

function allProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** The fields of /proc/pid/stat from the third on; the second may hold spaces and brackets. */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
