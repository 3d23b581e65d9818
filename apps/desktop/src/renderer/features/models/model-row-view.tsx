// A row of the list: one aligned line where there is room, two where not. Drawn
// anew at every keystroke, so it is as few elements as it can be, and its
// drawings are the same objects each time.
import { Braces, Check, LockKeyhole, Star, Wrench } from 'lucide-react';
import { memo } from 'react';
import type { ModelRow } from '@hubdesk/shared/models/model-row';
import { cx } from '../../ui/cx.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { formatParams, formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import { formatSpeed } from './format-speed.ts';
import { MarkedId } from './marked-id.tsx';
import { cellLine, type ModelColumn } from './model-columns.ts';
import { type RowFacts, rowFacts } from './row-facts.ts';
import { visibleText } from '../../ui/visible-text.ts';

export interface ModelRowViewProps {
  row: ModelRow;
  typed: string;
  /** None: two lines. */
  columns: readonly ModelColumn[] | null;
  favourite: boolean;
  chosen: boolean;
  active: boolean;
  selected: boolean;
}

/** The parts of a line from left to right; the headings stand on the same. */
export const lineClasses = 'flex items-center gap-x-4 pr-4 pl-6 rail:pl-8';

const tools = (
  <span title="Tools">
    <Wrench className="size-4" strokeWidth={1.75} />
  </span>
);
const structured = (
  <span title="Structured output" className="ml-auto">
    <Braces className="size-4" strokeWidth={1.75} />
  </span>
);
const lock = (
  <span title="Asks for access" className="ml-2 shrink-0 text-ink-3">
    <LockKeyhole className="size-3.5" strokeWidth={1.75} />
  </span>
);
const chosenMark = (
  <span className="ml-2 flex shrink-0 items-center gap-1 text-xs font-medium text-accent-text">
    <Check className="size-3.5" strokeWidth={2.25} />
    Chosen
  </span>
);
// For the pointer; the keyboard has `f`. What is not displayed costs no layout:
// on most rows the star is only there under the pointer.
const star =
  'grid size-8 shrink-0 cursor-pointer place-items-center rounded-md hover:bg-pressed pointer-coarse:size-11';
const starOn = (
  <span data-star title="No favourite any more" className={cx(star, 'text-accent-text')}>
    <Star className="size-4" strokeWidth={1.75} fill="currentColor" />
  </span>
);
const starOff = (
  <span data-star title="Favourite" className={cx(star, 'text-ink-3 hover:text-ink-2')}>
    <Star className="hidden size-4 group-hover/row:block pointer-coarse:block" strokeWidth={1.75} />
  </span>
);

export const ModelRowView = memo(function ModelRowView(props: ModelRowViewProps) {
  const { row, typed, columns, favourite, chosen, active, selected } = props;
  const facts = rowFacts(row);
  const name = (
    <span className="flex min-w-0 flex-1 items-center text-base">
      <MarkedId id={row.id} typed={typed} className="truncate" />
      {row.gated !== false && lock}
      {chosen && chosenMark}
    </span>
  );
  const state = cx(
    'group/row h-full border-b border-line whitespace-nowrap text-ink-2',
    selected ? 'bg-accent-soft' : 'hover:bg-hover',
    active && 'group-focus-visible/list:bg-hover group-focus-visible/list:shadow-[inset_3px_0_var(--color-accent)]',
  );
  if (columns === null) {
    return (
      <div data-model={row.id} className={cx('flex items-center gap-x-3 pr-3 pl-6', state)}>
        <span className="grid min-w-0 flex-1 gap-0.5">
          {name}
          <span className="truncate text-sm tabular-nums">{summary(row, facts)}</span>
        </span>
        {favourite ? starOn : starOff}
      </div>
    );
  }
  return (
    <div data-model={row.id} className={cx(lineClasses, state)}>
      {name}
      <span className="font-mono text-xs whitespace-pre">{cellLine(columns, row, facts)}</span>
      <span className="flex w-10 text-ink-3">
        {facts.tools && tools}
        {facts.structuredOutput && structured}
      </span>
      {favourite ? starOn : starOff}
    </div>
  );
});

/** The second of two lines. */
function summary({ params, license }: ModelRow, facts: RowFacts): string {
  const { contextLength, inputUsdPerMTok: input, outputUsdPerMTok: output, tokensPerSecond } = facts;
  const parts = [
    params !== null && formatParams(params),
    contextLength !== null && `${formatTokens(contextLength)} context`,
    output === 0
      ? 'Free'
      : output !== null && `${input === null ? '' : `${formatPrice(input)} in, `}${formatPrice(output)} out`,
    tokensPerSecond !== null && `${formatSpeed(tokensPerSecond)} tok/s`,
    formatPlural(facts.providers, 'provider'),
    facts.tools && 'tools',
    license !== null && visibleText(license),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}
