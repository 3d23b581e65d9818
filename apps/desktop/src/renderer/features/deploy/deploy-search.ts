// What the address of the form for a deployment says: what it begins with. Reads
// whatever somebody typed there; it never throws.
export interface DeploySearch {
  model?: string;
  /** A deployment whose answers to begin with. */
  again?: string;
}

export function parseDeploySearch(raw: Record<string, unknown>): DeploySearch {
  const search: DeploySearch = {};
  for (const key of ['model', 'again'] as const) {
    const value = raw[key];
    // A text of digits alone comes out of the address as a number.
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') {
      search[key] = String(value).slice(0, 200);
    }
  }
  return search;
}
