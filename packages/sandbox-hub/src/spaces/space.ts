// One Space as a Sandbox keeps it beside its repo, and what the Hub tells of it.
import type { JobLog } from '../jobs/job-log.ts';
import type { Repo } from '../repos/repo-store.ts';
import type { AppDoor } from './app-door.ts';
import type { RunningApp } from './running-app.ts';
import { isPaid } from './space-hardware.ts';
import type { Volume } from './space-settings.ts';

export interface Pair {
  value: string;
  description?: string;
  updatedAtMs: number;
}

export interface Space {
  readonly repo: Repo;
  /** An open list: the control API may set stages that nobody has heard of. */
  stage: string;
  errorMessage?: string;
  hardware: { current: string | null; requested: string };
  /** Seconds of idleness before it sleeps; null is never. */
  sleepAfterSeconds: number | null;
  secrets: Map<string, Pair>;
  variables: Map<string, Pair>;
  volumes: Volume[];
  devMode: boolean;
  replicas: { current: number; requested: number };
  /** The commit that runs or was built last. */
  sha: string | undefined;
  buildLog: JobLog;
  runLog: JobLog;
  /** Where the app is reached on this machine; opened with the first run. */
  door: AppDoor | undefined;
  app: RunningApp | undefined;
  /** Aborted when what is being built or started must give up, for something newer or a pause. */
  underway: AbortController;
  /** A build or start that reaches this stage stays there. */
  holdAt: string | undefined;
  lastAskedMs: number;
  /** Up to when running was paid for. */
  chargedUntilMs: number;
  changed: Set<() => void>;
}

/** What counts as up: somebody who asks gets an answer. */
export const UP = new Set(['RUNNING', 'RUNNING_BUILDING', 'RUNNING_APP_STARTING']);

const IDLE_SECONDS = 48 * 3600;

export function sdkOf({ repo }: Space): string {
  return typeof repo.card.sdk === 'string' ? repo.card.sdk : (repo.facts.sdk ?? 'static');
}

/** `{ns}-{name}` in lower case, every other character a dash. The Hub shortens long ones; so do we, in our own way. */
export function subdomainOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.length <= 63 ? plain : plain.slice(0, 63).replace(/-+$/, '');
}

/** The Hub's runtime object. `sandboxUrl` is ours: where the app really is, since `*.hf.space` leads elsewhere. */
export function runtimeOf(space: Space): Record<string, unknown> {
  const domain = `${subdomainOf(space.repo.facts.name)}${sdkOf(space) === 'static' ? '.static' : ''}.hf.space`;
  return {
    stage: space.stage,
    hardware: sdkOf(space) === 'static' ? { current: null, requested: null } : { ...space.hardware },
    gcTimeout: space.sleepAfterSeconds,
    storage: null,
    replicas: { ...space.replicas },
    devMode: space.devMode,
    volumes: space.volumes,
    hotReloading: null,
    domains: [{ domain, stage: 'READY' }],
    ...(space.sha === undefined ? {} : { sha: space.sha }),
    ...(space.errorMessage === undefined ? {} : { errorMessage: space.errorMessage }),
    ...(space.door ? { sandboxUrl: space.door.url } : {}),
  };
}

/** How long a Space stays awake: only paid hardware can be told; the rest sleeps after two days. */
export function sleepOf(space: Space, wantedSeconds: number | undefined): number | null {
  if (sdkOf(space) === 'static') return null;
  if (!isPaid(space.hardware.requested)) return IDLE_SECONDS;
  return wantedSeconds === undefined || wantedSeconds < 0 ? null : wantedSeconds;
}

export function setPair(
  pairs: Map<string, Pair>,
  { key, value, description }: { key: string; value: string; description?: string | null | undefined },
  nowMs: number,
): void {
  pairs.set(key, { value, updatedAtMs: nowMs, ...(description ? { description } : {}) });
}
