// The life of jobs: taken in, scheduled, run as a child process on this machine, paid for by the minute, ended.
// Everything that depends on time happens in `tick`, by the injected clock; nothing else here waits for the clock.
// It refuses nothing but an empty purse: who may ask and what may be asked was decided before.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { totalmem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../http/reply.ts';
import type { HubContext } from '../hub-context.ts';
import { FLAVORS, usdPerMinute, type Flavor } from './hardware.ts';
import { hostEnvironment, type HostEnvironment } from './host-environment.ts';
import { makeJobFolder, type JobFolder } from './job-folder.ts';
import { JobLog } from './job-log.ts';
import { HELPER_PATH, hasTrainingStack, helperCommand, jobEnvironment, writeTools } from './job-tools.ts';
import { isOver, type CancelReason, type Initiator, type Job, type Principal, type Stage } from './job.ts';
import type { JobSpec } from './job-spec.ts';
import { NO_FIGURES, processFigures, strayProcesses, type ProcessFigures } from './process-figures.ts';
import { findProgram, runProcess, type ProcessEnd, type RunningProcess } from './run-process.ts';
import { serveInPlaceOfVllm } from './serving/vllm-stand-in.ts';
import { isVllmServe, readVllmServe } from './serving/vllm-words.ts';

export interface JobOptions {
  /** How long a job is in SCHEDULING; default one second. */
  schedulingMs?: number;
  /** How many may run at once; the others stay in SCHEDULING. Default 4. */
  running?: number;
  /** How often what depends on the clock is looked at, in real time; 0 for only when `tick` is called. Default 1,000. */
  tickMs?: number;
  /** How long a stream may be silent before it says that it is still there. Default 30,000. */
  keepAliveMs?: number;
  /** How often metrics are measured and sent. Default 1,000. */
  metricsMs?: number;
  /** How long a job may take to end after it was asked to. Default 2,000. */
  graceMs?: number;
  /** How often buckets are written back while a job runs, by the Sandbox's clock. Default 30,000. */
  writeBackMs?: number;
  /** Above this a job is ended. Default: the flavor's memory, at most four fifths of this machine's. */
  memoryLimitBytes?: number;
  /** What jobs may know of this machine; default the process's environment without anything secret. */
  host?: HostEnvironment;
  /** The program behind a job's `uv` and `python`, where the sources are not on disk. */
  helperPath?: string;
}

export interface NewJob {
  spec: JobSpec;
  owner: Principal;
  createdBy: { id: string; name: string };
  initiator: Initiator;
  tokenName?: string;
}

export interface JobDesk {
  /** Refuses with 402 when the owner has nothing left to spend. */
  submit(job: NewJob): Job;
  find(owner: string, id: string): Job | undefined;
  /** Of one owner, newest first. */
  list(owner: string): Job[];
  /** Also waits until the process is gone. Does nothing to a job that is over. */
  cancel(job: Job, reason?: CancelReason): Promise<void>;
  setLabels(job: Job, labels: Readonly<Record<string, string>>): void;
  /** Runs `onChange` whenever the job's stage changes, until the returned function is called. */
  watch(job: Job, onChange: () => void): () => void;
  /** Does what is due by the clock: timeouts, minutes to be paid, buckets to be written back. */
  tick(): Promise<void>;
  /** Registers more that depends on the clock. */
  onTick(work: () => void | Promise<void>): void;
  /** While held, no job leaves SCHEDULING. */
  holdScheduling(held: boolean): void;
  /** Replays only this many of a log's last lines to a new reader; all of them again when undefined. */
  replayLogs(lines: number | undefined): void;
  /** What `replayLogs` was told. */
  replayLines(): number | undefined;
  readonly options: Required<Pick<JobOptions, 'keepAliveMs' | 'metricsMs'>>;
}

interface Run {
  folder: JobFolder;
  child: RunningProcess;
  measure: () => ProcessFigures;
  lastMeasuredMs: number;
  lastWrittenBackMs: number;
  /** Why it was killed, when it was. */
  verdict?: { stage: Stage; message: string | null; reason?: CancelReason };
}

