// Which models a person wants to see at all. What is asked of an offer is asked
// of one live offer: cheap at one provider and tools at another is no match.
import { bytes, Column, floats, integers } from './column.ts';
import type { ModelRow, Offer } from './model-row.ts';
import { isLive, outputPrice } from './offer-choice.ts';

/** An absent, `false` or empty member does not filter. What the router did not say never passes a filter on it. */
export interface ModelFilters {
  /** Any of these serves it. */
  readonly providers?: readonly string[];
  readonly maxOutputUsdPerMTok?: number;
  /** Tokens. */
  readonly minContextLength?: number;
  readonly tools?: boolean;
  readonly structuredOutput?: boolean;
  readonly freeOnly?: boolean;
  /** Any of these, as the Hub tags them. */
  readonly licenses?: readonly string[];
  readonly hideGated?: boolean;
}

export interface FilterColumns {
  /** Sets the facts of a row; a row given again replaces what was known. */
  set(row: number, facts: ModelRow): void;
  /** 1 for each row that passes, by row number; `null` when nothing is filtered. */
  passing(filters: ModelFilters): Uint8Array | null;
}

const live = 1;
const tools = 2;
const structured = 4;
const free = 8;
const priced = 16;
const measured = 32;

export function createFilterColumns(): FilterColumns {
  const names = new Map<string, number>();
  const licenses = new Column(integers);
  const gated = new Column(bytes);
  // The offers of a row stand together: from `offersFrom[row]`, `offerCounts[row]` of them.
  const offersFrom = new Column(integers);
  const offerCounts = new Column(integers);
  const providers = new Column(integers);
  const prices = new Column(floats);
  const contexts = new Column(floats);
  const flags = new Column(bytes);

  /** Number 0 is for what is not known. */
  function numberOf(name: string): number {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size + 1);
    return names.size;
  }

  function set(row: number, facts: ModelRow): void {
    const license = facts.license === null ? 0 : numberOf(facts.license);
    const isGated = facts.gated === false ? 0 : 1;
    if (row === licenses.length) {
      licenses.push(license);
      gated.push(isGated);
      offersFrom.push(providers.length);
      offerCounts.push(facts.offers.length);
    } else {
      licenses.data[row] = license;
      gated.data[row] = isGated;
      offersFrom.data[row] = providers.length;
      offerCounts.data[row] = facts.offers.length;
    }
    for (const offer of facts.offers) {
      providers.push(numberOf(offer.provider));
      prices.push(outputPrice(offer) ?? 0);
      contexts.push(offer.contextLength ?? 0);
      flags.push(flagsOf(offer));
    }
  }

  function passing(filters: ModelFilters): Uint8Array | null {
    const { maxOutputUsdPerMTok, minContextLength } = filters;
    const hideGated = filters.hideGated === true;
    const allowedLicenses = chosen(filters.licenses);
    const allowedProviders = chosen(filters.providers);
    const wanted =
      (filters.tools === true ? tools : 0) |
      (filters.structuredOutput === true ? structured : 0) |
      (filters.freeOnly === true ? free : 0) |
      (maxOutputUsdPerMTok === undefined ? 0 : priced) |
      (minContextLength === undefined ? 0 : measured);
    const ofOffers = wanted !== 0 || allowedProviders !== null;
    if (!hideGated && allowedLicenses === null && !ofOffers) return null;

    const required = wanted | live;
    const mostUsd = maxOutputUsdPerMTok ?? Infinity;
    const fewestTokens = minContextLength ?? 0;
    const passes = new Uint8Array(licenses.length);
    const offerFlags = flags.data;
    const offerPrices = prices.data;
    const offerContexts = contexts.data;
    const offerProviders = providers.data;
    for (let row = 0; row < passes.length; row += 1) {
      if (hideGated && gated.data[row] === 1) continue;
      if (allowedLicenses !== null && allowedLicenses[licenses.data[row]!] !== 1) continue;
      let offer = offersFrom.data[row]!;
      const end = offer + offerCounts.data[row]!;
      let passed = !ofOffers;
      for (; !passed && offer < end; offer += 1) {
        passed =
          (offerFlags[offer]! & required) === required &&
          offerPrices[offer]! <= mostUsd &&
          offerContexts[offer]! >= fewestTokens &&
          (allowedProviders === null || allowedProviders[offerProviders[offer]!] === 1);
      }
      if (passed) passes[row] = 1;
    }
    return passes;
  }

  /** 1 for the number of each name chosen; `null` when none is, which leaves all allowed. */
  function chosen(values: readonly string[] | undefined): Uint8Array | null {
    if (values === undefined || values.length === 0) return null;
    const allowed = new Uint8Array(names.size + 1);
    for (const value of values) {
      const number = names.get(value);
      if (number !== undefined) allowed[number] = 1;
    }
    return allowed;
  }

  return { set, passing };
}

function flagsOf(offer: Offer): number {
  return (
    (isLive(offer) ? live : 0) |
    (offer.tools === true ? tools : 0) |
    (offer.structuredOutput === true ? structured : 0) |
    (offer.isFree ? free : 0) |
    (outputPrice(offer) === null ? 0 : priced) |
    (offer.contextLength === null ? 0 : measured)
  );
}
