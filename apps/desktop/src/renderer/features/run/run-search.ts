// What the address of a run's page says: the part that shows.
export interface RunSearch {
  tab?: string;
}

export function parseRunSearch({ tab }: Record<string, unknown>): RunSearch {
  return typeof tab === 'string' ? { tab } : {};
}
