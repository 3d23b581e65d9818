// The scanner of rows for one thread: WebAssembly with its memory, and where in
// that memory bytes go in and what was found comes out.
import { z } from 'zod';
import { scannerWasm } from './scanner-wasm.ts';

/** Rows the scanner notes before it has to be called again. */
export const maxRowsAtOnce = 4_096;

/** Where bytes to be scanned stand in the memory; in front of it is the scanner's own. */
export const inputAt = 0x40000;
/** Bytes behind the input that the scanner may read over. */
const slackBytes = 256;
const pageBytes = 65_536;

/** What a function of the module is: numbers in, a number or nothing out. */
const call = z.custom<(...input: number[]) => number>((value) => typeof value === 'function');
const exportsSchema = z.object({
  memory: z.instanceof(WebAssembly.Memory),
  init: call,
  scanLines: call,
  scanValues: call,
  consumed: call,
  state: call,
  explain: call,
  faultCodeOf: call,
  faultOffset: call,
  nextLine: call,
  countLines: call,
  skipBegin: call,
  skipOn: call,
  hash: z.custom<(from: number, end: number) => bigint>((value) => typeof value === 'function'),
});

/** What was found of the rows of the last call, a place a row; seen through whichever type is handy. */
export interface RowRecords {
  readonly hashes: BigUint64Array<ArrayBuffer>;
  /** Two words a row, low and high. */
  readonly shapes: Uint32Array<ArrayBuffer>;
  /** Places in the memory. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly lengths: Uint32Array<ArrayBuffer>;
  readonly flags: Uint32Array<ArrayBuffer>;
  readonly sequences: Uint32Array<ArrayBuffer>;
}

export interface Scanner {
  /** The memory; another object after `reserve` has made it larger. */
  bytes(): Uint8Array<ArrayBuffer>;
  records(): RowRecords;
  /** Makes room for so many bytes of input. What stood there stays. */
  reserve(inputBytes: number): void;
  capacity(): number;
  /** Rows a line: see `scanLines` in `scanner.as`. */
  lines(from: number, end: number, stop: number, final: boolean): number;
  /** Rows of an array, or one after the other. */
  values(from: number, end: number, state: number, final: boolean): number;
  consumed(): number;
  state(): number;
  /** Why the row is not JSON, and at which place of the memory; code 0 when it is. */
  explain(from: number, end: number, overLines: boolean): { code: number; at: number };
  nextLine(from: number, end: number): number;
  countLines(from: number, end: number): number;
  skipBegin(): void;
  skipOn(from: number, end: number): number;
  /** The 64-bit hash a row of this text has. */
  hashOf(text: string): bigint;
}

let compiled: WebAssembly.Module | null = null;

export function createScanner(): Scanner {
  compiled ??= new WebAssembly.Module(Buffer.from(scannerWasm, 'base64'));
  const instance = new WebAssembly.Instance(compiled, { env: { abort: () => undefined } });
  const wasm = exportsSchema.parse({ ...instance.exports });
  wasm.init();
  let views = viewsOf(wasm.memory);

  function capacity(): number {
    return views.bytes.length - inputAt - slackBytes;
  }

  function reserve(inputBytes: number): void {
    const missing = inputBytes - capacity();
    if (missing <= 0) return;
    wasm.memory.grow(Math.ceil(missing / pageBytes));
    views = viewsOf(wasm.memory);
  }

  return {
    bytes: () => views.bytes,
    records: () => views.records,
    reserve,
    capacity,
    lines: (from, end, stop, final) => wasm.scanLines(from, end, stop, Number(final)),
    values: (from, end, state, final) => wasm.scanValues(from, end, state, Number(final)),
    consumed: () => wasm.consumed(),
    state: () => wasm.state(),
    explain: (from, end, overLines) => {
      wasm.explain(from, end, Number(overLines));
      return { code: wasm.faultCodeOf(), at: wasm.faultOffset() };
    },
    nextLine: (from, end) => wasm.nextLine(from, end),
    countLines: (from, end) => wasm.countLines(from, end),
    skipBegin: () => void wasm.skipBegin(),
    skipOn: (from, end) => wasm.skipOn(from, end),
    hashOf: (text) => {
      reserve(text.length * 3);
      const { written } = encoder.encodeInto(text, views.bytes.subarray(inputAt));
      return BigInt.asUintN(64, wasm.hash(inputAt, inputAt + written));
    },
  };
}

const encoder = new TextEncoder();

function viewsOf(memory: WebAssembly.Memory): { bytes: Uint8Array<ArrayBuffer>; records: RowRecords } {
  const { buffer } = memory;
  return {
    bytes: new Uint8Array(buffer),
    records: {
      hashes: new BigUint64Array(buffer, 0x10000, maxRowsAtOnce),
      shapes: new Uint32Array(buffer, 0x18000, 2 * maxRowsAtOnce),
      starts: new Uint32Array(buffer, 0x20000, maxRowsAtOnce),
      lengths: new Uint32Array(buffer, 0x24000, maxRowsAtOnce),
      flags: new Uint32Array(buffer, 0x28000, maxRowsAtOnce),
      sequences: new Uint32Array(buffer, 0x2c000, maxRowsAtOnce),
    },
  };
}
