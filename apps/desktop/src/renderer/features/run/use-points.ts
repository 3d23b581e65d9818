import { useEffect, useState } from 'react';
import { client } from '../../api/client.ts';
import { CurveTable } from '../../ui/charts/curve-table.ts';
import { followStream } from './follow-stream.ts';

/** The curves of a run, followed while the component shows. `isOver`: no more points will come. */
export function usePoints(run: string, isOver: boolean): CurveTable {
  const [table] = useState(() => new CurveTable());
  useEffect(() => {
    const stop = new AbortController();
    void followStream({
      open: (signal) => client.runs.points({ run }, { signal }),
      onItem: (points) => table.add(points),
      isOver: () => isOver,
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [table, run, isOver]);
  return table;
}
