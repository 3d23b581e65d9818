// The 64-bit hashes of a file's rows in their order: in memory up to a limit,
// beyond it in a file of the scratch folder.

export interface RowHashes {
  readonly rows: number;
  /** Hands out the hashes piece by piece, in row order; 0 stands for a row that has none. */
  pieces(): AsyncIterable<BigUint64Array>;
  /** Removes what was spilled to disk. */
  dispose(): Promise<void>;
}
