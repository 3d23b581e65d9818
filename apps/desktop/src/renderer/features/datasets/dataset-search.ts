// What the address of a dataset's page says: the part that shows, and which rows.
export interface DatasetSearch {
  /** Left out: the rows. */
  tab?: 'files' | 'settings';
  config?: string;
  split?: string;
}

export function parseDatasetSearch({ tab, config, split }: Record<string, unknown>): DatasetSearch {
  return {
    ...((tab === 'files' || tab === 'settings') && { tab }),
    ...(typeof config === 'string' && { config }),
    ...(typeof split === 'string' && { split }),
  };
}
