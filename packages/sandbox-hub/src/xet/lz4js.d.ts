// The part of `lz4js` that the Sandbox and its tests use; the package has no types of its own.
declare module 'lz4js' {
  /** Decodes an LZ4 frame of at most `maxSize` bytes. Throws for what is not one. */
  export function decompress(source: Uint8Array, maxSize?: number): Uint8Array;
  /** Encodes as an LZ4 frame. */
  export function compress(source: Uint8Array): Uint8Array;
}
