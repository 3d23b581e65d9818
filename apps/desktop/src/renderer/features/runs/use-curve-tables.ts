import { useEffect, useState } from 'react';
import { followPoints } from '../../api/follow-points.ts';
import { CurveTable } from '../../ui/charts/curve-table.ts';

/** The curves of these runs, a table each in their order, filled for as long as what uses them shows. `ids`, joined by commas, may not change: key what uses it by them. */
export function useCurveTables(ids: string): readonly CurveTable[] {
  const [tables] = useState(() => split(ids).map(() => new CurveTable()));
  useEffect(() => {
    const stop = new AbortController();
    for (const [at, id] of split(ids).entries()) {
      const table = tables[at];
      if (table) void followPoints(id, (points) => table.add(points), stop.signal);
    }
    return () => stop.abort();
  }, [ids, tables]);
  return tables;
}

function split(ids: string): string[] {
  return ids.split(',').filter((id) => id !== '');
}
