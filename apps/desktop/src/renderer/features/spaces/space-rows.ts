// Which Spaces are shown, in which order, and what they cost together.
import type { SpaceRow } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import type { SpaceGroup, SpacesSearch, SpacesSort } from './spaces-search.ts';

type Staged = { runtime: Pick<SpaceRow['runtime'], 'stage'> };

export function groupOf({ runtime }: Staged): SpaceGroup {
  const { up, moving, tone } = stageWords(runtime.stage);
  if (up) return 'running';
  if (moving) return 'moving';
  return tone === 'idle' ? 'idle' : 'trouble';
}

/** The price of its hardware while it is paid for: from when the app starts, not while it is built, asleep or paused. */
export function costNow({ runtime, usdPerHour }: Pick<SpaceRow, 'usdPerHour'> & Staged): number {
  return stageWords(runtime.stage).up || runtime.stage === 'APP_STARTING' ? (usdPerHour ?? 0) : 0;
}

export function namespaceOf({ id }: Pick<SpaceRow, 'id'>): string {
  return id.slice(0, id.indexOf('/'));
}

/** Every word of `text` is somewhere in what one reads of a Space. */
function matchesText({ id, title, models, sdk }: SpaceRow, text: string): boolean {
  const read = [id, title, sdk, ...models].filter(Boolean).join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => read.includes(word));
}

/** In the order people ask for first: changed last, A to Z, dearest. */
export function spaceRows(spaces: readonly SpaceRow[], { q = '', of, is, sort = 'changed' }: SpacesSearch): SpaceRow[] {
  return spaces
    .filter(
      (space) =>
        matchesText(space, q.trim()) &&
        (of === undefined || namespaceOf(space) === of) &&
        (is === undefined || groupOf(space) === is),
    )
    .toSorted((a, b) => compare(a, b, sort));
}

function compare(a: SpaceRow, b: SpaceRow, sort: SpacesSort): number {
  const byTitle = (a.title ?? a.id).localeCompare(b.title ?? b.id, 'en', { numeric: true });
  switch (sort) {
    case 'name':
      return byTitle;
    case 'cost':
      return costNow(b) - costNow(a) || (b.usdPerHour ?? 0) - (a.usdPerHour ?? 0) || byTitle;
    case 'changed':
      return Date.parse(b.lastModified ?? '1970') - Date.parse(a.lastModified ?? '1970') || byTitle;
  }
}
