// Stations in the order they are come to, each with what there is to say and
// how long it took. Live: the present one counts on.
import { Check, Minus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import { formatSeconds } from './format-duration.ts';
import { formatRemaining } from './format-remaining.ts';
import { useSecond } from './use-second.ts';

export interface TimelineStep {
  key: string;
  label: string;
  state: 'waiting' | 'now' | 'done' | 'failed' | 'skipped';
  /** ISO 8601. */
  startedAt: string | null;
  finishedAt: string | null;
  detail?: ReactNode;
}

const spoken: Record<TimelineStep['state'], string> = {
  waiting: 'still to come',
  now: 'now',
  done: 'done',
  failed: 'failed here',
  skipped: 'left out',
};

export interface StepTimelineProps {
  label: string;
  steps: readonly TimelineStep[];
  /** It goes on, as far as anybody knows. */
  live: boolean;
}

export function StepTimeline({ label, steps, live }: StepTimelineProps) {
  const nowMs = useSecond(live);
  return (
    <ol aria-label={label} className="grid content-start">
      {steps.map((step, at) => (
        <li
          key={step.key}
          aria-current={step.state === 'now' && live ? 'step' : undefined}
          className="group relative grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-3 pb-4 last:pb-0"
        >
          {at < steps.length - 1 && (
            <span
              aria-hidden
              className={cx(
                'absolute top-5 bottom-0 left-[9.5px] w-px',
                step.state === 'done' ? 'bg-accent-line' : 'bg-line-strong',
              )}
            />
          )}
          <Mark state={step.state} live={live} />
          <div className="grid min-w-0 gap-1.5">
            <span
              className={cx(
                'text-base',
                step.state === 'now' || step.state === 'failed' ? 'font-semibold text-ink' : 'font-medium',
                step.state === 'done' && 'text-ink',
                (step.state === 'waiting' || step.state === 'skipped') && 'text-ink-3',
              )}
            >
              {step.label}
              <span className="sr-only">, {spoken[step.state]}</span>
            </span>
            {step.detail}
          </div>
          <span className="pt-px text-sm text-ink-3 tabular-nums">{tookWords(step, live ? nowMs : null)}</span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ state, live }: { state: TimelineStep['state']; live: boolean }) {
  const place = 'relative z-1 mt-px grid size-5 place-items-center rounded-full';
  if (state === 'done') {
    return (
      <span aria-hidden className={cx(place, 'bg-accent text-accent-ink')}>
        <Check className="size-3" strokeWidth={3} />
      </span>
    );
  }
  if (state === 'failed') {
    return (
      <span aria-hidden className={cx(place, 'bg-loss text-loss-ink')}>
        <X className="size-3" strokeWidth={3} />
      </span>
    );
  }
  if (state === 'skipped') {
    return (
      <span aria-hidden className={cx(place, 'border border-line-strong bg-paper text-ink-3')}>
        <Minus className="size-3" strokeWidth={2} />
      </span>
    );
  }
  if (state === 'now') {
    return (
      <span aria-hidden className={cx(place, 'border-2 border-accent bg-paper')}>
        <span
          className={cx(
            'size-2 rounded-full bg-accent',
            live && 'motion-safe:animate-[pulse_1.6s_ease-in-out_infinite]',
          )}
        />
      </span>
    );
  }
  return <span aria-hidden className={cx(place, 'border-[1.5px] border-line-strong bg-paper')} />;
}

/** How long it took, or takes by now. The Hub's clock and ours may differ: what cannot be is not said. */
function tookWords({ state, startedAt, finishedAt }: TimelineStep, nowMs: number | null): string {
  if (startedAt === null || state === 'waiting' || state === 'skipped') return '';
  const endMs = finishedAt !== null ? Date.parse(finishedAt) : state === 'now' ? nowMs : null;
  if (endMs === null) return '';
  const tookMs = endMs - Date.parse(startedAt);
  if (Number.isNaN(tookMs) || tookMs < 0) return '';
  if (tookMs < 1_000) return 'under 1 s';
  return tookMs < 3_600_000 ? formatSeconds(tookMs) : formatRemaining(tookMs);
}
