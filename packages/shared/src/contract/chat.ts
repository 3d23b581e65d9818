// A conversation with a model. The host keeps none of it.
import { z } from 'zod';
import { selectionSchema } from '../models/routing.ts';
import { stream } from './operation.ts';

export const chatMessageSchema = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.string().max(1_000_000),
});
export type ChatMessage = z.infer<typeof chatMessageSchema>;

export const chatItemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  /** What a reasoning model thinks before it answers. */
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({
    type: z.literal('end'),
    /** `stop`, `length`, `tool_calls`, or what a provider made up; null if it never said. */
    finishReason: z.string().nullable(),
    /** Null when the provider reports no usage. */
    promptTokens: z.number().nullable(),
    completionTokens: z.number().nullable(),
    firstTokenMs: z.number().nullable(),
    totalMs: z.number(),
    tokensPerSecond: z.number().nullable(),
    /** Estimated from the provider's listed prices; null when they are not known. */
    costUsd: z.number().nullable(),
  }),
]);
export type ChatItem = z.infer<typeof chatItemSchema>;

export const chat = {
  send: stream({
    summary: 'Ask a model and read its answer as it is written; leaving off reading stops it',
    input: z.object({
      selection: selectionSchema,
      messages: z.array(chatMessageSchema).min(1).max(2_000),
      system: z.string().max(100_000).nullable().default(null),
      temperature: z.number().min(0).max(2).nullable().default(null),
      maxTokens: z.number().int().min(1).max(1_000_000).nullable().default(null),
    }),
    output: chatItemSchema,
    example: {
      selection: { model: 'meta-llama/Llama-3.1-8B-Instruct', routing: 'auto', billTo: null },
      messages: [{ role: 'user', content: 'Say hello.' }],
    },
  }),
};
