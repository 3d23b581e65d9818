// The app itself: what host this is, what it can do, and what went stale.
import { z } from 'zod';
import { capabilities } from '../errors.ts';
import { command, query, stream, topicSchema } from './operation.ts';

export const settingsNoticeSchema = z.object({
  /** `recovered`: the last good copy is in use. `reset`: none was left. `newer`: written by a later Hubdesk. */
  kind: z.enum(['recovered', 'reset', 'newer']),
  /** Where the unreadable file was kept. */
  keptAs: z.string(),
});

export const appStateSchema = z.object({
  version: z.string(),
  host: z.enum(['electron', 'local']),
  platform: z.enum(['mac', 'windows', 'linux']),
  capabilities: z.array(z.enum(capabilities)),
  /** Which Hub the screens look at. */
  workspace: z.enum(['hub', 'sandbox']),
  hubUrl: z.string(),
  settingsNotice: settingsNoticeSchema.nullable(),
});
export type AppState = z.infer<typeof appStateSchema>;

export const app = {
  state: query({ summary: 'What this host is and can do', input: z.void(), output: appStateSchema, example: undefined }),
  dismissNotice: command({
    summary: 'Put away the notice about the settings file',
    input: z.void(),
    output: z.void(),
    example: undefined,
    touches: ['app'],
  }),
  changes: stream({
    summary: 'What commands, in this window or another, have made stale',
    input: z.void(),
    output: z.object({ topics: z.array(topicSchema) }),
    example: undefined,
  }),
};
