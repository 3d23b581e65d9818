// What the job of a deployment says, cleaned and redacted, as it comes. Each stream of the Hub begins with all there
// was, and so does what is shown after a cut.
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import type { HubClient } from '../hub/hub-client.ts';
import { openJobBatches } from '../hub/job-events.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { createLevelGuess } from '../train/log/line-level.ts';
import { readLogEvent } from '../train/log/log-event.ts';
import { type PreparedLine, prepareLines, type RawLine } from '../train/log/prepare-lines.ts';
import { passes } from '../train/run/follow-run.ts';
import { createAlarm } from '../train/run/pause.ts';

export interface JobLogParts {
  hub: HubClient;
  namespace: string;
  job: string;
  token(): Promise<Secret>;
  clock: Clock;
  redact(text: string): string;
  signal: AbortSignal;
}

const tailLines = 5_000;
const pieceLines = 500;
const againMs = 3_000;
/** A log that is there comes at once. */
const lookMs = 3_000;

/** Ends with the log, or with `signal`. Rejects with what only a person can solve, and with NOT_FOUND for no such job. */
export async function* followServeLog(parts: JobLogParts): AsyncGenerator<LogPiece, void> {
  const { signal, clock } = parts;
  const alarm = createAlarm(clock);
  for (;;) {
    const level = createLevelGuess();
    let told = 0;
    try {
      for await (const lines of preparedLines(parts, tailLines, signal)) {
        for (let from = 0; from < lines.length; from += pieceLines) {
          const piece = lines.slice(from, from + pieceLines).map(({ text, atMs, cut }, index) => ({
            line: told + index,
            at: atMs === null ? null : new Date(atMs).toISOString(),
            text,
            level: level.next(text),
            event: false,
            cut,
          }));
          yield { from: told, lines: piece, state: 'live' };
          told += piece.length;
        }
      }
      yield { from: told, lines: [], state: 'over' };
      return;
    } catch (error) {
      if (signal.aborted) return;
      if (!passes(error)) throw error;
    }
    yield { from: told, lines: [], state: 'waiting' };
    await alarm.pause(againMs, signal);
    if (signal.aborted) return;
  }
}

/** What there is now; less where it does not come within some seconds, nothing where it cannot be had. */
export async function lastServeLines(parts: JobLogParts, count: number): Promise<string[]> {
  const enough = new AbortController();
  const takeBack = parts.clock.after(lookMs, () => enough.abort());
  const found: string[] = [];
  try {
    for await (const lines of preparedLines(parts, count, AbortSignal.any([parts.signal, enough.signal])))
      found.push(...lines.map(({ text }) => text));
  } catch {
    // What came before counts.
  } finally {
    takeBack();
  }
  return found.slice(-count);
}

async function* preparedLines(
  { hub, namespace, job, token, redact }: JobLogParts,
  tail: number,
  signal: AbortSignal,
): AsyncGenerator<PreparedLine[]> {
  const events = openJobBatches(hub, { namespace, id: job, what: 'logs', tail }, { token: await token(), signal });
  for await (const batch of events) {
    const raw: RawLine[] = [];
    for (const data of batch) readLogEvent(data, raw);
    if (raw.length > 0) yield prepareLines(raw, redact);
  }
}
