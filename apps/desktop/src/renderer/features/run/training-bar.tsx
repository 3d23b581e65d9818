// Step n of m, with where it was evaluated and where a checkpoint was kept.
import type { Run } from '@hubdesk/shared/train/run';
import { formatPlural } from '../../ui/format-count.ts';
import { formatMetric } from '../../ui/charts/metric-words.ts';
import { ProgressBar } from '../../ui/progress-bar.tsx';

export interface TrainingBarProps {
  run: Run;
  /** Steps. */
  evaluatedAt: readonly number[];
  still: boolean;
}

/** More ticks than this say nothing. */
const mostTicks = 60;

export function TrainingBar({ run: { progress, checkpoints, latest }, evaluatedAt, still }: TrainingBarProps) {
  if (!progress) return null;
  const { step, maxSteps, epoch, secondsPerStep } = progress;
  const words = `step ${step.toLocaleString('en')} of ${maxSteps.toLocaleString('en')}`;
  const facts = [
    epoch !== null && `epoch ${formatMetric(Math.round(epoch * 100) / 100)}`,
    secondsPerStep !== null && paceWords(secondsPerStep),
  ].filter((fact) => fact !== false);
  const evalLoss = latest.eval_loss;
  return (
    <div className="grid gap-1.5">
      <ProgressBar label="Training" value={maxSteps > 0 ? step / maxSteps : null} valueText={words} still={still} />
      {maxSteps > 0 && (checkpoints.length > 0 || evaluatedAt.length > 0) && (
        <div aria-hidden className="relative h-2">
          {evaluatedAt.slice(-mostTicks).map((at) => (
            <span
              key={`e${at}`}
              title={`Evaluated at step ${at}`}
              className="absolute top-0 h-1.5 w-px bg-edge"
              style={{ left: `${Math.min(1, at / maxSteps) * 100}%` }}
            />
          ))}
          {checkpoints.slice(-mostTicks).map((at) => (
            <span
              key={at}
              title={`Checkpoint at step ${at}`}
              className="absolute top-0 size-1.5 -translate-x-1/2 rotate-45 bg-accent"
              style={{ left: `${Math.min(1, at / maxSteps) * 100}%` }}
            />
          ))}
        </div>
      )}
      <p className="flex flex-wrap gap-x-2 text-sm text-ink-2 tabular-nums">
        {[words.charAt(0).toUpperCase() + words.slice(1), ...facts].map((fact) => (
          <span key={fact} className="not-last:after:ml-2 not-last:after:text-ink-3 not-last:after:content-['·']">
            {fact}
          </span>
        ))}
      </p>
      {evaluatedAt.length > 0 && (
        <p className="flex items-center gap-2 text-sm text-ink-2 tabular-nums">
          <span aria-hidden className="mx-[2.5px] h-2.5 w-px bg-edge" />
          Evaluated {evaluatedAt.length === 1 ? 'once' : `${evaluatedAt.length} times`}
          {evalLoss !== undefined && `, loss ${formatMetric(evalLoss)} at last`}
        </p>
      )}
      {checkpoints.length > 0 && (
        <p className="flex items-center gap-2 text-sm text-ink-2 tabular-nums">
          <span aria-hidden className="size-1.5 rotate-45 bg-accent" />
          {formatPlural(checkpoints.length, 'checkpoint')}, the last at step {checkpoints.at(-1)?.toLocaleString('en')}
        </p>
      )}
    </div>
  );
}

function paceWords(secondsPerStep: number): string {
  return secondsPerStep < 0.5
    ? `${formatMetric(Math.round(10 / secondsPerStep) / 10)} steps a second`
    : `${secondsPerStep.toFixed(secondsPerStep < 10 ? 1 : 0)} s a step`;
}
