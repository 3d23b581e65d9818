// GPU time on ZeroGPU that the asking account has left today (reference hub-api 4.3).
import { isAppError } from '@hubdesk/shared/errors';
import type { ZeroGpuQuota } from '@hubdesk/shared/spaces/space';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';

const quotaSchema = z
  .object({
    base: z.number().nonnegative(),
    // Whoever was let over it has less than nothing.
    current: z.number().transform((seconds) => Math.max(seconds, 0)),
    resetsAt: z.string().nullish().catch(null),
  })
  .transform(({ base, current, resetsAt }): ZeroGpuQuota => ({
    baseSeconds: base,
    leftSeconds: current,
    resetsAt: resetsAt ?? null,
  }));

/** `GET /api/spaces/zero-gpu/quota`. Null where the Hub has no such route. */
export async function fetchZeroGpuQuota(
  hub: HubClient,
  call: { token: Secret; signal?: AbortSignal | undefined },
): Promise<ZeroGpuQuota | null> {
  try {
    const url = `${hub.address.hubUrl}/api/spaces/zero-gpu/quota`;
    return (await hub.get(url, quotaSchema, { ...call, what: 'The ZeroGPU quota' })).value;
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return null;
    if (isAppError(error, 'PROVIDER_UNAVAILABLE') && error.data.httpStatus === 501) return null;
    throw error;
  }
}
