/** The pages, counted from 0, that hold the rows from `first` to `last`; the rows are asked for by these. */
export function pagesOf(first: number, last: number, pageSize: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.max(first, last) / pageSize);
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
