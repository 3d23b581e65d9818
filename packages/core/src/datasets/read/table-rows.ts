// Rows of CSV and TSV as `datasets` reads them: the first row names the
// columns, an empty cell is null. Cells stay text; nothing is guessed from them.
import Papa from 'papaparse';
import { z } from 'zod';
import type { FormatRow } from './format-rows.ts';

/** A row that goes on for longer has a quote that nobody closed. */
const longestRow = 16 * 1024 * 1024;
const parsedSchema = z.object({ data: z.array(z.array(z.string())), meta: z.object({ cursor: z.number() }) });

/** In batches. Throws when a quote is never closed. `delimiter` is one character. */
export async function* tableRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<FormatRow[]> {
  let columns: string[] | null = null;
  let line = 1;
  let rest = '';
  /** A row that does not end is tried again when twice as much of it is there. */
  let tryAgainAt = 0;
  let parser: Papa.Parser | null = null;

  function read(last: boolean): FormatRow[] {
    parser ??= new Papa.Parser({ delimiter, newline: lineEndOf(rest) });
    const { data, meta } = parsedSchema.parse(parser.parse(rest, 0, !last));
    if (!last) rest = rest.slice(meta.cursor);
    tryAgainAt = Math.min(2 * rest.length, longestRow + 1);
    return data.flatMap((cells): FormatRow[] => {
      const at = line;
      line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
      const final = cells.at(-1);
      if (final?.endsWith('\r')) cells[cells.length - 1] = final.slice(0, -1);
      if (cells.length === 1 && cells[0] === '') return columns ? [{ kind: 'blank', line: at }] : [];
      if (columns) return [rowOf(cells, columns, delimiter, at)];
      columns = uniqueNames(cells);
      return [];
    });
  }

  for await (const piece of text) {
    rest += piece;
    if (rest.length < tryAgainAt) continue;
    yield read(false);
    if (rest.length > longestRow) throw new Error(`a quote that opens on line ${line} is never closed`);
  }
  if (rest !== '') yield read(true);
}

function lineEndOf(text: string): '\r\n' | '\n' | '\r' {
  const end = /\r\n|\n|\r/.exec(text)?.[0];
  return end === '\r\n' || end === '\r' ? end : '\n';
}

function rowOf(cells: string[], columns: readonly string[], delimiter: string, line: number): FormatRow {
  const value = Object.fromEntries(
    columns.map((column, at) => [column, cells[at] === undefined || cells[at] === '' ? null : cells[at]]),
  );
  if (cells.length === columns.length) return { kind: 'row', text: JSON.stringify(value), line };
  const last = columns.at(-1);
  // Most often a comma that nobody quoted: the text is kept whole.
  if (cells.length > columns.length && last !== undefined)
    value[last] = cells.slice(columns.length - 1).join(delimiter);
  const detail = `${cells.length} cells where the header has ${columns.length}`;
  return { kind: 'row', text: JSON.stringify(value), line, problem: { kind: 'wrong-cell-count', detail } };
}

/** As pandas names them: `a`, `a.1`, and a column without a name by its place. */
function uniqueNames(header: readonly string[]): string[] {
  const used = new Set<string>();
  return header.map((cell, at) => {
    const wanted = cell.trim() === '' ? `Unnamed: ${at}` : cell;
    let name = wanted;
    for (let again = 1; used.has(name); again += 1) name = `${wanted}.${again}`;
    used.add(name);
    return name;
  });
}

function lineBreaks(cell: string): number {
  let count = 0;
  for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  return count;
}
