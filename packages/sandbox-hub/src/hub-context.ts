// What every route is given: the state, the clock, ids, our own addresses and the little model.
import type { Ids } from './ids.ts';
import type { CreationHook } from './repos/creation-hook.ts';
import type { Repo, RepoStore } from './repos/repo-store.ts';
import type { Store } from './store.ts';
import type { LittleModel } from './text/little-model.ts';
import type { TinyModels } from './trainer/tiny-models.ts';

export interface HubContext {
  store: Store;
  repos: RepoStore;
  /** Called around every creation and copy of a repo. */
  creationHooks: CreationHook[];
  /** What else a repo's info tells, by field: a Space's `runtime`. */
  infoFields: Map<string, (repo: Repo) => unknown>;
  ids: Ids;
  /** Epoch milliseconds. */
  now: () => number;
  /** Our own origin, `http://127.0.0.1:port`; only known once the server listens. */
  origin: () => string;
  littleModel: LittleModel;
  /** What jobs trained here, ready to answer. */
  tinyModels: TinyModels;
  /** Whether answers come at the speed their provider advertises, or as fast as they can. */
  tokenPace: 'believable' | 'none';
  /** Calls this once when the hub closes or starts over, and waits for it: for child processes and open ports. */
  atEnd(end: () => void | Promise<void>): void;
}

/** The router lives on the Hub's own origin, under this prefix. */
export const ROUTER_PREFIX = '/router';
