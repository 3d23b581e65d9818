// The state of a Space and what changes it: hardware, sleep, pause, restart, dev mode, replicas, volumes.
import { z } from 'zod';
import { callerOf } from '../caller.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { namespaceOf, seeRepo, writeRepo } from '../repos/access.ts';
import type { Spaces } from '../spaces/open-spaces.ts';
import { ZERO_GPU } from '../spaces/space-hardware.ts';
import { requireHardware, requireMountable, requireSubscription } from '../spaces/space-rules.ts';
import { sleepSeconds, volume } from '../spaces/space-settings.ts';
import { runtimeOf, sdkOf, sleepOf, type Space } from '../spaces/space.ts';

const hardwareBody = z.object({ flavor: z.string(), sleepTimeSeconds: sleepSeconds.nullish() });
const sleepBody = z.object({ seconds: sleepSeconds });
const devModeBody = z.object({ enabled: z.boolean() });
const replicasBody = z.object({ replicas: z.int().min(1).max(10) });
const volumesBody = z.object({ volumes: z.array(volume).min(1) });

export function spaceRuntimeRoutes(hub: HubContext, spaces: Spaces): Route[] {
  const { store, repos } = hub;
  const one = '/api/spaces/:namespace/:name';

  /** A route that changes a Space, for those who may; the answer is its runtime. */
  const change = (
    method: string,
    path: string,
    act: (space: Space, request: HubRequest) => void | Promise<void>,
    forStaticToo = false,
  ): Route => ({
    method,
    pattern: `${one}/${path}`,
    answer: async (request): Promise<Reply> => {
      const space = spaces.of(writeRepo(hub, request, 'space').repo);
      if (!forStaticToo && sdkOf(space) === 'static') {
        throw new Refusal(400, 'This is a static Space. Static Spaces are always running and never billed.');
      }
      await act(space, request);
      return json(runtimeOf(space));
    },
  });

  return [
    {
      method: 'GET',
      pattern: `${one}/runtime`,
      answer: (request) => json(runtimeOf(spaces.of(seeRepo(hub, request, 'space').repo))),
    },
    change('POST', 'hardware', async (space, request) => {
      const { flavor, sleepTimeSeconds } = await readJson(request, hardwareBody);
      const namespace = namespaceOf(space.repo);
      // A Space keeps its place among the ZeroGPU ones.
      const zeroGpuSpaces = spaces.zeroGpuSpaces(namespace, space.repo);
      const hardware = requireHardware(store, { namespace, sdk: sdkOf(space), hardware: flavor, zeroGpuSpaces });
      const before = space.hardware.requested;
      space.hardware.requested = hardware;
      const kept = before === hardware ? (space.sleepAfterSeconds ?? undefined) : undefined;
      space.sleepAfterSeconds = sleepOf(space, sleepTimeSeconds ?? kept);
      if (before !== hardware) spaces.settingsChanged(space);
    }),
    change('POST', 'sleeptime', async (space, request) => {
      const { seconds } = await readJson(request, sleepBody);
      space.sleepAfterSeconds = sleepOf(space, seconds);
    }),
    change('POST', 'pause', (space) => spaces.pause(space)),
    change('POST', 'restart', (space, request) => {
      const namespace = namespaceOf(space.repo);
      requireHardware(store, {
        namespace,
        sdk: sdkOf(space),
        hardware: space.hardware.requested,
        zeroGpuSpaces: spaces.zeroGpuSpaces(namespace, space.repo),
      });
      spaces.restart(space, request.query.flag('factory') === true);
    }),
    change('POST', 'dev-mode', async (space, request) => {
      const { enabled } = await readJson(request, devModeBody);
      if (enabled) {
        requireSubscription(store, namespaceOf(space.repo), 'Dev Mode');
        if (space.hardware.requested === ZERO_GPU)
          throw new Refusal(400, 'Dev Mode is not available on ZeroGPU Spaces.');
      }
      const before = space.devMode;
      space.devMode = enabled;
      if (before !== enabled) spaces.settingsChanged(space);
    }),
    change('POST', 'replicas', async (space, request) => {
      const { replicas } = await readJson(request, replicasBody);
      space.replicas.requested = replicas;
      if (space.replicas.current > 0) space.replicas.current = replicas;
      for (const changed of space.changed) changed();
    }),
    change('PUT', 'volumes', async (space, request) => {
      const { volumes } = await readJson(request, volumesBody);
      requireMountable(repos, callerOf(store, request.headers), volumes);
      space.volumes = volumes;
      spaces.settingsChanged(space);
    }),
    change('DELETE', 'volumes', (space) => {
      if (space.volumes.length === 0) throw new Refusal(400, 'This Space has no volumes attached');
      space.volumes = [];
      spaces.settingsChanged(space);
    }),
  ];
}
