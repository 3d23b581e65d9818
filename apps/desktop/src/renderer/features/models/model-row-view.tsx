// A row of the list: one aligned line where there is room, two where not. Drawn
// anew at every keystroke, so it is as few elements as it can be.
import { Braces, Check, LockKeyhole, Star, Wrench } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import type { ModelRow } from '@hubdesk/shared/models/model-row';
import { cx } from '../../ui/cx.ts';
import { formatParams, formatPlural, formatTokens } from './format-count.ts';
import { formatPrice } from './format-price.ts';
import { formatSpeed } from './format-speed.ts';
import { MarkedId } from './marked-id.tsx';
import type { ModelColumn } from './model-columns.ts';
import { type RowFacts, rowFacts } from './row-facts.ts';
import { visibleText } from './visible-text.ts';

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

export const ModelRowView = memo(function ModelRowView(props: ModelRowViewProps) {
  const { row, columns, active, selected } = props;
  const facts = rowFacts(row);
  const state = cx(
    'h-full border-b border-line text-sm',
    selected ? 'bg-accent-soft' : 'hover:bg-hover',
    active && 'group-focus-visible/list:bg-hover group-focus-visible/list:shadow-[inset_3px_0_var(--color-accent)]',
  );
  if (columns === null) {
    return (
      <div
        data-model={row.id}
        className={cx('grid grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5 px-6', state)}
      >
        <Name {...props} />
        <StarMark favourite={props.favourite} />
        <span className="truncate text-ink-2 tabular-nums">{summary(row, facts)}</span>
      </div>
    );
  }
  return (
    <div
      data-model={row.id}
      className={cx('grid grid-cols-(--model-columns) items-center gap-x-3 pr-4 pl-6 rail:pl-8', state)}
    >
      <Name {...props} />
      {columns.map(({ key, align, text }) => {
        const shown = text(row, facts);
        return (
          <span
            key={key}
            className={cx(
              'truncate tabular-nums',
              align === 'end' && 'text-right',
              shown === null ? 'text-ink-3' : 'text-ink-2',
            )}
          >
            {shown ?? '–'}
          </span>
        );
      })}
      <span className="flex gap-1.5 text-ink-3">
        <Can icon={<Wrench className={glyph} strokeWidth={1.75} />} does={facts.tools} title="Tools" />
        <Can
          icon={<Braces className={glyph} strokeWidth={1.75} />}
          does={facts.structuredOutput}
          title="Structured output"
        />
      </span>
      <StarMark favourite={props.favourite} />
    </div>
  );
});

const glyph = 'size-4';

function Name({ row, typed, chosen }: ModelRowViewProps) {
  return (
    <span className="flex min-w-0 items-center gap-2 text-base">
      <span className="truncate">
        <MarkedId id={row.id} typed={typed} />
      </span>
      {row.gated !== false && (
        <span title="Asks for access" className="shrink-0 text-ink-3">
          <LockKeyhole className="size-3.5" strokeWidth={1.75} />
        </span>
      )}
      {chosen && (
        <span className="flex shrink-0 items-center gap-1 text-xs font-medium text-accent-text">
          <Check className="size-3.5" strokeWidth={2.25} />
          Chosen
        </span>
      )}
    </span>
  );
}

function Can({ icon, does, title }: { icon: ReactNode; does: boolean; title: string }) {
  return does ? <span title={title}>{icon}</span> : <span className={glyph} />;
}

/** For the pointer; the keyboard has `f`. */
function StarMark({ favourite }: { favourite: boolean }) {
  return (
    <span
      data-star
      title={favourite ? 'No favourite any more' : 'Favourite'}
      className={cx(
        'grid size-8 cursor-pointer place-items-center rounded-md hover:bg-pressed pointer-coarse:size-11',
        favourite ? 'text-accent-text' : 'text-line-strong hover:text-ink-2',
      )}
    >
      <Star className={glyph} strokeWidth={1.75} fill={favourite ? 'currentColor' : 'none'} />
    </span>
  );
}

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
