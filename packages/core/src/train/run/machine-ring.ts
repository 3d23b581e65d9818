// What was seen of a run's machine: ten minutes as they came, what is older
// thinned out more and more. Bounded however long the run goes on.
import type { MachineSample } from '@hubdesk/shared/train/run';
import { z } from 'zod';

const amount = z.number().nonnegative().nullish().catch(null);
/** Reference hub-api 3.4; all of it may be missing. */
const metricsSchema = z.object({
  cpu_usage_pct: amount,
  memory_used_bytes: amount,
  memory_total_bytes: amount,
  rx_bps: amount,
  tx_bps: amount,
  gpus: z.record(z.string(), z.object({ utilization: amount, memory_used_bytes: amount, memory_total_bytes: amount }).catch({})).nullish().catch(null),
});

/** One event of the stream; null where it is none. `at` is ISO, by our clock: the stream has no time of its own. */
export function readMachineSample(data: string, at: string): MachineSample | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  const read = metricsSchema.safeParse(value);
  if (!read.success) return null;
  const { data: told } = read;
  // A machine at work needs some memory: this one has just ended.
  if (told.memory_used_bytes === 0) return null;
  return {
    at,
    cpuPercent: told.cpu_usage_pct ?? null,
    memoryBytes: told.memory_used_bytes ?? null,
    memoryTotalBytes: told.memory_total_bytes ?? null,
    receivedBytesPerSecond: told.rx_bps ?? null,
    sentBytesPerSecond: told.tx_bps ?? null,
    gpus: Object.entries(told.gpus ?? {})
      .slice(0, 64)
      .map(([id, gpu]) => ({
        id,
        percent: gpu.utilization ?? null,
        memoryBytes: gpu.memory_used_bytes ?? null,
        memoryTotalBytes: gpu.memory_total_bytes ?? null,
      })),
  };
}

const freshKept = 600;
const oldKept = 600;

export interface MachineRing {
  /** How many were ever added. */
  readonly added: number;
  add(sample: MachineSample): void;
  /** Oldest first. */
  all(): MachineSample[];
  /** Those added after the `added`th, as far as they are still whole. */
  since(added: number): MachineSample[];
}

export function createMachineRing(): MachineRing {
  const fresh: MachineSample[] = [];
  let old: MachineSample[] = [];
  let stride = 10;
  let left = 0;
  let added = 0;
  return {
    get added() {
      return added;
    },
    add(sample) {
      fresh.push(sample);
      added += 1;
      if (fresh.length <= freshKept) return;
      const leaving = fresh.shift();
      if (leaving && left % stride === 0) old.push(leaving);
      left += 1;
      if (old.length <= oldKept) return;
      old = old.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    all: () => [...old, ...fresh],
    since: (count) => (added > count ? fresh.slice(-Math.min(fresh.length, added - count)) : []),
  };
}
