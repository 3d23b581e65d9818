// Which rows the table shows, as the address says it and as the host takes it.
import type { CheckReport } from '@hubdesk/shared/datasets/check-report';
import { type RowProblem, rowProblemKinds, rowProblems } from '@hubdesk/shared/datasets/row-problem';
import { isRowProblem, rowProblemWords } from './problem-words.ts';

export type RowFilter = { kind: 'all' } | { kind: 'edited' } | { kind: 'problems'; problems: RowProblem[] };

/** Every kind that stops or spoils training. */
export const seriousProblems: RowProblem[] = rowProblemKinds.filter((kind) => rowProblems[kind] !== 'notes');

/** What is not known means all rows. */
export function filterOf(show: string | undefined): RowFilter {
  if (show === 'edited') return { kind: 'edited' };
  if (show === 'problems') return { kind: 'problems', problems: seriousProblems };
  return isRowProblem(show) ? { kind: 'problems', problems: [show] } : { kind: 'all' };
}

/** The choices there are: kinds that were found, and the one that shows now. */
export function scopeOptions(
  report: CheckReport | null,
  edits: { changed: number; dropped: number },
  show: string | undefined,
): { value: string; label: string }[] {
  const found = (report?.problems ?? []).filter(({ kind, count }) => count > 0 || kind === show);
  const counted = new Map(found.map(({ kind, count }) => [kind, count]));
  if (isRowProblem(show) && !counted.has(show)) counted.set(show, 0);
  const hasSerious = [...counted.keys()].some((kind) => rowProblems[kind] !== 'notes');
  const edited = edits.changed + edits.dropped;
  return [
    { value: 'all', label: 'All rows' },
    ...(hasSerious || show === 'problems' ? [{ value: 'problems', label: 'Rows with problems' }] : []),
    ...[...counted].map(([kind, count]) => ({
      value: kind,
      label: `${rowProblemWords[kind].name} (${count.toLocaleString('en')})`,
    })),
    ...(edited > 0 || show === 'edited' ? [{ value: 'edited', label: `Changed by hand (${edited})` }] : []),
  ];
}
