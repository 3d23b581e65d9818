// Where secrets are kept. Nothing here can read one.
import { z } from 'zod';
import { storeKindSchema } from '../account/account.ts';
import { command, query } from './operation.ts';

const fileModeSchema = z.enum(['passphrase', 'local-key']);
const passphraseSchema = z.string().min(8).max(1024);

export const secretsStatusSchema = z.object({
  active: storeKindSchema,
  fileMode: fileModeSchema.nullable(),
  locked: z.boolean(),
  /** `reason`: one sentence when a store cannot be used here. */
  stores: z.array(z.object({ kind: storeKindSchema, available: z.boolean(), reason: z.string().nullable() })),
  /** False while no keychain was found and nobody has chosen what to do about it. */
  chosen: z.boolean(),
});
export type SecretsStatus = z.infer<typeof secretsStatusSchema>;

export const secrets = {
  status: query({ summary: 'Which store is in use, and which could be', input: z.void(), output: secretsStatusSchema, example: undefined }),
  choose: command({
    summary: 'Keep secrets in this store from now on, and move those there are',
    input: z.object({
      store: storeKindSchema,
      fileMode: fileModeSchema.optional(),
      passphrase: passphraseSchema.optional(),
      /** The way out of a forgotten passphrase: what cannot be read is given up. */
      abandonUnreadable: z.boolean().default(false),
    }),
    output: secretsStatusSchema,
    example: { store: 'session' },
    touches: ['secrets', 'account', 'providers'],
  }),
  unlock: command({
    summary: 'Open the store: the passphrase for the encrypted file, or wait for the keychain',
    input: z.object({ passphrase: passphraseSchema.optional() }),
    output: secretsStatusSchema,
    example: {},
    touches: ['secrets', 'account', 'providers'],
  }),
};
