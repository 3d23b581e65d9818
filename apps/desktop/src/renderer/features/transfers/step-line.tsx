import { Check } from 'lucide-react';
import { cx } from '../../ui/cx.ts';
import type { TransferStep } from './transfer-steps.ts';

const spoken: Record<TransferStep['state'], string> = { done: ', done', active: ', now', ahead: '' };

/** The stations of a transfer on one line. */
export function StepLine({ steps }: { steps: readonly TransferStep[] }) {
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {steps.map(({ phase, name, state }) => (
        <li
          key={phase}
          aria-current={state === 'active' ? 'step' : undefined}
          className={cx(
            'flex items-center gap-1.5',
            state === 'active' ? 'font-medium text-ink' : state === 'done' ? 'text-ink-2' : 'text-ink-3',
          )}
        >
          {state === 'done' ? (
            <Check aria-hidden className="size-3.5 text-accent" strokeWidth={2.25} />
          ) : (
            <span
              aria-hidden
              className={cx(
                'mx-1 size-1.5 rounded-full border',
                state === 'active' ? 'border-accent bg-accent' : 'border-edge',
              )}
            />
          )}
          {name}
          <span className="sr-only">{spoken[state]}</span>
        </li>
      ))}
    </ol>
  );
}
