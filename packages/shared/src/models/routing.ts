// Who answers a chat: the router's own policies, or one inference provider by name.
import { z } from 'zod';

/** `auto` and `fastest` take the highest throughput, `cheapest` the lowest output price (the router's documented policies). */
export const routingSchema = z.union([
  z.enum(['auto', 'fastest', 'cheapest']),
  z.object({ provider: z.string().min(1).max(64) }),
]);
export type Routing = z.infer<typeof routingSchema>;

/** The `model` field of a router request: `org/name`, with the policy or provider as suffix. */
export function routedModel(model: string, routing: Routing): string {
  if (routing === 'auto') return model;
  return `${model}:${typeof routing === 'string' ? routing : routing.provider}`;
}

export const selectionSchema = z.object({
  model: z.string().min(1).max(200),
  routing: routingSchema,
  /** Organization that pays; null bills the person. */
  billTo: z.string().max(100).nullable(),
});
export type Selection = z.infer<typeof selectionSchema>;
