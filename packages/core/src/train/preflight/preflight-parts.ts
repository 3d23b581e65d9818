// What the checks of a preflight are made with.
import type { Identity, TokenFacts } from '@hubdesk/shared/account/account';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import type { DatasetFacts, LengthFacts, ModelFacts } from '@hubdesk/shared/train/run-facts';
import type { HubClient } from '../../hub/hub-client.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { Facts, RowsCounted } from '../facts/create-facts.ts';

export interface Owner {
  identity: Identity;
  token: TokenFacts;
}

export interface PreflightParts {
  clock: Clock;
  hub: HubClient;
  /** Null where nobody is signed in. */
  token: Secret | null;
  /** Whose token it is. Rejects with SIGNED_OUT, TOKEN_REJECTED, and what keeps the Hub from being asked. */
  owner(signal: AbortSignal): Promise<Owner>;
  facts: Pick<Facts, 'model' | 'dataset' | 'rows'>;
  flavors(): Promise<Flavor[]>;
  judgeBudget(cost: { worstUsd: number | null }): Promise<{ ok: boolean; sentence: string }>;
  /** Runs that go on and the repositories they will push to. */
  pushing(): Promise<{ name: string; repo: string }[]>;
}

/** What several checks need, each asked for once. Those that concern nothing chosen are null. */
export interface Asked {
  config: RunConfig;
  kind: 'train' | 'smoke';
  hub: HubClient;
  token: Secret | null;
  signal: AbortSignal;
  owner: Promise<Owner>;
  model: Promise<ModelFacts> | null;
  dataset: Promise<DatasetFacts> | null;
  rows: Promise<RowsCounted> | null;
  flavors: Promise<Flavor[]>;
  judgeBudget: PreflightParts['judgeBudget'];
  pushing: PreflightParts['pushing'];
}

/** Facts that estimates are better with, and do without: null where they could not be had. */
export async function estimateFacts(asked: Asked): Promise<{
  model: ModelFacts | null;
  dataset: DatasetFacts | null;
  lengths: LengthFacts | null;
}> {
  const orNull = <T>(work: Promise<T> | null) => (work === null ? null : work.catch(() => null));
  const [model, dataset, rows] = await Promise.all([orNull(asked.model), orNull(asked.dataset), orNull(asked.rows)]);
  return { model, dataset, lengths: rows?.lengths ?? null };
}

/** How long a smoke run may take at most. */
export const smokeSeconds = 600;
