// Rows of a file that hold a text, whatever its case. The text is looked for as
// it stands and as JSON writes it.
import { streamRows } from './stream-rows.ts';
import type { ReadableFile } from './rows-task.ts';

/** Whether a row, as it stands in a file, holds the text that was asked for. */
export function searcherFor(text: string): (row: string) => boolean {
  const escaped = JSON.stringify(text).slice(1, -1);
  const ascii = escaped.replace(/[\u0080-\uFFFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const needles = [...new Set([text, escaped, ascii].map((each) => each.toLowerCase()))];
  return (row) => {
    const lower = row.toLowerCase();
    return needles.some((needle) => lower.includes(needle));
  };
}

/** `found` gets row numbers, ascending; it answers false when it has enough. */
export async function searchRows(
  file: ReadableFile,
  text: string,
  found: (rows: number[]) => boolean,
  told: (bytesRead: number) => void,
): Promise<void> {
  const holds = searcherFor(text);
  for await (const batch of streamRows(file, told)) {
    const rows = batch.flatMap((each) => (each.text !== null && holds(each.text) ? each.row : []));
    if (rows.length > 0 && !found(rows)) return;
  }
}
