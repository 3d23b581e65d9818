// How a line stands in the file of a log: fourteen characters that no cleaned text has, then the text, then a line feed.
// So a search through the bytes finds texts only, and the file is one that a person can read as well.
import type { LogLevel } from '@hubdesk/shared/train/run';
import type { PreparedLine } from './prepare-lines.ts';

const levels: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

export const eventFlag = 4;
const cutFlag = 8;
export const gapFlag = 16;
export const flagValues = 32;

// Sixteen controls that neither end a line nor belong to a colour stand for the digits.
const digits = [1, 2, 3, 4, 5, 6, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25];
const digitOf = new Uint8Array(256).fill(255);
for (const [value, code] of digits.entries()) digitOf[code] = value;
const letter = digits.map((code) => String.fromCharCode(code));
const threeLetters = Array.from(
  { length: 4096 },
  (_, value) => `${letter[value >> 8]}${letter[(value >> 4) & 15]}${letter[value & 15]}`,
);
const flagLetters = Array.from({ length: flagValues }, (_, flags) => `${letter[flags >> 4]}${letter[flags & 15]}`);
const gapMark = 0x1c;
const gapLetter = String.fromCharCode(gapMark);

const timeAt = 2;
const textAt = 14;
const lineFeed = 10;
const latestMs = 2 ** 48 - 1;

let knownHigh = -1;
let knownLetters = '';

export function flagsOf(level: LogLevel, event: boolean, cut: boolean, gap: boolean): number {
  return levels.indexOf(level) + (event ? eventFlag : 0) + (cut ? cutFlag : 0) + (gap ? gapFlag : 0);
}

export const levelOf = (flags: number): LogLevel => levels[flags & 3] ?? 'info';
export const isCut = (flags: number): boolean => (flags & cutFlag) !== 0;

/** With its line feed. `missing` is asked only of a line with `gapFlag`. */
export function lineRecord(line: PreparedLine, flags: number, missing: number | null): string {
  const gap = (flags & gapFlag) === 0 ? '' : gapLetter + (missing === null ? '' : timeLetters(missing)) + gapLetter;
  return `${flagLetters[flags]}${timeLetters(line.atMs)}${gap}${line.text}\n`;
}

/** Time 0 stands for none. */
function timeLetters(atMs: number | null): string {
  const ms = atMs !== null && atMs > 0 && atMs <= latestMs ? Math.floor(atMs) : 0;
  const high = Math.floor(ms / 16_777_216);
  if (high !== knownHigh) {
    knownHigh = high;
    knownLetters = `${threeLetters[high >> 12]}${threeLetters[high & 4095]}`;
  }
  const low = ms % 16_777_216;
  return `${knownLetters}${threeLetters[low >> 12]}${threeLetters[low & 4095]}`;
}

/** Its flags, or null where no record begins. `end` is where its line feed is. */
export function flagsAt(bytes: Buffer, start: number, end: number): number | null {
  if (end - start < textAt) return null;
  for (let at = start; at < start + textAt; at += 1) if (digitOf[bytes[at] ?? 0] === 255) return null;
  const flags = ((digitOf[bytes[start] ?? 0] ?? 0) << 4) | (digitOf[bytes[start + 1] ?? 0] ?? 0);
  return flags < flagValues ? flags : null;
}

export function recordAt(
  bytes: Buffer,
  start: number,
  end: number,
): { text: string; atMs: number | null; missing: number | null } {
  const atMs = numberAt(bytes, start + timeAt, start + textAt);
  if (bytes[start + textAt] !== gapMark) {
    return { text: bytes.toString('utf8', start + textAt, end), atMs: atMs === 0 ? null : atMs, missing: null };
  }
  const closed = bytes.indexOf(gapMark, start + textAt + 1);
  const missing = numberAt(bytes, start + textAt + 1, closed);
  return {
    text: bytes.toString('utf8', closed + 1, end),
    atMs: atMs === 0 ? null : atMs,
    missing: missing === 0 ? null : missing,
  };
}

function numberAt(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 16 + (digitOf[bytes[at] ?? 0] ?? 0);
  return value;
}

/** Where the next record begins. */
export function afterLine(bytes: Buffer, start: number): number {
  return bytes.indexOf(lineFeed, start) + 1;
}
