// AssemblyScript. The arithmetic of Xet: where chunks end (gear hash), what they are called (keyed BLAKE3, four lanes of
// SIMD at a time) and how they are packed (LZ4 frames). It never allocates: `xet-codec.ts` knows the same addresses.
// Protocol: hub-docs `docs/xet/{chunking,hashing,xorb}.md`. Compiled by `scripts/xet-wasm.ts` into `xet-wasm.ts`.

// ---- memory; what lies below is the module's own data ----
const MESSAGE: usize = 0x2000; // the 16 words of four blocks
const LAST_BLOCK: usize = 0x2100; // a block that is not full, with zeros behind
const KEY: usize = 0x2200; // 32 bytes, set by the host
const CARRIED: usize = 0x2240;
const HASH: usize = 0x2280; // where a hash is given; the lanes write 128 bytes
const VALUES: usize = 0x3000; // chaining values: for at most 384 KiB of input
const POSITIONS: usize = 0x6000; // LZ4: where a hash of five bytes was last seen
const RECORDS: usize = 0xa000; // of each chunk found: end (u32) and hash
const GROUPED: usize = 0x240000; // a chunk with its bytes grouped
const TRIAL: usize = 0x264000; // a chunk packed to see how small it gets

// ---- chunks ----
const SMALLEST: usize = 8192;
const LARGEST: usize = 131072;
// The hash knows the last 64 bytes only, so nothing before is looked at.
const SKIPPED: usize = SMALLEST - 64 - 1;

