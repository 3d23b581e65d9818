// What the filter bar can offer: each provider and licence that occurs, and on
// how many models. It counts; it neither filters nor names things for people.
import type { ModelRow } from './model-row.ts';
import { isLive } from './offer-choice.ts';

export interface Facet {
  readonly value: string;
  /** Models, not offers. */
  readonly count: number;
}

export interface Facets {
  /** Providers with a live offer. */
  readonly providers: readonly Facet[];
  readonly licenses: readonly Facet[];
}

/** The commonest value first, equals by name. Run it when rows arrive, not at every keystroke. */
export function facetsOf(rows: Iterable<ModelRow>): Facets {
  const providers = new Map<string, number>();
  const licenses = new Map<string, number>();
  for (const row of rows) {
    if (row.license !== null) count(licenses, row.license);
    const seen = new Set<string>();
    for (const offer of row.offers) {
      if (!isLive(offer) || seen.has(offer.provider)) continue;
      seen.add(offer.provider);
      count(providers, offer.provider);
    }
  }
  return { providers: ranked(providers), licenses: ranked(licenses) };
}

function count(counts: Map<string, number>, value: string): void {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

function ranked(counts: ReadonlyMap<string, number>): Facet[] {
  return [...counts]
    .map(([value, number]) => ({ value, count: number }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
