// Rows of CSV and TSV as `datasets` reads them: the first row names the
// columns, an empty cell is null. Cells stay text; nothing is guessed from them.
import type { Duplex } from 'node:stream';
import Papa from 'papaparse';
import type { FormatRow } from './format-rows.ts';
import { through } from './through.ts';

/** A row that goes on for longer has a quote that nobody closed; the parser would begin it anew with every piece. */
const longestRow = 4 * 1024 * 1024;

/** Throws when a quote is never closed. `delimiter` is one character. */
export async function* tableRows(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<FormatRow> {
  const parser: Duplex = Papa.parse(Papa.NODE_STREAM_INPUT, { delimiter });
  let columns: string[] | null = null;
  let line = 1;
  let sinceRow = 0;
  async function* watched(): AsyncGenerator<string> {
    for await (const piece of text) {
      if ((sinceRow += piece.length) > longestRow)
        throw new Error(`a quote that opens on line ${line} is never closed`);
      yield piece;
    }
  }
  for await (const cells of through<unknown>(watched(), parser)) {
    sinceRow = 0;
    if (!isCells(cells)) continue;
    const at = line;
    line += 1 + cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
    if (cells.length === 1 && cells[0] === '') {
      if (columns) yield { kind: 'blank', line: at };
    } else if (columns === null) columns = uniqueNames(cells);
    else yield rowOf(cells, columns, delimiter, at);
  }
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

function isCells(value: unknown): value is string[] {
  return Array.isArray(value);
}
