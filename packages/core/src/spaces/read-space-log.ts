// What a Space says while it is built or while it runs, followed through cuts and replays, cleaned and redacted. A log is
// over with its build or its app; when the next one begins, it begins anew.
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import { isAppError } from '@hubdesk/shared/errors';
import type { SpaceRuntime } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import type { HubClient } from '../hub/hub-client.ts';
import { openSpaceStream } from '../hub/space-streams.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { readLogEvent } from '../train/log/log-event.ts';
import { prepareLines, type RawLine } from '../train/log/prepare-lines.ts';
import { createAlarm } from '../train/run/pause.ts';
import { followRuntime, type RuntimeNews } from './follow-runtime.ts';
import { isHopeless, pauseAfter } from './hopeless.ts';
import { inBatches } from './in-batches.ts';
import { createLogEnd, type LogEnd } from './log-end.ts';
import { pieceLines, piecesOf } from './log-pieces.ts';
import { requireThere } from './require-there.ts';

export interface SpaceLogParts {
  hub: HubClient;
  space: string;
  log: 'build' | 'run';
  token(): Promise<Secret>;
  clock: Clock;
  redact(text: string): string;
  signal: AbortSignal;
}

/** Of a log that is there already. */
const tailLines = 5_000;
const pieceMs = 16;
/** A log that goes on was closed for a moment only. */
const longestPauseMs = 4_000;

/**
 * `state` is `over` while there is no build or app that could say more: the next one is waited for. Ends with `signal`;
 * rejects with what only a person can solve, such as TOKEN_REJECTED, or NOT_FOUND when the Space is gone.
 */
export async function* followSpaceLog(parts: SpaceLogParts): AsyncGenerator<LogPiece, void> {
  const { clock, signal } = parts;
  const alarm = createAlarm(clock);
  const end = createLogEnd();
  yield { ...end.nothing(), state: 'waiting' };
  for (let failures = 0; !signal.aborted; failures += 1) {
    let { fresh, failure } = yield* readOnce(parts, end);
    if (signal.aborted) return;
    if (failure === null) {
      const news = followRuntime(parts);
      try {
        const runtime = (await news.next()).value?.runtime;
        // Once more, for what came in between.
        const again = yield* readOnce(parts, end);
        if (signal.aborted || !runtime) return;
        fresh ||= again.fresh;
        ({ failure } = again);
        if (failure === null && !again.fresh && !goesOn(parts.log, runtime)) {
          yield { ...end.nothing(), state: 'over' };
          await changeOf(news, runtime);
          failures = -1;
          continue;
        }
      } finally {
        await news.return();
      }
    }
    if (fresh) failures = 0;
    yield { ...end.nothing(), state: 'waiting' };
    const pauseMs = pauseAfter(failure, failures);
    await alarm.pause(failure === null ? Math.min(pauseMs, longestPauseMs) : pauseMs, signal);
  }
}

/** One connection from its beginning to its end; `failure` null: the Hub ended it. */
async function* readOnce(
  { hub, space, log, token, clock, redact, signal: until }: SpaceLogParts,
  end: LogEnd,
): AsyncGenerator<LogPiece, { fresh: boolean; failure: unknown }> {
  const connection = new AbortController();
  const signal = AbortSignal.any([until, connection.signal]);
  let fresh = false;
  try {
    const call = { token: await token(), signal };
    const stream = openSpaceStream(hub, { space, what: `logs/${log}`, tail: tailLines }, call);
    end.begin();
    let heard = false;
    for await (const events of inBatches(stream, { most: pieceLines, withinMs: pieceMs, clock })) {
      const part = end.take(prepared(events, redact));
      // A sign of life, although it tells nothing new.
      if (part === null && !heard) yield { ...end.nothing(), state: 'live' };
      heard = true;
      fresh ||= part !== null;
      yield* piecesOf(part);
    }
    for (const piece of piecesOf(end.end())) {
      fresh = true;
      yield piece;
    }
    return { fresh, failure: null };
  } catch (failure) {
    if (until.aborted) return { fresh, failure };
    // A Space that was never built may have no such log.
    if (isAppError(failure, 'NOT_FOUND')) await requireThere({ hub, space, token, signal: until });
    else if (isHopeless(failure)) throw failure;
    return { fresh, failure };
  } finally {
    connection.abort();
  }
}

function prepared(events: readonly string[], redact: (text: string) => string) {
  const raw: RawLine[] = [];
  // What cannot be read is no line.
  for (const data of events) readLogEvent(data, raw);
  return prepareLines(raw, redact);
}

function goesOn(log: 'build' | 'run', { stage }: SpaceRuntime): boolean {
  if (log === 'build') return /BUILDING/.test(stage);
  return stageWords(stage).up || stage === 'APP_STARTING';
}

async function changeOf(news: AsyncGenerator<RuntimeNews, void>, { stage, sha }: SpaceRuntime): Promise<void> {
  // Not by `for await`, which would end the news.
  for (;;) {
    const { value, done } = await news.next();
    if (done || value.runtime.stage !== stage || value.runtime.sha !== sha) return;
  }
}

const shortestSilenceMs = 400;
const longestLookMs = 4_000;

/**
 * The last lines there are now, cleaned and redacted; after some seconds of a log that does not end, those that came.
 * Rejects with the codes of the Hub.
 */
export async function lastLogLines(
  { hub, space, log, token, clock, redact, signal: until }: SpaceLogParts,
  count: number,
): Promise<string[]> {
  const enough = new AbortController();
  const signal = AbortSignal.any([until, enough.signal]);
  const events: string[] = [];
  const limit = clock.after(longestLookMs, () => enough.abort());
  let silence = () => {};
  try {
    const call = { token: await token(), signal };
    for await (const data of openSpaceStream(hub, { space, what: `logs/${log}`, tail: count }, call)) {
      events.push(data);
      silence();
      silence = clock.after(shortestSilenceMs, () => enough.abort());
    }
  } catch (error) {
    if (until.aborted || !enough.signal.aborted) throw error;
  } finally {
    limit();
    silence();
    enough.abort();
  }
  return prepared(events, redact)
    .slice(-count)
    .map(({ text }) => text);
}