// The table of rust-gearhash, which the protocol names.
// prettier-ignore
const GEAR: usize = memory.data<u64>([
  0xb088d3a9e840f559, 0x5652c7f739ed20d6, 0x45b28969898972ab, 0x6b0a89d5b68ec777,
  0x368f573e8b7a31b7, 0x1dc636dce936d94b, 0x207a4c4e5554d5b6, 0xa474b34628239acb,
  0x3b06a83e1ca3b912, 0x90e78d6c2f02baf7, 0xe1c92df7150d9a8a, 0x8e95053a1086d3ad,
  0x5a2ef4f1b83a0722, 0xa50fac949f807fae, 0x0e7303eb80d8d681, 0x99b07edc1570ad0f,
  0x689d2fb555fd3076, 0x00005082119ea468, 0xc4b08306a88fcc28, 0x3eb0678af6374afd,
  0xf19f87ab86ad7436, 0xf2129fbfbe6bc736, 0x481149575c98a4ed, 0x0000010695477bc5,
  0x1fba37801a9ceacc, 0x3bf06fd663a49b6d, 0x99687e9782e3874b, 0x79a10673aa50d8e3,
  0xe4accf9e6211f420, 0x2520e71f87579071, 0x2bd5d3fd781a8a9b, 0x00de4dcddd11c873,
  0xeaa9311c5a87392f, 0xdb748eb617bc40ff, 0xaf579a8df620bf6f, 0x86a6e5da1b09c2b1,
  0xcc2fc30ac322a12e, 0x355e2afec1f74267, 0x2d99c8f4c021a47b, 0xbade4b4a9404cfc3,
  0xf7b518721d707d69, 0x3286b6587bf32c20, 0x0000b68886af270c, 0xa115d6e4db8a9079,
  0x484f7e9c97b2e199, 0xccca7bb75713e301, 0xbf2584a62bb0f160, 0xade7e813625dbcc8,
  0x000070940d87955a, 0x8ae69108139e626f, 0xbd776ad72fde38a2, 0xfb6b001fc2fcc0cf,
  0xc7a474b8e67bc427, 0xbaf6f11610eb5d58, 0x09cb1f5b6de770d1, 0xb0b219e6977d4c47,
  0x00ccbc386ea7ad4a, 0xcc849d0adf973f01, 0x73a3ef7d016af770, 0xc807d2d386bdbdfe,
  0x7f2ac9966c791730, 0xd037a86bc6c504da, 0xf3f17c661eaa609d, 0xaca626b04daae687,
  0x755a99374f4a5b07, 0x90837ee65b2caede, 0x6ee8ad93fd560785, 0x0000d9e11053edd8,
  0x9e063bb2d21cdbd7, 0x07ab77f12a01d2b2, 0xec550255e6641b44, 0x78fb94a8449c14c6,
  0xc7510e1bc6c0f5f5, 0x0000320b36e4cae3, 0x827c33262c8b1a2d, 0x14675f0b48ea4144,
  0x267bd3a6498deceb, 0xf1916ff982f5035e, 0x86221b7ff434fb88, 0x9dbecee7386f49d8,
  0xea58f8cac80f8f4a, 0x008d198692fc64d8, 0x6d38704fbabf9a36, 0xe032cb07d1e7be4c,
  0x228d21f6ad450890, 0x635cb1bfc02589a5, 0x4620a1739ca2ce71, 0xa7e7dfe3aae5fb58,
  0x0c10ca932b3c0deb, 0x2727fee884afed7b, 0xa2df1c6df9e2ab1f, 0x4dcdd1ac0774f523,
  0x000070ffad33e24e, 0xa2ace87bc5977816, 0x9892275ab4286049, 0xc2861181ddf18959,
  0xbb9972a042483e19, 0xef70cd3766513078, 0x00000513abfc9864, 0xc058b61858c94083,
  0x09e850859725e0de, 0x9197fb3bf83e7d94, 0x7e1e626d12b64bce, 0x520c54507f7b57d1,
  0xbee1797174e22416, 0x6fd9ac3222e95587, 0x0023957c9adfbf3e, 0xa01c7d7e234bbe15,
  0xaba2c758b8a38cbb, 0x0d1fa0ceec3e2b30, 0x0bb6a58b7e60b991, 0x4333dd5b9fa26635,
  0xc2fd3b7d4001c1a3, 0xfb41802454731127, 0x65a56185a50d18cb, 0xf67a02bd8784b54f,
  0x696f11dd67e65063, 0x00002022fca814ab, 0x8cd6be912db9d852, 0x695189b6e9ae8a57,
  0xee9453b50ada0c28, 0xd8fc5ea91a78845e, 0xab86bf191a4aa767, 0x0000c6b5c86415e5,
  0x267310178e08a22e, 0xed2d101b078bca25, 0x3b41ed84b226a8fb, 0x13e622120f28dc06,
  0xa315f5ebfb706d26, 0x8816c34e3301bace, 0xe9395b9cbb71fdae, 0x002ce9202e721648,
  0x4283db1d2bb3c91c, 0xd77d461ad2b1a6a5, 0xe2ec17e46eeb866b, 0xb8e0be4039fbc47c,
  0xdea160c4d5299d04, 0x7eec86c8d28c3634, 0x2119ad129f98a399, 0xa6ccf46b61a283ef,
  0x2c52cedef658c617, 0x2db4871169acdd83, 0x0000f0d6f39ecbe9, 0x3dd5d8c98d2f9489,
  0x8a1872a22b01f584, 0xf282a4c40e7b3cf2, 0x8020ec2ccb1ba196, 0x6693b6e09e59e313,
  0x0000ce19cc7c83eb, 0x20cb5735f6479c3b, 0x762ebf3759d75a5b, 0x207bfe823d693975,
  0xd77dc112339cd9d5, 0x9ba7834284627d03, 0x217dc513e95f51e9, 0xb27b1a29fc5e7816,
  0x00d5cd9831bb662d, 0x71e39b806d75734c, 0x7e572af006fb1a23, 0xa2734f2f6ae91f85,
  0xbf82c6b5022cddf2, 0x5c3beac60761a0de, 0xcdc893bb47416998, 0x6d1085615c187e01,
  0x77f8ae30ac277c5d, 0x917c6b81122a2c91, 0x5b75b699add16967, 0x0000cf6ae79a069b,
  0xf3c40afa60de1104, 0x2063127aa59167c3, 0x621de62269d1894d, 0xd188ac1de62b4726,
  0x107036e2154b673c, 0x0000b85f28553a1d, 0xf2ef4e4c18236f3d, 0xd9d6de6611b9f602,
  0xa1fc7955fb47911c, 0xeb85fd032f298dbd, 0xbe27502fb3befae1, 0xe3034251c4cd661e,
  0x441364d354071836, 0x0082b36c75f2983e, 0xb145910316fa66f0, 0x021c069c9847caf7,
  0x2910dfc75a4b5221, 0x735b353e1c57a8b5, 0xce44312ce98ed96c, 0xbc942e4506bdfa65,
  0xf05086a71257941b, 0xfec3b215d351cead, 0x00ae1055e0144202, 0xf54b40846f42e454,
  0x00007fd9c8bcbcc8, 0xbfbd9ef317de9bfe, 0xa804302ff2854e12, 0x39ce4957a5e5d8d4,
  0xffb9e2a45637ba84, 0x55b9ad1d9ea0818b, 0x00008acbf319178a, 0x48e2bfc8d0fbfb38,
  0x8be39841e848b5e8, 0x0e2712160696a08b, 0xd51096e84b44242a, 0x1101ba176792e13a,
  0xc22e770f4531689d, 0x1689eff272bbc56c, 0x00a92a197f5650ec, 0xbc765990bda1784e,
  0xc61441e392fcb8ae, 0x07e13a2ced31e4a0, 0x92cbe984234e9d4d, 0x8f4ff572bb7d8ac5,
  0x0b9670c00b963bd0, 0x62955a581a03eb01, 0x645f83e5ea000254, 0x41fce516cd88f299,
  0xbbda9748da7a98cf, 0x0000aab2fe4845fa, 0x19761b069bf56555, 0x8b8f5e8343b6ad56,
  0x3e5d1cfd144821d9, 0xec5c1e2ca2b0cd8f, 0xfaf7e0fea7fbb57f, 0x000000d3ba12961b,
  0xda3f90178401b18e, 0x70ff906de33a5feb, 0x0527d5a7c06970e7, 0x22d8e773607c13e9,
  0xc9ab70df643c3bac, 0xeda4c6dc8abe12e3, 0xecef1f410033e78a, 0x0024c2b274ac72cb,
  0x06740d954fa900b4, 0x1d7a299b323d6304, 0xb3c37cb298cbead5, 0xc986e3c76178739b,
  0x9fabea364b46f58a, 0x6da214c5af85cc56, 0x17a43ed8b7a38f84, 0x6eccec511d9adbeb,
  0xf9cab30913335afb, 0x4a5e60c5f415eed2, 0x00006967503672b4, 0x9da51d121454bb87,
  0x84321e13b9bbc816, 0xfb3d6fb6ab2fdd8d, 0x60305eed8e160a8d, 0xcbbf4b14e9946ce8,
  0x00004f63381b10c3, 0x07d5b7816fcc4e10, 0xe5a536726a6a8155, 0x57afb23447a07fdd,
  0x18f346f7abc9d394, 0x636dc655d61ad33d, 0xcc8bab4939f7f3f6, 0x63c7a906c1dd187b,
]);

