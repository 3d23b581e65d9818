// What a Space runs on, by the names the Hub shows.
import { useQuery } from '@tanstack/react-query';
import type { SpaceRow } from '@hubdesk/shared/spaces/space';
import { orpc } from '../../api/client.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';

/** The label of a flavor; its own name while that is not known. */
export function useFlavorLabel(): (flavor: string) => string {
  const { data } = useQuery(orpc.spaces.hardware.queryOptions());
  return (flavor) => data?.find(({ name }) => name === flavor)?.label ?? flavor;
}

/** `T4 small`, `CPU basic, T4 small asked for`; a static Space runs on nothing. */
export function hardwareWords({ runtime, sdk }: SpaceRow, labelOf: (flavor: string) => string): string {
  const { hardware, requested } = runtime;
  if (sdk === 'static') return 'Static page';
  if (requested === null && hardware === null) return 'No hardware known';
  if (hardware !== null && requested !== null && hardware !== requested) {
    return `${labelOf(hardware)}, ${labelOf(requested)} asked for`;
  }
  return labelOf(requested ?? hardware ?? '');
}

/** `sleeps after 1 h`; null where it does not, or nobody says. */
export function sleepWords({ runtime }: SpaceRow): string | null {
  return runtime.sleepSeconds === null ? null : `sleeps after ${formatRemaining(runtime.sleepSeconds * 1_000)}`;
}
