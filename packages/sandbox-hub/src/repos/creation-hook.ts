// What else happens when a repo is made: Spaces check plans and hardware before, and start something after.
import type { Caller } from '../caller.ts';
import type { Repo, RepoType } from './repo-store.ts';

export interface CreationHook {
  /** Throws a Refusal for what must not be made. `wish` is the JSON that was sent, unread. */
  before?(wanted: { type: RepoType; name: string; caller: Caller; wish: Readonly<Record<string, unknown>> }): void;
  after?(made: { repo: Repo; caller: Caller; wish: Readonly<Record<string, unknown>>; copyOf?: Repo }): void;
}
