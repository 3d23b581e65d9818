// The steps of a deployment that is served on a job: started once, followed until it answers, and then until it is over.
// A job whose start was not answered is looked for by its label before anything is sent again.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { serveJobSpec } from '@hubdesk/shared/spaces/serve-job';
import type { SpaceFailure } from '@hubdesk/shared/spaces/space-failure';
import { worstUsd } from '@hubdesk/shared/train/money';
import { publicHub } from '../hub/hub-client.ts';
import type { HubJob } from '../hub/job-schema.ts';
import { fetchJob, listJobs, submitJob } from '../hub/jobs.ts';
import { mayHaveHappened } from '../hub/may-have-happened.ts';
import { servedModels } from '../hub/served-model.ts';
import { explainFailure } from '../spaces/explain-failure.ts';
import { plainFailure, tryAgain } from './deploy-failure.ts';
import { isAtWork } from './deploy-record.ts';
import { secretsOfDeployment } from './deploy-secrets.ts';
import { type Drive, type HubCallOf, StepFailed } from './drive.ts';
import { jobEndings } from './job-endings.ts';
import { lastServeLines } from './job-log.ts';

export const deploymentLabel = 'hubdesk-deployment';

const servedPort = 8_000;
const [shortestPollMs, longestPollMs] = [500, 5_000];
const watchEveryMs = 15_000;
/** How long the Hub's list may take to show a job that was taken: looks after these pauses. */
const patienceMs = [0, 1_000, 2_000, 4_000, 8_000];
const linesShown = 30;
const linesLooked = 400;

/** The job of a deployment; null when the list has none. Of several, the first. */
export async function findServeJob(
  { world, id }: Pick<Drive, 'world' | 'id'>,
  namespace: string,
  call: HubCallOf,
): Promise<HubJob | null> {
  const found: HubJob[] = [];
  for await (const page of listJobs(world.hub, namespace, { labels: { [deploymentLabel]: id } }, call))
    found.push(...page);
  // One that is over belongs to an earlier try.
  return (
    found.filter(({ stage }) => !jobEndings.has(stage)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt))[0] ??
    null
  );
}

export async function startJob(drive: Drive): Promise<void> {
  const { id, book, world } = drive;
  const { config, job: before } = drive.record();
  await book.step(id, 'job', { state: 'now', detail: config.flavor });
  const flavor = (await drive.untilAsked(() => world.jobFlavors())).find(({ name }) => name === config.flavor);
  if (!flavor)
    throw refusal(
      'flavor',
      config.flavor === null
        ? 'Choose the hardware that it shall run on.'
        : `The Hub has no hardware called ${config.flavor} for jobs.`,
    );
  const usdPerHour = flavor.usdPerMinute === null ? null : flavor.usdPerMinute * 60;
  let job = before !== null && before.id === null ? await seek(drive, config.namespace) : null;
  if (job === null) {
    const { ok, sentence } = await world.judge({ worstUsd: worstUsd(flavor, config.timeoutSeconds) });
    if (!ok) throw refusal('budget', sentence);
    const secrets = secretsOfDeployment(config, drive.given(), drive.token);
    const spec = serveJobSpec(config, await drive.model(), id);
    await book.change(id, {
      job: { namespace: config.namespace, id: null, url: '', endpoint: null, endsAt: null },
      usdPerHour,
    });
    try {
      job = await drive.once((call) => submitJob(world.hub, config.namespace, spec, secrets, call));
    } catch (error) {
      drive.signal.throwIfAborted();
      job = mayHaveHappened(error) ? await seek(drive, config.namespace) : null;
      if (job === null) {
        await book.change(id, { job: null });
        throw error;
      }
    }
  }
  drive.sent();
  await book.step(
    id,
    'job',
    { state: 'done' },
    { job: jobOf(drive, job), stage: job.stage, stageSince: drive.now(), usdPerHour },
  );
}

async function seek(drive: Drive, namespace: string): Promise<HubJob | null> {
  for (const ms of patienceMs) {
    if (ms > 0) await drive.pause(ms);
    const found = await drive.untilAsked((call) => findServeJob(drive, namespace, call));
    if (found !== null) return found;
  }
  return null;
}

/** Until the model answers to its name: reading it can take many minutes. */
export async function awaitServed(drive: Drive): Promise<void> {
  const { id, book, token, signal } = drive;
  await book.step(id, 'start', { state: 'now' });
  let pollMs = shortestPollMs;
  for (;;) {
    const job = await lookAtJob(drive);
    if (job === null || jobEndings.has(job.stage)) throw new StepFailed(await explainJob(drive, job));
    const endpoint = drive.record().job?.endpoint ?? null;
    if (job.stage === 'RUNNING' && endpoint !== null) {
      const names = await servedModels({ endpoint, token }, { signal });
      if (names !== null) return book.step(id, 'start', { state: 'done', detail: job.stage });
    }
    await drive.pause(pollMs);
    pollMs = Math.min(longestPollMs, Math.round(pollMs * 1.4));
  }
}

