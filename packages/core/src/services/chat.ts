// One answer of a model, as it is written, with what it cost and how fast it was.
import type { ChatItem } from '@hubdesk/shared/contract/chat';
import type { Offer } from '@hubdesk/shared/models/model-row';
import { effectiveOffer } from '@hubdesk/shared/models/offer-choice';
import { routedModel, type Selection } from '@hubdesk/shared/models/routing';
import { streamChat } from '../hub/chat-stream.ts';
import type { Clock } from '../ports/clock.ts';
import type { Implementer } from './implementer.ts';
import type { ModelsService } from './models.ts';
import { tokenOf } from './token-of.ts';
import type { Workspaces } from './workspace.ts';

interface Question {
  selection: Selection;
  messages: readonly { role: 'user' | 'assistant'; content: string }[];
  system: string | null;
  temperature: number | null;
  maxTokens: number | null;
}

export function chatHandlers(os: Implementer['chat'], { workspaces, models, clock }: { workspaces: Workspaces; models: ModelsService; clock: Clock }) {
  async function* send(question: Question, signal: AbortSignal | undefined): AsyncGenerator<ChatItem> {
    const workspace = workspaces.current();
    const { selection, messages, system, temperature, maxTokens } = question;
    const token = await tokenOf(workspace);
    const offers = models.offersOf(selection.model, signal).catch((): Offer[] => []);
    const startedMs = clock.now();
    let firstTokenMs: number | null = null;
    let usage: { promptTokens: number; completionTokens: number } | null = null;
    let finishReason: string | null = null;

    const request = {
      model: routedModel(selection.model, selection.routing),
      messages: [...(system ? [{ role: 'system' as const, content: system }] : []), ...messages],
      temperature,
      maxTokens,
      billTo: selection.billTo,
    };
    for await (const chunk of streamChat(workspace.hub, token, request, signal)) {
      if (chunk.text || chunk.reasoning) firstTokenMs ??= clock.now() - startedMs;
      if (chunk.reasoning) yield { type: 'reasoning', text: chunk.reasoning };
      if (chunk.text) yield { type: 'text', text: chunk.text };
      finishReason = chunk.finishReason ?? finishReason;
      usage = chunk.usage ?? usage;
    }

    const totalMs = clock.now() - startedMs;
    const writingMs = totalMs - (firstTokenMs ?? totalMs);
    yield {
      type: 'end',
      finishReason,
      promptTokens: usage?.promptTokens ?? null,
      completionTokens: usage?.completionTokens ?? null,
      firstTokenMs,
      totalMs,
      tokensPerSecond: usage && writingMs > 0 ? (usage.completionTokens / writingMs) * 1000 : null,
      costUsd: usage && costUsd(usage, effectiveOffer({ offers: await offers }, selection.routing)),
    };
  }

  return os.router({ send: os.send.handler(({ input, signal }) => send(input, signal)) });
}

function costUsd(usage: { promptTokens: number; completionTokens: number }, offer: Offer | null): number | null {
  if (!offer) return null;
  if (offer.isFree) return 0;
  if (offer.inputUsdPerMTok === null || offer.outputUsdPerMTok === null) return null;
  return (usage.promptTokens * offer.inputUsdPerMTok + usage.completionTokens * offer.outputUsdPerMTok) / 1_000_000;
}
