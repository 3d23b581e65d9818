// The lengths of many rows in plain numbers: enough to say at once what any limit
// on length would cut, without tokenizing again.
import type { Span } from './chat-template.ts';
import { sequencesPerRow, type RowKind } from './row-sequences.ts';

/** Lengths as they cross from a worker. Arrays run over sequences; a preference row has two. */
export interface PackedLengths {
  /** Tokens of each sequence. */
  totals: Uint32Array<ArrayBuffer>;
  /** How many trained ranges each sequence has. */
  spanCounts: Uint32Array<ArrayBuffer>;
  /** Start and end of every trained range, sequence after sequence. */
  spans: Uint32Array<ArrayBuffer>;
}

/** What is left of all rows when sequences are cut to a length. */
export interface CutLengths {
  cutRows: number;
  /** The trainer leaves these out. */
  rowsWithoutAnswer: number;
  tokensKept: number;
  trainedTokensKept: number;
}

/** One sequence, and its ranges of trained tokens. */
export interface SequenceLength {
  tokens: number;
  trained: readonly Span[];
}

export function packLengths(sequences: readonly SequenceLength[]): PackedLengths {
  return {
    totals: Uint32Array.from(sequences, ({ tokens }) => tokens),
    spanCounts: Uint32Array.from(sequences, ({ trained }) => trained.length),
    spans: Uint32Array.from(sequences.flatMap(({ trained }) => trained.flatMap(({ start, end }) => [start, end]))),
  };
}

/** Longer rows are counted in a list of their own. */
const countedLength = 65_536;

export interface RowLengths {
  append(packed: PackedLengths): void;
  readonly rows: number;
  /** Of all sequences. */
  readonly tokens: number;
  readonly trainedTokens: number;
  /** The length that this share (0 to 1) of the rows does not exceed; 0 without rows. A row is as long as its longest sequence. */
  percentile(share: number): number;
  histogram(): { bounds: number[]; counts: number[] };
  /**
   * TRL keeps the beginning and leaves out rows with nothing trained in it; for
   * reward it leaves out a row longer than the limit; for GRPO it cuts no prompt.
   */
  cutAt(maxLength: number): CutLengths;
}

export function createRowLengths(kind: RowKind): RowLengths {
  const perRow = sequencesPerRow(kind);
  let totals = new Uint32Array(1_024);
  let spanEnds = new Uint32Array(1_024);
  let spans = new Uint32Array(2_048);
  let sequences = 0;
  let spanNumbers = 0;
  let tokens = 0;
  let trainedTokens = 0;
  const byLength = new Uint32Array(countedLength);
  const longer: number[] = [];

  return {
    append: (packed) => {
      totals = withRoom(totals, sequences + packed.totals.length);
      spanEnds = withRoom(spanEnds, sequences + packed.totals.length);
      spans = withRoom(spans, spanNumbers + packed.spans.length);
      totals.set(packed.totals, sequences);
      spans.set(packed.spans, spanNumbers);
      for (let index = 0; index < packed.totals.length; index += 1) {
        spanNumbers += 2 * (packed.spanCounts[index] ?? 0);
        spanEnds[sequences + index] = spanNumbers;
        tokens += packed.totals[index] ?? 0;
      }
      for (let index = 0; index < packed.spans.length; index += 2) trainedTokens += (packed.spans[index + 1] ?? 0) - (packed.spans[index] ?? 0);
      for (let index = 0; index < packed.totals.length; index += perRow) {
        const length = Math.max(packed.totals[index] ?? 0, perRow === 2 ? (packed.totals[index + 1] ?? 0) : 0);
        if (length < countedLength) byLength[length] = (byLength[length] ?? 0) + 1;
        else longer.push(length);
      }
      sequences += packed.totals.length;
    },
    get rows() {
      return sequences / perRow;
    },
    get tokens() {
      return tokens;
    },
    get trainedTokens() {
      return trainedTokens;
    },
    percentile: (share) => {
      const rows = sequences / perRow;
      if (rows === 0) return 0;
      const wanted = Math.max(1, Math.ceil(share * rows));
      let seen = 0;
      for (let length = 0; length < countedLength; length += 1) {
        seen += byLength[length] ?? 0;
        if (seen >= wanted) return length;
      }
      return longer.toSorted((a, b) => a - b)[wanted - seen - 1] ?? 0;
    },
    histogram: () => histogramOf(byLength, longer),
    cutAt: (maxLength) => {
      if (kind.method === 'grpo') return { cutRows: 0, rowsWithoutAnswer: 0, tokensKept: tokens, trainedTokensKept: trainedTokens };
      const cut: CutLengths = { cutRows: 0, rowsWithoutAnswer: 0, tokensKept: 0, trainedTokensKept: 0 };
      for (let first = 0; first < sequences; first += perRow) {
        let longest = 0;
        let kept = 0;
        let trained = 0;
        for (let index = first; index < first + perRow; index += 1) {
          const total = totals[index] ?? 0;
          longest = Math.max(longest, total);
          kept += Math.min(total, maxLength);
          const end = spanEnds[index] ?? 0;
          for (let at = index === 0 ? 0 : (spanEnds[index - 1] ?? 0); at < end; at += 2) {
            trained += Math.max(0, Math.min(spans[at + 1] ?? 0, maxLength) - (spans[at] ?? 0));
          }
        }
        if (longest > maxLength) cut.cutRows += 1;
        if (trained === 0 || (kind.method === 'reward' && longest > maxLength)) {
          cut.rowsWithoutAnswer += 1;
          continue;
        }
        cut.tokensKept += kept;
        cut.trainedTokensKept += trained;
      }
      return cut;
    },
  };
}

function withRoom(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (length <= array.length) return array;
  const larger = new Uint32Array(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}

/** Bounds are the lengths that people set limits at: powers of two and halfway between them. */
function histogramOf(byLength: Uint32Array, longer: readonly number[]): { bounds: number[]; counts: number[] } {
  let longest = longer.reduce((most, length) => Math.max(most, length), 0);
  for (let length = byLength.length - 1; longest === 0 && length > 0; length -= 1) if (byLength[length]) longest = length;
  const bounds: number[] = [];
  for (let bound = 16; bounds.length === 0 || (bounds.at(-1) ?? 0) < longest; bound *= 2) bounds.push(bound, bound * 1.5);
  while (bounds.length > 1 && (bounds.at(-2) ?? 0) >= longest) bounds.pop();
  const counts = Array.from({ length: bounds.length + 1 }, () => 0);
  const count = (length: number, rows: number) => {
    const at = bounds.findIndex((bound) => length <= bound);
    const bucket = at < 0 ? bounds.length : at;
    counts[bucket] = (counts[bucket] ?? 0) + rows;
  };
  byLength.forEach((rows, length) => rows > 0 && count(length, rows));
  for (const length of longer) count(length, 1);
  return { bounds, counts };
}
