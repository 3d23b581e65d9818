// One event of a job's log as the Hub sends it: `{"data":"<line>","timestamp":"<ISO>"}`. Half a million of them come in a
// second at best, so it is looked at by hand.
import type { RawLine } from './prepare-lines.ts';

/** Year to minute of the time read last, and what they amount to. */
let knownMinute = '';
let knownMs = 0;

/** Its lines, one as a rule; none for an empty event. Null where it is none that we can read. */
export function readLogEvent(data: string): RawLine[] | null {
  if (data.trim() === '') return [];
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof event !== 'object' || event === null || !('data' in event) || typeof event.data !== 'string') return null;
  const atMs = 'timestamp' in event && typeof event.timestamp === 'string' ? instant(event.timestamp) : null;
  if (!event.data.includes('\n')) return [{ text: event.data, atMs }];
  return event.data.replace(/\r?\n$/, '').split('\n').map((text) => ({ text, atMs }));
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
