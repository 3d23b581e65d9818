// Reads a query string the way the Hub's clients write it: repeated keys, and `k` and `k[]` as one key.

export interface Query {
  first(key: string): string | undefined;
  all(key: string): string[];
  /** As `all`, with every value also split at its commas. */
  list(key: string): string[];
  /** `true`/`1` and `false`/`0` in any case (Python writes `True`); undefined when absent or neither. */
  flag(key: string): boolean | undefined;
}

export function readQuery(params: URLSearchParams): Query {
  const all = (key: string) => [...params.getAll(key), ...params.getAll(`${key}[]`)];
  return {
    all,
    first: (key) => all(key)[0],
    list: (key) =>
      all(key)
        .flatMap((value) => value.split(','))
        .map((value) => value.trim())
        .filter((value) => value !== ''),
    flag: (key) => {
      const value = all(key)[0]?.toLowerCase();
      if (value === 'true' || value === '1') return true;
      if (value === 'false' || value === '0') return false;
      return undefined;
    },
  };
}
