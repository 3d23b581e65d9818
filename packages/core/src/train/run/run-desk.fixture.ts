// A desk of runs against a Sandbox Hub, for tests: with its own folder, clock and
// account, and with jobs as another program starts them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SandboxHub, type SandboxHubOptions, startSandboxHub } from '@hubdesk/sandbox-hub';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { Run } from '@hubdesk/shared/train/run';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { onTestFinished, vi } from 'vitest';
import { fetchHardware } from '../../hub/hardware.ts';
import { createHubClient } from '../../hub/hub-client.ts';
import { whoami } from '../../hub/whoami.ts';
import { type Clock, systemClock, testClock, type TestClock } from '../../ports/clock.ts';
import { Secret } from '../../secrets/secret.ts';
import { openRunDesk, type RunDesk } from './run-desk.ts';
import type { RunWorld } from './run-world.ts';

/** Jobs start at once, tell figures often, and never use a training stack of this machine. */
export async function aHub(options: SandboxHubOptions = {}): Promise<SandboxHub> {
  const host = { path: process.env['PATH'] ?? '', cache: '/nonexistent', network: {}, realTraining: false };
  const hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', ...options, jobs: { schedulingMs: 0, tickMs: 250, metricsMs: 250, graceMs: 50, host, ...options.jobs } });
  onTestFinished(() => hub.close());
  return hub;
}

export interface DeskOptions extends Partial<RunWorld> {
  /** Another way to the Hub. */
  url?: string;
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hubdesk-runs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

export async function aDesk(hub: SandboxHub, options: DeskOptions = {}): Promise<RunDesk> {
  const { url = hub.url, clock = systemClock, ...world } = options;
  const client = createHubClient({ hubUrl: url, routerUrl: url, viewerUrl: url }, clock);
  const desk = await openRunDesk({
    hub: client,
    clock,
    random: () => 0.5,
    folder: world.folder ?? (await aFolder()),
    account: () => ({ key: 'one', verifiedAt: null }),
    token: async () => Secret.from(hub.token),
    payers: async (token, signal) => {
      const { identity } = await whoami(client, token, signal);
      return { account: identity.name, namespaces: [identity.name, ...identity.organizations.map(({ name }) => name)] };
    },
    flavors: () => fetchHardware(client, {}),
    judge: async () => ({ ok: true, sentence: '' }),
    redact: (text) => text,
    announce: () => {},
    ...world,
  });
  onTestFinished(() => desk.close());
  await desk.wake();
  return desk;
}

export const aConfig: RunConfig = {
  ...exampleConfig,
  parameters: { ...exampleConfig.parameters, max_steps: 2, per_device_train_batch_size: 1 },
  output: { repo: 'sandy/tuned', private: true },
};

/** A job of Hubdesk that runs `words` in a shell, as another computer would have started it. Answers its id on the Hub. */
export async function aJob(hub: SandboxHub, run: string, words: string, more: Record<string, unknown> = {}): Promise<string> {
  const { script: _, ...settings } = aConfig;
  const answer = await fetch(`${hub.url}/api/jobs/sandy`, {
    method: 'POST',
    headers: { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      dockerImage: 'python:3.12',
      command: ['bash', '-c', words],
      flavor: 'cpu-basic',
      timeoutSeconds: 600,
      labels: { name: 'elsewhere', 'hubdesk-run': run, 'hubdesk-kind': 'train' },
      environment: { HUBDESK_CONFIG: JSON.stringify(settings) },
      ...more,
    }),
  });
  const body: unknown = await answer.json();
  if (typeof body === 'object' && body !== null && 'id' in body && typeof body.id === 'string') return body.id;
  throw new Error(JSON.stringify(body));
}

/** The run once it is as wanted. A test clock is moved on meanwhile. */
export async function until(desk: RunDesk, id: string, wanted: (run: Run) => boolean, clock?: Clock | TestClock, stepMs = 100): Promise<Run> {
  let last: Run | null = null;
  return vi.waitFor(
    () => {
      if (clock && 'advance' in clock) clock.advance(stepMs);
      last = desk.list().find((run) => run.id === id) ?? null;
      if (last === null || !wanted(last)) throw new Error(`still ${JSON.stringify(last)}`);
      return last;
    },
    { timeout: 15_000, interval: 5 },
  );
}

export function submissions(hub: SandboxHub): number {
  return hub.requests.filter(({ method, path }) => method === 'POST' && /^\/api\/jobs\/[^/]+$/.test(path)).length;
}

export { testClock };
