// What was really spent in a Sandbox: one entry for each thing that was paid for, in order, with who paid.
// Everything that the billing routes tell is added up from it. Amounts are in USD, times in epoch milliseconds.

export type Product = 'inference' | 'jobs' | 'spaces';

export interface LedgerEntry {
  atMs: number;
  /** The account or organization that paid. */
  payer: string;
  product: Product;
  usd: number;
  /** What it was: `model at provider`, a job id, a Space id. */
  subject: string;
  /** Hardware flavor, for jobs and Spaces. */
  flavor?: string;
  /** How long it ran, for jobs and Spaces. */
  minutes?: number;
  startedAtMs?: number;
  /** The client's own session, from `X-HF-Session-Id` where it sent one. */
  session?: string;
}

export interface Ledger {
  /** The entries of a payer from `fromMs` up to, not including, `toMs`. */
  of(payer: string, fromMs: number, toMs: number): LedgerEntry[];
  add(entry: LedgerEntry): void;
  /** Told of every new entry until the returned function is called. */
  watch(onEntry: (entry: LedgerEntry) => void): () => void;
}

// Far more than anybody looks at; the oldest go first so that a long session cannot grow without end.
const KEPT = 20_000;

export function createLedger(): Ledger {
  const entries: LedgerEntry[] = [];
  const watchers = new Set<(entry: LedgerEntry) => void>();
  return {
    of: (payer, fromMs, toMs) =>
      entries.filter((entry) => entry.payer === payer && entry.atMs >= fromMs && entry.atMs < toMs),
    add: (entry) => {
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      for (const watcher of watchers) watcher(entry);
    },
    watch: (onEntry) => {
      watchers.add(onEntry);
      return () => watchers.delete(onEntry);
    },
  };
}
