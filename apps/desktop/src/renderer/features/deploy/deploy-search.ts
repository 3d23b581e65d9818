/** What the address of the form for a new deployment says. */
export interface DeploySearch {
  model?: string;
  /** The training run it comes from. */
  run?: string;
  /** The deployment whose answers it begins with. */
  again?: string;
}

const keys = ['model', 'run', 'again'] as const;

export function parseDeploySearch(raw: Record<string, unknown>): DeploySearch {
  const search: DeploySearch = {};
  for (const key of keys) {
    const value = raw[key];
    // A text of digits alone comes out of the address as a number.
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') {
      search[key] = String(value).slice(0, 200);
    }
  }
  return search;
}
