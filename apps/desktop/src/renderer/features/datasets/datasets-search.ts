// What the address of the datasets' page says: whose, and by which words.
export interface DatasetsSearch {
  q?: string;
  /** Left out: the account's own. */
  of?: 'all';
}

export function parseDatasetsSearch(raw: Record<string, unknown>): DatasetsSearch {
  return {
    ...(typeof raw['q'] === 'string' && raw['q'] !== '' && { q: raw['q'].slice(0, 200) }),
    ...(raw['of'] === 'all' && { of: 'all' }),
  };
}
