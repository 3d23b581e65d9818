// What the model index answers, worked out the slow and obvious way.
import { isForgivable, typedWords, wordsOf } from './id-words.ts';
import type { ModelFilters } from './model-filter.ts';
import type { ModelQuery } from './model-index.ts';
import type { ModelRow } from './model-row.ts';
import { isNaturallyDescending, sortValue } from './model-sort.ts';
import { outputPrice } from './offer-choice.ts';
import { mayMean } from './one-typo.fixture.ts';

interface Fit {
  readonly typo: boolean;
  /** 0 a whole word, 1 the beginning of one, 2 elsewhere. */
  readonly distance: number;
  readonly atStart: boolean;
}

/** The fits of a typed word, the best first. */
function fitsOf(typed: string, id: string): Fit[] {
  const words = wordsOf(id);
  const nameStart = wordsOf(id.slice(0, id.indexOf('/'))).length;
  const fits = words.flatMap((word, at): Fit[] => {
    const atStart = at === 0 || at === nameStart;
    const joined = word + (words[at + 1] ?? '');
    const text = typed.length > word.length ? joined : word;
    if (text === typed) return [{ typo: false, distance: 0, atStart }];
    if (text.startsWith(typed)) return [{ typo: false, distance: 1, atStart }];
    if (word.includes(typed)) return [{ typo: false, distance: 2, atStart: false }];
    if (isForgivable(typed) && mayMean(typed, word)) return [{ typo: true, distance: 2, atStart: false }];
    return [];
  });
  return fits.sort(
    (a, b) => Number(a.typo) - Number(b.typo) || a.distance - b.distance || Number(b.atStart) - Number(a.atStart),
  );
}

/** Typos and the quality of the match, the lower the better; `null` for no match. */
function matchOf(text: string, id: string): { readonly typos: number; readonly quality: number } | null {
  const typed = typedWords(text);
  let typos = 0;
  let quality = 1;
  for (const [index, word] of [...new Set(typed)].entries()) {
    const [best] = fitsOf(word, id);
    if (best === undefined) return null;
    typos += best.typo ? 1 : 0;
    quality += 2 * best.distance + (index === 0 && !best.atStart ? 1 : 0);
  }
  const name = wordsOf(id.slice(id.indexOf('/') + 1));
  if (typed.length > 0 && [wordsOf(id), name].some((words) => words.join(' ') === typed.join(' '))) quality = 0;
  return { typos, quality };
}

function passes(row: ModelRow, filters: ModelFilters): boolean {
  const { providers = [], licenses = [], maxOutputUsdPerMTok, minContextLength } = filters;
  if (filters.hideGated && row.gated !== false) return false;
  if (licenses.length > 0 && (row.license === null || !licenses.includes(row.license))) return false;
  const tests = [
    providers.length > 0 && ((offer: ModelRow['offers'][number]) => providers.includes(offer.provider)),
    maxOutputUsdPerMTok !== undefined &&
      ((offer: ModelRow['offers'][number]) => (outputPrice(offer) ?? Infinity) <= maxOutputUsdPerMTok),
    minContextLength !== undefined &&
      ((offer: ModelRow['offers'][number]) => (offer.contextLength ?? -Infinity) >= minContextLength),
    filters.tools === true && ((offer: ModelRow['offers'][number]) => offer.tools === true),
    filters.structuredOutput === true && ((offer: ModelRow['offers'][number]) => offer.structuredOutput === true),
    filters.freeOnly === true && ((offer: ModelRow['offers'][number]) => offer.isFree),
  ].filter((test) => test !== false);
  return (
    tests.length === 0 || row.offers.some((offer) => offer.status === 'live' && tests.every((test) => test(offer)))
  );
}

function compareBy(sort: NonNullable<ModelQuery['sort']>, descending: boolean, a: ModelRow, b: ModelRow): number {
  const turn = descending ? -1 : 1;
  if (sort === 'name') {
    const [one, other] = [a.id.toLowerCase(), b.id.toLowerCase()];
    return turn * (one < other ? -1 : one > other ? 1 : 0);
  }
  const [one, other] = [sortValue[sort](a), sortValue[sort](b)];
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return turn * (one - other);
}

/** The ids the index should answer with, in order. */
export function expectedIds(rows: readonly ModelRow[], query: ModelQuery): string[] {
  const { text = '', filters = {}, sort = 'relevance' } = query;
  const descending = query.descending ?? isNaturallyDescending(sort);
  const byMatch = sort === 'relevance' && typedWords(text).length > 0;
  return rows
    .flatMap((row) => {
      const match = matchOf(text, row.id);
      return match !== null && passes(row, filters) ? [{ row, ...match }] : [];
    })
    .sort(
      (a, b) =>
        a.typos - b.typos ||
        (byMatch ? (descending ? 1 : -1) * (a.quality - b.quality) : compareBy(sort, descending, a.row, b.row)) ||
        b.row.downloads - a.row.downloads,
    )
    .map(({ row }) => row.id);
}
