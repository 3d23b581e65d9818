// One job as the Sandbox keeps it, and as its routes tell it. Secrets are told by their names alone.
import type { JobLog } from './job-log.ts';
import type { JobSpec } from './job-spec.ts';
import type { ProcessFigures } from './process-figures.ts';

export type Stage = 'SCHEDULING' | 'RUNNING' | 'COMPLETED' | 'ERROR' | 'CANCELED' | 'DELETED';
export type CancelReason = 'NO_CREDITS' | 'NO_SUBSCRIPTION' | 'RESOURCE_GROUP_LIMIT';

export interface Principal {
  type: 'user' | 'org';
  id: string;
  name: string;
}

export type Initiator = Principal | { type: 'scheduled-job' | 'duplicated-job'; id: string };

export interface Job {
  /** Counts from 1 in the order of creation. */
  serial: number;
  id: string;
  spec: JobSpec;
  labels: Readonly<Record<string, string>>;
  owner: Principal;
  createdBy: { id: string; name: string };
  initiator: Initiator;
  /** The token it was asked for with, by its name; never its characters. */
  tokenName?: string;
  stage: Stage;
  message: string | null;
  cancelReason?: CancelReason;
  failureCount: number;
  /** Epoch milliseconds, all of them. */
  createdAtMs: number;
  startedAtMs?: number;
  finishedAtMs?: number;
  /** Begun minutes that were paid for. */
  paidMinutes: number;
  log: JobLog;
  figures: ProcessFigures;
  /** Where an exposed port is reached on this machine, by its number, once it is; only of what the Sandbox serves itself. */
  served?: ReadonlyMap<number, string>;
}

export function isOver(job: Job): boolean {
  return job.stage !== 'SCHEDULING' && job.stage !== 'RUNNING';
}

/** What a scheduled job and a job have in common on the wire. */
export function specWire(spec: JobSpec): Record<string, unknown> {
  return {
    dockerImage: spec.dockerImage,
    spaceId: spec.spaceId,
    command: spec.command,
    arguments: spec.arguments,
    environment: spec.environment,
    secrets: Object.keys(spec.secrets),
    flavor: spec.flavor,
    arch: spec.arch,
    timeout: spec.timeoutSeconds,
    // The request's `attempts` comes back as how often it may be tried again.
    retry: spec.attempts - 1,
    labels: spec.labels,
    volumes: spec.volumes,
    ...(spec.expose ? { expose: spec.expose } : {}),
    ...(spec.network ? { network: spec.network } : {}),
  };
}

export function principalWire(principal: Principal): Record<string, unknown> {
  return { ...principal, avatarUrl: `/avatars/${principal.name}.svg` };
}

export function jobWire(job: Job, nowMs: number): Record<string, unknown> {
  const { spec, initiator } = job;
  const endMs = job.finishedAtMs ?? nowMs;
  const startMs = job.startedAtMs ?? endMs;
  const ports = [...new Set([...(spec.expose?.ports ?? []), ...(spec.expose?.portsPublic ?? [])])];
  const exposeUrls = ports.flatMap((port) =>
    job.served ? (job.served.get(port) ?? []) : `https://${job.id}--${port}.hf.jobs`,
  );
  return {
    type: 'job',
    id: job.id,
    createdAt: iso(job.createdAtMs),
    startedAt: job.startedAtMs === undefined ? null : iso(job.startedAtMs),
    finishedAt: job.finishedAtMs === undefined ? null : iso(job.finishedAtMs),
    createdBy: job.createdBy,
    owner: principalWire(job.owner),
    initiator: 'name' in initiator ? principalWire(initiator) : initiator,
    ...(job.tokenName === undefined ? {} : { hfToken: { ownerName: job.createdBy.name, tokenId: job.tokenName } }),
    ...specWire(spec),
    labels: job.labels,
    status: {
      stage: job.stage,
      message: job.message,
      failureCount: job.failureCount,
      ...(job.cancelReason ? { cancelReason: job.cancelReason } : {}),
      ...(exposeUrls.length > 0 ? { exposeUrls } : {}),
      ...(spec.ssh ? { sshUrl: `ssh ${job.id}@ssh.hf.jobs` } : {}),
    },
    durations: {
      schedulingSecs: seconds(startMs - job.createdAtMs),
      runningSecs: seconds(endMs - startMs),
      totalSecs: seconds(endMs - job.createdAtMs),
    },
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function seconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1000));
}
