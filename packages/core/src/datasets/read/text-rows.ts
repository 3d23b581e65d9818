// Plain text as `datasets` reads it by default: a line a row, in a column `text`.
import type { FormatRow } from './format-rows.ts';

/** As for rows of JSON, in characters. */
const longestLine = 16 * 1024 * 1024;

export async function* textRows(text: AsyncIterable<string>): AsyncGenerator<FormatRow[]> {
  let rest = '';
  let passing = false;
  let line = 1;
  for await (const piece of text) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield lines.map((each): FormatRow => {
      const cut = passing;
      passing = false;
      return cut ? { kind: 'row', text: null, line: line++ } : rowOf(each, line++);
    });
    passing ||= rest.length > longestLine;
    if (passing) rest = '';
  }
  if (passing) yield [{ kind: 'row', text: null, line }];
  else if (rest !== '') yield [rowOf(rest, line)];
}

function rowOf(written: string, line: number): FormatRow {
  const text = written.endsWith('\r') ? written.slice(0, -1) : written;
  return text.trim() === '' ? { kind: 'blank', line } : { kind: 'row', text: JSON.stringify({ text }), line };
}
