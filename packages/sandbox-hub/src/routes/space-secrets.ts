// Secrets and variables of a Space: alike but for one thing, that a secret's value is never given back.
// Changing one starts the Space again.
import { z } from 'zod';
import { readJson } from '../http/read-body.ts';
import { json, Refusal } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { writeRepo } from '../repos/access.ts';
import type { Spaces } from '../spaces/open-spaces.ts';
import { keyName, pairBody } from '../spaces/space-settings.ts';
import { setPair, type Pair, type Space } from '../spaces/space.ts';

const keyBody = z.object({ key: keyName });

export function spaceSecretRoutes(hub: HubContext, spaces: Spaces): Route[] {
  const view = (kind: 'secrets' | 'variables', space: Space) =>
    json(Object.fromEntries([...space[kind]].map(([key, pair]) => [key, shown(pair, kind === 'variables')])));

  return (['secrets', 'variables'] as const).flatMap((kind): Route[] => {
    const pattern = `/api/spaces/:namespace/:name/${kind}`;
    const other = kind === 'secrets' ? 'variables' : 'secrets';
    return [
      {
        method: 'GET',
        pattern,
        answer: (request) => view(kind, spaces.of(writeRepo(hub, request, 'space').repo)),
      },
      {
        method: 'POST',
        pattern,
        answer: async (request) => {
          const space = spaces.of(writeRepo(hub, request, 'space').repo);
          const pair = await readJson(request, pairBody);
          if (space[other].has(pair.key)) {
            throw new Refusal(400, `Collision on ${other} and ${kind} names: ${pair.key}`);
          }
          setPair(space[kind], pair, hub.now());
          spaces.settingsChanged(space);
          return view(kind, space);
        },
      },
      {
        method: 'DELETE',
        pattern,
        answer: async (request) => {
          const space = spaces.of(writeRepo(hub, request, 'space').repo);
          const { key } = await readJson(request, keyBody);
          if (space[kind].delete(key)) spaces.settingsChanged(space);
          return view(kind, space);
        },
      },
    ];
  });
}

function shown({ value, description, updatedAtMs }: Pair, withValue: boolean): Record<string, unknown> {
  return {
    ...(withValue ? { value } : {}),
    ...(description === undefined ? {} : { description }),
    updatedAt: new Date(updatedAtMs).toISOString(),
  };
}
