// What a Space runs on, by the names the Hub shows.
import type { SpaceRow } from '@hubdesk/shared/spaces/space';
import { flavorLabel } from '../../ui/flavor-label.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';

/** `T4 small`, `CPU basic, T4 small asked for`; a static Space runs on nothing. */
export function hardwareWords({ runtime, sdk }: SpaceRow, flavors: Parameters<typeof flavorLabel>[1]): string {
  const { hardware, requested } = runtime;
  if (sdk === 'static') return 'Static page';
  if (requested === null && hardware === null) return 'No hardware known';
  if (hardware !== null && requested !== null && hardware !== requested) {
    return `${flavorLabel(hardware, flavors)}, ${flavorLabel(requested, flavors)} asked for`;
  }
  return flavorLabel(requested ?? hardware ?? '', flavors);
}

/** `sleeps after 1 h`; null where it does not, or nobody says. */
export function sleepWords({ runtime }: SpaceRow): string | null {
  return runtime.sleepSeconds === null ? null : `sleeps after ${formatRemaining(runtime.sleepSeconds * 1_000)}`;
}
