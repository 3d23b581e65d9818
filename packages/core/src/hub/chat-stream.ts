// One streamed chat completion through the official client, with what it lacks:
// a movable router, our limits, a stop that reaches the server, typed failures.
import { InferenceClient } from '@huggingface/inference';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { type Asked, hubFailure, upstreamWords } from './hub-failure.ts';
import { type HubClient, publicHub, shortText } from './hub-client.ts';

export interface ChatRequest {
  /** `org/name`, with `:policy` or `:provider` behind it when one is wanted. */
  model: string;
  messages: readonly { role: 'system' | 'user' | 'assistant'; content: string }[];
  temperature: number | null;
  maxTokens: number | null;
  /** Organization for `X-HF-Bill-To`. */
  billTo: string | null;
}

export interface ChatChunk {
  text: string;
  reasoning: string;
  finishReason: string | null;
  usage: { promptTokens: number; completionTokens: number } | null;
}

/** One event of an answer, as OpenAI words it. */
export const chatChunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({ content: z.string().nullish(), reasoning: z.string().nullish(), reasoning_content: z.string().nullish() })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }).nullish().catch(null),
});

// A large model may think for minutes before its first token, and between two.
const chatLimits = { headersMs: 180_000, stallMs: 180_000, maxBytes: 256 * 1024 * 1024 };

/**
 * Yields the answer as it is written. Rejects with the codes of `hubFailure`
 * (PAYMENT_REQUIRED, MISSING_PERMISSION, RATE_LIMITED, MODEL_NOT_SERVED …), also
 * for an error that arrives in mid-stream. Aborting `signal`, or leaving the
 * loop, ends the request.
 */
export async function* streamChat(hub: HubClient, token: Secret, request: ChatRequest, signal?: AbortSignal): AsyncGenerator<ChatChunk> {
  const stop = new AbortController();
  const stopped = AbortSignal.any(signal ? [signal, stop.signal] : [stop.signal]);
  const [model, servedBy] = request.model.split(':');
  const asked: Asked = {
    hubUrl: hub.address.hubUrl,
    host: new URL(hub.address.routerUrl).host,
    repo: model,
    inferenceProvider: servedBy === 'fastest' || servedBy === 'cheapest' ? undefined : servedBy,
    payer: request.billTo ?? undefined,
    nowMs: hub.clock.now(),
  };
  const client = new InferenceClient(token.reveal(), {
    // The client retries a 503 at once and without end unless told not to (reference hub-api 2.6, bug A).
    retry_on_error: false,
    fetch: routerFetch(hub.address.routerUrl, asked),
    ...(request.billTo === null ? {} : { billTo: request.billTo }),
  });
  try {
    const answer = client.chatCompletionStream(
      {
        provider: 'auto',
        model: request.model,
        messages: [...request.messages],
        stream_options: { include_usage: true },
        ...(request.temperature === null ? {} : { temperature: request.temperature }),
        ...(request.maxTokens === null ? {} : { max_tokens: request.maxTokens }),
      },
      { signal: stopped },
    );
    for await (const item of answer) {
      const chunk = chatChunkSchema.safeParse(item);
      if (!chunk.success) continue;
      const choice = chunk.data.choices?.[0];
      yield {
        text: choice?.delta?.content ?? '',
        reasoning: choice?.delta?.reasoning ?? choice?.delta?.reasoning_content ?? '',
        finishReason: choice?.finish_reason ?? null,
        usage: chunk.data.usage
          ? { promptTokens: chunk.data.usage.prompt_tokens, completionTokens: chunk.data.usage.completion_tokens }
          : null,
      };
    }
  } catch (error) {
    throw chatFailure(error, stopped);
  } finally {
    stop.abort();
  }
}

/** The official client knows one router; this sends its requests to ours and reads refusals itself. */
function routerFetch(routerUrl: string, asked: Asked): typeof fetch {
  const ask = guardedFetch(chatLimits);
  return async (input, init) => {
    const url = (input instanceof Request ? input.url : String(input)).replace(publicHub.routerUrl, routerUrl);
    const response = await ask(url, init);
    if (response.headers.get('content-type')?.includes('text/html')) {
      await response.body?.cancel();
      throw new AppError('INTERCEPTED', `${asked.host} answered with a web page instead of data.`, { by: 'html', host: asked.host });
    }
    if (response.ok) return response;
    throw hubFailure({ status: response.status, headers: response.headers, text: await shortText(response) }, asked);
  };
}

function chatFailure(error: unknown, stopped: AbortSignal): AppError {
  if (isAppError(error)) return error;
  if (stopped.aborted) return new AppError('CANCELLED', 'Stopped.', {});
  const body = error instanceof Error && 'httpResponse' in error ? errorBody.safeParse(error.httpResponse) : null;
  const said = body?.success ? upstreamWords(JSON.stringify(body.data.body)) : '';
  return new AppError('PROVIDER_UNAVAILABLE', said ? `The provider broke off: ${said}` : 'The provider broke off in the middle of its answer.', { provider: 'huggingface', httpStatus: null }, { cause: error });
}

const errorBody = z.object({ body: z.unknown() });
