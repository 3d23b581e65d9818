import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compileCodec } from './compile-codec.ts';
import { createXetCodec, hashKeys, type Scheme } from './xet-codec.ts';

const codec = createXetCodec();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** What is in an LZ4 frame of one block (lz4_Frame_format.md, lz4_Block_format.md). */
function unpackFrame(frame: Uint8Array): Buffer {
  const view = Buffer.from(frame);
  expect(view.subarray(0, 7).toString('hex')).toBe('04224d186050fb');
  const size = view.readUInt32LE(7);
  expect(view.readUInt32LE(11 + size)).toBe(0);
  expect(view.length).toBe(15 + size);
  const out: number[] = [];
  const more = (first: number, next: () => number) => {
    let length = first;
    if (first === 15) for (let byte = 255; byte === 255; length += byte) byte = next();
    return length;
  };
  let at = 11;
  const next = () => view[at++] ?? NaN;
  while (at < 11 + size) {
    const token = next();
    for (let literals = more(token >> 4, next); literals > 0; literals -= 1) out.push(next());
    if (at >= 11 + size) break;
    const offset = next() + next() * 256;
    expect(offset).toBeGreaterThan(0);
    for (let matched = more(token & 15, next) + 4; matched > 0; matched -= 1) out.push(out[out.length - offset] ?? NaN);
  }
  return Buffer.from(out);
}

function ungrouped(bytes: Buffer): Buffer {
  const out = Buffer.alloc(bytes.length);
  let from = 0;
  for (let lane = 0; lane < 4; lane += 1) for (let to = lane; to < out.length; to += 4) out[to] = bytes[from++] ?? 0;
  return out;
}

function unpack(packed: Uint8Array): { scheme: number; bytes: Buffer } {
  const view = Buffer.from(packed);
  expect(view[0]).toBe(0);
  expect(view.readUIntLE(1, 3)).toBe(view.length - 8);
  const scheme = view[4] ?? NaN;
  const payload = view.subarray(8);
  const bytes = scheme === 0 ? payload : scheme === 1 ? unpackFrame(payload) : ungrouped(unpackFrame(payload));
  expect(bytes.length).toBe(view.readUIntLE(5, 3));
  return { scheme, bytes };
}

