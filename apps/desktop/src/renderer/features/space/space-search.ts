// What the address of a Space's page says: the part that shows, which log, which
// file and as of which commit. Reads whatever somebody typed there; never throws.

export const spaceTabs = ['app', 'logs', 'files', 'settings'] as const;
export type SpaceTab = (typeof spaceTabs)[number];
export const spaceLogs = ['build', 'run', 'events', 'machine'] as const;
export type SpaceLog = (typeof spaceLogs)[number];

/** Search params of /spaces/hub/$namespace/$name. What is at its default is left out. */
export interface SpaceSearch {
  tab?: Exclude<SpaceTab, 'app'>;
  /** Left out: the one that says most in the stage the Space is in. */
  log?: SpaceLog;
  /** Of the files: the one that is open. */
  path?: string;
  /** Of the files: the commit it is read at; left out, the newest. */
  at?: string;
  /** What is asked as soon as the page is there. */
  ask?: 'duplicate';
}

export function parseSpaceSearch(raw: Record<string, unknown>): SpaceSearch {
  const tab = spaceTabs.find((each) => each === raw.tab);
  const log = spaceLogs.find((each) => each === raw.log);
  // A name or commit of digits alone comes out of the address as a number.
  const [path, at] = [raw.path, raw.at].map((each) => (typeof each === 'number' ? String(each) : each));
  return {
    ...(tab !== undefined && tab !== 'app' && { tab }),
    ...(log !== undefined && { log }),
    ...(typeof path === 'string' && path !== '' && { path: path.slice(0, 500) }),
    ...(typeof at === 'string' && /^[0-9a-f]{4,64}$/.test(at) && { at }),
    ...(raw.ask === 'duplicate' && { ask: 'duplicate' }),
  };
}

export type SpaceSearchChange = { [K in keyof SpaceSearch]?: SpaceSearch[K] | undefined };
