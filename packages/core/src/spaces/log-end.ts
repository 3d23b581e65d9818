// The end of a log that was read so far: enough to say of what comes again, after a cut, which of it is new. Where nothing
// of it comes again, or where that is not certain, it is taken for another log, which begins anew.
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import type { LogLine } from '@hubdesk/shared/train/run';
import { createLevelGuess } from '../train/log/line-level.ts';
import type { PreparedLine } from '../train/log/prepare-lines.ts';
import { comparedLines, createReplayMatcher, type ReplayMatcher } from '../train/log/replay-matcher.ts';

export type LogPart = Pick<LogPiece, 'from' | 'lines'>;

export interface LogEnd {
  /** Where the next line would be. */
  nothing(): LogPart;
  /** A stream begins, with lines that may be known. */
  begin(): void;
  /** What is new of the next lines of the stream; null while that is not known, and where nothing is. */
  take(lines: readonly PreparedLine[]): LogPart | null;
  /** The stream is over, and it was all there is. */
  end(): LogPart | null;
}

export function createLogEnd(): LogEnd {
  let total = 0;
  let last: PreparedLine[] = [];
  let level = createLevelGuess();
  let matcher: ReplayMatcher<PreparedLine> | null = null;
  let replayed: PreparedLine[] = [];

  function add(lines: readonly PreparedLine[]): LogPart {
    const from = total;
    total += lines.length;
    last = [...last, ...lines].slice(-comparedLines);
    return {
      from,
      lines: lines.map(({ text, atMs, cut }, index): LogLine => ({
        line: from + index,
        at: atMs === null ? null : new Date(atMs).toISOString(),
        text,
        level: level.next(text),
        event: false,
        cut,
      })),
    };
  }

  function decided(fresh: { gap: boolean; lines: readonly PreparedLine[] } | null): LogPart | null {
    const came = replayed;
    matcher = null;
    replayed = [];
    if (fresh !== null && !fresh.gap) return fresh.lines.length === 0 ? null : add(fresh.lines);
    if (fresh?.lines.length === 0 || came.length === 0) return null;
    total = 0;
    last = [];
    level = createLevelGuess();
    return add(came);
  }

  return {
    nothing: () => ({ from: total, lines: [] }),
    begin() {
      replayed = [];
      matcher = total === 0 ? null : createReplayMatcher({ lines: last, first: total <= comparedLines });
    },
    take(lines) {
      if (matcher === null) return lines.length === 0 ? null : add(lines);
      replayed = replayed.concat(lines);
      const fresh = matcher.take(lines);
      return fresh === null ? null : decided(fresh);
    },
    end: () => (matcher === null ? null : decided(matcher.end())),
  };
}
