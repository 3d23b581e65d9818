import type { LogLine } from '@hubdesk/shared/train/run';
import { plainText } from './ansi-spans.ts';

/** Places of the lines that have `text` in them, whatever its case; none for an empty one. */
export function findLines(lines: readonly LogLine[], text: string): number[] {
  if (text === '') return [];
  const wanted = text.toLowerCase();
  const found: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (plainText(line.text).toLowerCase().includes(wanted)) found.push(index);
  }
  return found;
}
