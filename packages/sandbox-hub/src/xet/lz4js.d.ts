// The part of `lz4js` that the Sandbox reads with; the package has no types of its own.
declare module 'lz4js' {
  /** Decodes an LZ4 frame of at most `maxSize` bytes. Throws for what is not one. */
  export function decompress(source: Uint8Array, maxSize?: number): Uint8Array;
}
