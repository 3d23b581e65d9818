// The stations of a run in the order they are come to, each with what there is
// to say and how long it took. Live: the present one counts on.
import { Check, Minus, X } from 'lucide-react';
import type { Run } from '@hubdesk/shared/train/run';
import { cx } from '../../ui/cx.ts';
import { formatSeconds } from '../../ui/format-duration.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';
import { visibleText } from '../../ui/visible-text.ts';
import { isLive } from './run-clock.ts';
import { phaseWords } from './run-words.ts';
import { TrainingBar } from './training-bar.tsx';
import { useNow } from './use-now.ts';

type Phase = Run['phases'][number];

const spoken: Record<Phase['state'], string> = {
  waiting: 'still to come',
  now: 'now',
  done: 'done',
  failed: 'failed here',
  skipped: 'left out',
};

export function Timeline({ run, evaluatedAt }: { run: Run; evaluatedAt: readonly number[] }) {
  const live = isLive(run);
  const nowMs = useNow(live);
  const { phases } = run;
  return (
    <ol aria-label="Timeline" className="grid">
      {phases.map((phase, at) => (
        <li
          key={phase.phase}
          aria-current={phase.state === 'now' && live ? 'step' : undefined}
          className="group relative grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-3 pb-4 last:pb-0"
        >
          {at < phases.length - 1 && (
            <span
              aria-hidden
              className={cx(
                'absolute top-5 bottom-0 left-[9.5px] w-px',
                phase.state === 'done' ? 'bg-accent-line' : 'bg-line-strong',
              )}
            />
          )}
          <Mark state={phase.state} live={live} />
          <div className="grid min-w-0 gap-1.5">
            <span
              className={cx(
                'text-base',
                phase.state === 'now' || phase.state === 'failed' ? 'font-semibold text-ink' : 'font-medium',
                phase.state === 'done' && 'text-ink',
                (phase.state === 'waiting' || phase.state === 'skipped') && 'text-ink-3',
              )}
            >
              {phaseWords[phase.phase]}
              <span className="sr-only">, {spoken[phase.state]}</span>
            </span>
            {phase.phase === 'training' && run.progress && phase.state !== 'waiting' ? (
              <TrainingBar run={run} evaluatedAt={evaluatedAt} still={phase.state !== 'done' && !live} />
            ) : (
              phase.detail !== null && (
                <span className="text-sm [overflow-wrap:anywhere] text-ink-2">{visibleText(phase.detail)}</span>
              )
            )}
          </div>
          <span className="pt-px text-sm text-ink-3 tabular-nums">{tookWords(phase, live ? nowMs : null)}</span>
        </li>
      ))}
    </ol>
  );
}

function Mark({ state, live }: { state: Phase['state']; live: boolean }) {
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

/** How long it took, or takes by now. A job's clock and ours may differ: what cannot be is not said. */
function tookWords({ state, startedAt, finishedAt }: Phase, nowMs: number | null): string {
  if (startedAt === null || state === 'waiting' || state === 'skipped') return '';
  const endMs = finishedAt !== null ? Date.parse(finishedAt) : state === 'now' ? nowMs : null;
  if (endMs === null) return '';
  const tookMs = endMs - Date.parse(startedAt);
  if (Number.isNaN(tookMs) || tookMs < 0) return '';
  if (tookMs < 1_000) return 'under 1 s';
  return tookMs < 3_600_000 ? formatSeconds(tookMs) : formatRemaining(tookMs);
}
