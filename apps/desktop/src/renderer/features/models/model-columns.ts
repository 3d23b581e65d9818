// The columns of the list beside the name, from left to right, and how wide the
// list must be for each to be worth its room. A row's cells are one line of
// letters of equal width: a cell of its own for each took two thirds of a frame.
import type { ModelRow } from '@hubdesk/shared/models/model-row';
import { formatCompact } from '../../ui/format-count.ts';
import { formatParams, formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import { formatDelay, formatSpeed } from './format-speed.ts';
import type { SortChoice } from './models-search.ts';
import type { RowFacts } from './row-facts.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface ModelColumn {
  readonly key: string;
  readonly heading: string;
  /** The heading in full, for what it is sorted by. */
  readonly meaning: string;
  /** Letters. */
  readonly width: number;
  /** Pixels the list must have. */
  readonly from: number;
  readonly align: 'start' | 'end';
  readonly sort?: SortChoice;
  /** The cell's text; null is the dash of the unknown. */
  readonly text: (row: ModelRow, facts: RowFacts) => string | null;
}

const always = 0;
const roomy = 1100;

export const modelColumns: readonly ModelColumn[] = [
  {
    key: 'params',
    heading: 'Params',
    meaning: 'Number of parameters',
    width: 5,
    from: 860,
    align: 'end',
    text: ({ params }) => (params === null ? null : formatParams(params)),
  },
  {
    key: 'context',
    heading: 'Context',
    meaning: 'Longest context, in tokens',
    width: 7,
    from: always,
    align: 'end',
    text: (_row, { contextLength }) => (contextLength === null ? null : formatTokens(contextLength)),
  },
  {
    key: 'input',
    heading: 'In',
    meaning: 'USD per million input tokens, at the cheapest provider',
    width: 7,
    from: always,
    align: 'end',
    text: (_row, { inputUsdPerMTok }) => (inputUsdPerMTok === null ? null : formatPrice(inputUsdPerMTok)),
  },
  {
    key: 'output',
    heading: 'Out',
    meaning: 'USD per million output tokens, at the cheapest provider',
    width: 7,
    from: always,
    align: 'end',
    sort: 'price',
    text: (_row, { outputUsdPerMTok }) => (outputUsdPerMTok === null ? null : formatPrice(outputUsdPerMTok)),
  },
  {
    key: 'speed',
    heading: 'Tok/s',
    meaning: 'Tokens a second, at the fastest provider',
    width: 5,
    from: always,
    align: 'end',
    sort: 'speed',
    text: (_row, { tokensPerSecond }) => (tokensPerSecond === null ? null : formatSpeed(tokensPerSecond)),
  },
  {
    key: 'latency',
    heading: 'First',
    meaning: 'Wait for the first token, at the quickest provider',
    width: 6,
    from: 860,
    align: 'end',
    sort: 'latency',
    text: (_row, { firstTokenMs }) => (firstTokenMs === null ? null : formatDelay(firstTokenMs)),
  },
  {
    key: 'providers',
    heading: 'Served by',
    meaning: 'Providers that serve it now',
    width: 8,
    from: always,
    align: 'end',
    text: (_row, { providers }) => String(providers),
  },
  {
    key: 'downloads',
    heading: 'Downloads',
    meaning: 'Downloads in the last 30 days',
    width: 9,
    from: 940,
    align: 'end',
    sort: 'downloads',
    text: ({ downloads }) => formatCompact(downloads),
  },
  {
    key: 'license',
    heading: 'Licence',
    meaning: 'Licence',
    width: 13,
    from: roomy,
    align: 'start',
    text: ({ license }) => (license === null ? null : visibleText(license)),
  },
];

/** A list narrower than this shows each model on two lines. */
export const twoLinesBelow = 740;

/** The columns there is room for, in a list so many pixels wide. */
export function columnsFor(width: number): readonly ModelColumn[] {
  return modelColumns.filter(({ from }) => width >= from);
}

/** Letters between two columns. */
export const gap = 2;

/** A row's cells as one line, each as wide as its column: what is longer is cut, what is not known is a dash. */
export function cellLine(columns: readonly ModelColumn[], row: ModelRow, facts: RowFacts): string {
  return columns
    .map(({ width, align, text }) => {
      const whole = text(row, facts) ?? '–';
      const shown = whole.length > width ? `${whole.slice(0, width - 1)}…` : whole;
      return align === 'end' ? shown.padStart(width) : shown.padEnd(width);
    })
    .join(' '.repeat(gap));
}
