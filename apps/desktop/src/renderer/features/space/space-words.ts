// A Space in words for its page: who sees it, what it costs, how it gets up, and
// when it sleeps.
import type { SpaceDetails, Visibility } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import type { Flavor } from '@hubdesk/shared/train/hardware';
import { formatUsd } from '../../ui/format-usd.ts';
import { writeDuration } from '../../ui/read-duration.ts';

export const visibilityWords: Record<Visibility, { label: string; sentence: string }> = {
  public: { label: 'Public', sentence: 'Anybody may use the app and read its source.' },
  protected: { label: 'Protected', sentence: 'Anybody may use the app; its source is for you alone.' },
  private: { label: 'Private', sentence: 'Only its owner, or the members of its organization, may use it or read it.' },
};

/** What an hour of it costs; null where nobody names a price. */
export function hourlyUsd(flavor: Pick<Flavor, 'usdPerMinute'> | undefined): number | null {
  return flavor === undefined || flavor.usdPerMinute === null ? null : flavor.usdPerMinute * 60;
}

/** Getting a Space up again, in the words that fit how it is down. */
export function startWords(stage: string): { verb: string; label: string } {
  if (stage === 'SLEEPING') return { verb: 'Wake', label: 'Wake it' };
  return stageWords(stage).tone === 'idle'
    ? { verb: 'Start', label: 'Start it' }
    : { verb: 'Restart', label: 'Restart it' };
}

/** A restart would begin to cost: it does not run now, and is paid for once it does. */
export function startCosts({ usdPerHour, runtime: { stage } }: Pick<SpaceDetails, 'usdPerHour' | 'runtime'>): boolean {
  const { up, moving } = stageWords(stage);
  return usdPerHour !== null && usdPerHour > 0 && !up && !moving;
}

/** A month of 730 hours, as bills have it. */
export function monthWords(usdPerHour: number): string {
  return `${formatUsd(Math.round(usdPerHour * 730))} a month if it never sleeps`;
}

export function sleepWords({ sdk, usdPerHour, runtime: { sleepSeconds } }: SpaceDetails): string | null {
  if (sdk === 'static') return null;
  if (sleepSeconds !== null) return `sleeps after ${writeDuration(sleepSeconds)} without a visitor`;
  return usdPerHour !== null && usdPerHour > 0 ? 'never sleeps by itself' : 'sleeps when nobody comes';
}
