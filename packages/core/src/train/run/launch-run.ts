// Starts runs, each once. The record is written before anything is sent; what
// was sent once is never sent again before the Hub's list was asked for it.
import { AppError } from '@hubdesk/shared/errors';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { artifactsBucket, type JobSpec, jobSpecOf } from '@hubdesk/shared/train/job-spec';
import { worstUsd } from '@hubdesk/shared/train/money';
import type { Run } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { createBucket } from '../../hub/buckets.ts';
import { type JobCall, submitJob } from '../../hub/jobs.ts';
import { mayHaveHappened } from '../../hub/may-have-happened.ts';
import type { Secret } from '../../secrets/secret.ts';
import { problemOf } from '../../transfer/problem.ts';
import { findJobOfRun } from './find-job.ts';
import { isOver, stateOf } from './reduce-run.ts';
import type { RunBook } from './run-book.ts';
import { newRecord, type RunRecord } from './run-record.ts';
import { secretsOfRun } from './run-secrets.ts';
import type { RunSession } from './run-session.ts';
import type { RunWorld } from './run-world.ts';
import { salvageScript } from './salvage-script.ts';

export interface LaunchWish {
  run: string;
  kind: 'train' | 'smoke';
  config: RunConfig;
  secrets: Readonly<Record<string, string>>;
  resumeFrom: string | null;
}

export interface Launcher {
  /**
   * Answers the run that is there already for an id that is. Rejects where nothing was started for certain; a run
   * that may have been is answered as `launching`.
   */
  launch(wish: LaunchWish): Promise<Run>;
  salvage(run: string, as: string): Promise<Run>;
  /** Its answer is being waited for. */
  isUnderWay(id: string): boolean;
}

interface Prepared {
  record: RunRecord;
  spec: JobSpec;
  secrets: Map<string, Secret>;
  /** To be made before, as `namespace/name`. */
  bucket: string | null;
}

const patienceMs = 45_000;
const smokeSeconds = 600;
const salvageSeconds = 3_600;
const longestName = 80;

