// Keeps a log equal to the Hub's through every cut: whatever a server replays, each line is kept once, and where that
// cannot be known a gap is marked. Ends when the job is over and a whole look at the log from its beginning found nothing
// new; goes on with a log that was kept before.
import { isAppError, type ErrorCode } from '@hubdesk/shared/errors';
import type { Clock } from '../../ports/clock.ts';
import { eventMark, type KeptLog, type PreparedLine, type RawLine } from './kept-log.ts';
import { readLogEvent } from './log-event.ts';
import { comparedLines, createReplayMatcher } from './replay-matcher.ts';

export interface FollowJobLogParts {
  /**
   * Data of the stream's events, one or several at once, from wherever the server begins. Ends the request with
   * `signal`; rejects where the connection itself falls silent.
   */
  open(options: { signal: AbortSignal }): AsyncGenerator<string | readonly string[], unknown>;
  /** Asked after every end of a stream, and when a stream has said nothing for two minutes. */
  stage(signal: AbortSignal): Promise<'going-on' | 'over' | 'unknown'>;
  log: KeptLog;
  clock: Clock;
  /** From 0 to 1. */
  random(): number;
  /** The JSON of an event line, once, when it is kept for the first time. */
  onEvent(json: string): void;
  /** `live` with the first sign of life of a stream; `waiting` before the next try. */
  onState(state: 'live' | 'waiting', waitMs: number | null): void;
  signal: AbortSignal;
}

const batchLines = 2_000;
const batchMs = 16;
const silenceMs = 120_000;
const shortestWaitMs = 5_000;
const longestWaitMs = 60_000;
/** Looks at a finished job's log that end before they come to where the kept lines end. */
const shortLooks = 3;

/** Only a person can help; everything else is tried again. */
const hopeless: ReadonlySet<ErrorCode> = new Set([
  'TOKEN_REJECTED',
  'SIGNED_OUT',
  'MISSING_PERMISSION',
  'ORG_RESTRICTED',
  'NOT_FOUND',
  'GATED',
  'PAYMENT_REQUIRED',
  'STORAGE_FAILED',
]);

interface Pass {
  /** What came at all, and what of it was new. */
  events: number;
  fresh: number;
  /** It came to where the kept lines end. */
  met: boolean;
  /** The server ended it. */
  clean: boolean;
  /** Seen while it was silent: the job is over. */
  over: boolean;
  retryAfterMs: number | null;
}

/** Resolves with `stopped` when `signal` is aborted. Rejects with the error that only a person can solve. */
export async function followJobLog(parts: FollowJobLogParts): Promise<'complete' | 'stopped'> {
  const { signal, clock, log } = parts;
  let over = false;
  let short = 0;
  let waitMs = shortestWaitMs;
  while (!signal.aborted) {
    const wholeLook = over;
    const pass = await followOnce(parts, wholeLook);
    await log.caughtUp();
    if (signal.aborted) break;
    if (wholeLook && pass.clean && pass.fresh === 0) {
      if (!pass.met) short += 1;
      if (pass.met || short === shortLooks) return 'complete';
    }
    over ||= pass.over || (await stageOf(parts)) === 'over';
    if (pass.fresh > 0) waitMs = shortestWaitMs;
    // The last look needs no waiting.
    if (over && !wholeLook && (pass.clean || pass.over)) continue;
    const wait = Math.max(pass.retryAfterMs ?? 0, Math.round(waitMs * (0.5 + parts.random() / 2)));
    waitMs = Math.min(waitMs * 2, longestWaitMs);
    parts.onState('waiting', wait);
    await waitFor(clock, wait, signal);
  }
  return 'stopped';
}

