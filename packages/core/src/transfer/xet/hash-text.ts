// Hashes of Xet as text: 32 bytes as four little-endian numbers of 64 bits, each
// written with 16 digits (hub-docs `docs/xet/api.md`). Not the usual hex.

export const hashBytes = 32;

/** The text of the hash at `offset`. */
export function hashText(bytes: Uint8Array, offset = 0): string {
  const turned = Buffer.from(bytes.subarray(offset, offset + hashBytes));
  return turned.swap64().toString('hex');
}

/** The 32 bytes of a hash given as text, or of a SHA-256, which shards hold in the same order. */
export function bytesOfHashText(text: string): Uint8Array {
  return Buffer.from(text, 'hex').swap64();
}