@inline function turned(hash: u64, at: usize): u64 {
  return (hash << 1) + load<u64>(GEAR + (<usize>load<u8>(at) << 3));
}

// Where the chunk that begins at `start` ends; 0 when that lies behind `end`.
function cut(start: usize, end: usize): usize {
  const limit = min(end, start + LARGEST);
  if (limit - start >= SMALLEST) {
    let hash: u64 = 0;
    let at = start + SKIPPED;
    const first = start + SMALLEST - 1;
    for (; at < first; at++) hash = turned(hash, at);
    // A boundary is where the upper 16 bits are zero.
    while (at + 4 <= limit) {
      hash = turned(hash, at);
      if (!(hash >> 48)) return at + 1;
      hash = turned(hash, at + 1);
      if (!(hash >> 48)) return at + 2;
      hash = turned(hash, at + 2);
      if (!(hash >> 48)) return at + 3;
      hash = turned(hash, at + 3);
      if (!(hash >> 48)) return at + 4;
      at += 4;
    }
    for (; at < limit; at++) {
      hash = turned(hash, at);
      if (!(hash >> 48)) return at + 1;
    }
  }
  return limit - start == LARGEST ? limit : 0;
}

/** Cuts and hashes what lies from `start` to `end`, a new chunk beginning at `start`; gives how many records there are. */
export function scan(start: usize, end: usize, last: bool): u32 {
  let count: u32 = 0;
  while (start < end) {
    let stop = cut(start, end);
    if (!stop) {
      if (!last) break;
      stop = end;
    }
    const record = RECORDS + count * 36;
    hash(start, stop - start);
    store<u32>(record, <u32>stop);
    memory.copy(record + 4, HASH, 32);
    count++;
    start = stop;
  }
  return count;
}

