import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compress } from 'lz4js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MalformedShard, readShard } from './shard.ts';
import { createXetStore, UnknownXorb, type XetStore } from './xet-store.ts';
import { MalformedXorb } from './xorb.ts';

let folder: string;
let store: XetStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xet-store-test-'));
  store = createXetStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HASH = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const FILE = 'c'.repeat(64);

function header(type: number, packed: number, unpacked: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUIntLE(packed, 1, 3);
  bytes.writeUInt8(type, 4);
  bytes.writeUIntLE(unpacked, 5, 3);
  return bytes;
}

function chunk(type: 0 | 1 | 2, content: Buffer): Buffer {
  const grouped = Buffer.concat(
    [0, 1, 2, 3].map((lane) => Buffer.from(content.filter((_, index) => index % 4 === lane))),
  );
  const packed = type === 0 ? content : Buffer.from(compress(type === 1 ? content : grouped));
  return Buffer.concat([header(type, packed.length, content.length), packed]);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(Uint8Array.from(piece));
  return Buffer.concat(pieces);
}

const parts = [
  Buffer.from('plain '.repeat(50)),
  Buffer.from('the same again '.repeat(200)),
  Buffer.from(Array.from({ length: 1003 }, (_, index) => index % 251)),
  randomBytes(777),
];
const [plain = Buffer.alloc(0), text = Buffer.alloc(0), odd = Buffer.alloc(0), noise = Buffer.alloc(0)] = parts;
const xorb = Buffer.concat([chunk(0, plain), chunk(1, text), chunk(2, odd), chunk(0, noise)]);
const term = (start: number, end: number, xorbHash = HASH) => ({
  xorb: xorbHash,
  start,
  end,
  unpackedLength: parts.slice(start, end).reduce((sum, { length }) => sum + length, 0),
});

describe('the content store of Xet', () => {
  test.each([1, 7, 8, 9, 4096])('follows a xorb that comes in pieces of %i bytes, up to its footer', async (size) => {
    const footer = Buffer.from('XETBLOB and so on');
    expect(await store.addXorb(HASH, inPieces(Buffer.concat([xorb, footer]), size))).toBe(true);
    expect(await store.xorbSize(HASH)).toBe(xorb.length);
    expect(await store.addXorb(HASH, inPieces(xorb, size))).toBe(false);
  });

  test('refuses what is not whole chunks', async () => {
    for (const bad of [
      xorb.subarray(0, -1),
      xorb.subarray(0, 4),
      Buffer.alloc(0),
      header(9, 1, 1),
      Buffer.from('hello'),
    ]) {
      await expect(store.addXorb(OTHER, inPieces(bad, 64))).rejects.toThrow(MalformedXorb);
    }
    expect(await store.xorbSize(OTHER)).toBeUndefined();
  });

  test('unpacks stored, LZ4 and byte-grouped chunks, in any range', async () => {
    await store.addXorb(HASH, inPieces(xorb, 100));
    await store.addFiles([{ hash: FILE, terms: [term(2, 4), term(0, 2)] }]);
    const whole = Buffer.concat([odd, noise, plain, text]);
    expect((await collect(store.read(FILE, { start: 0, end: whole.length - 1 }))).equals(whole)).toBe(true);
    for (const [start, end] of [
      [0, 0],
      [1002, 1003],
      [1500, 2500],
      [whole.length - 1, whole.length - 1],
    ] as const) {
      expect((await collect(store.read(FILE, { start, end }))).equals(whole.subarray(start, end + 1))).toBe(true);
    }
  });

  test('plans whole chunks, and merges what is wanted of a xorb', async () => {
    await store.addXorb(HASH, inPieces(xorb, 100));
    await store.addXorb(OTHER, inPieces(xorb, 100));
    await store.addFiles([{ hash: FILE, terms: [term(1, 3), term(0, 1, OTHER), term(0, 2), term(2, 3)] }]);
    const file = store.file(FILE);
    if (!file) throw new Error('no file');
    const all = await store.plan(file, { start: 0, end: file.size - 1 });
    expect([...all.xorbs.keys()]).toEqual([HASH, OTHER]);
    expect(all.xorbs.get(HASH)).toEqual([
      { chunks: { start: 0, end: 3 }, bytes: { start: 0, end: xorb.length - noise.length - 9 } },
    ]);
    const middle = await store.plan(file, { start: text.length + 5, end: text.length + 10 });
    expect(middle).toMatchObject({
      offsetIntoFirstRange: 5,
      terms: [{ xorb: HASH, chunks: { start: 2, end: 3 }, unpackedLength: odd.length }],
    });
  });

  test('refuses files of xorbs or chunks that are not there, all of them at once', async () => {
    await store.addXorb(HASH, inPieces(xorb, 100));
    for (const wrong of [term(0, 1, OTHER), term(0, 5), term(2, 2)]) {
      await expect(
        store.addFiles([
          { hash: FILE, terms: [term(0, 1)] },
          { hash: OTHER, terms: [wrong] },
        ]),
      ).rejects.toThrow(UnknownXorb);
    }
    expect(store.file(FILE)).toBeUndefined();
  });

  test('is still there when it is opened again', async () => {
    await store.addXorb(HASH, inPieces(xorb, 100));
    await store.addFiles([{ hash: FILE, terms: [term(1, 2)], sha256: OTHER }]);
    const again = createXetStore(folder);
    expect(again.fileOfSha256(OTHER)?.hash).toBe(FILE);
    expect((await collect(again.read(FILE, { start: 0, end: text.length - 1 }))).equals(text)).toBe(true);
  });

  test('gives a plain file a Xet face that unpacks to it', async () => {
    const bytes = randomBytes(33 * 1024 * 1024 + 5);
    const path = join(folder, 'plain');
    await writeFile(path, bytes);
    const hash = store.addBlob(path, OTHER, bytes.length);
    const file = store.file(hash);
    expect(file?.terms.length).toBe(2);
    const range = { start: 32 * 1024 * 1024 - 10, end: 32 * 1024 * 1024 + 70_000 };
    expect((await collect(store.read(hash, range))).equals(bytes.subarray(range.start, range.end + 1))).toBe(true);
  });

  test('refuses a shard that ends too early', () => {
    expect(() => readShard(Buffer.alloc(60))).toThrow(MalformedShard);
    expect(readShard(Buffer.concat([Buffer.alloc(48), Buffer.alloc(32, 255), Buffer.alloc(16)]))).toEqual([]);
  });
});
