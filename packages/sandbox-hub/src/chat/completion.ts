// One answer being made: its tokens, when each is due, what it used, and its two forms on the wire.
import { setTimeout as wait } from 'node:timers/promises';
import type { HubContext } from '../hub-context.ts';
import { json, type Reply } from '../http/reply.ts';
import { hash32 } from '../ids.ts';
import type { ModelRecord, Serving } from '../models/model-record.ts';
import { tokenize } from '../text/little-model.ts';
import { stopAt } from '../text/stop-at.ts';
import { textOf, type ChatBody } from './chat-body.ts';

const DEFAULT_MAX_TOKENS = 512;

/** The model that was asked for and the provider that serves it. */
export interface Target {
  model: ModelRecord;
  serving: Serving;
}

export class Completion {
  readonly id: string;
  readonly created: number;
  readonly #target: Target;
  readonly #promptTokens: number;
  readonly #believable: boolean;
  readonly #tokens: Generator<string, 'stop' | 'length'>;
  #generated = 0;

  constructor(hub: HubContext, body: ChatBody, target: Target, promptTokens: number) {
    this.id = `chatcmpl-${hub.ids.next('chat')}`;
    this.created = Math.floor(hub.now() / 1000);
    this.#target = target;
    this.#promptTokens = promptTokens;
    this.#believable = hub.tokenPace === 'believable';
    const stop = body.stop ?? [];
    this.#tokens = stopAt(this.#write(hub, body), typeof stop === 'string' ? [stop] : stop);
  }

  get model(): string {
    return this.#target.model.id;
  }

  *#write(hub: HubContext, body: ChatBody): Generator<string, 'stop' | 'length'> {
    const maxTokens = body.max_tokens ?? body.max_completion_tokens ?? DEFAULT_MAX_TOKENS;
    const asked = textOf(body.messages.findLast((message) => message.role === 'user') ?? { content: '' });
    const temperature = body.temperature ?? 0.7;
    const seed = body.seed ?? hash32(this.id);
    // A model that a job trained here answers for itself.
    const trained = hub.tinyModels.find(this.model);
    const opening = trained
      ? []
      : tokenize(
          `I am the Sandbox's little model, answering in the place of ${this.model}: nothing was sent to a real provider.`,
        );
    for (const token of opening) {
      if (this.#generated >= maxTokens) return 'length';
      this.#generated += 1;
      yield token;
    }
    const rest = trained
      ? trained.pieces(asked, { maxTokens, temperature, seed })
      : hub.littleModel.generate({
          prompt: asked,
          temperature,
          topP: body.top_p ?? 1,
          seed,
          maxTokens: maxTokens - this.#generated,
        });
    for (;;) {
      const step = rest.next();
      if (step.done) return step.value;
      this.#generated += 1;
      yield step.value;
    }
  }

  /** The pieces of text as they fall due, then why it ended. Rejects when `gone` fires. */
  async *pieces(gone: AbortSignal): AsyncGenerator<string, 'stop' | 'length'> {
    const { firstTokenLatencyMs = 600, throughput = 40 } = this.#target.serving;
    const startedMs = performance.now();
    for (;;) {
      const step = this.#tokens.next();
      if (step.done) return step.value;
      if (this.#believable) {
        const dueMs = startedMs + firstTokenLatencyMs + ((this.#generated - 1) * 1000) / throughput;
        const leftMs = dueMs - performance.now();
        if (leftMs >= 1) await wait(leftMs, undefined, { signal: gone });
      }
      yield step.value;
    }
  }

  usage(): { prompt_tokens: number; completion_tokens: number; total_tokens: number } {
    return {
      prompt_tokens: this.#promptTokens,
      completion_tokens: this.#generated,
      total_tokens: this.#promptTokens + this.#generated,
    };
  }
}

export async function wholeReply(
  completion: Completion,
  gone: AbortSignal,
  headers: Record<string, string>,
  settle: () => void,
): Promise<Reply> {
  let content = '';
  const pieces = completion.pieces(gone);
  for (;;) {
    const step = await pieces.next();
    if (!step.done) {
      content += step.value;
      continue;
    }
    settle();
    return json(
      {
        id: completion.id,
        object: 'chat.completion',
        created: completion.created,
        model: completion.model,
        system_fingerprint: 'sandbox',
        choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: step.value, logprobs: null }],
        usage: completion.usage(),
      },
      headers,
    );
  }
}

export async function* completionFrames(
  completion: Completion,
  gone: AbortSignal,
  includeUsage: boolean,
  settle: () => void,
): AsyncGenerator<string> {
  const frame = (choices: unknown[], more: Record<string, unknown> = {}) =>
    `data: ${JSON.stringify({
      id: completion.id,
      object: 'chat.completion.chunk',
      created: completion.created,
      model: completion.model,
      system_fingerprint: 'sandbox',
      choices,
      ...more,
    })}\n\n`;
  try {
    yield frame([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]);
    const pieces = completion.pieces(gone);
    for (;;) {
      const step = await pieces.next();
      if (step.done) {
        yield frame([{ index: 0, delta: {}, finish_reason: step.value }]);
        break;
      }
      yield frame([{ index: 0, delta: { content: step.value }, finish_reason: null }]);
    }
    if (includeUsage) yield frame([], { usage: completion.usage() });
    yield 'data: [DONE]\n\n';
  } finally {
    // Also when the reader left half-way: what was written is paid for.
    settle();
  }
}