// ---- BLAKE3 ----
const CHUNK_START: u32 = 1;
const CHUNK_END: u32 = 2;
const PARENT: u32 = 4;
const ROOT: u32 = 8;
const KEYED: u32 = 16;
const CHUNK: usize = 1024;

// For each round, where the words lie that it takes, in its order.
// prettier-ignore
const SCHEDULE: usize = memory.data<u32>([
  0x2000, 0x2010, 0x2020, 0x2030, 0x2040, 0x2050, 0x2060, 0x2070, 0x2080, 0x2090, 0x20a0, 0x20b0, 0x20c0, 0x20d0, 0x20e0, 0x20f0,
  0x2020, 0x2060, 0x2030, 0x20a0, 0x2070, 0x2000, 0x2040, 0x20d0, 0x2010, 0x20b0, 0x20c0, 0x2050, 0x2090, 0x20e0, 0x20f0, 0x2080,
  0x2030, 0x2040, 0x20a0, 0x20c0, 0x20d0, 0x2020, 0x2070, 0x20e0, 0x2060, 0x2050, 0x2090, 0x2000, 0x20b0, 0x20f0, 0x2080, 0x2010,
  0x20a0, 0x2070, 0x20c0, 0x2090, 0x20e0, 0x2030, 0x20d0, 0x20f0, 0x2040, 0x2000, 0x20b0, 0x2020, 0x2050, 0x2080, 0x2010, 0x2060,
  0x20c0, 0x20d0, 0x2090, 0x20b0, 0x20f0, 0x20a0, 0x20e0, 0x2080, 0x2070, 0x2020, 0x2050, 0x2030, 0x2000, 0x2010, 0x2060, 0x2040,
  0x2090, 0x20e0, 0x20b0, 0x2050, 0x2080, 0x20c0, 0x20f0, 0x2010, 0x20d0, 0x2030, 0x2000, 0x20a0, 0x2020, 0x2060, 0x2040, 0x2070,
  0x20b0, 0x20f0, 0x2050, 0x2000, 0x2010, 0x2090, 0x2080, 0x2060, 0x20e0, 0x20a0, 0x2020, 0x20c0, 0x2030, 0x2040, 0x2070, 0x20d0,
]);

