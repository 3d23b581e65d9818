// One event of a job's log as the Hub sends it: `{"data":"<line>","timestamp":"<ISO>"}`. Half a million of them come in a
// second at best, so it is looked at by hand.
import type { RawLine } from './prepare-lines.ts';

/** Year to minute of the time read last, and what they amount to. */
let knownMinute = '';
let knownMs = 0;

const opening = '{"data":"';
const middle = '","timestamp":"';
const closing = '"}';

/**
 * Adds its lines to `lines`: one as a rule, none for an empty event. Answers false where it is none that can be read.
 */
export function readLogEvent(data: string, lines: RawLine[]): boolean {
  // The usual form, with nothing escaped in it, costs a fraction of a parser.
  const end = data.startsWith(opening) ? data.indexOf('"', opening.length) : -1;
  if (
    end > 0 &&
    data.startsWith(middle, end) &&
    data.indexOf('"', end + middle.length) === data.length - closing.length
  ) {
    if (data.endsWith(closing) && !data.includes('\\')) {
      lines.push({
        text: data.slice(opening.length, end),
        atMs: instant(data.slice(end + middle.length, -closing.length)),
      });
      return true;
    }
  }
  return data.trim() === '' || readAnyEvent(data, lines);
}

function readAnyEvent(data: string, lines: RawLine[]): boolean {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    return false;
  }
  if (typeof event !== 'object' || event === null || !('data' in event) || typeof event.data !== 'string') return false;
  const atMs = 'timestamp' in event && typeof event.timestamp === 'string' ? instant(event.timestamp) : null;
  if (!event.data.includes('\n')) lines.push({ text: event.data, atMs });
  else for (const text of event.data.replace(/\r?\n$/, '').split('\n')) lines.push({ text, atMs });
  return true;
}

/** Epoch milliseconds; a finer fraction is left out. Null for what is no time. */
function instant(iso: string): number | null {
  // `2026-01-01T12:00:59.123Z`, with any number of digits behind the point: parsed whole once a minute.
  const minute = iso.slice(0, 17);
  const usual = iso.length >= 24 && iso.endsWith('Z') && iso.charAt(19) === '.';
  if (!usual) {
    const ms = Date.parse(iso);
    return Number.isNaN(ms) ? null : ms;
  }
  if (minute !== knownMinute) {
    const ms = Date.parse(`${minute}00.000Z`);
    if (Number.isNaN(ms)) return null;
    knownMinute = minute;
    knownMs = ms;
  }
  const seconds = digitAt(iso, 17) * 10 + digitAt(iso, 18);
  const ms = digitAt(iso, 20) * 100 + digitAt(iso, 21) * 10 + digitAt(iso, 22);
  const total = knownMs + seconds * 1000 + ms;
  return Number.isNaN(total) ? null : total;
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}
