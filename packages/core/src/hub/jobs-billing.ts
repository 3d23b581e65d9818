// What was spent on Jobs this calendar month (UTC), by the Hub's own figures (reference hub-api 7). There is no balance.
import { z } from 'zod';
import type { HubClient } from './hub-client.ts';
import type { JobCall } from './jobs.ts';

const micro = z.number().nonnegative();

const ownSchema = z.object({
  usage: z
    .object({
      usedMicroUsd: micro,
      periodStart: z.string().nullish().catch(null),
      jobDetails: z
        .array(z.object({ totalCostMicroUsd: micro, startedAt: z.string() }))
        .nullish()
        .catch(null),
    })
    .nullish(),
});
const organizationSchema = z.object({ usage: z.object({ jobs: z.object({ usedMicroUsd: micro }).nullish() }) });

/**
 * In USD, of the token's own account or of one of its organizations. MISSING_PERMISSION of `billing` where the token
 * may not see it; of an organization only its administrators may.
 */
export async function fetchMonthSpending(
  hub: HubClient,
  { organization }: { organization: string | null },
  call: JobCall,
): Promise<number> {
  const asked = { ...call, permission: 'billing', what: 'The bill' } as const;
  const { startMs, endMs } = monthOf(hub.clock.now());
  if (organization !== null) {
    const url = `${hub.address.hubUrl}/api/organizations/${encodeURIComponent(organization)}/billing/usage-v2?startDate=${startMs / 1000}&endDate=${endMs / 1000}`;
    const { value } = await hub.get(url, organizationSchema, asked);
    return (value.usage.jobs?.usedMicroUsd ?? 0) / 1e6;
  }
  const { value } = await hub.get(`${hub.address.hubUrl}/api/settings/billing/usage/jobs`, ownSchema, asked);
  const { usage } = value;
  if (!usage) return 0;
  // A period of another shape than the month says only job by job what belongs to it.
  const periodMs = Date.parse(usage.periodStart ?? '');
  if (Number.isNaN(periodMs) || (periodMs >= startMs && periodMs < endMs) || !usage.jobDetails)
    return usage.usedMicroUsd / 1e6;
  const ofMonth = usage.jobDetails.filter(
    ({ startedAt }) => Date.parse(startedAt) >= startMs && Date.parse(startedAt) < endMs,
  );
  return ofMonth.reduce((sum, { totalCostMicroUsd }) => sum + totalCostMicroUsd, 0) / 1e6;
}

export interface Month {
  startMs: number;
  /** Not included. */
  endMs: number;
}

/** The calendar month (UTC) of an instant. */
export function monthOf(atMs: number): Month {
  const at = new Date(atMs);
  return {
    startMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1),
    endMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1),
  };
}
