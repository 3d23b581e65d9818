// What a machine did lately, as curves over time: a share of what there is, in
// percent, each card by itself.
import { useEffect, useState } from 'react';
import type { MachineSample } from '@hubdesk/shared/train/run';
import { CurveTable } from './curve-table.ts';

/** More is dropped, so that a page that stays open for days does not grow. */
const mostSamples = 3_600;

export interface Machine {
  table: CurveTable;
  latest: MachineSample | null;
}

/** `null` before what was seen lately is told again, as with each opening of a stream. */
export type TellSamples = (samples: readonly MachineSample[] | null) => void;

/** `follow` tells of the machine until its signal aborts; it is kept with `useCallback`. */
export function useMachine(follow: (tell: TellSamples, signal: AbortSignal) => Promise<void>): Machine {
  const [table] = useState(() => new CurveTable());
  const [latest, setLatest] = useState<MachineSample | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let isFirst = true;
    void follow((samples) => {
      if (samples === null) isFirst = true;
      const last = samples?.at(-1);
      if (!samples || !last) return;
      table.add(pointsOf(samples, isFirst || table.length > mostSamples ? 0 : table.length));
      isFirst = false;
      setLatest(last);
    }, stop.signal);
    return () => stop.abort();
  }, [table, follow]);
  return { table, latest };
}

function pointsOf(samples: readonly MachineSample[], from: number) {
  const values: Record<string, (number | null)[]> = {
    cpu: samples.map(({ cpuPercent }) => cpuPercent),
    memory: samples.map(({ memoryBytes, memoryTotalBytes }) => percentOf(memoryBytes, memoryTotalBytes)),
  };
  const cards = new Set(samples.flatMap(({ gpus }) => gpus.map(({ id }) => id)));
  for (const card of cards) {
    const seen = samples.map(({ gpus }) => gpus.find(({ id }) => id === card));
    values[`gpu ${card}`] = seen.map((gpu) => gpu?.percent ?? null);
    values[`gpu memory ${card}`] = seen.map((gpu) =>
      percentOf(gpu?.memoryBytes ?? null, gpu?.memoryTotalBytes ?? null),
    );
  }
  return {
    from,
    step: samples.map((_sample, at) => from + at),
    time: samples.map(({ at }) => Date.parse(at) / 1_000),
    values,
  };
}

function percentOf(used: number | null, total: number | null): number | null {
  return used === null || total === null || total === 0 ? null : (used / total) * 100;
}
