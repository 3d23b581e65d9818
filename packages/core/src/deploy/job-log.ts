// What the job of a deployment says, cleaned and redacted, followed through cuts until the job is over.
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import type { HubClient } from '../hub/hub-client.ts';
import { openJobBatches } from '../hub/job-events.ts';
import { fetchJob } from '../hub/jobs.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { readLogEvent } from '../train/log/log-event.ts';
import { type PreparedLine, prepareLines, type RawLine } from '../train/log/prepare-lines.ts';
import { passes } from '../train/run/follow-run.ts';
import { createAlarm } from '../train/run/pause.ts';
import { createLogEnd } from '../spaces/log-end.ts';
import { piecesOf } from '../spaces/log-pieces.ts';
import { jobEndings } from './job-endings.ts';

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
const againMs = 3_000;
/** A log that is there comes at once. */
const lookMs = 3_000;

/** Ends with the job, or with `signal`. Rejects with what only a person can solve, and with NOT_FOUND for no such job. */
export async function* followServeLog(parts: JobLogParts): AsyncGenerator<LogPiece, void> {
  const { hub, namespace, job, token, signal, clock } = parts;
  const alarm = createAlarm(clock);
  const end = createLogEnd();
  for (;;) {
    try {
      end.begin();
      for await (const lines of preparedLines(parts, tailLines, signal)) yield* piecesOf(end.take(lines));
      yield* piecesOf(end.end());
      // A connection ends too while the job goes on.
      const { stage } = await fetchJob(hub, namespace, job, { token: await token(), signal });
      if (jobEndings.has(stage)) return yield { ...end.nothing(), state: 'over' };
    } catch (error) {
      if (signal.aborted) return;
      if (!passes(error)) throw error;
    }
    yield { ...end.nothing(), state: 'waiting' };
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
