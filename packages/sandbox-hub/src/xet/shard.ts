// Reads the file part of a Xet shard: which files there are, of which pieces of which xorbs, and their SHA-256.
// Format: hub-docs `docs/xet/shard.md`. The rest of a shard serves deduplication and is passed over.

const SHARD_HEADER_BYTES = 48;
const ROW_BYTES = 48;
const WITH_VERIFICATION = 0x80000000;
const WITH_METADATA = 0x40000000;
const LAST = 'f'.repeat(64);

export interface ShardTerm {
  xorb: string;
  unpackedLength: number;
  /** Chunks `start` to `end`, without `end`. */
  start: number;
  end: number;
}

export interface ShardFile {
  hash: string;
  terms: ShardTerm[];
  sha256?: string;
}

export class MalformedShard extends Error {
  constructor() {
    super('The shard is malformed');
    this.name = 'MalformedShard';
  }
}

export function readShard(bytes: Buffer): ShardFile[] {
  try {
    const files: ShardFile[] = [];
    let at = SHARD_HEADER_BYTES;
    for (;;) {
      const hash = hashText(bytes, at);
      const flags = bytes.readUInt32LE(at + 32);
      const count = bytes.readUInt32LE(at + 36);
      at += ROW_BYTES;
      if (hash === LAST) return files;
      const file: ShardFile = { hash, terms: [] };
      for (let term = 0; term < count; term += 1) {
        file.terms.push({
          xorb: hashText(bytes, at),
          unpackedLength: bytes.readUInt32LE(at + 36),
          start: bytes.readUInt32LE(at + 40),
          end: bytes.readUInt32LE(at + 44),
        });
        at += ROW_BYTES;
      }
      if (flags & WITH_VERIFICATION) at += count * ROW_BYTES;
      if (flags & WITH_METADATA) {
        file.sha256 = hashText(bytes, at);
        at += ROW_BYTES;
      }
      files.push(file);
    }
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedShard();
    throw error;
  }
}

// 32 bytes as four little-endian numbers of 64 bits, each written with 16 digits.
function hashText(bytes: Buffer, at: number): string {
  let text = '';
  for (let word = 0; word < 4; word += 1) {
    text += bytes
      .readBigUInt64LE(at + word * 8)
      .toString(16)
      .padStart(16, '0');
  }
  return text;
}
