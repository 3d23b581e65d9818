// What the Sandbox's own chat app says for a Space: what the router would say for the model that the Space names.
import { Completion } from '../chat/completion.ts';
import type { HubContext } from '../hub-context.ts';
import { unlistedModel } from '../models/unlisted-model.ts';
import { tokenize } from '../text/little-model.ts';
import type { ChatAsk } from './chat-app.ts';
import type { Space } from './space.ts';

const MODEL_VARIABLES = ['MODEL_ID', 'MODEL', 'MODEL_NAME'];

/** The model that a Space answers with: of its variables, else the first that its README names. */
export function modelOf(space: Space, models: readonly string[]): string {
  for (const key of MODEL_VARIABLES) {
    const value = space.variables.get(key)?.value;
    if (value !== undefined && value !== '') return value;
  }
  return models[0] ?? space.repo.facts.name;
}

export async function* spaceAnswer(
  hub: HubContext,
  modelId: string,
  ask: ChatAsk,
  gone: AbortSignal,
): AsyncGenerator<string> {
  // A model that was just pushed answers for itself as soon as it is loaded.
  await hub.tinyModels.settled();
  const model = hub.store.catalogue.find(modelId) ?? unlistedModel(modelId);
  const messages = [
    ...(ask.system === '' ? [] : [{ role: 'system' as const, content: ask.system }]),
    { role: 'user' as const, content: ask.message },
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
    tokenize(ask.message).length,
  );
  for await (const piece of completion.pieces(gone)) yield piece;
}
