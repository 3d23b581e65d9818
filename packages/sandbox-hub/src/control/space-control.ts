// What the control API can do with Spaces: tell where their apps are, put one into any stage, keep one stuck in a stage.
import { z } from 'zod';
import { readJson } from '../http/read-body.ts';
import { Refusal } from '../http/reply.ts';
import type { HubContext } from '../hub-context.ts';
import type { ControlRoute } from '../routes/control.ts';
import type { Spaces } from '../spaces/open-spaces.ts';
import { runtimeOf, type Space } from '../spaces/space.ts';

const spaceBody = z.object({
  /** Any text, so that a client can be shown a stage that it does not know. */
  stage: z.string().min(1).optional(),
  errorMessage: z.string().optional(),
  /** The next build or start that reaches this stage stays there; null lets go of it. */
  holdAt: z.string().nullable().optional(),
});

export function spaceControl({ repos }: HubContext, spaces: Spaces): ControlRoute[] {
  const view = (space: Space) => ({
    id: space.repo.facts.name,
    url: space.door?.url ?? null,
    runtime: runtimeOf(space),
  });
  return [
    { method: 'GET', path: 'spaces', answer: async () => spaces.list().map(view) },
    {
      method: 'POST',
      path: 'spaces/:namespace/:name',
      answer: async (request) => {
        const { namespace, name } = request.params;
        const repo = repos.find('space', `${namespace}/${name}`);
        if (!repo) throw new Refusal(404, `The Sandbox has no Space ${namespace}/${name}.`);
        const space = spaces.of(repo);
        const { stage, errorMessage, holdAt } = await readJson(request, spaceBody);
        if (holdAt !== undefined) space.holdAt = holdAt ?? undefined;
        if (stage !== undefined) await spaces.force(space, stage, errorMessage);
        return view(space);
      },
    },
  ];
}
