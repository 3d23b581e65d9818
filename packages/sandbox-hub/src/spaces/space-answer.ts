// What the Sandbox's own app says for a Space: what the router would say for the model that the Space names.
import { Completion } from '../chat/completion.ts';
import type { HubContext } from '../hub-context.ts';
import { unlistedModel } from '../models/unlisted-model.ts';
import { labelScores } from '../text/label-scores.ts';
import { tokenize } from '../text/little-model.ts';
import { similarity, textVector, vectorLength } from '../text/text-vector.ts';
import type { AppEndpointName } from './app-endpoint.ts';
import type { AppAnswer, AppAsk } from './own-app.ts';
import type { Space } from './space.ts';

const MODEL_VARIABLES = ['MODEL_ID', 'MODEL_PATH', 'MODEL', 'MODEL_NAME'];

/** The model that a Space answers with: of its variables, else the first that its README names. A path is what is mounted there. */
export function modelOf(space: Space, models: readonly string[]): string {
  return variableModelOf(space) ?? models[0] ?? space.repo.facts.name;
}

/** As `modelOf`, of its variables alone. */
export function variableModelOf({ variables, volumes }: Space): string | undefined {
  for (const key of MODEL_VARIABLES) {
    const value = variables.get(key)?.value;
    if (value === undefined || value === '') continue;
    return volumes.find(({ mountPath }) => mountPath === value)?.source ?? value;
  }
  return undefined;
}

export function spaceAnswer(
  hub: HubContext,
  modelId: string,
  endpoint: AppEndpointName,
  ask: AppAsk,
  gone: AbortSignal,
): AppAnswer {
  switch (endpoint) {
    case 'chat':
    case 'complete':
      return { pieces: written(hub, modelId, ask, gone) };
    case 'embed':
      return { value: vectors(hub, modelId, ask.text) };
    case 'classify':
      return { value: labels(modelId, ask.text) };
  }
}

/** As our app tells it: each line's vector, and the cosine between each two. */
function vectors({ store }: HubContext, model: string, text: string): object {
  const texts = text.split('\n').filter((line) => line.trim() !== '');
  const dimensions = vectorLength(store.catalogue.find(model)?.parameters ?? 0);
  const embeddings = texts.map((line) => textVector(line, dimensions, { salt: model }));
  const cosines = embeddings.map((one) => embeddings.map((other) => Number(similarity(one, other).toFixed(4))));
  return { model, dimensions, texts, similarity: cosines, embeddings };
}

/** As `gr.Label` is told. */
function labels(model: string, text: string): object {
  const confidences = labelScores(model, text)
    .toSorted((a, b) => b.score - a.score)
    .map(({ label, score }) => ({ label, confidence: score }));
  return { label: confidences[0]?.label ?? null, confidences };
}

async function* written(hub: HubContext, modelId: string, ask: AppAsk, gone: AbortSignal): AsyncGenerator<string> {
  // A model that was just pushed answers for itself as soon as it is loaded.
  await hub.tinyModels.settled();
  const model = hub.store.catalogue.find(modelId) ?? unlistedModel(modelId);
  const messages = [
    ...(ask.system === '' ? [] : [{ role: 'system' as const, content: ask.system }]),
    { role: 'user' as const, content: ask.text },
  ];
  const completion = new Completion(
    hub,
    {
      model: modelId,
      messages,
      max_tokens: ask.maxNewTokens,
      temperature: ask.temperature,
      top_p: ask.topP,
    },
    { model, serving: { provider: 'space', status: 'live', task: 'conversational', isModelAuthor: false } },
    tokenize(ask.text).length,
  );
  for await (const piece of completion.pieces(gone)) yield piece;
}