export function createLauncher({ world, book, session }: { world: RunWorld; book: RunBook; session: () => Promise<RunSession> }): Launcher {
  const { hub, clock } = world;
  const underWay = new Map<string, Promise<Run>>();

  function once(id: string, prepare: (session: RunSession) => Promise<Prepared>): Promise<Run> {
    const known = underWay.get(id);
    if (known) return known;
    const launch = begin(id, prepare).finally(() => underWay.delete(id));
    underWay.set(id, launch);
    return launch;
  }

  async function begin(id: string, prepare: (session: RunSession) => Promise<Prepared>): Promise<Run> {
    const known = book.find(id);
    if (known !== null && stateOf(known) !== 'refused') return book.view(id);
    const current = await session();
    if (known !== null && (await foundLate(known, current))) return book.view(id);
    const prepared = await prepare(current);
    const { record } = prepared;
    if (known === null) await book.add(record);
    else await book.change(id, { ...record, createdAt: known.createdAt, note: known.note });
    await deliver(prepared, current, known !== null);
    return book.view(id);
  }

  /** A launch that was taken for refused may have come through after all. */
  async function foundLate({ id, namespace }: RunRecord, current: RunSession): Promise<boolean> {
    const job = await current.now((call) => findJobOfRun(hub, namespace, id, call));
    if (job === null) return false;
    book.tell(id, { kind: 'job', job, at: now() });
    current.follow(id);
    return true;
  }

  async function deliver({ record: { id, namespace }, spec, secrets, bucket }: Prepared, current: RunSession, again: boolean): Promise<void> {
    let sent = false;
    try {
      if (bucket !== null) await current.now((call) => createBucket(hub, bucket, call));
      sent = true;
      const job = await current.now((call) => withPatience(call, (patient) => submitJob(hub, namespace, spec, secrets, patient)));
      book.tell(id, { kind: 'job', job, at: now() });
      current.follow(id);
    } catch (error) {
      if (sent && mayHaveHappened(error)) return current.clearUp(id, error);
      if (again) book.tell(id, { kind: 'refused', problem: problemOf(error) });
      else await book.remove(id);
      throw error;
    }
  }

  /** Waits for an answer as long as a person would. */
  async function withPatience<T>(call: JobCall, request: (call: JobCall) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const { host } = new URL(hub.address.hubUrl);
    const takeBack = clock.after(patienceMs, () => late.abort(new AppError('TIMEOUT', `${host} did not answer in time.`, { host })));
    try {
      return await request({ ...call, signal: AbortSignal.any([late.signal, ...(call.signal ? [call.signal] : [])]) });
    } finally {
      takeBack();
    }
  }

  async function within(flavor: string, timeoutSeconds: number): Promise<Flavor> {
    const found = (await world.flavors()).find(({ name }) => name === flavor);
    if (!found) throw refusal('flavor', `The Hub has no hardware called ${flavor} for Jobs.`);
    const { ok, sentence } = await world.judge({ worstUsd: worstUsd(found, timeoutSeconds) });
    if (!ok) throw refusal('budget', sentence);
    return found;
  }

  async function prepareLaunch({ run: id, kind, config, secrets: values, resumeFrom }: LaunchWish, current: RunSession): Promise<Prepared> {
    const secrets = secretsOfRun(config, values, current.token);
    const namespace = config.payer ?? (await current.payers()).account;
    const timeoutSeconds = kind === 'smoke' ? Math.min(smokeSeconds, config.timeoutSeconds) : config.timeoutSeconds;
    const flavor = await within(config.flavor, timeoutSeconds);
    const bucket = `${namespace}/${artifactsBucket}`;
    const keeps = kind === 'train' && config.keepCheckpoints;
    const folder = resumeFrom === null ? id : folderToResume(resumeFrom, bucket, keeps);
    const spec = jobSpecOf(config, { id, kind, namespace, artifactsFolder: keeps ? folder : null, accelerators: flavor.accelerator?.count ?? 0 });
    return {
      record: newRecord({
        id,
        kind,
        name: config.name,
        config,
        namespace,
        createdAt: now(),
        flavor: config.flavor,
        timeoutSeconds,
        usdPerMinute: flavor.usdPerMinute,
        artifacts: keeps ? { bucket, folder } : null,
        resumedFrom: resumeFrom,
        followed: true,
      }),
      spec: { ...spec, timeoutSeconds },
      secrets,
      bucket: keeps ? bucket : null,
    };
  }

  function folderToResume(from: string, bucket: string, keeps: boolean): string {
    const { artifacts } = ended(from);
    if (artifacts === null) throw refusal('resumeFrom', 'That run kept no checkpoints.');
    if (!keeps) throw refusal('keepCheckpoints', 'To go on from a checkpoint, checkpoints must be kept.');
    if (artifacts.bucket !== bucket) throw refusal('payer', `Its checkpoints belong to ${artifacts.bucket.split('/')[0]}, who has to pay for this run too.`);
    return artifacts.folder;
  }

  /** Two that write into one folder would spoil it. */
  function ended(id: string): RunRecord {
    const record = book.get(id);
    if (!isOver(record)) throw new AppError('CONFLICT', 'That run still goes on.', { what: 'run' });
    return record;
  }

  async function prepareSalvage(run: string, id: string, current: RunSession): Promise<Prepared> {
    const { artifacts, config: original, name } = ended(run);
    if (artifacts === null || original === null) throw refusal('run', 'That run kept nothing that could be saved.');
    const flavor = (await world.flavors()).find(({ accelerator }) => accelerator === null)?.name ?? 'cpu-basic';
    const { usdPerMinute } = await within(flavor, salvageSeconds);
    const [namespace = ''] = artifacts.bucket.split('/');
    const script = salvageScript({ repo: original.output.repo, isPrivate: original.output.private });
    const config: RunConfig = {
      ...original,
      name: `${name.slice(0, longestName - 8)}-salvage`,
      script,
      flavor,
      timeoutSeconds: salvageSeconds,
      payer: namespace,
      giveToken: true,
      keepCheckpoints: true,
      environment: {},
      secrets: [],
      volumes: [],
    };
    const { folder } = artifacts;
    const spec = jobSpecOf(config, { id, kind: 'salvage', namespace, artifactsFolder: folder, accelerators: 0 });
    const record = newRecord({
      id,
      kind: 'salvage',
      name: config.name,
      config,
      namespace,
      createdAt: now(),
      flavor,
      usdPerMinute,
      artifacts,
      salvages: run,
      followed: true,
    });
    return { record, spec, secrets: secretsOfRun(config, {}, current.token), bucket: null };
  }

  const now = () => new Date(clock.now()).toISOString();

  return {
    launch: (wish) => once(wish.run, (current) => prepareLaunch(wish, current)),
    salvage: (run, as) => once(as, (current) => prepareSalvage(run, as, current)),
    isUnderWay: (id) => underWay.has(id),
  };
}

function refusal(field: string, reason: string): AppError {
  return new AppError('INVALID_INPUT', reason, { field, reason });
}
