// The check of one file of JSON, alone: see `createScanPool` for several.
import type { FileScan } from './file-scan.ts';
import { createScanPool, type ScanFileOptions, type ScanPoolOptions } from './scan-pool.ts';

/** Throws `CANCELLED` when the signal says so; what is wrong with the file is told in the result. */
export async function scanFile(
  path: string,
  format: 'jsonl' | 'json',
  options: ScanPoolOptions & ScanFileOptions,
): Promise<FileScan> {
  const pool = createScanPool(options);
  try {
    return await pool.scan(path, format, options);
  } finally {
    await pool.close();
  }
}
