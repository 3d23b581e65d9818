// Lines of a log on their way to where they are kept: cleaned, redacted and cut, a batch at a time, because asking the
// redactor once for many lines costs a fraction of asking for each.
import { cleanLine, cutLine, isPlain, longestLine, withoutColours } from './clean-line.ts';

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
  /** Of printable ASCII alone. */
  readonly plain: boolean;
}

// No cleaned text has it, and nothing that looks like a secret goes over it.
const separator = '\0';

export function prepareLines(lines: readonly RawLine[], redact: (text: string) => string): PreparedLine[] {
  const prepared: { text: string; atMs: number | null; cut: boolean; plain: boolean }[] = [];
  const plain: string[] = [];
  const other: string[] = [];
  for (const { text: raw, atMs } of lines) {
    if (isPlain(raw)) {
      plain.push(raw);
      prepared.push({ text: raw, atMs, cut: false, plain: true });
    } else {
      const { text, cut } = cleanLine(raw);
      // A secret must not hide behind a colour in its middle.
      other.push(withoutColours(text));
      prepared.push({ text, atMs, cut, plain: false });
    }
  }
  // Apart, because a text of ASCII alone is looked through several times as fast.
  const safePlain = redacted(plain, redact, oneByte);
  const safeOther = redacted(other, redact, (text) => text);
  if (safePlain === plain && safeOther === other && other.length === 0) return prepared;
  let plainAt = 0;
  let otherAt = 0;
  for (const line of prepared) {
    if (line.plain) {
      line.text = safePlain[plainAt] ?? '';
      plainAt += 1;
    } else {
      // Where something is taken out of a line, its colours go too.
      if (safeOther[otherAt] !== other[otherAt]) line.text = safeOther[otherAt] ?? '';
      otherAt += 1;
    }
    if (line.text.length > longestLine) {
      line.text = cutLine(line.text);
      line.cut = true;
    }
  }
  return prepared;
}

/** The same array where nothing was taken out. */
function redacted(
  texts: readonly string[],
  redact: (text: string) => string,
  compact: (text: string) => string,
): readonly string[] {
  const joined = compact(texts.join(separator));
  const safe = redact(joined);
  if (safe === joined) return texts;
  const lines = safe.split(separator);
  return lines.length === texts.length ? lines : texts.map(redact);
}

/** The same ASCII text, kept as bytes although it was part of a text with other letters. */
function oneByte(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