@inline function message(at: usize, index: usize): v128 {
  return v128.load(load<u32>(at + index * 4));
}
@inline function rotate16(x: v128): v128 {
  return i8x16.shuffle(x, x, 2, 3, 0, 1, 6, 7, 4, 5, 10, 11, 8, 9, 14, 15, 12, 13);
}
@inline function rotate12(x: v128): v128 {
  return v128.or(i32x4.shr_u(x, 12), i32x4.shl(x, 20));
}
@inline function rotate8(x: v128): v128 {
  return i8x16.shuffle(x, x, 1, 2, 3, 0, 5, 6, 7, 4, 9, 10, 11, 8, 13, 14, 15, 12);
}
@inline function rotate7(x: v128): v128 {
  return v128.or(i32x4.shr_u(x, 7), i32x4.shl(x, 25));
}
@inline function low(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
}
@inline function high(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
}
@inline function lowHalves(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
}
@inline function highHalves(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
}
// Four rows of four words to four columns.
@inline function transpose(a: v128, b: v128, c: v128, d: v128, out0: usize, out1: usize, out2: usize, out3: usize): void {
  const ab = low(a, b);
  const cd = low(c, d);
  const ab2 = high(a, b);
  const cd2 = high(c, d);
  v128.store(out0, lowHalves(ab, cd));
  v128.store(out1, highHalves(ab, cd));
  v128.store(out2, lowHalves(ab2, cd2));
  v128.store(out3, highHalves(ab2, cd2));
}
@inline function transposeIn(p0: usize, p1: usize, p2: usize, p3: usize, offset: usize, out: usize): void {
  transpose(v128.load(p0 + offset), v128.load(p1 + offset), v128.load(p2 + offset), v128.load(p3 + offset), out, out + 16, out + 32, out + 48);
}

