// What a run can cost. Jobs are billed by the begun minute while they start and
// run (`docs/hub/jobs-pricing.md`), so the timeout is the most there is to pay.
import type { Flavor } from './hardware.ts';

/** In USD, if the job runs into its timeout; null where the hardware has no price. */
export function worstUsd(flavor: Pick<Flavor, 'usdPerMinute'>, timeoutSeconds: number): number | null {
  if (flavor.usdPerMinute === null) return null;
  return flavor.usdPerMinute * Math.ceil(timeoutSeconds / 60);
}
