// `POST /hf-inference/models/{model}` on the router: text classification, the only task that answers there.
// Sentiment models weigh words of a small list; others give scores that depend on the text alone.
import { z } from 'zod';
import { openAccount, servedModel } from '../chat/served-model.ts';
import { readJson } from '../http/read-body.ts';
import { json } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import { ROUTER_PREFIX, type HubContext } from '../hub-context.ts';
import { hash32 } from '../ids.ts';
import { sentiment } from '../text/sentiment.ts';

const body = z.looseObject({
  inputs: z.union([z.string(), z.array(z.string()).max(512)]),
  parameters: z
    .looseObject({
      top_k: z.int().positive().nullish(),
      function_to_apply: z.enum(['sigmoid', 'softmax', 'none']).nullish(),
    })
    .nullish(),
});

interface Label {
  label: string;
  score: number;
}

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
          scores(model.id, text)
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

function scores(model: string, text: string): Label[] {
  const glad = sentiment(text);
  if (/sst-?2/i.test(model)) {
    const positive = 1 / (1 + Math.exp(-6 * glad));
    return [
      { label: 'POSITIVE', score: positive },
      { label: 'NEGATIVE', score: 1 - positive },
    ];
  }
  if (/sentiment|finbert/i.test(model)) {
    return softmax({ positive: 4 * glad, neutral: 1.5 - 2 * Math.abs(glad), negative: -4 * glad });
  }
  return softmax({
    LABEL_0: (hash32(`${model} 0 ${text}`) % 400) / 100,
    LABEL_1: (hash32(`${model} 1 ${text}`) % 400) / 100,
  });
}

function softmax(logits: Readonly<Record<string, number>>): Label[] {
  const weights = Object.entries(logits).map(([label, logit]) => ({ label, weight: Math.exp(logit) }));
  const total = weights.reduce((sum, { weight }) => sum + weight, 0);
  return weights.map(({ label, weight }) => ({ label, score: weight / total }));
}
