// What a job says of itself, read tolerantly: a stage or field that is newer than this app is kept or left alone, and
// of everything but its id and stage there may be nothing. Source: reference hub-api 3.3.
//
// Labels of ours: `hubdesk-run` (the run's id), `hubdesk-kind` and `name`. A job that a schedule has started has the
// schedule's labels: `hubdesk-schedule` (a uuid of ours, the same for all of its jobs), `hubdesk-kind: train` and no
// `hubdesk-run`. Its initiator is `{ type: 'scheduled-job', id: <the Hub's id of the schedule> }`.
import { z } from 'zod';

export const scheduleLabel = 'hubdesk-schedule';

interface JobMount {
  /** `bucket`, `dataset`, `model`, `space`, or a kind newer than this app. */
  type: string;
  source: string;
  mountPath: string;
  path: string | null;
  readOnly: boolean;
}

export interface HubJob {
  id: string;
  /** ISO instants by the Hub's clock. */
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** The account or organization that pays. */
  owner: string;
  flavor: string | null;
  timeoutSeconds: number | null;
  /** The Hub's own word: `SCHEDULING`, `RUNNING`, `COMPLETED`, `ERROR`, `CANCELED`, `DELETED`, or one newer than this app. */
  stage: string;
  message: string | null;
  /** `NO_CREDITS`, `NO_SUBSCRIPTION`, `RESOURCE_GROUP_LIMIT`, or one newer than this app. */
  cancelReason: string | null;
  labels: Record<string, string>;
  environment: Record<string, string>;
  /** Of its secrets, which the Hub never gives back. */
  secretNames: string[];
  schedulingSeconds: number | null;
  runningSeconds: number | null;
  /** Who started it: `user`, `org`, `scheduled-job`, `duplicated-job`, or a kind newer than this app. */
  initiator: { type: string; id: string } | null;
  /** Its page on the Hub. */
  url: string;
  volumes: JobMount[];
  /** Where its ports are reached, in their order; empty where none is, or none yet. */
  exposeUrls: string[];
}

const text = z.string().nullish().catch(null);
const count = z.number().nonnegative().nullish().catch(null);

/** Entries that are no text are left out. */
const texts = z
  .record(z.string(), z.unknown())
  .catch({})
  .transform((record) =>
    Object.fromEntries(
      Object.entries(record).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  );

/** An array of what `schema` can read of one; empty where there is none. */
export function readable<T extends z.ZodType>(schema: T) {
  return z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items.flatMap((item) => {
        const read = schema.safeParse(item);
        return read.success ? [read.data] : [];
      }),
    );
}

const mountSchema = z
  .object({
    type: z.string(),
    source: z.string(),
    mountPath: z.string(),
    path: text,
    readOnly: z.boolean().catch(true),
  })
  .transform((mount): JobMount => ({ ...mount, path: mount.path ?? null }));

/** What a job and the plan of a schedule have in common; of the latter it is not documented which word it has for the timeout. */
export const jobPlanSchema = z.object({
  flavor: text,
  timeout: count,
  timeoutSeconds: count,
  labels: texts,
  environment: texts,
  secrets: readable(z.string()),
  volumes: readable(mountSchema),
});

const jobSchema = jobPlanSchema.extend({
  id: z.string().min(1),
  createdAt: z.string().catch(''),
  startedAt: text,
  finishedAt: text,
  owner: z.object({ name: z.string() }).nullish().catch(null),
  status: z.object({ stage: z.string(), message: text, cancelReason: text, exposeUrls: readable(z.url()) }),
  durations: z.object({ schedulingSecs: count, runningSecs: count }).nullish().catch(null),
  initiator: z.object({ type: z.string(), id: z.string() }).nullish().catch(null),
});

/** One job as the Hub tells it; `namespace` is where it was asked for. */
export function hubJobSchema({ hubUrl, namespace }: { hubUrl: string; namespace: string }) {
  return jobSchema.transform((job): HubJob => {
    const owner = job.owner?.name ?? namespace;
    return {
      id: job.id,
      createdAt: job.createdAt,
      startedAt: job.startedAt ?? null,
      finishedAt: job.finishedAt ?? null,
      owner,
      flavor: job.flavor ?? null,
      timeoutSeconds: job.timeout ?? job.timeoutSeconds ?? null,
      stage: job.status.stage,
      message: job.status.message ?? null,
      cancelReason: job.status.cancelReason ?? null,
      labels: job.labels,
      environment: job.environment,
      secretNames: job.secrets,
      schedulingSeconds: job.durations?.schedulingSecs ?? null,
      runningSeconds: job.durations?.runningSecs ?? null,
      initiator: job.initiator ?? null,
      url: `${hubUrl}/jobs/${encodeURIComponent(owner)}/${encodeURIComponent(job.id)}`,
      volumes: job.volumes,
      exposeUrls: job.status.exposeUrls,
    };
  });
}
