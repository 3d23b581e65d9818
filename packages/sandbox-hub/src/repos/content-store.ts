// The bytes of all files, on disk, each content once under the SHA-256 of its bytes. Memory never holds a whole file.
// Files that came through Xet stay in their xorbs and are put together again when somebody reads them.
import { createHash, randomUUID, type Hash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { XetStore } from '../xet/xet-store.ts';

export type Content =
  | { kind: 'blob'; sha256: string }
  /** By the hash of a Xet file. */
  | { kind: 'xet'; hash: string }
  /** Listed with a size, but nobody has its bytes: the weights of an invented model. */
  | { kind: 'hollow' };

/** Bytes `start` to `end`, both included, as in HTTP. */
export interface ByteRange {
  start: number;
  end: number;
}

export interface StoredBlob {
  size: number;
  sha256: string;
}

export class HollowContent extends Error {
  constructor() {
    super('The Sandbox Hub lists this file but keeps no bytes of it');
    this.name = 'HollowContent';
  }
}

export interface ContentStore {
  /** Keeps a small content at once. */
  putBytes(bytes: Uint8Array): StoredBlob;
  /** Keeps a small content whose SHA-256 was taken already. */
  keepBytes(bytes: Uint8Array, sha256: string): void;
  /** Keeps a stream of any length; a temporary file until it is whole. */
  putStream(source: AsyncIterable<Uint8Array>): Promise<StoredBlob>;
  /** Takes over a file that lies in `temporaryFile()`. */
  adopt(file: string, sha256: string): Promise<void>;
  /** Copies a file of this machine. */
  putFile(file: string): Promise<StoredBlob>;
  /** Where a blob lies. Never write there. */
  pathOf(sha256: string): string;
  /** A path in the store's own folder for something unfinished. */
  temporaryFile(): string;
  /** What has this SHA-256: a blob, else a Xet file of that content. */
  find(sha256: string): { content: Content; size: number } | undefined;
  /** Streams the bytes, or a range of them. Throws `HollowContent`. */
  read(content: Content, size: number, range?: ByteRange): AsyncIterable<Uint8Array>;
  /** Writes the bytes to a new file, as a cheap copy where the disk can. */
  writeTo(content: Content, size: number, file: string): Promise<void>;
}

const READ_BYTES = 256 * 1024;

/** Reads a file with one buffer after the other. */
export function readFileRange(file: string, range: ByteRange): AsyncIterable<Uint8Array> {
  if (range.end < range.start) return Readable.from([]);
  return createReadStream(file, { start: range.start, end: range.end, highWaterMark: READ_BYTES });
}

export async function hashFile(file: string): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of createReadStream(file, { highWaterMark: READ_BYTES })) {
    hash.update(piece);
    size += piece.length;
  }
  return { size, sha256: hash.digest('hex') };
}

export function createContentStore(folder: string, xet: XetStore): ContentStore {
  const blobs = join(folder, 'blobs');
  const unfinished = join(folder, 'unfinished');
  mkdirSync(blobs, { recursive: true });
  // Left behind by a hub that was killed.
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });

  const blobPath = (sha256: string) => join(blobs, sha256.slice(0, 2), sha256);
  const temporaryFile = () => join(unfinished, randomUUID());

  async function adopt(file: string, sha256: string): Promise<void> {
    const target = blobPath(sha256);
    await mkdir(dirname(target), { recursive: true });
    await rename(file, target);
  }

  function keepBytes(bytes: Uint8Array, sha256: string): void {
    const target = blobPath(sha256);
    if (existsSync(target)) return;
    mkdirSync(dirname(target), { recursive: true });
    const file = temporaryFile();
    writeFileSync(file, bytes);
    renameSync(file, target);
  }

  async function putStream(source: AsyncIterable<Uint8Array>): Promise<StoredBlob> {
    const file = temporaryFile();
    const hash = createHash('sha256');
    try {
      const size = await writeHashed(source, file, hash);
      const sha256 = hash.digest('hex');
      await adopt(file, sha256);
      return { size, sha256 };
    } finally {
      await rm(file, { force: true });
    }
  }

  function read(content: Content, size: number, range: ByteRange = { start: 0, end: size - 1 }) {
    switch (content.kind) {
      case 'blob':
        return readFileRange(blobPath(content.sha256), range);
      case 'xet':
        return xet.read(content.hash, range);
      case 'hollow':
        throw new HollowContent();
    }
  }

  return {
    temporaryFile,
    pathOf: blobPath,
    adopt,
    putStream,
    keepBytes,
    read,
    putBytes: (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      keepBytes(bytes, sha256);
      return { size: bytes.length, sha256 };
    },
    putFile: async (source) => {
      const file = temporaryFile();
      try {
        await copyFile(source, file, constants.COPYFILE_FICLONE);
        const stored = await hashFile(file);
        await adopt(file, stored.sha256);
        return stored;
      } finally {
        await rm(file, { force: true });
      }
    },
    find: (sha256) => {
      if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
      const stats = statSync(blobPath(sha256), { throwIfNoEntry: false });
      if (stats) return { content: { kind: 'blob', sha256 }, size: stats.size };
      const file = xet.fileOfSha256(sha256);
      return file && { content: { kind: 'xet', hash: file.hash }, size: file.size };
    },
    writeTo: async (content, size, file) => {
      if (content.kind === 'blob') await copyFile(blobPath(content.sha256), file, constants.COPYFILE_FICLONE);
      else await pipeline(Readable.from(read(content, size)), createWriteStream(file));
    },
  };
}

/** Writes a stream to a new file while hashing it; gives its length. */
export async function writeHashed(source: AsyncIterable<Uint8Array>, file: string, hash: Hash): Promise<number> {
  const handle = await open(file, 'wx');
  let size = 0;
  try {
    for await (const piece of source) {
      const writing = handle.writeFile(piece);
      hash.update(piece);
      size += piece.length;
      await writing;
    }
  } finally {
    await handle.close();
  }
  return size;
}
