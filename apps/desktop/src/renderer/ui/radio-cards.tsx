// One of a few, each with a sentence on what it is. Radio buttons in behaviour;
// one that cannot be chosen says why instead.
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import { cx } from './cx.ts';

export interface RadioCard<V extends string> {
  value: V;
  label: string;
  help?: ReactNode;
  /** Beside the label. */
  end?: ReactNode;
  /** Why it cannot be chosen now; stands in the place of the help. */
  problem?: ReactNode;
  /** It cannot be chosen, for a reason said elsewhere; the help stays. */
  disabled?: boolean;
}

export interface RadioCardsProps<V extends string> {
  label: string;
  hideLabel?: boolean;
  cards: readonly RadioCard<V>[];
  /** Null: none of them. */
  value: V | null;
  onChange: (value: V) => void;
  /** Lays the cards out; one below the other without it. */
  className?: string;
}

export function RadioCards<V extends string>(props: RadioCardsProps<V>) {
  const { label, hideLabel = false, cards, value, onChange, className } = props;
  const id = useId();
  return (
    <div className="grid gap-2">
      <span id={id} className={cx('text-sm font-medium text-ink', hideLabel && 'sr-only')}>
        {label}
      </span>
      <RadioGroup
        aria-labelledby={id}
        // Not undefined: that would leave the choice to the group itself.
        value={value ?? ''}
        onValueChange={(next) => {
          const card = cards.find((each) => each.value === next);
          if (card) onChange(card.value);
        }}
        className={cx('grid gap-2', className)}
      >
        {cards.map((card, at) => (
          <label
            key={card.value}
            htmlFor={`${id}-${at}`}
            className="grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 rounded-lg border border-line-strong bg-surface p-3.5 transition-colors duration-100 hover:bg-hover has-data-checked:border-accent has-data-checked:bg-accent-soft has-data-disabled:cursor-default has-data-disabled:bg-transparent"
          >
            <Radio.Root
              id={`${id}-${at}`}
              value={card.value}
              disabled={isOut(card)}
              aria-labelledby={`${id}-${at}-label`}
              aria-describedby={`${id}-${at}-help`}
              className="mt-0.75 grid size-4 place-items-center rounded-full border border-edge bg-surface data-checked:border-accent data-disabled:opacity-50"
            >
              <Radio.Indicator className="size-2 rounded-full bg-accent" />
            </Radio.Root>
            <span className="grid min-w-0 gap-0.5">
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span
                  id={`${id}-${at}-label`}
                  className={cx('text-base font-medium', isOut(card) ? 'text-ink-3' : 'text-ink')}
                >
                  {card.label}
                </span>
                {card.end && <span className="text-sm text-ink-3 tabular-nums">{card.end}</span>}
              </span>
              <span id={`${id}-${at}-help`} className={cx('text-sm', isOut(card) ? 'text-ink-3' : 'text-ink-2')}>
                {card.problem ?? card.help}
              </span>
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}

function isOut({ problem, disabled }: Pick<RadioCard<string>, 'problem' | 'disabled'>): boolean {
  return Boolean(problem) || disabled === true;
}