// Hashes four inputs of the same length at once: the chunks `counter`, `counter + step` and so on, or pairs of values.
// Writes four values of 32 bytes, one after the other.
function lanes(p0: usize, p1: usize, p2: usize, p3: usize, length: usize, counter: u32, step: u32, flags: u32, first: u32, last: u32, out: usize): void {
  let h0 = i32x4.splat(load<i32>(KEY));
  let h1 = i32x4.splat(load<i32>(KEY, 4));
  let h2 = i32x4.splat(load<i32>(KEY, 8));
  let h3 = i32x4.splat(load<i32>(KEY, 12));
  let h4 = i32x4.splat(load<i32>(KEY, 16));
  let h5 = i32x4.splat(load<i32>(KEY, 20));
  let h6 = i32x4.splat(load<i32>(KEY, 24));
  let h7 = i32x4.splat(load<i32>(KEY, 28));
  let counters = i32x4.splat(counter);
  counters = i32x4.replace_lane(counters, 1, counter + step);
  counters = i32x4.replace_lane(counters, 2, counter + 2 * step);
  counters = i32x4.replace_lane(counters, 3, counter + 3 * step);
  let block = flags | first;
  do {
    const size = min<usize>(length, 64);
    length -= size;
    if (!length) block |= last;
    if (size < 64) {
      memory.fill(LAST_BLOCK, 0, 64);
      memory.copy(LAST_BLOCK, p0, size);
      p0 = LAST_BLOCK;
      p1 = LAST_BLOCK;
      p2 = LAST_BLOCK;
      p3 = LAST_BLOCK;
    }
    transposeIn(p0, p1, p2, p3, 0, 0x2000);
    transposeIn(p0, p1, p2, p3, 16, 0x2040);
    transposeIn(p0, p1, p2, p3, 32, 0x2080);
    transposeIn(p0, p1, p2, p3, 48, 0x20c0);
    let v0 = h0, v1 = h1, v2 = h2, v3 = h3, v4 = h4, v5 = h5, v6 = h6, v7 = h7;
    let v8 = i32x4.splat(0x6a09e667), v9 = i32x4.splat(0xbb67ae85), v10 = i32x4.splat(0x3c6ef372), v11 = i32x4.splat(0xa54ff53a);
    let v12 = counters, v13 = i32x4.splat(0), v14 = i32x4.splat(<i32>size), v15 = i32x4.splat(<i32>block);
    for (let at = SCHEDULE; at < SCHEDULE + 7 * 64; at += 64) {
      v0 = i32x4.add(i32x4.add(v0, v4), message(at, 0));
      v12 = rotate16(v128.xor(v12, v0));
      v8 = i32x4.add(v8, v12);
      v4 = rotate12(v128.xor(v4, v8));
      v0 = i32x4.add(i32x4.add(v0, v4), message(at, 1));
      v12 = rotate8(v128.xor(v12, v0));
      v8 = i32x4.add(v8, v12);
      v4 = rotate7(v128.xor(v4, v8));
      v1 = i32x4.add(i32x4.add(v1, v5), message(at, 2));
      v13 = rotate16(v128.xor(v13, v1));
      v9 = i32x4.add(v9, v13);
      v5 = rotate12(v128.xor(v5, v9));
      v1 = i32x4.add(i32x4.add(v1, v5), message(at, 3));
      v13 = rotate8(v128.xor(v13, v1));
      v9 = i32x4.add(v9, v13);
      v5 = rotate7(v128.xor(v5, v9));
      v2 = i32x4.add(i32x4.add(v2, v6), message(at, 4));
      v14 = rotate16(v128.xor(v14, v2));
      v10 = i32x4.add(v10, v14);
      v6 = rotate12(v128.xor(v6, v10));
      v2 = i32x4.add(i32x4.add(v2, v6), message(at, 5));
      v14 = rotate8(v128.xor(v14, v2));
      v10 = i32x4.add(v10, v14);
      v6 = rotate7(v128.xor(v6, v10));
      v3 = i32x4.add(i32x4.add(v3, v7), message(at, 6));
      v15 = rotate16(v128.xor(v15, v3));
      v11 = i32x4.add(v11, v15);
      v7 = rotate12(v128.xor(v7, v11));
      v3 = i32x4.add(i32x4.add(v3, v7), message(at, 7));
      v15 = rotate8(v128.xor(v15, v3));
      v11 = i32x4.add(v11, v15);
      v7 = rotate7(v128.xor(v7, v11));
      v0 = i32x4.add(i32x4.add(v0, v5), message(at, 8));
      v15 = rotate16(v128.xor(v15, v0));
      v10 = i32x4.add(v10, v15);
      v5 = rotate12(v128.xor(v5, v10));
      v0 = i32x4.add(i32x4.add(v0, v5), message(at, 9));
      v15 = rotate8(v128.xor(v15, v0));
      v10 = i32x4.add(v10, v15);
      v5 = rotate7(v128.xor(v5, v10));
      v1 = i32x4.add(i32x4.add(v1, v6), message(at, 10));
      v12 = rotate16(v128.xor(v12, v1));
      v11 = i32x4.add(v11, v12);
      v6 = rotate12(v128.xor(v6, v11));
      v1 = i32x4.add(i32x4.add(v1, v6), message(at, 11));
      v12 = rotate8(v128.xor(v12, v1));
      v11 = i32x4.add(v11, v12);
      v6 = rotate7(v128.xor(v6, v11));
      v2 = i32x4.add(i32x4.add(v2, v7), message(at, 12));
      v13 = rotate16(v128.xor(v13, v2));
      v8 = i32x4.add(v8, v13);
      v7 = rotate12(v128.xor(v7, v8));
      v2 = i32x4.add(i32x4.add(v2, v7), message(at, 13));
      v13 = rotate8(v128.xor(v13, v2));
      v8 = i32x4.add(v8, v13);
      v7 = rotate7(v128.xor(v7, v8));
      v3 = i32x4.add(i32x4.add(v3, v4), message(at, 14));
      v14 = rotate16(v128.xor(v14, v3));
      v9 = i32x4.add(v9, v14);
      v4 = rotate12(v128.xor(v4, v9));
      v3 = i32x4.add(i32x4.add(v3, v4), message(at, 15));
      v14 = rotate8(v128.xor(v14, v3));
      v9 = i32x4.add(v9, v14);
      v4 = rotate7(v128.xor(v4, v9));
    }
    h0 = v128.xor(v0, v8);
    h1 = v128.xor(v1, v9);
    h2 = v128.xor(v2, v10);
    h3 = v128.xor(v3, v11);
    h4 = v128.xor(v4, v12);
    h5 = v128.xor(v5, v13);
    h6 = v128.xor(v6, v14);
    h7 = v128.xor(v7, v15);
    p0 += 64;
    p1 += 64;
    p2 += 64;
    p3 += 64;
    block = flags;
  } while (length);
  transpose(h0, h1, h2, h3, out, out + 32, out + 64, out + 96);
  transpose(h4, h5, h6, h7, out + 16, out + 48, out + 80, out + 112);
}

