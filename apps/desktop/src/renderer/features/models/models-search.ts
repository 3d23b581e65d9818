// What the address says about the picker: the words, filters, order and open
// details. Reads whatever somebody typed into an address, keeping what makes
// sense; it never throws.
import type { ModelFilters } from '@hubdesk/shared/models/model-filter';

export const sortChoices = ['downloads', 'trending', 'price', 'speed', 'latency', 'newest', 'likes', 'name'] as const;
export type SortChoice = (typeof sortChoices)[number];

export type Scope = 'all' | 'favourites' | 'recent';

/** Search params of /models. What is at its default is left out. */
export interface ModelsSearch {
  q?: string;
  /** Without it: the best match while words are typed, else the most downloaded. */
  sort?: SortChoice;
  show?: Exclude<Scope, 'all'>;
  providers?: string[];
  /** USD per million output tokens. */
  maxPrice?: number;
  /** Tokens. */
  minContext?: number;
  tools?: true;
  structured?: true;
  free?: true;
  licenses?: string[];
  hideGated?: true;
  /** The one whose details are open. */
  model?: string;
}

const longestText = 256;
const mostNames = 50;

export function parseModelsSearch(raw: Record<string, unknown>): ModelsSearch {
  return tidy({
    q: text(raw.q),
    sort: oneOf(sortChoices, raw.sort),
    show: oneOf(['favourites', 'recent'] as const, raw.show),
    providers: names(raw.providers),
    maxPrice: number(raw.maxPrice, 0),
    minContext: number(raw.minContext, 1),
    tools: flag(raw.tools),
    structured: flag(raw.structured),
    free: flag(raw.free),
    licenses: names(raw.licenses),
    hideGated: flag(raw.hideGated),
    model: text(raw.model),
  });
}

/** Without the members that are undefined or empty, so that the address stays short. */
export function tidy(search: { [K in keyof ModelsSearch]: ModelsSearch[K] | undefined }): ModelsSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== '' && !isEmptyList(value)),
  );
}

export function filtersOf(search: ModelsSearch): ModelFilters {
  const { providers, maxPrice, minContext, tools, structured, free, licenses, hideGated } = search;
  return {
    ...(providers && { providers }),
    ...(maxPrice !== undefined && { maxOutputUsdPerMTok: maxPrice }),
    ...(minContext !== undefined && { minContextLength: minContext }),
    ...(tools && { tools }),
    ...(structured && { structuredOutput: structured }),
    ...(free && { freeOnly: free }),
    ...(licenses && { licenses }),
    ...(hideGated && { hideGated }),
  };
}

function text(value: unknown): string | undefined {
  // A name of digits alone comes out of the address as a number.
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return String(value).slice(0, longestText);
}

function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value);
}

function names(value: unknown): string[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const found = list.flatMap((name) => text(name) || []);
  return [...new Set(found)].slice(0, mostNames);
}

function number(value: unknown, least: number): number | undefined {
  const found = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isFinite(found) && found >= least ? found : undefined;
}

function flag(value: unknown): true | undefined {
  return value === true || value === 'true' || value === 1 ? true : undefined;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
