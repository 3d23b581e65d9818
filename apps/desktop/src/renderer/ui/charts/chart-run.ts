import type { CurveTable } from './curve-table.ts';

/** A run among those whose curves are drawn together. */
export interface ChartRun {
  id: string;
  name: string;
  /** Its colour, counted from 0. */
  series: number;
  table: CurveTable;
}
