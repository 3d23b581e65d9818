/** What the address of a Space's page says. */
export interface SpaceSearch {
  tab?: string;
  /** Of the files: the one that is open. */
  path?: string;
}

export function parseSpaceSearch({ tab, path }: Record<string, unknown>): SpaceSearch {
  return { ...(typeof tab === 'string' && { tab }), ...(typeof path === 'string' && { path }) };
}
