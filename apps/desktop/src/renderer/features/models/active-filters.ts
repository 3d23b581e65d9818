// Which filters are on, in words, and the address without each of them: the
// chips above the list, and what an empty list proposes to let go.
import { formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import type { ModelsSearch } from './models-search.ts';
import { providerName } from './provider-names.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface ActiveFilter {
  readonly key: keyof ModelsSearch;
  readonly label: string;
  /** What to change in the address to let it go. */
  readonly without: ModelsSearchChange;
}

/** Members to set; an undefined one is taken out. */
export type ModelsSearchChange = { readonly [K in keyof ModelsSearch]?: ModelsSearch[K] | undefined };

export function activeFilters(search: ModelsSearch): ActiveFilter[] {
  const { providers, maxPrice, minContext, tools, structured, free, licenses, hideGated } = search;
  const found: (ActiveFilter | undefined)[] = [
    providers && {
      key: 'providers',
      label: oneOfWords(providers.map(providerName)),
      without: { providers: undefined },
    },
    maxPrice === undefined
      ? undefined
      : { key: 'maxPrice', label: priceWords(maxPrice), without: { maxPrice: undefined } },
    minContext === undefined
      ? undefined
      : { key: 'minContext', label: `${formatTokens(minContext)} context or more`, without: { minContext: undefined } },
    tools && { key: 'tools', label: 'Tools', without: { tools: undefined } },
    structured && { key: 'structured', label: 'Structured output', without: { structured: undefined } },
    free && { key: 'free', label: 'Free', without: { free: undefined } },
    licenses && { key: 'licenses', label: oneOfWords(licenses), without: { licenses: undefined } },
    hideGated && { key: 'hideGated', label: 'Not gated', without: { hideGated: undefined } },
  ];
  return found.filter((filter) => filter !== undefined);
}

/** What takes every filter off. */
export const noFilters: ModelsSearchChange = {
  providers: undefined,
  maxPrice: undefined,
  minContext: undefined,
  tools: undefined,
  structured: undefined,
  free: undefined,
  licenses: undefined,
  hideGated: undefined,
};

function priceWords(maxPrice: number): string {
  return maxPrice === 0 ? 'Free' : `${formatPrice(maxPrice)} or less`;
}

function oneOfWords(names: readonly string[]): string {
  const shown = names.slice(0, 2).map(visibleText).join(' or ');
  return names.length > 2 ? `${shown} or ${names.length - 2} more` : shown;
}
