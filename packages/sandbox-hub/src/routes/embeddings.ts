// Embeddings on the router: hf-inference's feature extraction and sentence similarity, and the providers'
// OpenAI-style `/embeddings`. The vectors are real and repeatable (see `text/text-vector.ts`).
import { z } from 'zod';
import { openAccount, servedModel } from '../chat/served-model.ts';
import { routerError } from '../chat/router-error.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import { ROUTER_PREFIX, type HubContext } from '../hub-context.ts';
import { tokenize } from '../text/little-model.ts';
import { similarity, textVector, vectorLength } from '../text/text-vector.ts';

const TASKS = ['feature-extraction', 'sentence-similarity'];
const OPENAI_PATHS = ['v1/embeddings', 'v1/openai/embeddings', 'openai/v1/embeddings', 'inference/v1/embeddings'];
const MAX_TEXTS = 2048;

const texts = z.union([z.string(), z.array(z.string()).max(MAX_TEXTS)]);
const featureBody = z.looseObject({
  inputs: texts,
  normalize: z.boolean().nullish(),
  truncate: z.boolean().nullish(),
  prompt_name: z.string().nullish(),
});
const similarityBody = z.looseObject({
  inputs: z.object({ source_sentence: z.string(), sentences: z.array(z.string()).max(MAX_TEXTS) }),
});
const openaiBody = z.looseObject({
  input: texts,
  model: z.string().min(1),
  dimensions: z.int().min(1).max(8192).nullish(),
  encoding_format: z.enum(['float', 'base64']).nullish(),
});

export function embeddingRoutes(hub: HubContext): Route[] {
  const pipeline = `${ROUTER_PREFIX}/hf-inference/models/:namespace/:name/pipeline`;
  return [
    {
      method: 'POST',
      pattern: `${pipeline}/feature-extraction`,
      answer: async (request) => {
        const account = openAccount(hub, request);
        const { id, parameters } = modelOf(hub, request.params);
        const { inputs, normalize } = await readJson(request, featureBody);
        const vector = (text: string) =>
          textVector(text, vectorLength(parameters), { salt: id, normalize: normalize !== false });
        account.charge(`${id} at hf-inference`, typeof inputs === 'string' ? 1 : inputs.length);
        return json(typeof inputs === 'string' ? vector(inputs) : inputs.map(vector));
      },
    },
    {
      method: 'POST',
      pattern: `${pipeline}/sentence-similarity`,
      answer: async (request) => {
        const account = openAccount(hub, request);
        const { id, parameters } = modelOf(hub, request.params);
        const { inputs } = await readJson(request, similarityBody);
        const vector = (text: string) => textVector(text, vectorLength(parameters), { salt: id });
        const source = vector(inputs.source_sentence);
        account.charge(`${id} at hf-inference`, inputs.sentences.length + 1);
        return json(inputs.sentences.map((sentence) => similarity(source, vector(sentence))));
      },
    },
    ...OPENAI_PATHS.map((path): Route => ({
      method: 'POST',
      pattern: `${ROUTER_PREFIX}/:provider/${path}`,
      answer: async (request) => {
        const account = openAccount(hub, request);
        const body = await readJson(request, openaiBody);
        const { provider = '' } = request.params;
        const { model, serving } = servedModel(hub, provider, body.model, TASKS);
        if (serving.status === 'error') {
          throw new Refusal(503, routerError(`${provider} is not answering for ${model.id}.`, 'server_error', null));
        }
        const inputs = typeof body.input === 'string' ? [body.input] : body.input;
        const dimensions = body.dimensions ?? vectorLength(model.parameters);
        const tokens = inputs.reduce((sum, text) => sum + tokenize(text).length, 0);
        account.charge(`${model.id} at ${provider}`, inputs.length);
        return json({
          object: 'list',
          model: body.model,
          data: inputs.map((text, index) => ({
            object: 'embedding',
            index,
            embedding: encoded(textVector(text, dimensions, { salt: model.id }), body.encoding_format),
          })),
          usage: { prompt_tokens: tokens, total_tokens: tokens },
        });
      },
    })),
  ];
}

function modelOf(hub: HubContext, { namespace, name }: Readonly<Record<string, string>>) {
  return servedModel(hub, 'hf-inference', `${namespace}/${name}`, TASKS).model;
}

function encoded(vector: readonly number[], format: 'float' | 'base64' | null | undefined): readonly number[] | string {
  return format === 'base64' ? Buffer.from(new Float32Array(vector).buffer).toString('base64') : vector;
}
