// Starts what a Space shows: its files, its own Gradio program, or where that cannot run here the Sandbox's own app.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubContext } from '../hub-context.ts';
import { hostEnvironment } from '../jobs/host-environment.ts';
import { namespaceOf } from '../repos/access.ts';
import { startGradioApp } from './gradio-app.ts';
import type { AppPlan } from './inspect-space.ts';
import { ownApp } from './own-app.ts';
import type { RunningApp } from './running-app.ts';
import { whyNotLoadable } from './loadable-model.ts';
import { modelOf, spaceAnswer } from './space-answer.ts';
import { mountVolumes } from './space-mounts.ts';
import { gradioPythons, pythonFor } from './space-python.ts';
import type { Pair, Space } from './space.ts';
import { staticApp } from './static-app.ts';

export interface AppPlace {
  /** For files that go with the hub. */
  folder: string;
  /** `auto` looks for a Python with Gradio, `none` never runs one, else the Python to use. */
  python: string;
  gone: AbortSignal;
}

const START_TIMEOUT_MS = 10 * 60_000;
const MACHINE = hostEnvironment();

/** Rejects with `AppFailed` when the Space's own program does not come up. */
export async function startApp(hub: HubContext, space: Space, plan: AppPlan, place: AppPlace): Promise<RunningApp> {
  const { repo, runLog: log } = space;
  const url = space.door?.url ?? '';
  const head = hub.repos.revision(repo);
  if (plan.sdk === 'static' && head) return staticApp(hub.repos, head, plan.appFile);
  const real = plan.sdk === 'gradio' ? await realApp(hub, space, plan, place) : 'The Sandbox builds no Docker images';
  if (typeof real !== 'string') return real;
  const model = modelOf(space, plan.models);
  log.append([
    `[sandbox] ${real}: the Sandbox's own app answers in the place of ${plan.appFile}, as ${model}.\n`,
    `* Running on local URL:  ${url}\n`,
  ]);
  const { endpoint } = plan;
  return ownApp({
    title: plan.title,
    root: url,
    endpoint,
    nextId: () => hub.ids.next('call'),
    answer: (ask, gone) => spaceAnswer(hub, model, endpoint.name, ask, gone),
  });
}

/** The Space's own program, or why it cannot run here. */
async function realApp(hub: HubContext, space: Space, plan: AppPlan, place: AppPlace): Promise<RunningApp | string> {
  if (place.python === 'none') return 'Real apps are turned off';
  const pythons = place.python === 'auto' ? gradioPythons(MACHINE.cache) : [place.python];
  if (pythons.length === 0) return 'This machine has no Python with Gradio';
  const reason = await whyNotLoadable(hub, space);
  if (reason !== undefined) return reason;
  const { facts } = space.repo;
  const own = join(place.folder, `${facts.id}-${hub.ids.next('app')}`);
  await hub.repos.checkout(space.repo, 'main', join(own, 'files'));
  const wanted = { programs: [join(own, 'files', plan.appFile)], requirements: plan.requirements };
  const found = await pythonFor(pythons, wanted, place.gone);
  if (!found || found.missing.length > 0) {
    await rm(own, { recursive: true, force: true });
    return `This machine's Python has no ${found?.missing.join(', ') ?? 'Gradio'}`;
  }
  const { name } = facts;
  const log = space.runLog;
  const paths = await mountVolumes(hub.repos, space.volumes, own);
  const real = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, paths.toReal(value)]));
  return startGradioApp({
    python: found.python,
    folder: own,
    program: plan.appFile,
    path: MACHINE.path,
    env: {
      ...MACHINE.network,
      ...real(valuesOf(space.variables)),
      ...real(valuesOf(space.secrets)),
      HF_ENDPOINT: hub.origin(),
      HF_HOME: join(own, 'home', 'hf'),
      SPACE_ID: name,
      SPACE_AUTHOR_NAME: namespaceOf(space.repo),
      SPACE_REPO_NAME: name.slice(name.indexOf('/') + 1),
      SPACE_TITLE: plan.title,
      SPACE_HOST: new URL(space.door?.url ?? '').host,
    },
    onLines: (lines) => log.append(lines.map((line) => `${paths.toContainer(line)}\n`)),
    startTimeoutMs: START_TIMEOUT_MS,
    gone: place.gone,
  });
}

function valuesOf(pairs: ReadonlyMap<string, Pair>): Record<string, string> {
  return Object.fromEntries([...pairs].map(([key, { value }]) => [key, value]));
}
