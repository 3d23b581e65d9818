// Long lines cut into rows of one width, by counting: every row stays as high
// as every other, so a log of any length is wrapped without measuring it.
import type { LogLine } from '@hubdesk/shared/train/run';
import { plainText } from './ansi-spans.ts';

export interface LogRowPart {
  /** The line it is of. */
  index: number;
  /** Characters of its text. */
  from: number;
  to: number;
}

export interface WrappedLines {
  rows: number;
  partOf: (row: number) => LogRowPart;
  /** The first row of a line. */
  rowOf: (index: number) => number;
}

/** As wide as two letters in every mono font. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Extended_Pictographic}]/u;
const narrow = /^[\u0020-\u10ff\u2000-\u25ff]*$/;
const fewestColumns = 20;

/** `columns`: letters that fit into a row. Lines that are not there yet take one. */
export function wrapLines(
  total: number,
  lineAt: (index: number) => LogLine | undefined,
  columns: number,
): WrappedLines {
  const width = Math.max(fewestColumns, columns);
  const lineOf: number[] = [];
  const fromOf: number[] = [];
  const firstRow: number[] = [];
  for (let index = 0; index < total; index += 1) {
    firstRow.push(lineOf.length);
    const line = lineAt(index);
    for (const from of line ? cutsOf(line, width) : [0]) {
      lineOf.push(index);
      fromOf.push(from);
    }
  }
  return {
    rows: lineOf.length,
    partOf: (row) => ({
      index: lineOf[row] ?? 0,
      from: fromOf[row] ?? 0,
      to: lineOf[row + 1] === lineOf[row] ? (fromOf[row + 1] ?? 0) : Number.POSITIVE_INFINITY,
    }),
    rowOf: (index) => firstRow[index] ?? 0,
  };
}

const known = new WeakMap<LogLine, { width: number; cuts: readonly number[] }>();

/** Where each row of a line begins; the first is 0. */
function cutsOf(line: LogLine, width: number): readonly number[] {
  const before = known.get(line);
  if (before?.width === width) return before.cuts;
  const text = plainText(line.text);
  const cuts = [0];
  if (narrow.test(text)) for (let at = width; at < text.length; at += width) cuts.push(at);
  else {
    let used = 0;
    let at = 0;
    for (const letter of text) {
      const needed = wide.test(letter) ? 2 : 1;
      if (used + needed > width) {
        cuts.push(at);
        used = 0;
      }
      used += needed;
      at += letter.length;
    }
  }
  known.set(line, { width, cuts });
  return cuts;
}
