// What runs need of the product around them.
import type { Flavor } from '@hubdesk/shared/train/hardware';
import type { HubClient } from '../../hub/hub-client.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secret } from '../../secrets/secret.ts';

export interface RunWorld {
  hub: HubClient;
  clock: Clock;
  random(): number;
  /** One folder a run is made in it. */
  folder: string;
  /** Null without an account. `key` is another one for another token; `verifiedAt` is when the Hub last knew it, by our clock. */
  account(): { key: string; verifiedAt: string | null } | null;
  /** Rejects where it cannot be read. */
  token(): Promise<Secret>;
  /** The account's own name, and every namespace it may use, its own first. */
  payers(token: Secret, signal: AbortSignal): Promise<{ account: string; namespaces: string[] }>;
  flavors(): Promise<Flavor[]>;
  /** Whether a run may be launched that costs so much at worst; null where nobody knows. */
  judge(wish: { worstUsd: number | null }): Promise<{ ok: boolean; sentence: string }>;
  redact(text: string): string;
  /** Every window should ask about runs again. */
  announce(): void;
}
