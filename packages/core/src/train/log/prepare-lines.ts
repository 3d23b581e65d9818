// Lines of a log on their way to where they are kept: cleaned, redacted and cut, a batch at a time, because asking the
// redactor once for many lines costs a fraction of asking for each.
import { cleanLine, cutLine, longestLine, withoutColours } from './clean-line.ts';

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
  const cleaned = lines.map((line) => cleanLine(line.text));
  const texts = redacted(
    cleaned.map(({ text }) => text),
    redact,
  );
  return lines.map(({ atMs }, at) => {
    const text = texts[at] ?? '';
    const cut = (cleaned[at]?.cut ?? false) || text.length > longestLine;
    return { text: text.length > longestLine ? cutLine(text) : text, atMs, cut };
  });
}

function redacted(texts: readonly string[], redact: (text: string) => string): readonly string[] {
  const joined = texts.join('\n');
  const coloured = joined.includes('\x1b');
  // A secret must not hide behind a colour in its middle: then the colours of its line go too.
  if (coloured) return texts.map((text) => (text.includes('\x1b') ? redactedColours(text, redact) : redact(text)));
  const safe = redact(joined);
  if (safe === joined) return texts;
  const lines = safe.split('\n');
  // What was taken out went over the end of a line.
  return lines.length === texts.length ? lines : texts.map(redact);
}

function redactedColours(text: string, redact: (text: string) => string): string {
  const plain = withoutColours(text);
  const safe = redact(plain);
  return safe === plain ? text : safe;
}
