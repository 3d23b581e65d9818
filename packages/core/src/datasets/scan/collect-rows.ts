// The check of rows another reader has read: CSV, Parquet, text, rows of the
// Hub. Ends in the same scan as a file of JSON.
import type { FileFormat } from '@hubdesk/shared/datasets/check-report';
import type { FileProblem } from '@hubdesk/shared/datasets/row-problem';
import { factsOfRow } from './facts-of-row.ts';
import type { FileScan } from './file-scan.ts';
import { createFileScanBuilder } from './file-scan-builder.ts';
import type { RowFault } from './row-facts.ts';
import { createPartBuilder, indexEveryBytes, indexEveryRows } from './scan-part.ts';
import { createScanner } from './scanner/scanner.ts';

export interface CollectedRow {
  readonly value: unknown;
  /** Where it stands, for formats whose rows are found by offset. */
  readonly offset?: number;
  /** From 1, for formats that have lines. */
  readonly line?: number;
  /** As it stands in the file; JSON of the value when there is no such text. */
  readonly text?: string;
  /** What the reader itself found wrong, such as a wrong number of cells. */
  readonly faults?: readonly RowFault[];
}

export interface RowCollector {
  add(row: CollectedRow): void;
  fileProblem(kind: FileProblem, detail: string): void;
  /** What is known so far; with `done` for good. `bytes` is how much of the file was read. */
  scan(done: boolean, bytes: number): FileScan;
}

export interface RowCollectorOptions {
  readonly name: string;
  readonly format: FileFormat;
  /** An existing folder; hashes of very many rows go there until `hashes.dispose()`. */
  readonly scratchFolder: string;
  /** Whether rows come with the offset where they stand. */
  readonly indexed: boolean;
}

const rowsAPart = 8_192;

export function collectRows(options: RowCollectorOptions): RowCollector {
  const scanner = createScanner();
  const part = createPartBuilder();
  const hash = new BigUint64Array(1);
  const builder = createFileScanBuilder(options);
  let placedOffset = -indexEveryBytes;
  let rowsSincePlace = 0;

  function flush(): void {
    if (part.rows() > 0) builder.add(part.take(0));
  }

  return {
    add: ({ value, offset, line, text, faults = [] }) => {
      const json = text ?? JSON.stringify(value, jsonable);
      const facts = factsOfRow(value, json);
      if (offset !== undefined && (rowsSincePlace >= indexEveryRows || offset - placedOffset >= indexEveryBytes)) {
        part.place(offset, line ?? 0);
        placedOffset = offset;
        rowsSincePlace = 0;
      }
      rowsSincePlace += 1;
      for (const { kind, detail } of [...faults, ...facts.faults]) part.problem(kind, line ?? null, () => detail);
      if (facts.shape) part.shape(facts.shape, JSON.stringify(facts.shape));
      if (facts.conversations.length > 0) part.sequence(facts.conversations, JSON.stringify(facts.conversations));
      hash[0] = scanner.hashOf(json);
      part.hashes(hash);
      part.row(Buffer.byteLength(json));
      if (part.rows() >= rowsAPart) flush();
    },
    fileProblem: builder.fileProblem,
    scan: (done, bytes) => {
      flush();
      return builder.scan(done, bytes);
    },
  };
}

/** Parquet has integers that JSON has not. */
function jsonable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
