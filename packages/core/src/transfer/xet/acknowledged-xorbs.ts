// Which xorbs the content store said it has, kept by whoever keeps the journal:
// what is in here is not sent again.

export interface AcknowledgedXorb {
  /** The xorb's hash as text. */
  xorb: string;
  /** Bytes as it was sent. */
  storedBytes: number;
  /**
   * The hashes (as text) and lengths of its chunks, in order. Only of xorbs that small files share: with which others a
   * small file ends up may differ next time. Those of a large file come out the same.
   */
  chunks?: [hash: string, length: number][];
}

export interface AcknowledgedXorbs {
  get(xorb: string): AcknowledgedXorb | undefined;
  /** Told once the store has it; may write in its own time: what is lost is only sent again. */
  put(xorb: AcknowledgedXorb): void;
  /** Those with `chunks`, to look small files' chunks up in. */
  shared(): Iterable<AcknowledgedXorb>;
}

/** For a session that is not resumed. */
export function noAcknowledgedXorbs(): AcknowledgedXorbs {
  return { get: () => undefined, put: () => {}, shared: () => [] };
}
