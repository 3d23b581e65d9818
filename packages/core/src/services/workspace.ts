// Which Hub the product looks at, and where what is known of it is kept. The
// Sandbox is one more workspace whose memory ends with it; no service asks which.
import { accountSchema, identitySchema, problemSchema, type StoreKind, tokenFactsSchema } from '@hubdesk/shared/account/account';
import { type Selection, selectionSchema } from '@hubdesk/shared/models/routing';
import { z } from 'zod';
import type { HubClient } from '../hub/hub-client.ts';
import type { Secret } from '../secrets/secret.ts';
import type { TokenSources } from './token-sources.ts';
import type { SecretRead } from '../secrets/store.ts';

/** What is remembered of an account between two starts: nothing of its token. */
export const accountRecordSchema = z.object({
  status: accountSchema.shape.status,
  identity: identitySchema.nullable(),
  avatarUrl: z.string().nullable(),
  token: tokenFactsSchema.nullable(),
  checkedAt: z.string().nullable(),
  problem: problemSchema.nullable(),
});
export type AccountRecord = z.infer<typeof accountRecordSchema>;

export const providerRecordSchema = z.object({
  account: accountRecordSchema.nullable().catch(null).default(null),
  selection: selectionSchema.nullable().catch(null).default(null),
});
export interface ProviderRecord {
  account: AccountRecord | null;
  selection: Selection | null;
}

export interface Marker {
  storedAt: string;
  store: StoreKind;
}

export interface Workspace {
  kind: 'hub' | 'sandbox';
  /** Whether what is there is still there when it was closed and opened again. */
  lasting: boolean;
  hub: HubClient;
  token: {
    read(): Promise<SecretRead>;
    write(token: Secret): Promise<void>;
    remove(): Promise<void>;
    /** Null when none was stored. */
    marker(): Marker | null;
  };
  /** Where other tools keep a token for this Hub. */
  sources: TokenSources;
  record: {
    get(): ProviderRecord;
    update(change: Partial<ProviderRecord>): Promise<void>;
  };
  /** Stops what the workspace runs. */
  close(): Promise<void>;
}

/** The workspace in force, asked at the time of each call because it may change between two. */
export interface Workspaces {
  current(): Workspace;
  switchTo(workspace: Workspace): Promise<void>;
  /** Told of a workspace that is left, before it closes. */
  beforeLeaving(run: (workspace: Workspace) => Promise<void>): void;
}

export function createWorkspaces(first: Workspace): Workspaces {
  let current = first;
  const leaving: ((workspace: Workspace) => Promise<void>)[] = [];
  return {
    current: () => current,
    async switchTo(workspace) {
      const left = current;
      current = workspace;
      if (left === workspace) return;
      for (const run of leaving) await run(left);
      await left.close();
    },
    beforeLeaving: (run) => void leaving.push(run),
  };
}
