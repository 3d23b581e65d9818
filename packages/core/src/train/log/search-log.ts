// Looks for a text in the bytes of a log, whatever its case, a piece at a time: the piece is made lower-case four bytes at
// once and searched as bytes, which costs less than making one line into a string. Colours are taken out first where there
// are any; a text with letters beyond ASCII is looked for in strings instead, because their case is not a matter of one bit.
import { withoutColours } from './clean-line.ts';

const escape = 0x1b;
const lineFeed = 10;
const letterM = 0x6d;

/** Answers where lines with the text are in a piece. */
export interface PieceSearch {
  /** Positions in `piece` as it was given (changed meanwhile), one for each line, ascending; or line numbers in it. */
  find(piece: Buffer): { at: 'byte' | 'line'; places: Iterable<number> };
}

/** `piece`s begin and end with whole lines, lie at a multiple of four bytes, and are ours to change. */
export function searchFor(text: string): PieceSearch {
  // oxlint-disable-next-line no-control-regex -- no line has them
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(text)) return { find: () => ({ at: 'byte', places: [] }) };
  if (/[^\0-\x7f]/.test(text))
    return { find: (piece) => ({ at: 'line', places: linesInText(piece, text.toLowerCase()) }) };
  const needle = Buffer.from(text.toLowerCase());
  return {
    find: (piece) => {
      lower(piece);
      if (!piece.includes(escape)) return { at: 'byte', places: placesIn(piece, needle) };
      const plain = piece.subarray(0, dropColours(piece));
      return { at: 'line', places: linesOf(plain, placesIn(plain, needle)) };
    },
  };
}

/** One place a line. */
function* placesIn(bytes: Buffer, needle: Buffer): Generator<number> {
  for (let at = bytes.indexOf(needle); at >= 0;) {
    yield at;
    const end = bytes.indexOf(lineFeed, at);
    if (end < 0) return;
    at = bytes.indexOf(needle, end + 1);
  }
}

function* linesOf(bytes: Buffer, places: Iterable<number>): Generator<number> {
  let line = 0;
  let from = 0;
  for (const place of places) {
    for (let end = bytes.indexOf(lineFeed, from); end >= 0 && end < place; end = bytes.indexOf(lineFeed, from)) {
      line += 1;
      from = end + 1;
    }
    yield line;
  }
}

function* linesInText(piece: Buffer, needle: string): Generator<number> {
  const text = withoutColours(piece.toString('utf8')).toLowerCase();
  let line = 0;
  let from = 0;
  for (let at = text.indexOf(needle); at >= 0;) {
    for (let end = text.indexOf('\n', from); end >= 0 && end < at; end = text.indexOf('\n', from)) {
      line += 1;
      from = end + 1;
    }
    yield line;
    const end = text.indexOf('\n', at);
    if (end < 0) return;
    at = text.indexOf(needle, end + 1);
  }
}

/** `A` to `Z` become small, four bytes at a time; every other byte stays. */
function lower(bytes: Buffer): void {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? 0;
    const low = word & 0x7f7f7f7f;
    // The high bit of each byte: at least `A`, and beyond `Z`.
    const upper = ((low + 0x3f3f3f3f) ^ (low + 0x25252525)) & ~word & 0x80808080;
    words[at] = word | (upper >>> 2);
  }
  for (let at = words.length * 4; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) bytes[at] = byte | 0x20;
  }
}

/** Moves what is left together; answers its length. */
function dropColours(bytes: Buffer): number {
  let length = 0;
  for (let from = 0; from < bytes.length;) {
    const opened = bytes.indexOf(escape, from);
    const end = opened < 0 ? bytes.length : opened;
    bytes.copyWithin(length, from, end);
    length += end - from;
    if (opened < 0) break;
    const closed = bytes.indexOf(letterM, opened);
    from = closed < 0 ? bytes.length : closed + 1;
  }
  return length;
}
