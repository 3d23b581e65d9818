// The lines by which a job tells how far it is, read tolerantly: kinds and keys
// nobody knows yet pass through, whatever is no event is none. The kinds are
// described in packages/sandbox-hub/src/trainer/event-lines.ts.

export interface RunEvent {
  kind: string;
  /** Seconds since 1970 by the job's own clock; null where it did not say. */
  at: number | null;
  fields: Readonly<Record<string, unknown>>;
}

/** Reads what stands behind the mark `@@HUBDESK `; null for anything that is not an object with a kind `k`. */
export function readEvent(json: string): RunEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = Object.fromEntries(Object.entries(value));
  const { k, t } = fields;
  if (typeof k !== 'string' || k === '') return null;
  return { kind: k, at: typeof t === 'number' && Number.isFinite(t) ? t : null, fields };
}
