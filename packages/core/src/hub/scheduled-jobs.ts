// Jobs that the Hub starts by itself at set times (reference hub-api 3.1 and 3.3). What the Hub answers to a change is
// documented nowhere, so the schedule is asked for again after each.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { JobSpec } from '@hubdesk/shared/train/job-spec';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { type HubJob, jobPlanSchema, readable } from './job-schema.ts';
import { jobBody, type JobCall, jobSchemaOf, payingCall } from './jobs.ts';
import { listPages } from './list-pages.ts';
import { pathSegment } from './path-segment.ts';

export interface ScheduledJob {
  id: string;
  createdAt: string;
  /** The account or organization that pays. */
  owner: string;
  /** A preset (`@daily`) or five fields of cron, in UTC. */
  schedule: string;
  suspended: boolean;
  suspendReason: string | null;
  concurrent: boolean;
  /** ISO instant; null while it is suspended. */
  nextRunAt: string | null;
  lastJob: { id: string; at: string | null } | null;
  flavor: string | null;
  timeoutSeconds: number | null;
  labels: Record<string, string>;
  environment: Record<string, string>;
}

const text = z.string().nullish().catch(null);

const scheduledJobSchema = z.object({
  id: z.string().min(1),
  createdAt: z.string().catch(''),
  owner: z.object({ name: z.string() }).nullish().catch(null),
  schedule: z.string().catch(''),
  suspend: z.boolean().nullish().catch(null),
  suspendReason: text,
  concurrency: z.boolean().nullish().catch(null),
  status: z
    .object({ nextJobRunAt: text, lastJob: z.object({ id: z.string(), at: text }).nullish().catch(null) })
    .nullish()
    .catch(null),
  jobSpec: jobPlanSchema,
});

function schemaFor(namespace: string) {
  return scheduledJobSchema.transform(
    ({ id, createdAt, owner, schedule, suspend, suspendReason, concurrency, status, jobSpec }): ScheduledJob => ({
      id,
      createdAt,
      owner: owner?.name ?? namespace,
      schedule,
      suspended: suspend ?? false,
      suspendReason: suspendReason ?? null,
      concurrent: concurrency ?? false,
      nextRunAt: status?.nextJobRunAt ?? null,
      lastJob: status?.lastJob ? { id: status.lastJob.id, at: status.lastJob.at ?? null } : null,
      flavor: jobSpec.flavor ?? null,
      timeoutSeconds: jobSpec.timeout ?? jobSpec.timeoutSeconds ?? null,
      labels: jobSpec.labels,
      environment: jobSpec.environment,
    }),
  );
}

const what = 'This schedule';
const listLimits = { maxBytes: 256 * 1024 * 1024 };

/** All of a namespace, or those with all of `labels`; those that cannot be read are left out. */
export async function listScheduledJobs(
  hub: HubClient,
  namespace: string,
  { labels = {} }: { labels?: Record<string, string> },
  call: JobCall,
): Promise<ScheduledJob[]> {
  const url = new URL(listUrl(hub, namespace));
  for (const [key, value] of Object.entries(labels)) url.searchParams.append('label', `${key}=${value}`);
  const schema = z.array(z.unknown()).pipe(readable(schemaFor(namespace)));
  const all = new Map<string, ScheduledJob>();
  const look = { ...call, permission: 'jobs', what: namespace, limits: listLimits } as const;
  for await (const page of listPages(hub, url, schema, 'list of schedules', look)) {
    for (const each of page) all.set(each.id, each);
  }
  return [...all.values()];
}

export async function fetchScheduledJob(
  hub: HubClient,
  namespace: string,
  id: string,
  call: JobCall,
): Promise<ScheduledJob> {
  const { value } = await hub.get(oneUrl(hub, namespace, id), schemaFor(namespace), {
    ...call,
    permission: 'jobs',
    what,
  });
  return value;
}

/** Asked once, whatever comes of it; fails as `submitJob` does. */
export async function createScheduledJob(
  hub: HubClient,
  namespace: string,
  given: { spec: JobSpec; secrets: ReadonlyMap<string, Secret>; schedule: string; concurrent: boolean },
  call: JobCall,
): Promise<ScheduledJob> {
  const body = {
    jobSpec: jobBody(given.spec, given.secrets),
    schedule: given.schedule,
    suspend: false,
    concurrency: given.concurrent,
  };
  return hub.send('POST', listUrl(hub, namespace), body, schemaFor(namespace), {
    ...payingCall(namespace, call),
    what: namespace,
  });
}

/** `when` is a preset or five fields of cron; INVALID_INPUT where the Hub cannot read it. */
export function rescheduleJob(
  hub: HubClient,
  namespace: string,
  id: string,
  when: string,
  call: JobCall,
): Promise<ScheduledJob> {
  return change(hub, namespace, id, 'schedule', { schedule: when }, call);
}

export function suspendScheduledJob(
  hub: HubClient,
  namespace: string,
  id: string,
  call: JobCall,
): Promise<ScheduledJob> {
  return change(hub, namespace, id, 'suspend', {}, call);
}

export function resumeScheduledJob(
  hub: HubClient,
  namespace: string,
  id: string,
  call: JobCall,
): Promise<ScheduledJob> {
  return change(hub, namespace, id, 'resume', {}, call);
}

/** Starts a job of it now, once. CONFLICT while one goes on and only one may. */
export async function runScheduledJob(hub: HubClient, namespace: string, id: string, call: JobCall): Promise<HubJob> {
  const url = `${oneUrl(hub, namespace, id)}/run`;
  try {
    return await hub.send('POST', url, {}, jobSchemaOf(hub, namespace), { ...payingCall(namespace, call), what });
  } catch (error) {
    if (!isAppError(error, 'CONFLICT')) throw error;
    throw new AppError(
      'CONFLICT',
      'A run of this schedule still goes on, and only one may at a time.',
      { what },
      { cause: error },
    );
  }
}

/** Jobs it has started go on. */
export async function deleteScheduledJob(hub: HubClient, namespace: string, id: string, call: JobCall): Promise<void> {
  await hub.send('DELETE', oneUrl(hub, namespace, id), {}, z.unknown(), { ...call, permission: 'jobs', what });
}

async function change(
  hub: HubClient,
  namespace: string,
  id: string,
  verb: string,
  body: object,
  call: JobCall,
): Promise<ScheduledJob> {
  await hub.send('POST', `${oneUrl(hub, namespace, id)}/${verb}`, body, z.unknown(), {
    ...call,
    permission: 'jobs',
    what,
  });
  return fetchScheduledJob(hub, namespace, id, call);
}

function listUrl(hub: HubClient, namespace: string): string {
  return `${hub.address.hubUrl}/api/scheduled-jobs/${pathSegment(namespace)}`;
}

function oneUrl(hub: HubClient, namespace: string, id: string): string {
  return `${listUrl(hub, namespace)}/${pathSegment(id)}`;
}
