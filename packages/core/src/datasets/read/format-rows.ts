// The rows of a file of any format as JSON text, in batches.
import type { FileHandle } from 'node:fs/promises';
import type { RowProblem } from '@hubdesk/shared/datasets/row-problem';
import type { Sniffed } from '../open/sniff-format.ts';
import { type BytesOptions, fileBytes, textOf } from './file-bytes.ts';
import { parquetRows } from './parquet-rows.ts';
import { rowsIn } from './stream-rows.ts';
import { tableRows } from './table-rows.ts';
import { textRows } from './text-rows.ts';

export type FormatRow =
  | {
      kind: 'row';
      /** On one line; null for a row too long to be read. */
      text: string | null;
      line: number | null;
      problem?: { kind: RowProblem; detail: string };
    }
  /** No row, but to be told of. */
  | { kind: 'blank'; line: number };

export type FileForm = Pick<Sniffed, 'format' | 'gzip' | 'encoding' | 'delimiter'>;

/** With `most` the last row may be a part of one. Throws what the format's reader throws when it is damaged. */
export async function* formatRows(
  handle: FileHandle,
  form: FileForm,
  options: BytesOptions = {},
): AsyncGenerator<FormatRow[]> {
  const bytes = () => fileBytes(handle, form, options);
  switch (form.format) {
    case 'parquet':
      return yield* parquetRows(handle, options.told);
    case 'text':
      return yield* textRows(textOf(bytes()));
    case 'csv':
    case 'tsv':
      return yield* tableRows(textOf(bytes()), form.delimiter ?? (form.format === 'tsv' ? '\t' : ','));
    case 'json':
    case 'jsonl':
    case null:
      for await (const batch of rowsIn(bytes(), form.format === 'json' ? 'values' : 'lines')) {
        // Line breaks stand between the parts of a value only: inside a text they are escaped.
        yield batch.map(({ text, line }) => ({ kind: 'row', text: text?.replaceAll(/[\r\n]+/g, ' ') ?? null, line }));
      }
  }
}