/** The keyed hash of at most 384 KiB, given at `HASH`. */
export function hash(at: usize, length: usize): void {
  if (length <= CHUNK) {
    lanes(at, at, at, at, length, 0, 0, KEYED, CHUNK_START, CHUNK_END | ROOT, HASH);
    return;
  }
  const full = length / CHUNK;
  for (let i: usize = 0; i < full; i += 4) {
    const p = at + i * CHUNK;
    const left = full - i;
    // Lanes that nothing is left for do the first one's work again.
    lanes(
      p, left > 1 ? p + CHUNK : p, left > 2 ? p + 2 * CHUNK : p, left > 3 ? p + 3 * CHUNK : p,
      CHUNK, <u32>i, 1, KEYED, CHUNK_START, CHUNK_END, VALUES + i * 32,
    );
  }
  let count = full;
  const rest = length - full * CHUNK;
  if (rest) {
    const p = at + full * CHUNK;
    lanes(p, p, p, p, rest, <u32>full, 0, KEYED, CHUNK_START, CHUNK_END, VALUES + full * 32);
    count++;
  }
  while (count > 2) {
    const pairs = count >> 1;
    const odd = count & 1;
    // One without a partner goes up as it is; the lanes would write over it.
    if (odd) memory.copy(CARRIED, VALUES + (count - 1) * 32, 32);
    for (let i: usize = 0; i < pairs; i += 4) {
      const p = VALUES + i * 64;
      const left = pairs - i;
      lanes(p, left > 1 ? p + 64 : p, left > 2 ? p + 128 : p, left > 3 ? p + 192 : p, 64, 0, 0, KEYED | PARENT, 0, 0, VALUES + i * 32);
    }
    if (odd) memory.copy(VALUES + pairs * 32, CARRIED, 32);
    count = pairs + odd;
  }
  lanes(VALUES, VALUES, VALUES, VALUES, 64, 0, 0, KEYED | PARENT | ROOT, 0, 0, HASH);
}

// ---- packing ----
const STORED: u32 = 0;
const LZ4: u32 = 1;
const GROUPED_LZ4: u32 = 2;
const HEADER: usize = 8;
// Magic, flags (independent blocks), block size (256 KiB), their checksum; then the block's size; an empty block ends it.
const FRAME_START: usize = 7;
const FRAME: usize = FRAME_START + 4 + 4;
const HASH_BITS: u64 = 12;
const FARTHEST: usize = 65535;

@inline function slot(at: usize): usize {
  return POSITIONS + (<usize>((load<u64>(at) << 24) * 889523592379 >> (64 - HASH_BITS)) << 2);
}

// Copies 16 bytes at a time, a little too far: both sides have room.
@inline function copyLoosely(to: usize, from: usize, length: usize): void {
  const end = to + length;
  do {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  } while (to < end);
}

@inline function lengthBytes(to: usize, rest: usize): usize {
  for (; rest >= 255; rest -= 255) store<u8>(to++, 255);
  store<u8>(to, <u8>rest);
  return to + 1;
}

