// The scanner of rows for one thread: WebAssembly with its memory, and where in
// that memory bytes go in and what was found comes out.
import { scannerWasm } from './scanner-wasm.ts';

/** Rows the scanner notes before it has to be called again. */
export const maxRowsAtOnce = 4_096;

/** Where bytes to be scanned stand in the memory; in front of it is the scanner's own. */
export const inputAt = 0x40000;
/** Bytes behind the input that the scanner may read over. */
const slackBytes = 256;
const pageBytes = 65_536;

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
  /** Whether the values of the last call stand in an array. */
  inArray(): boolean;
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
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('The scanner has no memory.');
  const call = (name: string) => {
    const found = instance.exports[name];
    if (typeof found !== 'function') throw new TypeError(`The scanner has no ${name}.`);
    return (...input: number[]) => Number(found(...input));
  };
  const wasm = {
    lines: call('scanLines'),
    values: call('scanValues'),
    consumed: call('consumed'),
    state: call('state'),
    inArray: call('inArray'),
    explain: call('explain'),
    faultCodeOf: call('faultCodeOf'),
    faultOffset: call('faultOffset'),
    nextLine: call('nextLine'),
    countLines: call('countLines'),
    skipBegin: call('skipBegin'),
    skipOn: call('skipOn'),
    hash: call('hash'),
  };
  call('init')();
  const room = memory;
  let views = viewsOf(room);

  function capacity(): number {
    return views.bytes.length - inputAt - slackBytes;
  }

  function reserve(inputBytes: number): void {
    const missing = inputBytes - capacity();
    if (missing <= 0) return;
    room.grow(Math.ceil(missing / pageBytes));
    views = viewsOf(room);
  }

  return {
    bytes: () => views.bytes,
    records: () => views.records,
    reserve,
    capacity,
    lines: (from, end, stop, final) => wasm.lines(from, end, stop, Number(final)),
    values: (from, end, state, final) => wasm.values(from, end, state, Number(final)),
    consumed: wasm.consumed,
    state: wasm.state,
    inArray: () => wasm.inArray() !== 0,
    explain: (from, end, overLines) => {
      wasm.explain(from, end, Number(overLines));
      return { code: wasm.faultCodeOf(), at: wasm.faultOffset() };
    },
    nextLine: wasm.nextLine,
    countLines: wasm.countLines,
    skipBegin: () => void wasm.skipBegin(),
    skipOn: wasm.skipOn,
    hashOf: (text) => {
      reserve(text.length * 3);
      const { written } = encoder.encodeInto(text, views.bytes.subarray(inputAt));
      wasm.hash(inputAt, inputAt + written);
      return views.records.hashes[0] ?? 0n;
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
