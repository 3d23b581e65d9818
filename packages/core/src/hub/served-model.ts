// Questions to a model that is served as OpenAI's clients ask, by its own address: a job that exposes a port. The token
// goes to that origin and nowhere else.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import { type AppAddress, appFetch, appRefusal } from './app-origin.ts';
import { chatChunkSchema } from './chat-stream.ts';
import { readEvents } from './event-stream.ts';

export interface ServedModel {
  /** `https://…/v1`, without a trailing slash. */
  endpoint: string;
  token: AppAddress['token'];
  model: string;
}

export type ServedAsk =
  | { kind: 'chat'; messages: readonly { role: 'system' | 'user' | 'assistant'; content: string }[]; maxTokens: number }
  | { kind: 'completion'; prompt: string; maxTokens: number };

// A model may be read from disk before its first word.
const answerLimits = { headersMs: 180_000, stallMs: 120_000, maxBytes: 64 * 1024 * 1024 };
const listLimits = { headersMs: 10_000, stallMs: 10_000, maxBytes: 4 * 1024 * 1024 };
const completionChunkSchema = z.object({ choices: z.array(z.object({ text: z.string().nullish() })).nullish() });
const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });

/**
 * The whole answer so far, again and again. Rejects with the codes of `appRefusal` and `guardedFetch`, and with
 * PROVIDER_UNAVAILABLE for an answer that breaks off or says nothing. Leaving the loop ends the request.
 */
export async function* askServedModel(
  { endpoint, token, model }: ServedModel,
  ask: ServedAsk,
  call: { signal?: AbortSignal | undefined },
): AsyncGenerator<string> {
  const { kind, maxTokens, ...said } = ask;
  const response = await appFetch({ url: endpoint, token }, answerLimits)(
    `${endpoint}/${kind === 'chat' ? 'chat/completions' : 'completions'}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ model, ...said, max_tokens: maxTokens, stream: true }),
      signal: call.signal ?? null,
    },
  );
  if (!response.ok) throw await appRefusal(response, new URL(endpoint), token !== null);
  let answer = '';
  for await (const events of readEvents(
    response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
  )) {
    const before = answer;
    for (const data of events) answer += pieceOf(data);
    if (answer !== before) yield answer;
  }
  if (answer.trim() === '')
    throw new AppError('PROVIDER_UNAVAILABLE', 'The model answered with nothing.', {
      provider: 'app',
      httpStatus: null,
    });
}

function pieceOf(data: string): string {
  if (data.trim() === '[DONE]') return '';
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch {
    return '';
  }
  if (typeof body === 'object' && body !== null && 'error' in body) {
    throw new AppError('PROVIDER_UNAVAILABLE', 'The model broke off in the middle of its answer.', {
      provider: 'app',
      httpStatus: null,
    });
  }
  const chat = chatChunkSchema.safeParse(body);
  const delta = chat.success ? chat.data.choices?.[0]?.delta : null;
  const text = completionChunkSchema.safeParse(body);
  return delta?.content ?? delta?.reasoning_content ?? (text.success ? (text.data.choices?.[0]?.text ?? '') : '');
}

/** Names of what is served there; null while nothing answers yet. Rejects where this token may not ask. */
export async function servedModels(
  { endpoint, token }: Omit<ServedModel, 'model'>,
  call: { signal?: AbortSignal | undefined },
): Promise<string[] | null> {
  try {
    const response = await appFetch({ url: endpoint, token }, listLimits)(`${endpoint}/models`, {
      signal: call.signal ?? null,
    });
    if (!response.ok) {
      const refusal = await appRefusal(response, new URL(endpoint), token !== null);
      if (isAppError(refusal, 'MISSING_PERMISSION')) throw refusal;
      return null;
    }
    const read = modelsSchema.safeParse(await response.json().catch(() => null));
    return read.success ? read.data.data.map(({ id }) => id) : null;
  } catch (error) {
    if (isAppError(error) && ['OFFLINE', 'TIMEOUT', 'PROVIDER_UNAVAILABLE', 'INTERCEPTED'].includes(error.code))
      return null;
    throw error;
  }
}
