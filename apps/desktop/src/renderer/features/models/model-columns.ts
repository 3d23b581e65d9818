// The columns of the list beside the name, from left to right, and how wide the
// list must be for each to be worth its room.
import type { ModelRow } from '@hubdesk/shared/models/model-row';
import { formatCompact, formatParams, formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import { formatDelay, formatSpeed } from './format-speed.ts';
import type { SortChoice } from './models-search.ts';
import type { RowFacts } from './row-facts.ts';
import { visibleText } from './visible-text.ts';

export interface ModelColumn {
  readonly key: string;
  readonly heading: string;
  /** The heading in full, for what it is sorted by. */
  readonly meaning: string;
  /** Pixels. */
  readonly width: number;
  /** Pixels the list must have. */
  readonly from: number;
  readonly align: 'start' | 'end';
  readonly sort?: SortChoice;
  /** The cell's text; null draws the dash of the unknown. */
  readonly text: (row: ModelRow, facts: RowFacts) => string | null;
}

const always = 0;
const roomy = 1080;

export const modelColumns: readonly ModelColumn[] = [
  {
    key: 'params',
    heading: 'Params',
    meaning: 'Number of parameters',
    width: 56,
    from: 860,
    align: 'end',
    text: ({ params }) => (params === null ? null : formatParams(params)),
  },
  {
    key: 'context',
    heading: 'Context',
    meaning: 'Longest context, in tokens',
    width: 56,
    from: always,
    align: 'end',
    text: (_row, { contextLength }) => (contextLength === null ? null : formatTokens(contextLength)),
  },
  {
    key: 'input',
    heading: 'In',
    meaning: 'USD per million input tokens, at the cheapest provider',
    width: 60,
    from: always,
    align: 'end',
    text: (_row, { inputUsdPerMTok }) => (inputUsdPerMTok === null ? null : formatPrice(inputUsdPerMTok)),
  },
  {
    key: 'output',
    heading: 'Out',
    meaning: 'USD per million output tokens, at the cheapest provider',
    width: 60,
    from: always,
    align: 'end',
    sort: 'price',
    text: (_row, { outputUsdPerMTok }) => (outputUsdPerMTok === null ? null : formatPrice(outputUsdPerMTok)),
  },
  {
    key: 'speed',
    heading: 'Tok/s',
    meaning: 'Tokens a second, at the fastest provider',
    width: 56,
    from: always,
    align: 'end',
    sort: 'speed',
    text: (_row, { tokensPerSecond }) => (tokensPerSecond === null ? null : formatSpeed(tokensPerSecond)),
  },
  {
    key: 'latency',
    heading: 'First',
    meaning: 'Wait for the first token, at the quickest provider',
    width: 60,
    from: 860,
    align: 'end',
    sort: 'latency',
    text: (_row, { firstTokenMs }) => (firstTokenMs === null ? null : formatDelay(firstTokenMs)),
  },
  {
    key: 'providers',
    heading: 'Served by',
    meaning: 'Providers that serve it now',
    width: 64,
    from: always,
    align: 'end',
    text: (_row, { providers }) => String(providers),
  },
  {
    key: 'license',
    heading: 'Licence',
    meaning: 'Licence',
    width: 92,
    from: roomy,
    align: 'start',
    text: ({ license }) => (license === null ? null : visibleText(license)),
  },
  {
    key: 'downloads',
    heading: 'Downloads',
    meaning: 'Downloads in the last 30 days',
    width: 76,
    from: 940,
    align: 'end',
    sort: 'downloads',
    text: ({ downloads }) => formatCompact(downloads),
  },
];

/** A list narrower than this shows each model on two lines. */
export const twoLinesBelow = 740;

/** The columns there is room for, in a list so many pixels wide. */
export function columnsFor(width: number): readonly ModelColumn[] {
  return modelColumns.filter(({ from }) => width >= from);
}
