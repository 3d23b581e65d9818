// What the app and its keychain helper say to each other: JSON over a private
// channel, never arguments or environment. There is no message that lists what
// the keychain holds.
import { z } from 'zod';

export const keychainRequestSchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('get'), id: z.number(), service: z.string(), account: z.string() }),
  z.object({ op: z.literal('set'), id: z.number(), service: z.string(), account: z.string(), secret: z.string() }),
  z.object({ op: z.literal('delete'), id: z.number(), service: z.string(), account: z.string() }),
  /** Whether the keychain works; storing a trial entry is sure, and may make it ask the person for its password. */
  z.object({ op: z.literal('probe'), id: z.number(), service: z.string(), mayPrompt: z.boolean() }),
]);
export type KeychainRequest = z.infer<typeof keychainRequestSchema>;

/** `value`: the secret or null for `get`, whether there was one for `delete`, null otherwise. `error`: the keychain's own words. */
export const keychainReplySchema = z.union([
  z.object({ id: z.number(), value: z.union([z.string(), z.boolean(), z.null()]) }),
  z.object({ id: z.number(), error: z.string() }),
]);
export type KeychainReply = z.infer<typeof keychainReplySchema>;