/** Once it answers, until its end: by its deadline, by a person, or by itself. */
export async function watchUntilEnd(drive: Drive): Promise<void> {
  while (isAtWork(drive.record())) {
    const job = await lookAtJob(drive);
    if (job === null || jobEndings.has(job.stage)) {
      const failure = job?.stage === 'ERROR' && !isDeadline(job) ? await explainJob(drive, job) : null;
      await drive.book.change(drive.id, { state: 'ended', failure });
      return;
    }
    await drive.pause(watchEveryMs);
  }
}

/** Null for one that the Hub has no more. */
async function lookAtJob(drive: Drive): Promise<HubJob | null> {
  const { world, book, id } = drive;
  const { job: known, stage } = drive.record();
  const job = known?.id ?? null;
  if (known === null || job === null) return null;
  try {
    const found = await drive.untilAsked((call) => fetchJob(world.hub, known.namespace, job, call));
    const now = jobOf(drive, found);
    if (found.stage !== stage || JSON.stringify(now) !== JSON.stringify(known)) {
      await book.change(id, {
        job: now,
        stage: found.stage,
        ...(found.stage === stage ? {} : { stageSince: drive.now() }),
      });
    }
    return found;
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return null;
    throw error;
  }
}

function jobOf(drive: Drive, { id, url, startedAt, timeoutSeconds, exposeUrls }: HubJob) {
  const { config } = drive.record();
  const began = startedAt === null ? null : Date.parse(startedAt);
  const seconds = timeoutSeconds ?? config.timeoutSeconds;
  // The public Hub may leave it out, and is the only one whose addresses can be made up.
  const isPublic = drive.world.hub.address.hubUrl === publicHub.hubUrl;
  const address = (exposeUrls[0] ?? (isPublic ? `https://${id}--${servedPort}.hf.jobs` : '')).replace(/\/+$/, '');
  return {
    namespace: config.namespace,
    id,
    url,
    endpoint: address === '' || address.endsWith('/v1') ? address || null : `${address}/v1`,
    endsAt: began === null || Number.isNaN(began) ? null : new Date(began + seconds * 1_000).toISOString(),
  };
}

/** A job that runs into its deadline is over as it should be. */
function isDeadline({ message }: HubJob): boolean {
  return /time ?out|deadline/i.test(message ?? '');
}

async function explainJob(drive: Drive, job: HubJob | null): Promise<SpaceFailure> {
  if (job === null)
    return plainFailure('not-there', 'The Hub has no such job any more.', [
      { ...tryAgain, label: 'Start another one' },
    ]);
  const { config } = drive.record();
  if (job.cancelReason === 'NO_CREDITS' || job.cancelReason === 'NO_SUBSCRIPTION')
    return plainFailure('payment', `${config.namespace} has no credits left, so the Hub ended the job.`);
  if (isDeadline(job))
    return plainFailure('deadline', 'The job reached its deadline before the model answered. Give it more time.', [
      {
        id: 'longer',
        label: 'Give it twice the time',
        why: 'Reading a large model takes long.',
        change: { kind: 'config', patch: { timeoutSeconds: Math.min(604_800, config.timeoutSeconds * 2) } },
        link: null,
      },
      tryAgain,
    ]);
  if (job.stage !== 'ERROR')
    return plainFailure(
      'other',
      job.stage.startsWith('CANCEL') ? 'The job was cancelled.' : 'The job ended before the model answered.',
    );
  const run = await lastServeLines(logOf(drive, job.id), linesLooked);
  const named = explainFailure({
    stage: 'RUNTIME_ERROR',
    errorMessage: job.message,
    build: [],
    run,
    files: new Map(),
    hardware: config.flavor,
    space: config.name,
    hubUrl: drive.world.hub.address.hubUrl,
  });
  // What it would change is of a Space.
  const remedies = (named?.remedies ?? []).filter(({ change }) => change === null || change.kind === 'config');
  if (named !== null && named.kind !== 'other') return { ...named, remedies: [...remedies, tryAgain] };
  return {
    ...plainFailure('other', job.message ?? 'The job ended with an error.'),
    lines: run.slice(-linesShown),
    log: 'run',
  };
}

/** A job that runs and does not answer; `why` is what asking it came to. */
export async function explainServed(drive: Drive, why: unknown): Promise<SpaceFailure> {
  const job = await lookAtJob(drive);
  if (job === null || jobEndings.has(job.stage)) return explainJob(drive, job);
  const lines = await lastServeLines(logOf(drive, job.id), linesLooked);
  const sentence = isAppError(why) ? why.message : 'It does not answer.';
  return {
    kind: 'no-answer',
    sentence: `The job runs and does not answer. ${sentence}`,
    lines: lines.slice(-linesShown),
    log: 'run',
    remedies: [tryAgain],
  };
}

function logOf({ world: { hub, clock, redact }, token, signal, record }: Drive, job: string) {
  return { hub, namespace: record().config.namespace, job, token: async () => token, clock, redact, signal };
}

function refusal(field: string, reason: string): AppError {
  return new AppError('INVALID_INPUT', reason, { field, reason });
}