/** Ends early with `signal`. */
function waitFor(clock: Clock, waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const takeBack = clock.after(waitMs, done);
    function done(): void {
      takeBack();
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}

/**
 * Asks for the stage whenever nothing was heard for two minutes: keep-alives may go on for ever behind a job that is
 * over. Answers what ends the watch.
 */
function watchSilence(
  parts: FollowJobLogParts,
  told: { heardAtMs(): number; isOver(): void; isHopeless(error: unknown): void },
): () => void {
  const { clock } = parts;
  let takeBack = clock.after(silenceMs, look);
  let ended = false;

  function look(): void {
    const quietMs = clock.now() - told.heardAtMs();
    if (quietMs < silenceMs) takeBack = clock.after(silenceMs - quietMs, look);
    else void ask();
  }

  async function ask(): Promise<void> {
    try {
      const stage = await stageOf(parts);
      if (ended) return;
      if (stage === 'over') told.isOver();
      else takeBack = clock.after(silenceMs, look);
    } catch (error) {
      if (!ended) told.isHopeless(error);
    }
  }

  return () => {
    ended = true;
    takeBack();
  };
}

async function stageOf({ stage, signal }: FollowJobLogParts): Promise<'going-on' | 'over' | 'unknown'> {
  try {
    return await stage(signal);
  } catch (error) {
    if (isAppError(error) && hopeless.has(error.code)) throw error;
    return 'unknown';
  }
}

/** One connection, from its beginning to its end. `whole`: the job is over, so what comes is all there is. */
async function followOnce(parts: FollowJobLogParts, whole: boolean): Promise<Pass> {
  const { log, clock } = parts;
  const pass: Pass = { events: 0, fresh: 0, met: false, clean: false, over: false, retryAfterMs: null };
  const matcher = createReplayMatcher<PreparedLine>(await log.lastLines(comparedLines));
  const connection = new AbortController();
  const signal = AbortSignal.any([parts.signal, connection.signal]);
  let batch: string[] = [];
  let heardAtMs = clock.now();
  let flushLater: (() => void) | null = null;

  function flush(): void {
    flushLater?.();
    flushLater = null;
    const events = batch;
    batch = [];
    if (events.length === 0) return;
    heardAtMs = clock.now();
    pass.events += events.length;
    let lines: RawLine[] = [];
    for (const data of events) {
      if (readLogEvent(data, lines)) continue;
      takeLines(lines);
      lines = [];
      // A line that cannot be read is one that is missing; in a replay its gap is there already.
      if (pass.met) log.markGap(1);
    }
    takeLines(lines);
  }

  function takeLines(lines: readonly RawLine[]): void {
    if (lines.length === 0) return;
    const prepared = log.prepare(lines);
    if (pass.met) keep(prepared);
    else keepFresh(matcher.take(prepared));
  }

  function keepFresh(fresh: { gap: boolean; lines: readonly PreparedLine[] } | null): void {
    if (fresh === null) return;
    pass.met = true;
    if (fresh.gap && !log.endsInGap) log.markGap(null);
    keep(fresh.lines);
  }

  function keep(lines: readonly PreparedLine[]): void {
    log.keep(lines);
    pass.fresh += lines.length;
    for (const { text } of lines) if (text.startsWith(eventMark)) parts.onEvent(text.slice(eventMark.length));
  }

  let failure: unknown = null;
  const endWatch = watchSilence(parts, {
    heardAtMs: () => heardAtMs,
    isOver: () => {
      pass.over = true;
      connection.abort();
    },
    isHopeless: (error) => {
      failure = error;
      connection.abort();
    },
  });
  try {
    for await (const data of parts.open({ signal })) {
      if (pass.events === 0 && batch.length === 0) parts.onState('live', null);
      if (typeof data === 'string') batch.push(data);
      else for (const event of data) batch.push(event);
      flushLater ??= clock.after(batchMs, flush);
      if (batch.length >= batchLines) {
        flush();
        await log.caughtUp();
      }
    }
    pass.clean = !signal.aborted;
  } catch (error) {
    if (isAppError(error) && hopeless.has(error.code)) throw error;
    if (isAppError(error, 'RATE_LIMITED')) pass.retryAfterMs = error.data.retryAfterMs;
  } finally {
    endWatch();
    flush();
  }
  if (failure !== null) throw failure;
  if (whole && pass.clean && !pass.met) keepFresh(matcher.end());
  return pass;
}
