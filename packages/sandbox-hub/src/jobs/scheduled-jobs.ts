// Jobs that run by the clock: a cron line of five fields or one of its names, in UTC.
// One instance at a time unless concurrency is allowed; a run that falls due meanwhile is left out.
import { Cron } from 'croner';
import { Refusal } from '../http/reply.ts';
import type { HubContext } from '../hub-context.ts';
import type { JobDesk, NewJob } from './job-desk.ts';
import { isOver, principalWire, specWire, type Job, type Principal } from './job.ts';
import type { JobSpec } from './job-spec.ts';

const NAMES = new Set(['@hourly', '@daily', '@weekly', '@monthly', '@yearly', '@annually']);

export interface ScheduledJob {
  id: string;
  owner: Principal;
  createdBy: { id: string; name: string };
  tokenName?: string;
  spec: JobSpec;
  labels: Readonly<Record<string, string>>;
  schedule: string;
  suspend: boolean;
  suspendReason?: string;
  concurrency: boolean;
  /** Epoch milliseconds. */
  createdAtMs: number;
  updatedAtMs: number;
  nextRunAtMs?: number;
  lastJob?: Job;
}

export interface ScheduledJobs {
  /** Refuses with 400 when the schedule cannot be read. */
  create(given: Omit<NewJob, 'initiator'> & { schedule: string; suspend: boolean; concurrency: boolean }): ScheduledJob;
  list(owner: string): ScheduledJob[];
  find(owner: string, id: string): ScheduledJob | undefined;
  remove(scheduled: ScheduledJob): void;
  suspend(scheduled: ScheduledJob, suspended: boolean): void;
  setSchedule(scheduled: ScheduledJob, schedule: string): void;
  setLabels(scheduled: ScheduledJob, labels: Readonly<Record<string, string>>): void;
  /** Refuses with 409 while an instance runs, unless several may. */
  run(scheduled: ScheduledJob): Job;
}

export function createScheduledJobs(hub: HubContext, desk: JobDesk): ScheduledJobs {
  const { now } = hub;
  const all = new Map<string, ScheduledJob>();

  const isBusy = ({ concurrency, lastJob }: ScheduledJob) => !concurrency && lastJob !== undefined && !isOver(lastJob);

  function plan(scheduled: ScheduledJob): void {
    const next = scheduled.suspend ? undefined : nextRun(scheduled.schedule, now());
    if (next === undefined) delete scheduled.nextRunAtMs;
    else scheduled.nextRunAtMs = next;
    scheduled.updatedAtMs = now();
  }

  function start(scheduled: ScheduledJob): Job {
    const { spec, owner, createdBy, tokenName, labels, id } = scheduled;
    const job = desk.submit({
      spec: { ...spec, labels },
      owner,
      createdBy,
      initiator: { type: 'scheduled-job', id },
      ...(tokenName === undefined ? {} : { tokenName }),
    });
    scheduled.lastJob = job;
    return job;
  }

  desk.onTick(() => {
    for (const scheduled of all.values()) {
      if (scheduled.nextRunAtMs === undefined || scheduled.nextRunAtMs > now()) continue;
      try {
        if (!isBusy(scheduled)) start(scheduled);
      } catch (error) {
        // The purse is empty: it stops until somebody resumes it.
        scheduled.suspend = true;
        scheduled.suspendReason = error instanceof Error ? error.message : String(error);
      }
      plan(scheduled);
    }
  });

  return {
    create: ({ schedule, suspend, concurrency, spec, owner, createdBy, tokenName }) => {
      nextRun(schedule, now());
      const scheduled: ScheduledJob = {
        id: hub.ids.next('scheduled job'),
        owner,
        createdBy,
        ...(tokenName === undefined ? {} : { tokenName }),
        spec,
        labels: spec.labels,
        schedule,
        suspend,
        concurrency,
        createdAtMs: now(),
        updatedAtMs: now(),
      };
      plan(scheduled);
      all.set(scheduled.id, scheduled);
      return scheduled;
    },
    list: (owner) => [...all.values()].filter((scheduled) => scheduled.owner.name === owner).toReversed(),
    find: (owner, id) => {
      const scheduled = all.get(id);
      return scheduled?.owner.name === owner ? scheduled : undefined;
    },
    remove: ({ id }) => void all.delete(id),
    suspend: (scheduled, suspended) => {
      scheduled.suspend = suspended;
      delete scheduled.suspendReason;
      plan(scheduled);
    },
    setSchedule: (scheduled, schedule) => {
      nextRun(schedule, now());
      scheduled.schedule = schedule;
      plan(scheduled);
    },
    setLabels: (scheduled, labels) => {
      scheduled.labels = labels;
      scheduled.updatedAtMs = now();
    },
    run: (scheduled) => {
      if (isBusy(scheduled)) throw new Refusal(409, 'Another instance of this scheduled job is already running');
      return start(scheduled);
    },
  };
}

/** Epoch milliseconds of the first run after `afterMs`; undefined when there is none. Refuses what it cannot read. */
export function nextRun(schedule: string, afterMs: number): number | undefined {
  const fields = schedule.trim().split(/\s+/);
  try {
    if (!NAMES.has(schedule) && fields.length !== 5) throw new Error('five fields are expected');
    return new Cron(schedule, { timezone: 'UTC', paused: true }).nextRun(new Date(afterMs))?.getTime();
  } catch (error) {
    throw new Refusal(400, `Invalid schedule "${schedule}": ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function scheduledJobWire(scheduled: ScheduledJob): Record<string, unknown> {
  const { lastJob, nextRunAtMs } = scheduled;
  return {
    id: scheduled.id,
    createdAt: new Date(scheduled.createdAtMs).toISOString(),
    updatedAt: new Date(scheduled.updatedAtMs).toISOString(),
    schedule: scheduled.schedule,
    suspend: scheduled.suspend,
    ...(scheduled.suspendReason === undefined ? {} : { suspendReason: scheduled.suspendReason }),
    concurrency: scheduled.concurrency,
    status: {
      ...(lastJob ? { lastJob: { id: lastJob.id, at: new Date(lastJob.createdAtMs).toISOString() } } : {}),
      ...(nextRunAtMs === undefined ? {} : { nextJobRunAt: new Date(nextRunAtMs).toISOString() }),
    },
    owner: principalWire(scheduled.owner),
    initiator: principalWire({ type: 'user', ...scheduled.createdBy }),
    jobSpec: { ...specWire(scheduled.spec), labels: scheduled.labels },
  };
}
