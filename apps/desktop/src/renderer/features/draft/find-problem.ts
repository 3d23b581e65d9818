// The next row with a problem before or after a given one. The host can list
// such rows in their order but not from a row on, so they are searched by halves.
import type { DraftRow, RowName } from '@hubdesk/shared/datasets/draft';

/** The row at a place among those with problems, and how many there are. */
export type ProblemAt = (place: number) => Promise<{ row: DraftRow | undefined; total: number }>;

/** `files` in the order the host lists them. Null when there is none on that side. */
export async function findProblem(
  at: ProblemAt,
  files: readonly string[],
  from: RowName,
  direction: 1 | -1,
): Promise<DraftRow | null> {
  const orderOf = (name: RowName) => files.indexOf(name.file);
  const compare = (a: RowName, b: RowName) => orderOf(a) - orderOf(b) || a.row - b.row;
  const first = await at(0);
  // Lowest place whose row is at or after `from`; with +1, after it.
  let low = 0;
  let high = first.total;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { row } = middle === 0 ? first : await at(middle);
    if (row === undefined) high = middle;
    else if (compare(row, from) < (direction === 1 ? 1 : 0)) low = middle + 1;
    else high = middle;
  }
  const place = direction === 1 ? low : low - 1;
  if (place < 0 || place >= first.total) return null;
  return (await at(place)).row ?? null;
}
