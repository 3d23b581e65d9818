// A desk of deployments against a Sandbox Hub, for tests: with its own folder and account, no Python, and jobs that start at once.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SandboxHub, type SandboxHubOptions, startSandboxHub } from '@hubdesk/sandbox-hub';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { onTestFinished, vi } from 'vitest';
import { fetchHardware } from '../hub/hardware.ts';
import { createHubClient } from '../hub/hub-client.ts';
import { fetchSpaceHardware } from '../hub/space-hardware.ts';
import { whoami } from '../hub/whoami.ts';
import { type Clock, systemClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { openDeployDesk, type DeployDesk } from './deploy-desk.ts';
import type { DeployWorld } from './deploy-world.ts';
import { gatherOptions } from './gather-options.ts';
import { deployModel } from './model-facts.ts';

export async function aHub(options: SandboxHubOptions = {}): Promise<SandboxHub> {
  const host = { path: process.env['PATH'] ?? '', cache: '/nonexistent', network: {}, realTraining: false };
  const jobs = { schedulingMs: 0, tickMs: 250, metricsMs: 250, graceMs: 50, host, ...options.jobs };
  const hub = await startSandboxHub({
    seed: 'demo',
    tokenPace: 'none',
    ...options,
    jobs,
    spaces: { python: 'none', ...options.spaces },
  });
  onTestFinished(() => hub.close());
  return hub;
}

export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hubdesk-deployments-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Its clock is ten times as fast. */
export async function aDesk(
  hub: SandboxHub,
  options: Partial<DeployWorld> & { as?: string } = {},
): Promise<DeployDesk> {
  const { as = hub.token, ...world } = options;
  const client = createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl, viewerUrl: hub.url }, systemClock);
  const token = Secret.from(as);
  const identity = async () => (await whoami(client, token)).identity;
  const model = async (id: string | null, signal?: AbortSignal) =>
    id === null ? null : deployModel(client, id, { token, signal });
  const flavors = { spaceFlavors: () => fetchSpaceHardware(client, {}), jobFlavors: () => fetchHardware(client, {}) };
  const desk = await openDeployDesk({
    hub: client,
    clock: fastClock(10),
    random: () => 0.5,
    folder: world.folder ?? (await aFolder()),
    account: () => ({ key: 'one', verifiedAt: null, name: 'sandy' }),
    token: async () => token,
    namespaces: async () => ['sandy', 'tidewater', 'riley'],
    model,
    options: (wish, made, signal) =>
      gatherOptions(wish, { hub: client, token, identity, model, ...flavors, made, signal }),
    ...flavors,
    judge: async () => ({ ok: true, sentence: '' }),
    redact: (text) => text,
    announce: () => {},
    ...world,
  });
  onTestFinished(() => desk.close());
  await desk.wake();
  return desk;
}

export const aConfig: DeployConfig = {
  ...exampleDeployConfig,
  kind: 'zero-gpu',
  model: 'sandy/tiny-llama',
  name: 'pools',
  question: 'What is a tide pool?',
};

export function until(
  desk: DeployDesk,
  id: string,
  wanted: (deployment: Deployment) => boolean,
  timeout = 10_000,
): Promise<Deployment> {
  return vi.waitFor(
    () => {
      const last = desk.view(id);
      if (!wanted(last)) throw new Error(`still ${JSON.stringify(last)}`);
      return last;
    },
    { timeout, interval: 5 },
  );
}

export const isOver = ({ state }: Deployment) => state !== 'working';

/** A clock on which waits are so many times as short. */
export function fastClock(times: number): Clock {
  const beganMs = Date.now();
  return {
    now: () => beganMs + (Date.now() - beganMs) * times,
    after: (delayMs, run) => systemClock.after(delayMs / times, run),
  };
}

/** What somebody else does on the Hub. */
export async function onHub(
  hub: SandboxHub,
  method: string,
  path: string,
  body?: object,
  token = hub.token,
): Promise<unknown> {
  const answer = await fetch(`${hub.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${path.startsWith('/__sandbox__/') ? hub.controlSecret : token}`,
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
}

/** Requests of one kind that the Hub was asked. */
export function sent(hub: SandboxHub, method: string, path: RegExp): number {
  return hub.requests.filter((request) => request.method === method && path.test(request.path)).length;
}

/** Everything on disk, as one text to look for things in. */
export async function textIn(folder: string): Promise<string> {
  const names = await readdir(folder);
  return (await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))).join('\n');
}
