// How one operation is declared. Kind, staleness and an example travel with it,
// so that every host, document and parity case is derived and none is written.
import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { errorTable } from '../errors.ts';

/** What a command may make stale; the first word of the queries to ask again. */
export const topics = [
  'app',
  'providers',
  'account',
  'secrets',
  'models',
  'preferences',
  'drafts',
  'datasets',
  'transfers',
  'runs',
  'schedules',
  'recipes',
  'budget',
  'spaces',
  'deployments',
] as const;
export const topicSchema = z.enum(topics);
export type Topic = z.infer<typeof topicSchema>;

export interface OperationMeta extends Record<never, never> {
  kind: 'query' | 'command' | 'stream';
  touches: readonly Topic[];
  /** A valid input: documentation, smoke call and parity case in one. */
  example: unknown;
  summary: string;
}

const base = oc
  .$meta<OperationMeta>({ kind: 'query', touches: [], example: undefined, summary: '' })
  .errors(errorTable);

interface Declaration<I extends z.ZodType, O extends z.ZodType> {
  summary: string;
  input: I;
  output: O;
  example: z.input<I>;
}

/** Asks; changes nothing. Over REST a `GET` when it takes no input, otherwise a `POST`. */
export function query<I extends z.ZodType, O extends z.ZodType>(declaration: Declaration<I, O>) {
  const { summary, input, output, example } = declaration;
  const method = input instanceof z.ZodVoid ? 'GET' : 'POST';
  return base
    .meta({ kind: 'query', touches: [], example, summary })
    .route({ method, summary })
    .input(input)
    .output(output);
}

/** Changes something and names what that made stale. */
export function command<I extends z.ZodType, O extends z.ZodType>(
  declaration: Declaration<I, O> & { touches: readonly Topic[] },
) {
  const { summary, input, output, example, touches } = declaration;
  return base
    .meta({ kind: 'command', touches, example, summary })
    .route({ method: 'POST', summary })
    .input(input)
    .output(output);
}

/** Flows: `output` is one item. Leaving off reading ends the work behind it. */
export function stream<I extends z.ZodType, O extends z.ZodType>(declaration: Declaration<I, O>) {
  const { summary, input, output, example } = declaration;
  return base
    .meta({ kind: 'stream', touches: [], example, summary })
    .route({ method: 'POST', summary })
    .input(input)
    .output(eventIterator(output));
}
