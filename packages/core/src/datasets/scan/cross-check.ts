// Rows that stand twice, and rows of validation or test that are also in train:
// over any number of files, with a table of a bounded size. What does not fit
// in one table is looked at in turns, a share of all hashes each.
import type { Split } from '@hubdesk/shared/datasets/check-report';
import type { RowPlace } from '@hubdesk/shared/datasets/check-report';
import { maxExamples, maxListedRows, type FileScan, type FoundProblem } from './file-scan.ts';
import { createGrowingRows, type GrowingRows } from './growing-list.ts';

export interface CheckedFile {
  readonly scan: FileScan;
  readonly split: Split;
}

export interface CrossCheckOptions {
  readonly signal?: AbortSignal;
  /** The line of a row, for the few examples; null where there are no lines. */
  readonly lineOf?: (scan: FileScan, row: number) => Promise<number | null>;
  /** Of one table. */
  readonly maxTableRows?: number;
}

/** Rows of one table: 12 bytes a slot, twice as many slots as rows. */
const defaultTableRows = 2_000_000;
const order: readonly Split[] = ['train', 'validation', 'test'];
/** Hashes looked at before other work gets its turn. */
const breatheEvery = 500_000;

interface Found {
  count: number;
  rows: GrowingRows;
  examples: { row: number; original: number }[];
}

/** `duplicate` and `leak` of each file, in the files' order; a file without any has an empty list. */
export async function crossCheck(files: readonly CheckedFile[], options: CrossCheckOptions = {}): Promise<FoundProblem[][]> {
  const { signal, lineOf = async () => null, maxTableRows = defaultTableRows } = options;
  const total = files.reduce((sum, { scan }) => sum + scan.hashes.rows, 0);
  const turns = Math.max(1, Math.ceil(total / maxTableRows));
  /** Rows are numbered through all files. */
  const firstRow: number[] = [];
  let rows = 0;
  for (const { scan } of files) {
    firstRow.push(rows);
    rows += scan.hashes.rows;
  }
  const found = files.map(() => ({ duplicate: newFound(), leak: newFound() }));
  for (let turn = 0; turn < turns; turn += 1) {
    const train = createTable();
    for (const split of order) {
      const own = split === 'train' ? train : createTable();
      for (const [file, checked] of files.entries()) {
        const into = found[file];
        if (checked.split !== split || !into) continue;
        let row = 0;
        let sinceBreath = 0;
        for (const piece of checked.scan.hashes.pieces()) {
          const words = new Uint32Array(piece.buffer, piece.byteOffset, 2 * piece.length);
          for (let at = 0; at < piece.length; at += 1) {
            const low = words[2 * at] ?? 0;
            const high = words[2 * at + 1] ?? 0;
            if ((low | high) !== 0 && (turns === 1 || high % turns === turn)) {
              const global = (firstRow[file] ?? 0) + row;
              if (split !== 'train') {
                const original = train.find(low, high);
                if (original >= 0) note(into.leak, row, original);
              }
              const before = own.put(low, high, global);
              if (before >= 0) note(into.duplicate, row, before);
            }
            row += 1;
          }
          sinceBreath += piece.length;
          if (sinceBreath >= breatheEvery) {
            sinceBreath = 0;
            await new Promise(setImmediate);
          }
          signal?.throwIfAborted();
        }
      }
    }
  }
  return Promise.all(
    files.map(async ({ scan }, file) => {
      const problems: FoundProblem[] = [];
      for (const kind of ['duplicate', 'leak'] as const) {
        const one = found[file]?.[kind];
        if (!one || one.count === 0) continue;
        const examples = one.examples.sort((a, b) => a.row - b.row).slice(0, maxExamples);
        problems.push({
          kind,
          count: one.count,
          rows: one.rows.view().slice().sort(),
          examples: await Promise.all(
            examples.map(async ({ row, original }): Promise<RowPlace> => ({ file: scan.name, row, line: await lineOf(scan, row), detail: `same as ${nameOf(original)}` })),
          ),
        });
      }
      return problems;
    }),
  );

  function nameOf(global: number): string {
    let file = 0;
    while (file + 1 < firstRow.length && (firstRow[file + 1] ?? 0) <= global) file += 1;
    return `row ${global - (firstRow[file] ?? 0) + 1} of ${files[file]?.scan.name ?? ''}`;
  }
}

function newFound(): Found {
  return { count: 0, rows: createGrowingRows(maxListedRows), examples: [] };
}

function note(found: Found, row: number, original: number): void {
  found.count += 1;
  found.rows.add(row);
  // Each turn meets the rows anew from the beginning; the first of all are sought.
  if (found.examples.length < maxExamples) found.examples.push({ row, original });
  else {
    const last = found.examples.reduce((worst, example, at) => ((found.examples[worst]?.row ?? 0) < example.row ? at : worst), 0);
    if (row < (found.examples[last]?.row ?? 0)) found.examples[last] = { row, original };
  }
}

interface Table {
  /** Puts the row in unless the hash is there; answers the row that was there, or -1. */
  put(low: number, high: number, row: number): number;
  find(low: number, high: number): number;
}

/** Open addressing over three columns of numbers, doubled when it is three quarters full. */
function createTable(): Table {
  let mask = 4_095;
  let lows = new Uint32Array(mask + 1);
  let highs = new Uint32Array(mask + 1);
  /** The row, plus one; 0 is free. */
  let rows = new Uint32Array(mask + 1);
  let used = 0;

  function slotOf(low: number, high: number): number {
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask;
    while (rows[slot] !== 0 && (lows[slot] !== low || highs[slot] !== high)) slot = (slot + 1) & mask;
    return slot;
  }

  function grow(): void {
    const before = { lows, highs, rows };
    mask = 2 * mask + 1;
    lows = new Uint32Array(mask + 1);
    highs = new Uint32Array(mask + 1);
    rows = new Uint32Array(mask + 1);
    for (let slot = 0; slot < before.rows.length; slot += 1) {
      const row = before.rows[slot] ?? 0;
      if (row !== 0) set(slotOf(before.lows[slot] ?? 0, before.highs[slot] ?? 0), before.lows[slot] ?? 0, before.highs[slot] ?? 0, row);
    }
  }

  function set(slot: number, low: number, high: number, row: number): void {
    lows[slot] = low;
    highs[slot] = high;
    rows[slot] = row;
  }

  return {
    put: (low, high, row) => {
      const slot = slotOf(low, high);
      const there = rows[slot] ?? 0;
      if (there !== 0) return there - 1;
      set(slot, low, high, row + 1);
      used += 1;
      if (4 * used > 3 * mask) grow();
      return -1;
    },
    find: (low, high) => (rows[slotOf(low, high)] ?? 0) - 1,
  };
}
