// The colours of a log line as spans of plain text. Knows the SGR sequences
// (`ESC [ … m`) alone, by ECMA-48; every other control character is shown as a
// mark and obeyed by nobody. Colours are those of the theme: exact ones become
// the nearest of them, so that everything can be read on both grounds.
import { visibleText } from '../visible-text.ts';

const hues = ['red', 'green', 'yellow', 'blue', 'magenta', 'cyan'] as const;
export type AnsiHue = (typeof hues)[number];

export interface AnsiStyle {
  hue: AnsiHue | null;
  /** Behind the text. */
  ground: AnsiHue | null;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
}

export interface AnsiSpan {
  text: string;
  style: AnsiStyle;
}

const plain: AnsiStyle = { hue: null, ground: null, bold: false, dim: false, italic: false, underline: false };
// oxlint-disable-next-line no-control-regex -- it is what marks a colour
const sequence = /\u001b\[([\d;:]*)m/g;

/** The spans in order, none empty; together they are `plainText(line)`. */
export function ansiSpans(line: string): AnsiSpan[] {
  if (!line.includes('\u001b')) return line === '' ? [] : [{ text: visibleText(line), style: plain }];
  const spans: AnsiSpan[] = [];
  let style = plain;
  let from = 0;
  const put = (to: number) => {
    if (to > from) spans.push({ text: visibleText(line.slice(from, to)), style });
  };
  for (const match of line.matchAll(sequence)) {
    put(match.index);
    from = match.index + match[0].length;
    style = after(style, match[1] ?? '');
  }
  put(line.length);
  return spans;
}

/** The line as it reads, without colours. */
export function plainText(line: string): string {
  return visibleText(line.includes('\u001b') ? line.replaceAll(sequence, '') : line);
}

function after(before: AnsiStyle, codes: string): AnsiStyle {
  const style = { ...before };
  const numbers = codes.split(/[;:]/).map(Number);
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0;
    if (code === 0) Object.assign(style, plain);
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 22) Object.assign(style, { bold: false, dim: false });
    else if (code === 23) style.italic = false;
    else if (code === 24) style.underline = false;
    else if (code >= 30 && code <= 37) style.hue = ofEight(code - 30);
    else if (code >= 40 && code <= 47) style.ground = ofEight(code - 40);
    else if (code >= 90 && code <= 97) style.hue = ofEight(code - 90);
    else if (code >= 100 && code <= 107) style.ground = ofEight(code - 100);
    else if (code === 39) style.hue = null;
    else if (code === 49) style.ground = null;
    else if (code === 38 || code === 48) {
      const { hue, used } = exactColour(numbers.slice(at + 1));
      if (code === 38) style.hue = hue;
      else style.ground = hue;
      at += used;
    }
  }
  return style;
}

/** Of the eight: black and white are the text's own colour. */
function ofEight(index: number): AnsiHue | null {
  return index === 0 || index === 7 ? null : (hues[index - 1] ?? null);
}

/** `5;n` of 256 or `2;r;g;b`, and how many numbers that took. */
function exactColour([kind, ...rest]: readonly number[]): { hue: AnsiHue | null; used: number } {
  if (kind === 5) return { hue: of256(rest[0] ?? 0), used: 2 };
  if (kind === 2) return { hue: nearestHue(rest[0] ?? 0, rest[1] ?? 0, rest[2] ?? 0), used: 4 };
  return { hue: null, used: kind === undefined ? 0 : 1 };
}

function of256(index: number): AnsiHue | null {
  if (index < 16) return ofEight(index % 8);
  if (index >= 232) return null;
  const cube = index - 16;
  const level = (part: number) => part * 51;
  return nearestHue(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

/** None for greys. */
function nearestHue(red: number, green: number, blue: number): AnsiHue | null {
  const high = Math.max(red, green, blue);
  const range = high - Math.min(red, green, blue);
  if (range < 40) return null;
  const sixth =
    high === red ? (green - blue) / range : high === green ? 2 + (blue - red) / range : 4 + (red - green) / range;
  const wheel: readonly AnsiHue[] = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'];
  return wheel[(Math.round(sixth) + 6) % 6] ?? null;
}
