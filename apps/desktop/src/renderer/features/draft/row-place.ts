// Where a row stands in the table when all rows show.
import type { DraftFile } from '@hubdesk/shared/datasets/check-report';
import type { RowName } from '@hubdesk/shared/datasets/draft';

/** Its index among the rows of `file`, or of all files one after another; null when a file before it is not counted yet. */
export function placeOfRow(files: readonly DraftFile[], file: string | null, name: RowName): number | null {
  if (file !== null) return file === name.file ? name.row : null;
  let before = 0;
  for (const { path, rows } of files) {
    if (path === name.file) return before + name.row;
    if (rows === null) return null;
    before += rows;
  }
  return files.length === 0 ? name.row : null;
}

export function isSameRow(a: RowName | null | undefined, b: RowName | null | undefined): boolean {
  return a != null && b != null && a.row === b.row && a.file === b.file;
}