describe('the codec of Xet', { timeout: 30_000 }, () => {
  it('is compiled from its source', async () => {
    expect(await readFile(new URL('xet-wasm.ts', import.meta.url), 'utf8')).toBe(await compileCodec());
  }, 60_000);

  it('hashes as keyed BLAKE3 does, whatever the length leaves over', () => {
    // Test vectors of BLAKE3 (test_vectors.json): bytes 0 to 250 over and over, this key.
    const key = Buffer.from('whats the Elvish word for friend');
    const input = Uint8Array.from({ length: 102_400 }, (_, index) => index % 251);
    const vectors: [number, string][] = [
      [0, '92b2b75604ed3c761f9d6f62392c8a9227ad0ea3f09573e783f1498a4ed60d26'],
      [1, '6d7878dfff2f485635d39013278ae14f1454b8c0a3a2d34bc1ab38228a80c95b'],
      [1023, 'c951ecdf03288d0fcc96ee3413563d8a6d3589547f2c2fb36d9786470f1b9d6e'],
      [1024, '75c46f6f3d9eb4f55ecaaee480db732e6c2105546f1e675003687c31719c7ba4'],
      [1025, '357dc55de0c7e382c900fd6e320acc04146be01db6a8ce7210b7189bd664ea69'],
      [2048, '879cf1fa2ea0e79126cb1063617a05b6ad9d0b696d0d757cf053439f60a99dd1'],
      [3072, '044a0e7b172a312dc02a4c9a818c036ffa2776368d7f528268d2e6b5df191770'],
      [5120, '2c493e48e9b9bf31e0553a22b23503c0a3388f035cece68eb438d22fa1943e20'],
      [8192, 'dc9637c8845a770b4cbf76b8daec0eebf7dc2eac11498517f08d44c8fc00d58a'],
      [31_744, 'efa53b389ab67c593dba624d898d0f7353ab99e4ac9d42302ee64cbf9939a419'],
      [102_400, '1c35d1a5811083fd7119f5d5d1ba027b4d01c0c6c49fb6ff2cf75393ea5db4a7'],
    ];
    expect(vectors.map(([length]) => [length, hex(codec.keyedHash(key, input.subarray(0, length)))])).toEqual(vectors);
  });

  it('cuts where the protocol cuts, at every size a chunk may have', () => {
    const bytes = Buffer.concat([randomBytes(700_000), Buffer.alloc(300_000)]);
    codec.load(bytes);
    const { ends, hashes } = codec.scan(0, bytes.length, true);
    const lengths = [...ends].map((end, index) => end - (ends[index - 1] ?? 0));
    expect(ends.at(-1)).toBe(bytes.length);
    expect(hashes.length).toBe(lengths.length * 32);
    for (const length of lengths.slice(0, -1)) expect(length >= 8192 && length <= 131_072).toBe(true);
    expect(lengths).toContain(131_072);
    expect(hex(hashes.subarray(0, 32))).toBe(hex(codec.keyedHash(hashKeys.chunk, bytes.subarray(0, ends[0]))));
  });

  it('finds the same chunks piece by piece as all at once', () => {
    const bytes = randomBytes(1_000_000);
    codec.load(bytes);
    const whole = codec.scan(0, bytes.length, true);
    const ends: number[] = [];
    for (let start = 0, size = 300_000; start < bytes.length; size += 1_000) {
      const end = Math.min(bytes.length, start + size);
      codec.load(bytes);
      const found = codec.scan(start, end, end === bytes.length);
      ends.push(...[...found.ends].map((each) => start + each));
      start = ends.at(-1) ?? 0;
    }
    expect(ends).toEqual([...whole.ends]);
  });

  const words = Buffer.from(
    Array.from(
      { length: 9_000 },
      (_, index) => `${'what will become of this'.slice(index % 11)} ${(index * 7919) % 9973}, `,
    ).join(''),
  );
  const kinds: Record<string, Buffer> = {
    text: words.subarray(0, 100_000),
    zeros: Buffer.alloc(131_072),
    numbers: Buffer.from(Float32Array.from({ length: 20_000 }, (_, index) => 1 + index / 20_000).buffer),
    noise: randomBytes(131_072),
    'noise twice': Buffer.concat([words.subarray(0, 3), ...Array<Buffer>(2).fill(randomBytes(60_000))]),
    'far apart': Buffer.concat([words.subarray(0, 100), Buffer.from(randomBytes(65_600)), words.subarray(0, 100)]),
    short: Buffer.from('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'),
    one: Buffer.from('x'),
  };
  it.each(Object.entries(kinds))('packs %s so that it can be unpacked, never larger than stored', (_name, bytes) => {
    for (const scheme of [0, 1, 2] satisfies Scheme[]) {
      codec.load(bytes);
      const packed = codec.pack(0, bytes.length, scheme).slice();
      const { bytes: unpacked } = unpack(packed);
      expect(unpacked.equals(bytes)).toBe(true);
      expect(packed.length).toBeLessThanOrEqual(bytes.length + 8);
    }
  });

  it('packs whatever it is given, a thousand times over', () => {
    for (let round = 0; round < 1_000; round += 1) {
      // Noise with repetitions at random distances.
      const length = 1 + Math.floor(Math.random() * 3_000);
      const bytes = randomBytes(length);
      for (let copy = 0; copy < 20; copy += 1) {
        const from = Math.floor(Math.random() * length);
        bytes.copyWithin(Math.floor(Math.random() * length), from, from + Math.floor(Math.random() * 300));
      }
      codec.load(bytes);
      const { bytes: unpacked } = unpack(codec.pack(0, length, round % 2 === 0 ? 1 : 2).slice());
      if (!unpacked.equals(bytes)) expect(bytes.toString('base64')).toBe('unpacked otherwise');
    }
  });

  it('chooses what makes a chunk smallest, and nothing for noise', () => {
    const best = (bytes: Buffer) => {
      codec.load(bytes);
      return codec.bestScheme(0, bytes.length);
    };
    expect(['text', 'numbers', 'noise'].map((kind) => best(kinds[kind] ?? words))).toEqual([1, 2, 0]);
  });
});
