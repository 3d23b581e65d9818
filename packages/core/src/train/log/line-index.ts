// What is known of a kept log without reading it: where every 64th line begins, and how grave each line is. A byte and a
// bit for each line, so ten million lines take some 12 MB; the text stays on the disk.
import type { LogFilter } from '@hubdesk/shared/train/run';
import { logLevels } from '@hubdesk/shared/train/run';
import { eventFlag, flagValues, gapFlag } from './line-record.ts';

export const linesInBlock = 64;
const countedTogether = 1024;

interface FilterCounts {
  /** Whether a line of these flags passes. */
  passes: Uint8Array;
  /** How many lines pass before each `countedTogether`th; as far as lines there are. */
  before: number[];
}

export interface LineIndex {
  readonly lines: number;
  readonly gaps: number;
  /** `offset` is where the line begins in the file. */
  add(flags: number, offset: number, missing: number | null): void;
  flags(line: number): number;
  /** Where the block begins in which this line is. */
  blockOffset(block: number): number;
  readonly blocks: number;
  /** The last block that begins at `offset` or before. */
  blockAt(offset: number): number;
  total(filter: LogFilter): number;
  /** How many of the lines before `line` pass. */
  rank(filter: LogFilter, line: number): number;
  passes(filter: LogFilter, line: number): boolean;
  /** The lines that pass, from the `from`th. */
  select(filter: LogFilter, from: number, count: number): number[];
  /** What is missing behind `after` and up to `line`; undefined: nothing. */
  missingBetween(after: number, line: number): number | null | undefined;
  /** The last line before which some are missing, or 0. */
  readonly lastGap: number;
}

export function createLineIndex(): LineIndex {
  let lines = 0;
  let flagsOfLines = new Uint8Array(4_096);
  const offsets: number[] = [];
  const gaps: { line: number; missing: number | null }[] = [];
  const filters = new Map<string, FilterCounts>();

  function add(flags: number, offset: number, missing: number | null): void {
    if (lines === flagsOfLines.length) {
      const larger = new Uint8Array(lines * 2);
      larger.set(flagsOfLines);
      flagsOfLines = larger;
    }
    if (lines % linesInBlock === 0) offsets.push(offset);
    if ((flags & gapFlag) !== 0) gaps.push({ line: lines, missing });
    flagsOfLines[lines] = flags;
    lines += 1;
  }

  function countsOf(filter: LogFilter): FilterCounts {
    const key = `${filter.level} ${filter.events}`;
    let counts = filters.get(key);
    if (!counts) {
      counts = {
        passes: Uint8Array.from({ length: flagValues }, (_, flags) => (passes(filter, flags) ? 1 : 0)),
        before: [0],
      };
      filters.set(key, counts);
    }
    const { before } = counts;
    while (before.length * countedTogether <= lines) {
      const from = (before.length - 1) * countedTogether;
      before.push((before.at(-1) ?? 0) + countIn(counts.passes, from, from + countedTogether));
    }
    return counts;
  }

  function countIn(table: Uint8Array, from: number, to: number): number {
    let count = 0;
    for (let line = from; line < to; line += 1) count += table[flagsOfLines[line] ?? 0] ?? 0;
    return count;
  }

  function rank(filter: LogFilter, line: number): number {
    if (letsAllPass(filter)) return line;
    const counts = countsOf(filter);
    const chunk = Math.floor(line / countedTogether);
    return (counts.before[chunk] ?? 0) + countIn(counts.passes, chunk * countedTogether, line);
  }

  function select(filter: LogFilter, from: number, count: number): number[] {
    if (letsAllPass(filter))
      return Array.from({ length: Math.max(0, Math.min(count, lines - from)) }, (_, at) => from + at);
    const { passes: table, before } = countsOf(filter);
    const chunk = lastAtMost(before, from);
    const found: number[] = [];
    let toSkip = from - (before[chunk] ?? 0);
    for (let line = chunk * countedTogether; line < lines && found.length < count; line += 1) {
      if (table[flagsOfLines[line] ?? 0] === 0) continue;
      if (toSkip > 0) toSkip -= 1;
      else found.push(line);
    }
    return found;
  }

  return {
    add,
    rank,
    select,
    get lines() {
      return lines;
    },
    get gaps() {
      return gaps.length;
    },
    get blocks() {
      return offsets.length;
    },
    get lastGap() {
      return gaps.at(-1)?.line ?? 0;
    },
    flags: (line) => flagsOfLines[line] ?? 0,
    blockOffset: (block) => offsets[block] ?? 0,
    blockAt: (offset) => lastAtMost(offsets, offset),
    total: (filter) => rank(filter, lines),
    passes: (filter, line) => letsAllPass(filter) || passes(filter, flagsOfLines[line] ?? 0),
    missingBetween: (after, line) => {
      if (after === line - 1 && ((flagsOfLines[line] ?? 0) & gapFlag) === 0) return undefined;
      const found = gaps.filter((gap) => gap.line > after && gap.line <= line);
      if (found.length === 0) return undefined;
      return found.reduce<number | null>(
        (sum, { missing }) => (sum === null || missing === null ? null : sum + missing),
        0,
      );
    },
  };
}

const letsAllPass = (filter: LogFilter): boolean =>
  (filter.level === null || filter.level === logLevels[0]) && filter.events;

function passes(filter: LogFilter, flags: number): boolean {
  if ((flags & eventFlag) !== 0 && !filter.events) return false;
  return filter.level === null || (flags & 3) >= logLevels.indexOf(filter.level);
}

/** The index of the last of these ascending numbers that is at most `value`; the last of equal ones. */
function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((ascending[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
