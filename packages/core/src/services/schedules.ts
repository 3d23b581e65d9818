// Runs that the Hub starts by itself. Nothing of them is kept here: the Hub knows them all, and what made them travels
// with them. Each start makes a new job, so that a schedule's jobs have its label instead of a run's.
import type { Schedule } from '@hubdesk/shared/contract/schedules';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { worstUsd } from '@hubdesk/shared/train/money';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { scheduleLabel } from '../hub/job-schema.ts';
import type { JobCall } from '../hub/jobs.ts';
import {
  createScheduledJob,
  deleteScheduledJob,
  fetchScheduledJob,
  listScheduledJobs,
  rescheduleJob,
  resumeScheduledJob,
  runScheduledJob,
  type ScheduledJob,
  suspendScheduledJob,
} from '../hub/scheduled-jobs.ts';
import type { Secret } from '../secrets/secret.ts';
import { configOfJob } from '../train/config-of-job.ts';
import type { Budget } from '../train/budget/create-budget.ts';
import { secretsOfRun } from '../train/run/run-secrets.ts';
import type { Implementer } from './implementer.ts';
import { payersOf } from './payers.ts';
import { tokenOf } from './token-of.ts';
import type { Workspaces } from './workspace.ts';

export interface SchedulesParts {
  workspaces: Workspaces;
  newId: () => string;
  flavors(): Promise<Flavor[]>;
  budget: Pick<Budget, 'judge'>;
  /** Secrets that are in no store, and that nothing we write may show. */
  offered: Set<Secret>;
  /** Told when a job runs that is nobody's run yet. */
  jobStarted(): Promise<void>;
}

/** An account may have a hundred organizations. */
const askedAtOnce = 6;
/** After these a schedule that was asked for may be there or not. */
const unclear = ['TIMEOUT', 'PROVIDER_UNAVAILABLE', 'HUB_CHANGED', 'OFFLINE', 'INTERCEPTED'] as const;

