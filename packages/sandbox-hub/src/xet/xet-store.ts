// The content store behind Xet: xorbs on disk as they were sent, and files as lists of pieces of them.
// It believes the hashes that clients give and only checks that every piece is really there.
import { createHash, randomUUID } from 'node:crypto';
import { appendFileSync, createReadStream, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { tidyAfter } from '../http/tidy-memory.ts';
import { readFileRange, type ByteRange } from '../repos/content-store.ts';
import type { ShardFile, ShardTerm } from './shard.ts';
import { chunkStart, storedHeader, unpackChunk, xorbScanner, type XorbIndex } from './xorb.ts';

export interface XetFile {
  hash: string;
  size: number;
  sha256?: string;
  terms: readonly ShardTerm[];
}

/** A piece of a file, cut to whole chunks, and where these lie within the xorb's bytes (`bytes.end` included). */
export interface PlannedTerm {
  xorb: string;
  unpackedLength: number;
  chunks: { start: number; end: number };
}

export interface PlannedRange {
  chunks: { start: number; end: number };
  bytes: ByteRange;
}

export interface ReconstructionPlan {
  offsetIntoFirstRange: number;
  terms: PlannedTerm[];
  /** What to fetch of each xorb: in order, none touching another. */
  xorbs: Map<string, PlannedRange[]>;
}

export class UnknownXorb extends Error {
  constructor(hash: string) {
    super(`No such xorb, or not so many chunks in it: ${hash}`);
    this.name = 'UnknownXorb';
  }
}

export interface XetStore {
  /** Keeps a xorb; false when it was there already. Throws `MalformedXorb`. */
  addXorb(hash: string, source: AsyncIterable<Uint8Array>): Promise<boolean>;
  /** Keeps files, all or none. Throws `UnknownXorb`. */
  addFiles(files: readonly ShardFile[]): Promise<void>;
  /** Gives a blob on this disk a Xet face, for clients that read by Xet alone; its hash is made up. */
  addBlob(file: string, sha256: string, size: number): string;
  file(hash: string): XetFile | undefined;
  fileOfSha256(sha256: string): XetFile | undefined;
  /** What a client must fetch to put a file, or the bytes of a range of it, together. */
  plan(file: XetFile, range: ByteRange): Promise<ReconstructionPlan>;
  xorbSize(hash: string): Promise<number | undefined>;
  /** Bytes of a xorb as it was sent. */
  xorbBytes(hash: string, range: ByteRange): AsyncIterable<Uint8Array>;
  /** The unpacked bytes of a file. */
  read(hash: string, range: ByteRange): AsyncIterable<Uint8Array>;
}

const storedFile = z.object({
  hash: z.string(),
  size: z.number(),
  sha256: z.string().optional(),
  terms: z.array(z.object({ xorb: z.string(), unpackedLength: z.number(), start: z.number(), end: z.number() })),
});

const VIRTUAL_CHUNK_BYTES = 64 * 1024;
const VIRTUAL_CHUNKS = 512;
const READ_AT_ONCE_BYTES = 1024 * 1024;

/** A xorb that is not on disk: a part of a blob, cut into chunks that are stored as they are. */
interface VirtualXorb {
  file: string;
  offset: number;
  index: XorbIndex;
}

export function createXetStore(folder: string): XetStore {
  const xorbFolder = join(folder, 'xorbs');
  const filesLog = join(folder, 'xet-files.ndjson');
  const unfinishedFolder = join(xorbFolder, 'unfinished');
  rmSync(unfinishedFolder, { recursive: true, force: true });
  mkdirSync(unfinishedFolder, { recursive: true });

  const files = new Map<string, XetFile>();
  const bySha256 = new Map<string, XetFile>();
  const indexes = new Map<string, XorbIndex>();
  const virtual = new Map<string, VirtualXorb>();
  const remember = (file: XetFile) => {
    files.set(file.hash, file);
    if (file.sha256 !== undefined) bySha256.set(file.sha256, file);
  };
  for (const line of existsSync(filesLog) ? readFileSync(filesLog, 'utf8').split('\n').filter(Boolean) : []) {
    const { sha256, ...file } = storedFile.parse(JSON.parse(line));
    remember(sha256 === undefined ? file : { ...file, sha256 });
  }

  const xorbPath = (hash: string) => join(xorbFolder, hash.slice(0, 2), hash);

  async function indexOf(hash: string): Promise<XorbIndex | undefined> {
    const known = virtual.get(hash)?.index ?? indexes.get(hash);
    if (known || !existsSync(xorbPath(hash))) return known;
    const scanner = xorbScanner();
    for await (const piece of createReadStream(xorbPath(hash), { highWaterMark: READ_AT_ONCE_BYTES })) {
      scanner.push(piece);
    }
    const index = scanner.finish();
    indexes.set(hash, index);
    return index;
  }

  async function requireIndex(hash: string): Promise<XorbIndex> {
    const index = await indexOf(hash);
    if (!index) throw new UnknownXorb(hash);
    return index;
  }

  async function addXorb(hash: string, source: AsyncIterable<Uint8Array>): Promise<boolean> {
    const unfinished = join(unfinishedFolder, randomUUID());
    const scanner = xorbScanner();
    try {
      const handle = await open(unfinished, 'wx');
      try {
        for await (const piece of source) {
          scanner.push(piece);
          tidyAfter(piece.length);
          await handle.writeFile(piece);
        }
      } finally {
        await handle.close();
      }
      const index = scanner.finish();
      if (existsSync(xorbPath(hash))) return false;
      await mkdir(dirname(xorbPath(hash)), { recursive: true });
      await rename(unfinished, xorbPath(hash));
      indexes.set(hash, index);
      return true;
    } finally {
      await rm(unfinished, { force: true });
    }
  }

  async function plan(file: XetFile, range: ByteRange): Promise<ReconstructionPlan> {
    const terms: PlannedTerm[] = [];
    const wanted = new Map<string, { start: number; end: number }[]>();
    let offsetIntoFirstRange = 0;
    let position = 0;
    for (const term of file.terms) {
      const termStart = position;
      position += term.unpackedLength;
      if (position <= range.start) continue;
      if (termStart > range.end) break;
      const index = await requireIndex(term.xorb);
      // Cut away whole chunks that lie outside the range.
      let { start, end } = term;
      let startsAt = termStart;
      let endsAt = position;
      while (startsAt + (index.unpacked[start] ?? 0) <= range.start) {
        startsAt += index.unpacked[start] ?? 0;
        start += 1;
      }
      while (endsAt - (index.unpacked[end - 1] ?? 0) > range.end) {
        endsAt -= index.unpacked[end - 1] ?? 0;
        end -= 1;
      }
      if (terms.length === 0) offsetIntoFirstRange = range.start - startsAt;
      terms.push({ xorb: term.xorb, unpackedLength: endsAt - startsAt, chunks: { start, end } });
      const list = wanted.get(term.xorb) ?? [];
      list.push({ start, end });
      wanted.set(term.xorb, list);
    }
    const xorbs = new Map<string, PlannedRange[]>();
    for (const [hash, list] of wanted) {
      const index = await requireIndex(hash);
      xorbs.set(
        hash,
        merged(list).map((chunks) => ({
          chunks,
          bytes: { start: chunkStart(index, chunks.start), end: chunkStart(index, chunks.end) - 1 },
        })),
      );
    }
    return { offsetIntoFirstRange, terms, xorbs };
  }

  async function* read(hash: string, range: ByteRange): AsyncGenerator<Uint8Array> {
    const file = files.get(hash);
    if (!file) throw new Error(`No such Xet file: ${hash}`);
    if (range.end < range.start) return;
    const { terms, offsetIntoFirstRange } = await plan(file, range);
    let skip = offsetIntoFirstRange;
    let left = range.end - range.start + 1;
    for (const { xorb, chunks } of terms) {
      const index = await requireIndex(xorb);
      for (const group of groups(index, chunks)) {
        const from = chunkStart(index, group.start);
        const bytes = await collect(xorbBytes(xorb, { start: from, end: chunkStart(index, group.end) - 1 }));
        for (let chunk = group.start; chunk < group.end; chunk += 1) {
          const packed = bytes.subarray(chunkStart(index, chunk) - from, chunkStart(index, chunk + 1) - from);
          const part = unpackChunk(packed).subarray(skip).subarray(0, left);
          skip = 0;
          left -= part.length;
          yield part;
          if (left === 0) return;
        }
      }
    }
  }

  function xorbBytes(hash: string, range: ByteRange): AsyncIterable<Uint8Array> {
    const made = virtual.get(hash);
    return made ? virtualBytes(made, range) : readFileRange(xorbPath(hash), range);
  }

  return {
    addXorb,
    plan,
    read,
    xorbBytes,
    file: (hash) => files.get(hash),
    fileOfSha256: (sha256) => bySha256.get(sha256),
    xorbSize: async (hash) => (await indexOf(hash))?.ends.at(-1),
    addFiles: async (added) => {
      const whole: XetFile[] = [];
      for (const { hash, terms, sha256 } of added) {
        for (const term of terms) {
          const index = await indexOf(term.xorb);
          if (!index || term.start >= term.end || term.end > index.ends.length) throw new UnknownXorb(term.xorb);
        }
        const size = terms.reduce((sum, term) => sum + term.unpackedLength, 0);
        whole.push({ hash, size, terms, ...(sha256 === undefined ? {} : { sha256 }) });
      }
      for (const file of whole) {
        const known = files.get(file.hash);
        if (known && (file.sha256 === undefined || known.sha256 === file.sha256)) continue;
        remember(file);
        appendFileSync(filesLog, `${JSON.stringify(file)}\n`);
      }
    },
    addBlob: (file, sha256, size) => {
      const hash = createHash('sha256').update(`file of ${sha256}`).digest('hex');
      if (files.has(hash)) return hash;
      const terms: ShardTerm[] = [];
      const xorbLength = VIRTUAL_CHUNK_BYTES * VIRTUAL_CHUNKS;
      for (let offset = 0; offset < size; offset += xorbLength) {
        const length = Math.min(xorbLength, size - offset);
        const xorb = createHash('sha256').update(`xorb of ${sha256} at ${offset}`).digest('hex');
        const index = virtualIndex(length);
        virtual.set(xorb, { file, offset, index });
        terms.push({ xorb, unpackedLength: length, start: 0, end: index.ends.length });
      }
      // Not by its SHA-256: whoever asks for that gets the blob itself.
      files.set(hash, { hash, size, terms });
      return hash;
    },
  };
}

function merged(list: readonly { start: number; end: number }[]): { start: number; end: number }[] {
  const result: { start: number; end: number }[] = [];
  for (const { start, end } of list.toSorted((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}

// Neighbouring chunks that are read from disk at once.
function* groups(index: XorbIndex, chunks: { start: number; end: number }) {
  let start = chunks.start;
  while (start < chunks.end) {
    let end = start + 1;
    while (end < chunks.end && chunkStart(index, end + 1) - chunkStart(index, start) <= READ_AT_ONCE_BYTES) end += 1;
    yield { start, end };
    start = end;
  }
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
}

function virtualIndex(length: number): XorbIndex {
  const count = Math.ceil(length / VIRTUAL_CHUNK_BYTES);
  const unpacked = new Uint32Array(count).fill(VIRTUAL_CHUNK_BYTES);
  unpacked[count - 1] = length - (count - 1) * VIRTUAL_CHUNK_BYTES;
  const ends = new Uint32Array(count);
  let end = 0;
  for (const [chunk, size] of unpacked.entries()) {
    end += storedHeader(size).length + size;
    ends[chunk] = end;
  }
  return { ends, unpacked };
}

async function* virtualBytes({ file, offset, index }: VirtualXorb, range: ByteRange): AsyncGenerator<Uint8Array> {
  for (const [chunk, size] of index.unpacked.entries()) {
    const start = chunkStart(index, chunk);
    const end = index.ends[chunk] ?? 0;
    if (end <= range.start) continue;
    if (start > range.end) return;
    const header = storedHeader(size);
    const from = offset + chunk * VIRTUAL_CHUNK_BYTES;
    const payload = await collect(readFileRange(file, { start: from, end: from + size - 1 }));
    const whole = Buffer.concat([header, payload]);
    yield whole.subarray(Math.max(0, range.start - start), Math.min(end, range.end + 1) - start);
  }
}
