import { useEffect, useState } from 'react';
import { client } from '../../api/client.ts';
import { CurveTable } from '../../ui/charts/curve-table.ts';
import { followStream } from '../../api/follow-stream.ts';

export interface RunPoints {
  table: CurveTable;
  /** Nothing was heard of them yet. */
  isOpening: boolean;
}

/** The curves of a run, followed while the component shows. `isOver`: no more points will come. */
export function usePoints(run: string, isOver: boolean): RunPoints {
  const [table] = useState(() => new CurveTable());
  const [isOpening, setOpening] = useState(true);
  useEffect(() => {
    const stop = new AbortController();
    void followStream({
      open: (signal) => client.runs.points({ run }, { signal }),
      onItem: (points) => {
        setOpening(false);
        return table.add(points);
      },
      isOver: () => {
        setOpening(false);
        return isOver;
      },
      onFailure: () => setOpening(false),
      signal: stop.signal,
    });
    return () => stop.abort();
  }, [table, run, isOver]);
  return { table, isOpening };
}
