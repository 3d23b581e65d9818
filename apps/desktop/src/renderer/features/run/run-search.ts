// What the address of a run's page says: the part that shows, and in its log
// which lines and which words. Reads whatever somebody typed there; never throws.
import type { LogLevel } from '@hubdesk/shared/train/run';

export const runTabs = ['overview', 'charts', 'log', 'settings'] as const;
export type RunTab = (typeof runTabs)[number];

// The contract's own list, without its schema: the screens carry none.
const levels: readonly LogLevel[] = ['debug', 'info', 'warning', 'error'];

/** Search params of /train/run/$run. What is at its default is left out. */
export interface RunSearch {
  tab?: Exclude<RunTab, 'overview'>;
  /** Of the log: this level and the graver ones. */
  level?: Exclude<LogLevel, 'debug'>;
  /** Of the log: without our own event lines. */
  events?: false;
  /** What is looked for in the log. */
  q?: string;
}

const longestText = 1_000;

export function parseRunSearch(raw: Record<string, unknown>): RunSearch {
  const tab = runTabs.find((each) => each === raw.tab);
  const level = levels.find((each) => each === raw.level);
  // A text of digits alone comes out of the address as a number.
  const text = typeof raw.q === 'number' ? String(raw.q) : raw.q;
  return {
    ...(tab !== undefined && tab !== 'overview' && { tab }),
    ...(level !== undefined && level !== 'debug' && { level }),
    ...(raw.events === false && { events: false }),
    ...(typeof text === 'string' && text !== '' && { q: text.slice(0, longestText) }),
  };
}
