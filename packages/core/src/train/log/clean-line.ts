// One line of a terminal's output made safe to keep and to show: of everything a program can say to a terminal, colours
// stay (`ESC [ … m`) and nothing else does. Each line begins anew, so that what one leaves open cannot swallow the next.

/** In UTF-16 units; a line that is longer is cut. */
export const longestLine = 65_536;
/** Longer than any token, so that none is half cut off before the redactor has seen it. */
const redactionMargin = 4_096;
const longestColour = 32;

// Controls but the tab, what has no width or turns the reading order around, and surrogates, which are looked at in pairs.
const specialSet = String.raw`[\0-\x08\x0a-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]`;
const plain = /^[\t -~]*$/;
const special = new RegExp(specialSet);
const nextSpecial = new RegExp(specialSet, 'g');

/* oxlint-disable no-control-regex -- controls are what this is about */
const csiBody = /([0-?]*)([ -/]*)([@-~]?)/y;
const escapeBody = /[ -/]*[0-~]?/y;
const colourParameters = /^[0-9;:]*$/;
const colours = /\x1b\[[0-9;:]*m/g;
// A bell ends an OSC alone; the others go on until the string terminator.
const oscEnd = /[\x07\x18\x1a\x1b\x9c]/g;
const stringEnd = /[\x18\x1a\x1b\x9c]/g;

const escape = 0x1b;
/** The one-character forms of ESC and a character, by their code. */
const introducers: ReadonlyMap<number, string> = new Map([
  [0x90, 'P'],
  [0x98, 'X'],
  [0x9b, '['],
  [0x9d, ']'],
  [0x9e, '^'],
  [0x9f, '_'],
]);

/**
 * The line without its line end. What stands before a carriage return inside it was overwritten and goes, as do controls
 * other than the tab; invisible characters become marks such as `⟨U+202E⟩`, half a surrogate pair `�`. At most
 * `longestLine` and some more characters, so that whoever redacts sees a token whole: cut to `longestLine` afterwards.
 */
export function cleanLine(raw: string): { text: string; cut: boolean } {
  if (raw.length <= longestLine && !special.test(raw)) return { text: raw, cut: false };
  const shown = lastShown(raw);
  const cut = shown.length > longestLine;
  return { text: cleaned(cut ? shown.slice(0, longestLine + redactionMargin) : shown), cut };
}

/** Of printable ASCII alone, and short enough to be kept: there is nothing to clean. */
export function isPlain(raw: string): boolean {
  return raw.length <= longestLine && plain.test(raw);
}

/** The text of a cleaned line without its colours. */
export function withoutColours(text: string): string {
  return text.includes('\x1b') ? text.replace(colours, '') : text;
}

/** Cut to `longestLine`, neither within a colour nor within a pair. */
export function cutLine(text: string): string {
  let end = longestLine;
  const opened = text.lastIndexOf('\x1b', end - 1);
  if (opened >= 0 && text.indexOf('m', opened) >= end) end = opened;
  else if (isLead(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** As a terminal shows a progress bar: what came after the last carriage return that something follows. */
function lastShown(raw: string): string {
  let end = raw.length;
  while (end > 0 && (raw.charCodeAt(end - 1) === 13 || raw.charCodeAt(end - 1) === 10)) end -= 1;
  return raw.slice(end === 0 ? 0 : raw.lastIndexOf('\r', end - 1) + 1, end);
}

function cleaned(text: string): string {
  let out = '';
  let at = 0;
  // Marks are longer than what they stand for.
  while (at < text.length && out.length <= longestLine + redactionMargin) {
    nextSpecial.lastIndex = at;
    const found = nextSpecial.exec(text)?.index ?? text.length;
    if (found > at) out += text.slice(at, found);
    if (found === text.length) break;
    const code = text.charCodeAt(found);
    const introducer = code === escape ? text.charAt(found + 1) : introducers.get(code);
    if (introducer !== undefined) {
      const sequence = sequenceAfter(text, introducer, found + (code === escape ? 2 : 1));
      out += sequence.colour;
      at = sequence.end;
    } else if (code < 0xa0) at = found + 1;
    else {
      const character = String.fromCodePoint(text.codePointAt(found) ?? code);
      out += visible(character);
      at = found + character.length;
    }
  }
  return out;
}

/** `body` is where the sequence goes on behind its introducer. */
function sequenceAfter(text: string, introducer: string, body: number): { colour: string; end: number } {
  switch (introducer) {
    case '[': {
      csiBody.lastIndex = body;
      const [all = '', parameters = '', intermediates = '', final = ''] = csiBody.exec(text) ?? [];
      const isColour =
        final === 'm' &&
        intermediates === '' &&
        parameters.length <= longestColour &&
        colourParameters.test(parameters);
      return { colour: isColour ? `\x1b[${parameters}m` : '', end: body + all.length };
    }
    case ']':
      return { colour: '', end: endOfString(text, body, oscEnd) };
    case 'P':
    case 'X':
    case '^':
    case '_':
      return { colour: '', end: endOfString(text, body, stringEnd) };
    default: {
      escapeBody.lastIndex = body - 1;
      return { colour: '', end: body - 1 + (escapeBody.exec(text)?.[0].length ?? 0) };
    }
  }
}

/** A string that nothing ends was none: only its introducer goes, and the text stays to be seen. */
function endOfString(text: string, body: number, ends: RegExp): number {
  ends.lastIndex = body;
  const end = ends.exec(text)?.index;
  if (end === undefined) return body;
  if (text.charCodeAt(end) !== escape) return end + 1;
  return text.charAt(end + 1) === '\\' ? end + 2 : body;
}

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character.length === 1) return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : mark(code);
  return code >= 0xe0000 && code <= 0xe0fff ? mark(code) : character;
}

const mark = (code: number): string => `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;

const isLead = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