export function schedulesHandlers(
  os: Implementer['schedules'],
  { workspaces, newId, flavors, budget, offered, jobStarted }: SchedulesParts,
) {
  async function opened(signal: AbortSignal | undefined) {
    const workspace = workspaces.current();
    const token = await tokenOf(workspace);
    const { account, namespaces } = await payersOf(workspace, token, signal);
    const call: JobCall = { token, signal, account };
    return { hub: workspace.hub, account, namespaces, call };
  }

  /** Without a price a schedule is still worth seeing. */
  const knownFlavors = () => flavors().catch((): Flavor[] => []);

  async function one(job: ScheduledJob): Promise<Schedule> {
    return toSchedule(job, await knownFlavors());
  }

  async function list(signal: AbortSignal | undefined): Promise<Schedule[]> {
    const { hub, namespaces, call } = await opened(signal);
    const answers: PromiseSettledResult<ScheduledJob[]>[] = [];
    for (let start = 0; start < namespaces.length; start += askedAtOnce) {
      const some = namespaces.slice(start, start + askedAtOnce);
      answers.push(...(await Promise.allSettled(some.map((each) => listScheduledJobs(hub, each, {}, call)))));
    }
    // An organization that refuses must not hide the schedules of the others.
    const [first] = answers;
    if (first?.status === 'rejected' && answers.every(({ status }) => status === 'rejected')) throw first.reason;
    const known = await knownFlavors();
    const all = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    return all
      .map((job) => toSchedule(job, known))
      .toSorted((a, b) => soonness(a) - soonness(b) || b.createdAt.localeCompare(a.createdAt));
  }

  async function create(
    given: { config: RunConfig; when: string; concurrent: boolean; secrets: Record<string, string> },
    signal: AbortSignal | undefined,
  ): Promise<Schedule> {
    const { config, when, concurrent } = given;
    const { hub, account, call } = await opened(signal);
    const namespace = config.payer ?? account;
    const flavor = (await flavors()).find(({ name }) => name === config.flavor);
    await requireWithin(budget, flavor ? worstUsd(flavor, config.timeoutSeconds) : null);
    // The script is long, and seldom needed.
    const { jobSpecOf } = await import('@hubdesk/shared/train/job-spec');
    const id = newId();
    // Its jobs come one after the other and would find each other's checkpoints, so that it keeps none.
    const planned = { ...config, keepCheckpoints: false };
    const spec = jobSpecOf(planned, {
      id,
      kind: 'train',
      namespace,
      artifactsFolder: null,
      accelerators: flavor?.accelerator?.count ?? 0,
    });
    const { 'hubdesk-run': _run, ...labels } = spec.labels;
    const labelled = { ...spec, labels: { ...labels, [scheduleLabel]: id } };
    const secrets = secretsOfRun(config, given.secrets, call.token);
    for (const secret of secrets.values()) offered.add(secret);
    let job: ScheduledJob;
    try {
      job = await createScheduledJob(hub, namespace, { spec: labelled, secrets, schedule: when, concurrent }, call);
    } catch (error) {
      if (!isAppError(error) || !unclear.some((code) => code === error.code)) throw error;
      const [there] = await listScheduledJobs(hub, namespace, { labels: { [scheduleLabel]: id } }, call).catch(
        () => [],
      );
      if (!there) throw error;
      job = there;
    }
    return one(job);
  }

  async function runNow({ namespace, schedule }: Place, signal: AbortSignal | undefined): Promise<{ job: string }> {
    const { hub, call } = await opened(signal);
    const plan = await one(await fetchScheduledJob(hub, namespace, schedule, call));
    await requireWithin(budget, plan.worstUsd);
    const { id } = await runScheduledJob(hub, namespace, schedule, call);
    // It is found later if it cannot be now.
    void jobStarted().catch(() => {});
    return { job: id };
  }

  const changing =
    (
      change: (
        hub: Awaited<ReturnType<typeof opened>>['hub'],
        namespace: string,
        id: string,
        call: JobCall,
      ) => Promise<ScheduledJob>,
    ) =>
    async ({ input, signal }: { input: Place; signal?: AbortSignal | undefined }) => {
      const { hub, call } = await opened(signal);
      return one(await change(hub, input.namespace, input.schedule, call));
    };

  return os.router({
    list: os.list.handler(({ signal }) => list(signal)),
    create: os.create.handler(({ input, signal }) => create(input, signal)),
    reschedule: os.reschedule.handler(async ({ input, signal }) => {
      const { hub, call } = await opened(signal);
      return one(await rescheduleJob(hub, input.namespace, input.schedule, input.when, call));
    }),
    suspend: os.suspend.handler(changing(suspendScheduledJob)),
    resume: os.resume.handler(changing(resumeScheduledJob)),
    runNow: os.runNow.handler(({ input, signal }) => runNow(input, signal)),
    remove: os.remove.handler(async ({ input, signal }) => {
      const { hub, call } = await opened(signal);
      await deleteScheduledJob(hub, input.namespace, input.schedule, call);
    }),
  });
}

interface Place {
  namespace: string;
  schedule: string;
}

function toSchedule(job: ScheduledJob, flavors: readonly Flavor[]): Schedule {
  const config = configOfJob(job.environment);
  const flavor = flavors.find(({ name }) => name === job.flavor);
  return {
    id: job.id,
    namespace: job.owner,
    name: job.labels['name'] ?? config?.name ?? job.id,
    schedule: job.schedule,
    suspended: job.suspended,
    suspendReason: job.suspendReason,
    concurrent: job.concurrent,
    nextRunAt: job.nextRunAt,
    lastJob: job.lastJob,
    flavor: job.flavor ?? '',
    timeoutSeconds: job.timeoutSeconds,
    worstUsd: flavor && job.timeoutSeconds !== null ? worstUsd(flavor, job.timeoutSeconds) : null,
    config,
    createdAt: job.createdAt,
  };
}

function soonness({ nextRunAt }: Schedule): number {
  const atMs = nextRunAt === null ? NaN : Date.parse(nextRunAt);
  return Number.isNaN(atMs) ? Number.MAX_SAFE_INTEGER : atMs;
}

async function requireWithin(budget: Pick<Budget, 'judge'>, worstUsd: number | null): Promise<void> {
  const { ok, sentence } = await budget.judge({ worstUsd });
  if (!ok) throw new AppError('INVALID_INPUT', sentence, { field: 'budget', reason: sentence });
}
