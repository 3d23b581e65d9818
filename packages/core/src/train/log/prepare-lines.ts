// Lines of a log on their way to where they are kept: cleaned, redacted and cut, a batch at a time, because asking the
// redactor once for many lines costs a fraction of asking for each.
import { cleanLine, cutLine, longestLine, needsCleaning, withoutColours } from './clean-line.ts';

export interface RawLine {
  text: string;
  /** Epoch milliseconds; null where nobody said when. */
  atMs: number | null;
}

/** As it is kept: no control character but the tab and colours, no secret, at most 65,536 characters. */
export interface PreparedLine {
  readonly text: string;
  readonly atMs: number | null;
  readonly cut: boolean;
}

export function prepareLines(lines: readonly RawLine[], redact: (text: string) => string): PreparedLine[] {
  const prepared: { text: string; atMs: number | null; cut: boolean }[] = [];
  const texts: string[] = [];
  const coloured: number[] = [];
  for (const line of lines) {
    const { text, cut } = needsCleaning(line.text) ? cleanLine(line.text) : { text: line.text, cut: false };
    // A secret must not hide behind a colour in its middle.
    if (text.includes('\x1b')) coloured.push(texts.length);
    texts.push(text);
    prepared.push({ text, atMs: line.atMs, cut });
  }
  for (const at of coloured) texts[at] = withoutColours(texts[at] ?? '');
  const safe = redacted(texts, redact);
  for (const [at, line] of prepared.entries()) {
    // Where something is taken out of a line, its colours go too.
    if (safe !== texts && safe[at] !== texts[at]) line.text = safe[at] ?? '';
    if (line.text.length > longestLine) {
      line.text = cutLine(line.text);
      line.cut = true;
    }
  }
  return prepared;
}

/** The same array where nothing was taken out. */
function redacted(texts: readonly string[], redact: (text: string) => string): readonly string[] {
  const joined = texts.join('\n');
  const safe = redact(joined);
  if (safe === joined) return texts;
  const lines = safe.split('\n');
  // What was taken out went over the end of a line.
  return lines.length === texts.length ? lines : texts.map(redact);
}
