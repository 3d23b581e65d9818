// The arithmetic of Xet, in WebAssembly: cuts, hashes and packs what lies in its
// memory. One for each thread; nothing here waits, reads files or knows xorbs.
import { xetWasm } from './xet-wasm.ts';

/** Most bytes that fit in at once. */
export const codecRoomBytes = 1024 * 1024;

/** Keys of keyed BLAKE3 (hub-docs `docs/xet/hashing.md`). */
export const hashKeys = {
  chunk: Uint8Array.from([
    102, 151, 245, 119, 91, 149, 80, 222, 49, 53, 203, 172, 165, 151, 24, 28, 157, 228, 33, 16, 155, 235, 43, 88, 180,
    208, 176, 75, 147, 173, 242, 41,
  ]),
  node: Uint8Array.from([
    1, 126, 197, 199, 165, 71, 41, 150, 253, 148, 102, 102, 180, 138, 2, 230, 93, 221, 83, 111, 55, 199, 109, 210, 248,
    99, 82, 230, 74, 83, 113, 63,
  ]),
  verification: Uint8Array.from([
    127, 24, 87, 214, 206, 86, 237, 102, 18, 127, 249, 19, 231, 165, 195, 243, 164, 205, 38, 213, 181, 219, 73, 230, 65,
    36, 152, 127, 40, 251, 148, 195,
  ]),
  file: new Uint8Array(32),
};

/** How a chunk is packed in a xorb. */
export type Scheme = 0 | 1 | 2;

/** Chunks found one after the other; each `ends[i]` counts from the start of what was scanned. */
export interface FoundChunks {
  ends: Uint32Array;
  /** 32 bytes each. */
  hashes: Uint8Array;
}

export interface XetCodec {
  /** Takes in up to `codecRoomBytes`, over what was there. */
  load(bytes: Uint8Array): void;
  /** Cuts and hashes from `start` to `end`, where a chunk begins at `start`. Unless `last`, the rest behind the last boundary is left. */
  scan(start: number, end: number, last: boolean): FoundChunks;
  /** Packs the chunk from `start` to `end`; the answer is good until the next call. */
  pack(start: number, end: number, scheme: Scheme): Uint8Array;
  /** The scheme that suits a chunk best; costs two packings. */
  bestScheme(start: number, end: number): Scheme;
  /** The keyed hash of at most 384 KiB; leaves what was taken in untouched only up to its own length. */
  keyedHash(key: Uint8Array, bytes: Uint8Array): Uint8Array;
}

/** Addresses of `xet.as`. */
const at = { key: 0x2200, hash: 0x2280, records: 0xa000, input: 0x10000, output: 0x120000 };
const recordBytes = 36;
const keyedHashRoomBytes = 384 * 1024;

let compiled: WebAssembly.Module | undefined;

export function createXetCodec(): XetCodec {
  compiled ??= new WebAssembly.Module(Buffer.from(xetWasm, 'base64'));
  const { memory, scan, pack, hash, bestScheme } = checked(new WebAssembly.Instance(compiled, {}).exports);
  const bytes = new Uint8Array(memory.buffer);
  const view = new DataView(memory.buffer);
  let key: Uint8Array | undefined;
  const setKey = (wanted: Uint8Array) => {
    if (key !== wanted) bytes.set(wanted, at.key);
    key = wanted;
  };
  return {
    load: (given) => bytes.set(given, at.input),
    scan: (start, end, last) => {
      setKey(hashKeys.chunk);
      const count = scan(at.input + start, at.input + end, last ? 1 : 0);
      const ends = new Uint32Array(count);
      const hashes = new Uint8Array(count * 32);
      for (let index = 0; index < count; index += 1) {
        const record = at.records + index * recordBytes;
        ends[index] = view.getUint32(record, true) - at.input - start;
        hashes.set(bytes.subarray(record + 4, record + recordBytes), index * 32);
      }
      return { ends, hashes };
    },
    pack: (start, end, scheme) =>
      bytes.subarray(at.output, at.output + pack(at.input + start, end - start, at.output, scheme)),
    bestScheme: (start, end) => {
      const scheme = bestScheme(at.input + start, end - start);
      return scheme === 1 || scheme === 2 ? scheme : 0;
    },
    keyedHash: (wanted, given) => {
      if (given.length > keyedHashRoomBytes) throw new RangeError('Too long for one hash.');
      setKey(wanted);
      bytes.set(given, at.input);
      hash(at.input, given.length);
      return bytes.slice(at.hash, at.hash + 32);
    },
  };
}

type Call = (...numbers: number[]) => number;

function checked(exported: WebAssembly.Exports): {
  memory: WebAssembly.Memory;
  scan: Call;
  pack: Call;
  hash: Call;
  bestScheme: Call;
} {
  const { memory } = exported;
  if (!(memory instanceof WebAssembly.Memory)) throw new TypeError('The codec has no memory.');
  const call = (name: string): Call => {
    const found = exported[name];
    if (typeof found !== 'function') throw new TypeError(`The codec has no ${name}.`);
    return (...numbers) => Number(found(...numbers));
  };
  return { memory, scan: call('scan'), pack: call('pack'), hash: call('hash'), bestScheme: call('bestScheme') };
}
