// Rows that stand twice, and rows of validation or test that are also in train:
// over any number of files, in bounded memory. Hashes are sorted into drawers
// small enough for the processor's cache; what is too much for one round is
// looked at in several, a share of all hashes each.
import type { RowPlace, Split } from '@hubdesk/shared/datasets/check-report';
import { maxExamples, maxListedRows, type FileScan, type FoundProblem } from './file-scan.ts';
import { createGrowingRows, type GrowingRows } from './growing-rows.ts';
import { placeBefore } from './row-index.ts';

export interface CheckedFile {
  readonly scan: FileScan;
  readonly split: Split;
}

export interface CrossCheckOptions {
  readonly signal?: AbortSignal;
  /** The line of a row, for the few examples; null where there are no lines. */
  readonly lineOf?: (scan: FileScan, row: number) => Promise<number | null>;
  /** Of one round. */
  readonly maxRoundRows?: number;
}

/** 12 bytes a row. */
const defaultRoundRows = 1_500_000;
/** About so many rows a drawer. */
const drawerRows = 16_384;
const splitOrder: readonly Split[] = ['train', 'validation', 'test'];

interface Found {
  count: number;
  readonly rows: GrowingRows;
  /** The first, in no order. */
  readonly examples: { row: number; original: number }[];
}

type Note = (kind: 'duplicate' | 'leak', row: number, original: number) => void;

/** `duplicate` and `leak` of each file, in the files' order; a file without any has an empty list. */
export async function crossCheck(
  files: readonly CheckedFile[],
  options: CrossCheckOptions = {},
): Promise<FoundProblem[][]> {
  const { signal, lineOf = async () => null, maxRoundRows = defaultRoundRows } = options;
  // Rows are numbered through all files, those of train first.
  const sorted = splitOrder.flatMap((split) => files.filter((file) => file.split === split));
  const firsts: number[] = [];
  let total = 0;
  for (const { scan } of sorted) {
    firsts.push(total);
    total += scan.hashes.rows;
  }
  const endOf = (...splits: Split[]) =>
    sorted.reduce((end, { scan, split }) => end + (splits.includes(split) ? scan.hashes.rows : 0), 0);
  const trainEnd = endOf('train');
  const validationEnd = endOf('train', 'validation');
  const found = sorted.map(() => ({ duplicate: newFound(), leak: newFound() }));
  const note: Note = (kind, row, original) => {
    const file = placeBefore(firsts, row);
    const into = found[file]?.[kind];
    if (into) noteRow(into, row - (firsts[file] ?? 0), original);
  };
  const rounds = Math.max(1, Math.ceil(total / maxRoundRows));
  for (let round = 0; round < rounds; round += 1) {
    findRepeats(sorted, total, round, rounds, trainEnd, validationEnd, note);
    await new Promise(setImmediate);
    signal?.throwIfAborted();
  }
  return Promise.all(files.map(async (file) => problemsOf(file.scan, found[sorted.indexOf(file)])));

  async function problemsOf(
    scan: FileScan,
    repeats: Record<'duplicate' | 'leak', Found> | undefined,
  ): Promise<FoundProblem[]> {
    const problems: FoundProblem[] = [];
    for (const kind of ['duplicate', 'leak'] as const) {
      const one = repeats?.[kind];
      if (!one || one.count === 0) continue;
      const examples: RowPlace[] = [];
      for (const { row, original } of one.examples.sort((a, b) => a.row - b.row)) {
        examples.push({ file: scan.name, row, line: await lineOf(scan, row), detail: `same as ${nameOf(original)}` });
      }
      problems.push({ kind, count: one.count, rows: one.rows.view().slice().sort(), examples });
    }
    return problems;
  }

  function nameOf(row: number): string {
    const file = placeBefore(firsts, row);
    return `row ${row - (firsts[file] ?? 0) + 1} of ${sorted[file]?.scan.name ?? ''}`;
  }
}

