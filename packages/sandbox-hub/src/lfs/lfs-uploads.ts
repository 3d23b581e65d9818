// LFS uploads under way: each has an unguessable address, which is all that its PUT needs. Whole or in parts, the bytes
// go straight to a file. Up to 256 MiB they are held against their SHA-256; larger ones by their length alone, as
// hashing would cost more than moving them.
import { createHash, randomBytes } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { tidyAfter } from '../http/tidy-memory.ts';
import { hashFile, type ContentStore } from '../repos/content-store.ts';

export const PART_BYTES = 8 * 1024 * 1024;
const MULTIPART_FROM_BYTES = 20 * 1024 * 1024;
const HASHED_UP_TO_BYTES = 256 * 1024 * 1024;
/** Taken in memory: a file of its own for the way would cost more than the content. */
const SMALL_BYTES = 1024 * 1024;
const LIFETIME_MS = 3600_000;

export interface LfsUpload {
  key: string;
  oid: string;
  size: number;
  /** 0 for an upload in one piece. */
  parts: number;
}

export class WrongContent extends Error {}

export interface LfsUploads {
  begin(object: { oid: string; size: number }, mayBeMultipart: boolean): LfsUpload;
  find(key: string): LfsUpload | undefined;
  /** Takes the whole content. Throws `WrongContent` unless it has the length, and the hash, that was said. */
  put(upload: LfsUpload, source: Readable): Promise<void>;
  /** Takes a part, counted from 1, and gives its ETag. */
  putPart(upload: LfsUpload, part: number, source: Readable): Promise<string>;
  /** Puts the parts in their place. Throws `WrongContent` for parts that are missing or of another ETag. */
  complete(upload: LfsUpload, parts: readonly { partNumber: number; etag: string }[]): Promise<void>;
}

interface UnderWay extends LfsUpload {
  file: string;
  expiresAtMs: number;
  etags: Map<number, string>;
}

export function lfsUploads(content: ContentStore, now: () => number): LfsUploads {
  const underWay = new Map<string, UnderWay>();
  const own = (upload: LfsUpload): UnderWay => {
    const found = underWay.get(upload.key);
    if (!found) throw new WrongContent('This upload is over');
    return found;
  };

  async function keep(upload: UnderWay, sha256: string | undefined): Promise<void> {
    if (sha256 !== undefined && sha256 !== upload.oid) throw wrongHash();
    underWay.delete(upload.key);
    await content.adopt(upload.file, upload.oid);
  }

  return {
    begin: ({ oid, size }, mayBeMultipart) => {
      for (const [key, { expiresAtMs, file }] of underWay) {
        if (expiresAtMs > now()) break;
        underWay.delete(key);
        void rm(file, { force: true });
      }
      const parts = mayBeMultipart && size > MULTIPART_FROM_BYTES ? Math.ceil(size / PART_BYTES) : 0;
      const key = randomBytes(24).toString('base64url');
      const upload = {
        key,
        oid,
        size,
        parts,
        file: content.temporaryFile(),
        expiresAtMs: now() + LIFETIME_MS,
        etags: new Map(),
      };
      underWay.set(key, upload);
      return upload;
    },
    find: (key) => {
      const upload = underWay.get(key);
      return upload && upload.expiresAtMs > now() ? upload : undefined;
    },
    put: async (upload, source) => {
      const mine = own(upload);
      if (mine.size <= SMALL_BYTES) {
        const bytes = await readUpTo(source, mine.size);
        if (createHash('sha256').update(bytes).digest('hex') !== mine.oid) throw wrongHash();
        underWay.delete(mine.key);
        content.keepBytes(bytes, mine.oid);
        return;
      }
      // A client that sends again while its first try is still running must not write into the same file.
      const file = content.temporaryFile();
      const hash = mine.size <= HASHED_UP_TO_BYTES ? createHash('sha256') : undefined;
      let length = 0;
      try {
        const seen = seeing((piece) => {
          length += piece.length;
          hash?.update(piece);
          tidyAfter(piece.length);
        });
        await pipeline(source, seen, createWriteStream(file, { highWaterMark: 256 * 1024 }));
        if (length !== mine.size) throw wrongLength(length, mine.size);
        await keep({ ...mine, file }, hash?.digest('hex'));
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
    },
    putPart: async (upload, part, source) => {
      const mine = own(upload);
      if (part < 1 || part > mine.parts) throw new WrongContent(`There is no part ${part}`);
      const start = (part - 1) * PART_BYTES;
      const wanted = Math.min(PART_BYTES, mine.size - start);
      const hash = createHash('md5');
      // Made if it is not there, and never cut: other parts come at the same time.
      const handle = await open(mine.file, constants.O_RDWR | constants.O_CREAT);
      let length = 0;
      try {
        for await (const piece of source) {
          const bytes = Buffer.from(piece);
          if (length + bytes.length > wanted) throw new WrongContent(`Part ${part} is longer than ${wanted} bytes`);
          await handle.write(bytes, 0, bytes.length, start + length);
          hash.update(bytes);
          tidyAfter(bytes.length);
          length += bytes.length;
        }
      } finally {
        await handle.close();
      }
      if (length !== wanted) throw new WrongContent(`Part ${part} has ${length} bytes, not ${wanted}`);
      const etag = `"${hash.digest('hex')}"`;
      mine.etags.set(part, etag);
      return etag;
    },
    complete: async (upload, parts) => {
      const mine = own(upload);
      const bare = (etag: string | undefined) => etag?.replaceAll('"', '');
      for (let part = 1; part <= mine.parts; part += 1) {
        const given = parts.find(({ partNumber }) => partNumber === part);
        if (!given || bare(given.etag) !== bare(mine.etags.get(part)))
          throw new WrongContent(`Part ${part} is missing or has another ETag`);
      }
      await keep(mine, mine.size <= HASHED_UP_TO_BYTES ? (await hashFile(mine.file)).sha256 : undefined);
    },
  };
}

function seeing(see: (piece: Buffer) => void): Transform {
  return new Transform({
    transform: (piece: Buffer, _encoding, done) => {
      see(piece);
      done(null, piece);
    },
  });
}

/** The whole of a small content. Throws `WrongContent` for any other length. */
async function readUpTo(source: Readable, size: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of source) {
    const bytes = Buffer.from(piece);
    length += bytes.length;
    if (length <= size) pieces.push(bytes);
    tidyAfter(bytes.length);
  }
  if (length !== size) throw wrongLength(length, size);
  return Buffer.concat(pieces);
}

function wrongLength(length: number, wanted: number): WrongContent {
  return new WrongContent(`The content has ${length} bytes, not ${wanted}`);
}

function wrongHash(): WrongContent {
  return new WrongContent('The content has another SHA-256 than its oid');
}
