// Characters that cannot be seen but change what is read: controls, the marks
// that turn the writing direction around, and letters without width. Each is
// named where it stands. Joiners that scripts and emoji need are left alone.

const hidden =
  // eslint-disable-next-line no-control-regex -- finding them is the point
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2028\u2029\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;
const flag = /\u{1F3F4}[\u{E0020}-\u{E007E}]+\u{E007F}/u;
const pieces = new RegExp(`(${flag.source}|${hidden.source})`, 'u');

export interface TextPiece {
  text: string;
  /** The code point, such as `U+202E`, of a character that must be shown by name. */
  name: string | null;
}

/** The text in order, cut around each hidden character; one piece when there is none. */
export function readHidden(text: string): TextPiece[] {
  if (!hidden.test(text)) return [{ text, name: null }];
  return text
    .split(pieces)
    .filter((piece) => piece !== '')
    .map((piece) => ({ text: piece, name: hidden.test(piece) && [...piece].length === 1 ? codePoint(piece) : null }));
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
