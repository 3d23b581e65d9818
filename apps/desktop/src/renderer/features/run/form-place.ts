// The form for a new run, filled from this one. Where it is, is in the address:
// nothing of it is known here.
export interface FormStart {
  /** The run it is a clone of. */
  from?: string;
  /** Of `from`: the remedy for its failure that is laid over. */
  remedy?: string;
  /** The run to go on with, from its last checkpoint. */
  resume?: string;
}

/** For `navigate`; its `href` also for a plain link. */
export function formPlace(search: FormStart) {
  const words = Object.entries(search).map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`);
  return { to: '/train/new', search, href: `#/train/new?${words.join('&')}` } as const;
}
