// What deployments need of the product around them.
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployModel, DeployOption } from '@hubdesk/shared/spaces/deployment';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { HubClient } from '../hub/hub-client.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';

export interface DeployWorld {
  hub: HubClient;
  clock: Clock;
  random(): number;
  /** One file a deployment is made in it. */
  folder: string;
  /** Null without an account. `key` is another one for another token; `verifiedAt` is when the Hub last knew it, by our clock. */
  account(): { key: string; verifiedAt: string | null; name: string | null } | null;
  /** Rejects where it cannot be read. */
  token(): Promise<Secret>;
  /** Where this account may put something, its own name first. */
  namespaces(token: Secret, signal: AbortSignal): Promise<string[]>;
  /** What is known of a model; null for none. */
  model(id: string | null, signal: AbortSignal): Promise<DeployModel | null>;
  /** The ways this account could deploy the same, beside what was `made` for it already; empty where nobody knows. */
  options(config: DeployConfig, made: readonly string[], signal: AbortSignal): Promise<DeployOption[]>;
  spaceFlavors(): Promise<Flavor[]>;
  jobFlavors(): Promise<Flavor[]>;
  /** Whether a job may be launched that costs so much at worst; null where nobody knows. */
  judge(wish: { worstUsd: number | null }): Promise<{ ok: boolean; sentence: string }>;
  redact(text: string): string;
  /** Every window should ask about deployments again; with `state` about Spaces too. */
  announce(what: 'state' | 'detail'): void;
}
