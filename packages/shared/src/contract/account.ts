// The Hugging Face account. The token goes in and never comes out.
import { z } from 'zod';
import { accountSchema } from '../account/account.ts';
import { command, query } from './operation.ts';

/** A source some other tool keeps a token in; never the token. */
export const adoptableSchema = z.object({
  source: z.enum(['hfTool', 'environment']),
  /** The file or the variable, for the person to recognise. */
  location: z.string(),
});
export type Adoptable = z.infer<typeof adoptableSchema>;

/** Anything a person may paste; cut down to the token by `readPastedToken`. */
export const pastedTokenSchema = z.string().max(16_384);

export const account = {
  get: query({
    summary: 'Who is connected, or null',
    input: z.void(),
    output: accountSchema.nullable(),
    example: undefined,
  }),
  connect: command({
    summary: 'Prove a token, then keep it; an older one stays until the new one is proven',
    input: z.object({ token: pastedTokenSchema, keepUnverified: z.boolean().default(false) }),
    output: accountSchema,
    example: { token: 'hf_exampleexampleexampleexampleexample', keepUnverified: false },
    touches: ['account', 'providers', 'models', 'secrets'],
  }),
  check: command({
    summary: 'Ask the Hub again who the stored token belongs to',
    input: z.void(),
    output: accountSchema,
    example: undefined,
    touches: ['account', 'providers'],
  }),
  disconnect: command({
    summary: 'Delete the stored token and prove that it is gone',
    input: z.void(),
    output: z.object({ revokeUrl: z.string() }),
    example: undefined,
    touches: ['account', 'providers', 'models', 'secrets'],
  }),
  adoptable: query({
    summary: 'Tokens that other tools on this computer keep',
    input: z.void(),
    output: z.array(adoptableSchema),
    example: undefined,
  }),
  adopt: command({
    summary: 'Connect with a token another tool keeps',
    input: z.object({ source: adoptableSchema.shape.source }),
    output: accountSchema,
    example: { source: 'hfTool' },
    touches: ['account', 'providers', 'models', 'secrets'],
  }),
};
