// Cuts bytes that come piece by piece into rows, with the scanner of this
// thread. Holds no more than one row and one piece; of a row too long to be held
// it looks for the end only.
import type { Scanner } from './scanner/scanner.ts';
import { inputAt, maxRowsAtOnce } from './scanner/scanner.ts';

/** `lines`: a row a line. `values`: one array of rows, or rows one after the other over any number of lines. */
export type RowLayout = 'lines' | 'values';

/** Where the values of an array go on; the numbers are those of `scanner.as`. */
export const arrayState = { start: 0, value: 2, done: 4, loose: 5, broken: 6 } as const;

export interface RowSink {
  /** The scanner's records hold `count` rows (and blank lines). A place in its memory plus `base` is an offset in the file. */
  rows(count: number, base: number, lineOf: (record: number) => number): void;
  /** A row longer than can be held. `line` counts from 1, `offset` in bytes. */
  tooLong(offset: number, bytes: number, line: number): void;
}

export interface RowReaderOptions {
  readonly layout: RowLayout;
  /** Offset of the first byte that will be handed in. */
  readonly from: number;
  /** Rows are read that begin before this offset. */
  readonly stop: number;
  /** The first byte is amid or at the end of a line that is not ours. */
  readonly seekLine: boolean;
  readonly state: number;
  readonly maxRowBytes: number;
}

export interface RowReader {
  /** Where the next bytes go. */
  room(): { readonly bytes: Uint8Array; readonly at: number; readonly length: number };
  /** So many bytes were put there. */
  filled(bytes: number): void;
  /** No more bytes come. */
  end(): void;
  /** Whether all rows that were asked for are read. */
  done(): boolean;
  /** Of the values of an array: where it stands. */
  state(): number;
  /** Line ends passed so far. */
  lines(): number;
}

const pieceBytes = 256 * 1024;

export function createRowReader(scanner: Scanner, sink: RowSink, options: RowReaderOptions): RowReader {
  const { layout, stop, maxRowBytes } = options;
  let base = options.from - inputAt;
  let begin = inputAt;
  let filledTo = inputAt;
  let state = options.state;
  let seeking = options.seekLine;
  /** The offset of a row that is too long and the line it began in, while its end is looked for. */
  let skipping: { offset: number; line: number } | null = null;
  let lines = 0;
  let tryAgainAt = 0;
  let ended = false;
  const valueLines = layout === 'values' ? new Float64Array(maxRowsAtOnce) : null;

  function passTo(place: number): void {
    if (valueLines) lines += scanner.countLines(begin, place);
    begin = place;
  }

  function scan(final: boolean): void {
    while (state !== arrayState.broken) {
      const before = begin;
      const until = Math.max(begin, Math.min(stop - base, filledTo));
      const count = valueLines
        ? scanner.values(begin, filledTo, state, final)
        : scanner.lines(begin, filledTo, until, final);
      const consumed = scanner.consumed();
      if (valueLines) {
        state = scanner.state();
        const { starts } = scanner.records();
        for (let record = 0; record < count; record += 1) {
          passTo(starts[record] ?? begin);
          valueLines[record] = lines + 1;
        }
        if (count > 0) sink.rows(count, base, (record) => valueLines[record] ?? 0);
        passTo(consumed);
      } else {
        const first = lines + 1;
        if (count > 0) sink.rows(count, base, (record) => first + record);
        lines += count;
        begin = consumed;
      }
      if (count === 0 || begin === before || begin >= filledTo) return;
    }
  }

  /** Looks for the end of the row that is too long; false while it goes on. */
  function skip(row: { offset: number; line: number }, final: boolean): boolean {
    const behind = valueLines ? scanner.skipOn(begin, filledTo) : scanner.nextLine(begin, filledTo);
    if (behind === 0 && !final) {
      passTo(filledTo);
      return false;
    }
    passTo(behind === 0 ? filledTo : behind);
    if (valueLines) state = behind === 0 ? arrayState.broken : state === arrayState.loose ? state : 3;
    else lines += 1;
    sink.tooLong(row.offset, begin + base - row.offset - (behind === 0 || valueLines ? 0 : 1), row.line);
    skipping = null;
    return true;
  }

  function work(final: boolean): void {
    if (seeking) {
      const next = scanner.nextLine(begin, filledTo);
      begin = next === 0 ? filledTo : next;
      seeking = next === 0;
      if (seeking) return;
    }
    if (skipping && !skip(skipping, final)) return;
    scan(final);
    const held = filledTo - begin;
    if (held > maxRowBytes && !finished()) {
      skipping = { offset: begin + base, line: lines + 1 };
      scanner.skipBegin();
      work(final);
    } else tryAgainAt = 2 * held;
  }

  function finished(): boolean {
    return ended || state === arrayState.broken || (!skipping && begin + base >= stop);
  }

  return {
    room: () => {
      if (begin > inputAt) {
        scanner.bytes().copyWithin(inputAt, begin, filledTo);
        base += begin - inputAt;
        filledTo -= begin - inputAt;
        begin = inputAt;
      }
      const held = filledTo - inputAt;
      // A long row is tried again when twice as much is there, so that reading it stays linear.
      const length = Math.max(pieceBytes, Math.min(held, maxRowBytes + 1 - held));
      scanner.reserve(held + length);
      return { bytes: scanner.bytes(), at: filledTo, length };
    },
    filled: (bytes) => {
      filledTo += bytes;
      if (filledTo - begin >= Math.min(tryAgainAt, maxRowBytes + 1)) work(false);
    },
    end: () => {
      if (!finished()) work(true);
      ended = true;
    },
    done: finished,
    state: () => state,
    lines: () => lines,
  };
}
