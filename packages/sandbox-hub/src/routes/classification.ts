// `POST /hf-inference/models/{model}` on the router: text classification, the only task that answers there.
// Sentiment models weigh words of a small list; others give scores that depend on the text alone.
import { z } from 'zod';
import { openAccount, servedModel } from '../chat/served-model.ts';
import { readJson } from '../http/read-body.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import { ROUTER_PREFIX, type HubContext } from '../hub-context.ts';
import { labelScores } from '../text/label-scores.ts';

const body = z.looseObject({
  inputs: z.union([z.string(), z.array(z.string()).max(512)]),
  parameters: z
    .looseObject({
      top_k: z.int().positive().nullish(),
      function_to_apply: z.enum(['sigmoid', 'softmax', 'none']).nullish(),
    })
    .nullish(),
});

export function classificationRoutes(hub: HubContext): Route[] {
  return [
    {
      method: 'POST',
      pattern: `${ROUTER_PREFIX}/hf-inference/models/:namespace/:name`,
      answer: async (request) => {
        const account = openAccount(hub, request);
        const { namespace, name } = request.params;
        const { model } = servedModel(hub, 'hf-inference', `${namespace}/${name}`, ['text-classification']);
        const { inputs, parameters } = await readJson(request, body);
        const answer = (text: string) =>
          labelScores(model.id, text)
            .toSorted((a, b) => b.score - a.score)
            .slice(0, parameters?.top_k ?? 5);
        const list = typeof inputs === 'string' ? [inputs] : inputs;
        account.charge(`${model.id} at hf-inference`, list.length);
        // Nested even for a single text: the JavaScript client throws for anything else.
        return json(list.map(answer));
      },
    },
  ];
}
