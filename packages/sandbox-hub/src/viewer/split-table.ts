// One split as a table: columns, number of rows, and any rows of it. Read once to count and to learn the columns;
// places on the way are kept so that later pages start near where they are.
import type { RepoFile } from '../repos/repo-store.ts';
import { featureOf, wider, type Feature } from './features.ts';
import { parquetRowCount, readRows, type Row } from './read-rows.ts';

export interface SplitTable {
  features: ReadonlyMap<string, Feature>;
  rowCount: number;
  /** Whether reading stopped before the end, at `SCAN_LIMIT_BYTES`. */
  partial: boolean;
  /** Of the original files. */
  byteCount: number;
  rows(offset: number, length: number): Promise<Row[]>;
}

interface Place {
  row: number;
  file: RepoFile;
  /** Rows of the file before this place. */
  rowInFile: number;
  byte: number;
}

const SCAN_LIMIT_BYTES = 512 * 1024 * 1024;
const PLACE_EVERY_ROWS = 1000;
const PARQUET_SAMPLE_ROWS = 1000;

export async function openSplit(files: readonly RepoFile[]): Promise<SplitTable> {
  const features = new Map<string, Feature>();
  const places: Place[] = [];
  let rowCount = 0;
  let scanned = 0;
  let partial = false;
  const learn = (row: Row) => {
    for (const [column, cell] of Object.entries(row)) {
      const known = features.get(column);
      features.set(column, known ? wider(known, featureOf(cell)) : featureOf(cell));
    }
  };

  for (const file of files) {
    if (scanned >= SCAN_LIMIT_BYTES) {
      partial = true;
      break;
    }
    places.push({ row: rowCount, file, rowInFile: 0, byte: 0 });
    let rowInFile = 0;
    const parquet = file.path.endsWith('.parquet');
    for await (const { row, byte } of readRows(file)) {
      if (byte !== undefined && rowInFile > 0 && rowInFile % PLACE_EVERY_ROWS === 0) {
        places.push({ row: rowCount + rowInFile, file, rowInFile, byte });
      }
      if (byte !== undefined && scanned + byte > SCAN_LIMIT_BYTES) {
        partial = true;
        break;
      }
      learn(row);
      rowInFile += 1;
      if (parquet && rowInFile >= PARQUET_SAMPLE_ROWS) break;
    }
    rowCount += parquet ? await parquetRowCount(file) : rowInFile;
    scanned += file.size;
  }

  return {
    features,
    rowCount,
    partial,
    byteCount: files.reduce((sum, { size }) => sum + size, 0),
    rows: async (offset, length) => {
      const found: Row[] = [];
      const start = places.findLastIndex(({ row }) => row <= offset);
      const end = Math.min(offset + length, rowCount);
      // One file after the other, from the last place before the wanted row.
      for (let index = start; index >= 0 && index < places.length && offset + found.length < end;) {
        const place = places[index];
        if (!place) break;
        const skip = offset + found.length - place.row;
        const rows = place.byte > 0 ? readRows(place.file, skip, place.byte) : readRows(place.file, skip);
        for await (const { row } of rows) {
          found.push(row);
          if (offset + found.length >= end) break;
        }
        const next = places.findIndex((each, at) => at > index && each.file !== place.file);
        if (next < 0) break;
        index = next;
      }
      return found;
    },
  };
}