// One LZ4 block of at most `room` bytes; 0 when it would not be smaller than that.
function block(from: usize, length: usize, to: usize, room: usize): usize {
  if (length < 13) return 0;
  memory.fill(POSITIONS, 0, 4 << <usize>HASH_BITS);
  const end = from + length;
  const lastStart = end - 12;
  const lastMatched = end - 5;
  const start = to;
  const roomEnd = to + room;
  let anchor = from;
  let at = from + 1;
  while (at <= lastStart) {
    let found: usize = 0;
    let tries: usize = 64;
    let next = at;
    // The longer nothing is found, the larger the steps.
    do {
      at = next;
      const place = slot(at);
      const seen = from + load<u32>(place);
      store<u32>(place, <u32>(at - from));
      if (load<u32>(seen) == load<u32>(at) && at - seen <= FARTHEST && seen < at) {
        found = seen;
        break;
      }
      next = at + (tries++ >> 6);
    } while (next <= lastStart);
    if (!found) break;
    while (at > anchor && found > from && load<u8>(at - 1) == load<u8>(found - 1)) {
      at--;
      found--;
    }
    const literals = at - anchor;
    let ahead = at + 4;
    let behind = found + 4;
    for (;;) {
      if (ahead + 8 > lastMatched) {
        while (ahead < lastMatched && load<u8>(ahead) == load<u8>(behind)) {
          ahead++;
          behind++;
        }
        break;
      }
      const differs = load<u64>(ahead) ^ load<u64>(behind);
      if (differs) {
        ahead += <usize>(ctz(differs) >> 3);
        break;
      }
      ahead += 8;
      behind += 8;
    }
    const matched = ahead - at - 4;
    if (to + literals + literals / 255 + matched / 255 + 6 > roomEnd) return 0;
    const token = to++;
    store<u8>(token, <u8>((min<usize>(literals, 15) << 4) | min<usize>(matched, 15)));
    if (literals >= 15) to = lengthBytes(to, literals - 15);
    copyLoosely(to, anchor, literals);
    to += literals;
    store<u16>(to, <u16>(at - found));
    to += 2;
    if (matched >= 15) to = lengthBytes(to, matched - 15);
    at = ahead;
    anchor = ahead;
    if (at <= lastStart) store<u32>(slot(at - 2), <u32>(at - 2 - from));
  }
  const literals = end - anchor;
  if (to + literals + literals / 255 + 2 > roomEnd) return 0;
  store<u8>(to++, <u8>(min<usize>(literals, 15) << 4));
  if (literals >= 15) to = lengthBytes(to, literals - 15);
  memory.copy(to, anchor, literals);
  return to + literals - start;
}

// All first bytes of every four, then all second ones, and so on.
function group(from: usize, length: usize): void {
  let to = GROUPED;
  for (let lane: usize = 0; lane < 4; lane++) {
    for (let at = lane; at < length; at += 4) store<u8>(to++, load<u8>(from + at));
  }
}

// A chunk behind its header, packed as `scheme` says or stored where that does not pay; gives the length of both.
export function pack(from: usize, length: usize, to: usize, scheme: u32): usize {
  let packed: usize = 0;
  if (scheme != STORED && length > FRAME) {
    let source = from;
    if (scheme == GROUPED_LZ4) {
      group(from, length);
      source = GROUPED;
    }
    const frame = to + HEADER;
    const size = block(source, length, frame + FRAME_START + 4, length - FRAME);
    if (size) {
      store<u32>(frame, 0x184d2204);
      store<u8>(frame, 0x60, 4);
      store<u8>(frame, 0x50, 5);
      store<u8>(frame, 0xfb, 6);
      store<u32>(frame, <u32>size, FRAME_START);
      store<u32>(frame + FRAME_START + 4 + size, 0);
      packed = size + FRAME;
    }
  }
  if (!packed || packed >= length) {
    scheme = STORED;
    packed = length;
    memory.copy(to + HEADER, from, length);
  }
  // Version 0 and three bytes of length; the scheme and three bytes of unpacked length.
  store<u32>(to, <u32>packed << 8);
  store<u32>(to + 4, scheme | (<u32>length << 8));
  return HEADER + packed;
}

/** The scheme to pack this chunk with: `STORED` when none saves a thirty-second, grouping where it saves a sixteenth more. */
export function bestScheme(from: usize, length: usize): u32 {
  const plain = pack(from, length, TRIAL, LZ4);
  const grouped = pack(from, length, TRIAL, GROUPED_LZ4);
  if (min(plain, grouped) > length - (length >> 5)) return STORED;
  return grouped + (plain >> 4) < plain ? GROUPED_LZ4 : LZ4;
}
