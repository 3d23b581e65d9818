// The pieces of a log as its last lines, and how it goes on. Knows nothing of
// who sends them: a Space while it is built or runs, or a deployment.
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import type { LogLine } from '@hubdesk/shared/train/run';

export interface PiecedLog {
  lines: readonly LogLine[];
  /** Lines let go from the front since the log began. */
  dropped: number;
  /** Where the next piece begins if nothing is missing. */
  next: number;
  state: LogPiece['state'];
}

/** More is let go from the front, a good many at once so that what is read moves seldom. */
const mostLines = 12_000;
const keptLines = 10_000;

export const noLog: PiecedLog = { lines: [], dropped: 0, next: 0, state: 'waiting' };

/**
 * The log after one more piece. A piece that begins later than the last one ended has a gap before it, one that begins
 * earlier takes the place of what was there, and one from 0 begins anew.
 */
export function foldPiece(before: PiecedLog, { from, lines, state }: LogPiece): PiecedLog {
  // Only news of the state: what was read stays.
  if (lines.length === 0) return before.state === state ? before : { ...before, state };
  const next = from + lines.length;
  if (from === 0) return trimmed({ lines, dropped: 0, next, state });
  const missing = from - before.next;
  const kept = missing >= 0 ? before.lines : before.lines.slice(0, Math.max(0, before.lines.length + missing));
  const [first, ...rest] = lines;
  const isUnsaid = missing > 0 && first !== undefined && first.missingBefore === undefined;
  const more = isUnsaid ? [{ ...first, missingBefore: missing }, ...rest] : lines;
  return trimmed({ lines: [...kept, ...more], dropped: before.dropped, next, state });
}

function trimmed(log: PiecedLog): PiecedLog {
  const over = log.lines.length - keptLines;
  return log.lines.length <= mostLines ? log : { ...log, lines: log.lines.slice(over), dropped: log.dropped + over };
}
