// What the window's title says of the runs that go on, before the page's name.
import type { Run } from '@hubdesk/shared/train/run';
import { percentOf, shareOf } from './run-share.ts';
import { stateWords } from './run-words.ts';

/** `42 % · small-questions`; of several, the one that is furthest. Null while none goes on. */
export function titleOf(live: readonly Run[]): string | null {
  const furthest = live.toSorted((a, b) => (shareOf(b) ?? -1) - (shareOf(a) ?? -1))[0];
  if (!furthest) return null;
  const share = shareOf(furthest);
  return `${share === null ? stateWords(furthest) : percentOf(share)} · ${furthest.name}`;
}
