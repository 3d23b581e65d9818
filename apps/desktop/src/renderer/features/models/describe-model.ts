// One row as a sentence: what a screen reader says of it, in the order the eye
// would take it in.
import type { ModelRow } from '@hubdesk/shared/models/model-row';
import { formatPlural } from '../../ui/format-count.ts';
import { formatParams, formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import { formatSpeed } from './format-speed.ts';
import { rowFacts } from './row-facts.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface RowMarks {
  readonly favourite: boolean;
  readonly chosen: boolean;
}

export function describeModel(row: ModelRow, { favourite, chosen }: RowMarks): string {
  const facts = rowFacts(row);
  const { inputUsdPerMTok: input, outputUsdPerMTok: output } = facts;
  const parts = [
    visibleText(row.id),
    chosen && 'chosen',
    favourite && 'favourite',
    row.params !== null && `${formatParams(row.params)} parameters`,
    facts.contextLength !== null && `${formatTokens(facts.contextLength)} context`,
    output === 0
      ? 'free'
      : output !== null &&
        `${input === null ? '' : `${formatPrice(input)} in and `}${formatPrice(output)} out per million tokens`,
    facts.tokensPerSecond !== null && `${formatSpeed(facts.tokensPerSecond)} tokens a second`,
    facts.providers === 0 ? 'served by nobody now' : formatPlural(facts.providers, 'provider'),
    facts.tools && 'tools',
    facts.structuredOutput && 'structured output',
    row.gated !== false && 'gated',
  ];
  return parts.filter((part) => part !== false).join(', ');
}