/** One share of all hashes: by the high bits into drawers, then each drawer through a table. */
function findRepeats(
  files: readonly CheckedFile[],
  total: number,
  round: number,
  rounds: number,
  trainEnd: number,
  validationEnd: number,
  note: Note,
): void {
  const bits = Math.max(0, Math.ceil(Math.log2(Math.max(1, total / rounds / drawerRows))));
  const shift = 32 - bits;
  const drawerOf = (high: number) => (bits === 0 ? 0 : high >>> shift);
  // Rounds go by bits that drawers and slots do not go by; a row without a hash counts in none.
  const counts = (low: number, high: number) =>
    (low | high) !== 0 && (rounds === 1 || (high & 0xffff) % rounds === round);
  const sizes = new Uint32Array(2 ** bits + 1);
  for (const { words } of hashWords(files)) {
    for (let at = 0; at < words.length; at += 2) {
      const high = words[at + 1] ?? 0;
      if (!counts(words[at] ?? 0, high)) continue;
      const drawer = drawerOf(high) + 1;
      sizes[drawer] = (sizes[drawer] ?? 0) + 1;
    }
  }
  for (let drawer = 1; drawer < sizes.length; drawer += 1)
    sizes[drawer] = (sizes[drawer] ?? 0) + (sizes[drawer - 1] ?? 0);
  const ends = sizes.slice();
  const count = sizes.at(-1) ?? 0;
  const lows = new Uint32Array(count);
  const highs = new Uint32Array(count);
  const rows = new Uint32Array(count);
  for (const { words, first } of hashWords(files)) {
    for (let word = 0; word < words.length; word += 2) {
      const low = words[word] ?? 0;
      const high = words[word + 1] ?? 0;
      if (!counts(low, high)) continue;
      const drawer = drawerOf(high);
      const at = ends[drawer] ?? 0;
      ends[drawer] = at + 1;
      lows[at] = low;
      highs[at] = high;
      rows[at] = first + word / 2;
    }
  }
  let longest = 0;
  for (let drawer = 0; drawer + 1 < sizes.length; drawer += 1)
    longest = Math.max(longest, (sizes[drawer + 1] ?? 0) - (sizes[drawer] ?? 0));
  const mask = 2 ** Math.ceil(Math.log2(2 * longest + 2)) - 1;
  /** In each slot the place of the first with its hash, plus one; of train, validation and test apart. */
  const slots = [new Uint32Array(mask + 1), new Uint32Array(mask + 1), new Uint32Array(mask + 1)] as const;
  const [train] = slots;
  for (let drawer = 0; drawer + 1 < sizes.length; drawer += 1) {
    const begin = sizes[drawer] ?? 0;
    const end = sizes[drawer + 1] ?? 0;
    for (const table of slots) table.fill(0);
    for (let at = begin; at < end; at += 1) {
      const row = rows[at] ?? 0;
      if (row >= trainEnd) {
        const leaked = train[slotOf(train, at)] ?? 0;
        if (leaked > 0) note('leak', row, rows[leaked - 1] ?? 0);
      }
      const own = row < trainEnd ? train : row < validationEnd ? slots[1] : slots[2];
      const slot = slotOf(own, at);
      const before = own[slot] ?? 0;
      if (before > 0) note('duplicate', row, rows[before - 1] ?? 0);
      else own[slot] = at + 1;
    }
  }

  function slotOf(table: Uint32Array, at: number): number {
    const low = lows[at] ?? 0;
    const high = highs[at] ?? 0;
    let slot = low & mask;
    for (;;) {
      const other = table[slot] ?? 0;
      if (other === 0 || (lows[other - 1] === low && highs[other - 1] === high)) return slot;
      slot = (slot + 1) & mask;
    }
  }
}

/** All hashes as words, low and high by turns; `first` is the row of the first. */
function* hashWords(files: readonly CheckedFile[]): Generator<{ words: Uint32Array; first: number }> {
  let first = 0;
  for (const { scan } of files) {
    for (const piece of scan.hashes.pieces()) {
      yield { words: new Uint32Array(piece.buffer, piece.byteOffset, 2 * piece.length), first };
      first += piece.length;
    }
  }
}

function newFound(): Found {
  return { count: 0, rows: createGrowingRows(maxListedRows), examples: [] };
}

/** Rows come in no order: of the examples the first ones are kept. */
function noteRow(found: Found, row: number, original: number): void {
  found.count += 1;
  found.rows.add(row);
  const { examples } = found;
  if (examples.length < maxExamples) examples.push({ row, original });
  else {
    const last = examples.reduce((worst, example, at) => ((examples[worst]?.row ?? 0) < example.row ? at : worst), 0);
    if (row < (examples[last]?.row ?? 0)) examples[last] = { row, original };
  }
}
