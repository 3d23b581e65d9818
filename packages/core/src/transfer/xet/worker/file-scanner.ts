// Turns files into chunks in a worker thread: large ones piece by piece, small
// ones whole, with the SHA-256 of the very bytes that were cut.
import { createHash, type Hash } from 'node:crypto';
import { codecRoomBytes, type XetCodec } from '../codec/xet-codec.ts';
import { openSource, SourceTrouble, type OpenSource } from './source-file.ts';
import type { SourceFile, WholeFile, XetAnswer } from './xet-tasks.ts';

const largestChunkBytes = 128 * 1024;

interface Scanning {
  source: OpenSource;
  sha256: Hash;
  readBytes: number;
  /** What is behind the last boundary; the next piece begins with it. One buffer for all pieces. */
  rest: Uint8Array;
  restLength: number;
}

export interface FileScanner {
  next(file: number, source: SourceFile | null, slab: ArrayBuffer): XetAnswer;
  whole(files: readonly SourceFile[], slab: ArrayBuffer): XetAnswer;
  drop(file: number): void;
}

export function fileScanner(codec: XetCodec): FileScanner {
  const open = new Map<number, Scanning>();
  const drop = (file: number) => {
    open.get(file)?.source.close();
    open.delete(file);
  };

  function next(file: number, given: SourceFile | null, slab: ArrayBuffer): XetAnswer {
    if (given)
      open.set(file, {
        source: openSource(given),
        sha256: createHash('sha256'),
        readBytes: 0,
        rest: new Uint8Array(largestChunkBytes),
        restLength: 0,
      });
    const scanning = open.get(file);
    if (!scanning) throw new Error('No such file is being scanned.');
    const { source, sha256 } = scanning;
    const rest = scanning.rest.subarray(0, scanning.restLength);
    const slabBytes = new Uint8Array(slab);
    const fresh = slabBytes.subarray(
      rest.length,
      Math.min(codecRoomBytes, rest.length + source.size - scanning.readBytes),
    );
    slabBytes.set(rest);
    source.read(fresh, scanning.readBytes);
    sha256.update(fresh);
    scanning.readBytes += fresh.length;
    const last = scanning.readBytes === source.size;
    if (last) source.check();
    const filled = slabBytes.subarray(0, rest.length + fresh.length);
    codec.load(filled);
    const found = codec.scan(0, filled.length, last);
    const left = filled.subarray(found.ends.at(-1) ?? 0);
    scanning.rest.set(left);
    scanning.restLength = left.length;
    if (last) drop(file);
    return { kind: 'scanned', slab, found, readBytes: scanning.readBytes, sha256: last ? sha256.digest('hex') : null };
  }

  return {
    drop,
    next: (file, given, slab) => {
      try {
        return next(file, given, slab);
      } catch (error) {
        drop(file);
        if (error instanceof SourceTrouble) return { kind: 'scanFailed', slab, failure: error.failure };
        throw error;
      }
    },
    whole: (files, slab) => {
      const slabBytes = new Uint8Array(slab);
      let end = 0;
      const read = files.map((file) => {
        const start = end;
        end += file.size;
        return { start, end, failure: readWhole(file, slabBytes.subarray(start, end)) };
      });
      codec.load(slabBytes.subarray(0, end));
      return {
        kind: 'scannedWhole',
        slab,
        files: read.map(({ start, end: fileEnd, failure }): WholeFile => {
          if (failure) return { failure };
          const sha256 = createHash('sha256').update(slabBytes.subarray(start, fileEnd)).digest('hex');
          return { found: codec.scan(start, fileEnd, true), sha256 };
        }),
      };
    },
  };
}

function readWhole(file: SourceFile, into: Uint8Array) {
  try {
    const source = openSource(file);
    try {
      source.read(into, 0);
      source.check();
    } finally {
      source.close();
    }
    return null;
  } catch (error) {
    if (error instanceof SourceTrouble) return error.failure;
    throw error;
  }
}