export function createJobDesk(hub: HubContext, given: JobOptions = {}): JobDesk {
  const { store, now } = hub;
  const settings = {
    schedulingMs: given.schedulingMs ?? 1000,
    running: given.running ?? 4,
    tickMs: given.tickMs ?? 1000,
    keepAliveMs: given.keepAliveMs ?? 30_000,
    metricsMs: given.metricsMs ?? 1000,
    graceMs: given.graceMs ?? 2000,
    writeBackMs: given.writeBackMs ?? 30_000,
    helperPath: given.helperPath ?? HELPER_PATH,
    host: given.host ?? hostEnvironment(),
  };
  const jobs = new Map<string, Job>();
  const runs = new Map<Job, Run>();
  const ending = new Map<Job, Promise<void>>();
  const watchers = new Map<Job, Set<() => void>>();
  const onTick: (() => void | Promise<void>)[] = [];
  let root: Promise<string> | undefined;
  // Made by the first job: most hubs never run one.
  const rootFolder = () => (root ??= mkdtemp(join(tmpdir(), 'sandbox-jobs-')));
  const logFolder = join(tmpdir(), `sandbox-logs-${randomUUID()}`);
  let held = false;
  let replayLines: number | undefined;
  let closed = false;
  let busy = 0;

  function change(job: Job, stage: Stage, message: string | null = null): void {
    job.stage = stage;
    job.message = message;
    if (isOver(job)) job.finishedAtMs = now();
    for (const watcher of watchers.get(job) ?? []) watcher();
  }

  function submit({ spec, owner, createdBy, initiator, tokenName }: NewJob): Job {
    if (store.creditsUsd(owner.name) <= 0) {
      throw new Refusal(
        402,
        `Pre-paid credit balance is insufficient: ${owner.name} has no credits left to run Jobs. Add credits to continue.`,
      );
    }
    const id = hub.ids.next('job');
    const job: Job = {
      serial: jobs.size + 1,
      id,
      spec,
      labels: spec.labels,
      owner,
      createdBy,
      initiator,
      ...(tokenName === undefined ? {} : { tokenName }),
      stage: 'SCHEDULING',
      message: null,
      failureCount: 0,
      createdAtMs: now(),
      paidMinutes: 0,
      log: new JobLog({ file: join(logFolder, `${id}.log`), now }),
      figures: NO_FIGURES,
      ...(answersItself(spec) ? { served: new Map() } : {}),
    };
    jobs.set(id, job);
    if (settings.schedulingMs === 0) startDue();
    else setTimeout(startDue, settings.schedulingMs).unref();
    return job;
  }

  /** Starts what has waited long enough, the oldest first, while there is room. */
  function startDue(): void {
    for (const job of jobs.values()) {
      if (closed || held || busy >= settings.running) return;
      if (job.stage !== 'SCHEDULING' || ending.has(job)) continue;
      busy += 1;
      const life = live(job)
        .catch((error: unknown) => {
          job.log.append([`[sandbox] ${error instanceof Error ? error.message : String(error)}`]);
          if (!isOver(job)) change(job, 'ERROR', error instanceof Error ? error.message : String(error));
        })
        .finally(() => {
          busy -= 1;
          ending.delete(job);
          job.log.end();
          startDue();
        });
      ending.set(job, life);
    }
  }

  async function live(job: Job): Promise<void> {
    const flavor = FLAVORS.get(job.spec.flavor);
    if (!flavor) throw new Error(`There is no flavor ${job.spec.flavor}`);
    for (let attempt = 1; ; attempt += 1) {
      const { end, verdict } = await attemptOnce(job, flavor);
      if (isOver(job)) return;
      if (verdict) {
        if (verdict.reason) job.cancelReason = verdict.reason;
        change(job, verdict.stage, verdict.message);
        return;
      }
      if (end.kind === 'exit' && end.code === 0) {
        change(job, 'COMPLETED');
        return;
      }
      job.failureCount += 1;
      if (attempt >= job.spec.attempts) {
        change(job, 'ERROR', messageOf(end));
        return;
      }
      job.log.append([`===== Attempt ${attempt} failed: ${messageOf(end)}. Trying again. =====`]);
    }
  }

  async function attemptOnce(job: Job, flavor: Flavor): Promise<{ end: ProcessEnd; verdict: Run['verdict'] }> {
    const { spec } = job;
    const words = commandOf(spec);
    const folder = await makeJobFolder({
      root: join(await rootFolder(), job.id),
      repos: hub.repos,
      volumes: spec.volumes,
      words,
      author: job.createdBy.name,
    });
    try {
      const trainingImage = hasTrainingStack(spec.dockerImage);
      await writeTools(folder, settings.helperPath, trainingImage);
      const env = jobEnvironment({
        folder,
        host: settings.host,
        jobId: job.id,
        hubUrl: hub.origin(),
        accelerator: flavor.accelerator?.type ?? 'none',
        vcpus: flavor.vcpus,
        ramGb: flavor.ramGb,
        trainingImage,
        own: { ...spec.environment, ...spec.secrets },
      });
      const memoryLimitBytes = given.memoryLimitBytes ?? Math.min(flavor.ramGb * 2 ** 30, Math.floor(totalmem() * 0.8));
      // Cancelled while its folder was made.
      if (isOver(job) || closed) return { end: { kind: 'signal', signal: 'SIGTERM' }, verdict: undefined };
      job.startedAtMs ??= now();
      change(job, 'RUNNING');
      job.log.append([`===== Job started at ${new Date(now()).toISOString().replace('T', ' ').slice(0, 19)} =====`]);
      pay(job, flavor);
      const child = answersItself(spec)
        ? serve(job, words)
        : runProcess({
            argv: realCommand(words.map(folder.paths.toReal), settings.helperPath),
            cwd: folder.work,
            env,
            memoryLimitBytes,
            graceMs: settings.graceMs,
            onLines: (lines) => job.log.append(lines.map(folder.paths.toContainer)),
          });
      const run: Run = {
        folder,
        child,
        measure: child.pid > 0 ? processFigures(child.pid) : () => NO_FIGURES,
        lastMeasuredMs: 0,
        lastWrittenBackMs: now(),
      };
      runs.set(job, run);
      const end = await child.ended;
      runs.delete(job);
      for (const pid of strayProcesses(job.id, folder.root)) kill(pid);
      await folder.writeBack().catch((error: unknown) => {
        job.log.append([`[sandbox] The buckets were not written back: ${error instanceof Error ? error.message : ''}`]);
      });
      if (end.kind === 'failed') job.log.append([`[sandbox] ${end.message}`]);
      return { end, verdict: run.verdict };
    } finally {
      await folder.remove();
    }
  }

  /** A model that would be served by vLLM is served by the Sandbox, unless this machine has it. */
  function answersItself(spec: JobSpec): boolean {
    return isVllmServe(spec.command) && !findProgram('vllm', settings.host.path);
  }

  function serve(job: Job, words: readonly string[]): RunningProcess {
    const asked = readVllmServe(words);
    const served = serveInPlaceOfVllm(hub, job, asked, (lines) => job.log.append(lines));
    const tell = (ports: ReadonlyMap<number, string>) => {
      job.served = ports;
      for (const watcher of watchers.get(job) ?? []) watcher();
    };
    void served.url.then((url) => {
      if (url !== undefined) tell(new Map([[asked.port, url]]));
    });
    void served.ended.then(() => tell(new Map()));
    return served;
  }

  function end(job: Job, verdict: NonNullable<Run['verdict']>): void {
    const run = runs.get(job);
    if (!run || run.verdict) return;
    run.verdict = verdict;
    run.child.kill();
  }

  /** Charges every minute that has begun. A purse that is empty by then ends the job. */
  function pay(job: Job, flavor: Flavor): void {
    const runningMs = now() - (job.startedAtMs ?? now());
    while (job.paidMinutes <= Math.floor(runningMs / 60_000)) {
      if (store.creditsUsd(job.owner.name) <= 0) {
        end(job, { stage: 'CANCELED', message: 'Pre-paid credit balance is insufficient', reason: 'NO_CREDITS' });
        return;
      }
      job.paidMinutes += 1;
      store.spend(job.owner.name, usdPerMinute(flavor), {
        atMs: now(),
        product: 'jobs',
        subject: job.id,
        flavor: flavor.name,
        minutes: 1,
        startedAtMs: job.startedAtMs ?? now(),
      });
    }
  }

  async function tick(): Promise<void> {
    for (const [job, run] of runs) {
      const flavor = FLAVORS.get(job.spec.flavor);
      const runningMs = now() - (job.startedAtMs ?? now());
      if (runningMs >= job.spec.timeoutSeconds * 1000) {
        end(job, { stage: 'ERROR', message: `Job timeout: it was stopped after ${job.spec.timeoutSeconds} seconds` });
      } else if (flavor) pay(job, flavor);
      measure(job, run);
      if (now() - run.lastWrittenBackMs >= settings.writeBackMs) {
        run.lastWrittenBackMs = now();
        await run.folder.writeBack().catch(() => {});
      }
    }
    startDue();
    for (const work of onTick) await work();
  }

  function measure(job: Job, run: Run): void {
    const atMs = performance.now();
    if (atMs - run.lastMeasuredMs < settings.metricsMs * 0.9) return;
    run.lastMeasuredMs = atMs;
    job.figures = run.measure();
    const limit = given.memoryLimitBytes ?? totalmem() * 0.8;
    if (job.figures.memoryBytes > limit) {
      end(job, { stage: 'ERROR', message: 'Job failed: it used more memory than it has (OOMKilled)' });
    }
  }

  async function cancel(job: Job, reason?: CancelReason): Promise<void> {
    if (isOver(job)) return;
    const life = ending.get(job);
    if (runs.has(job)) {
      end(job, { stage: 'CANCELED', message: null, ...(reason ? { reason } : {}) });
      await life;
      return;
    }
    if (reason) job.cancelReason = reason;
    change(job, 'CANCELED');
    job.log.end();
    await life;
  }

  const ticker = settings.tickMs > 0 ? setInterval(() => void tick(), settings.tickMs).unref() : undefined;
  hub.atEnd(async () => {
    closed = true;
    clearInterval(ticker);
    const lives = [...ending.values()];
    for (const job of runs.keys()) end(job, { stage: 'CANCELED', message: 'The Sandbox was closed' });
    await Promise.all(lives);
    for (const job of jobs.values()) job.log.end();
    if (root) await rm(await root, { recursive: true, force: true });
    await rm(logFolder, { recursive: true, force: true });
  });

  return {
    submit,
    cancel,
    tick,
    find: (owner, id) => {
      const job = jobs.get(id);
      return job?.owner.name === owner ? job : undefined;
    },
    list: (owner) => [...jobs.values()].filter((job) => job.owner.name === owner).toReversed(),
    setLabels: (job, labels) => {
      job.labels = labels;
    },
    watch: (job, onChange) => {
      const own = watchers.get(job) ?? new Set();
      watchers.set(job, own.add(onChange));
      return () => {
        own.delete(onChange);
        if (own.size === 0) watchers.delete(job);
      };
    },
    onTick: (work) => onTick.push(work),
    holdScheduling: (hold) => {
      held = hold;
      startDue();
    },
    replayLogs: (lines) => {
      replayLines = lines;
    },
    replayLines: () => replayLines,
    options: settings,
  };
}

function commandOf({ command, arguments: words, dockerImage, spaceId }: JobSpec): string[] {
  const all = [...command, ...words];
  if (all.length > 0) return all;
  throw new Error(`The Sandbox cannot run the image ${dockerImage ?? spaceId ?? ''} without a command`);
}

// `uv` and `python` as the first word start our helper at once: no shell in between, on any system.
function realCommand(words: readonly string[], helperPath: string): string[] {
  const [first = ''] = words;
  return /^(?:uv|python3?|pip3?)$/.test(first) ? [...helperCommand(helperPath), ...words] : [...words];
}

function messageOf(end: ProcessEnd): string {
  if (end.kind === 'exit') return `Job failed with exit code: ${end.code}`;
  if (end.kind === 'failed') return `Job failed to start: ${end.message}`;
  return end.signal === 'SIGKILL'
    ? 'Job failed with exit code: 137 (killed, perhaps for its memory)'
    : `Job failed: it was ended by ${end.signal}`;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
