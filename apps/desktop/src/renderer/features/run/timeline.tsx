// The stations of a run, with how far the training is among them.
import type { Run } from '@hubdesk/shared/train/run';
import { StepTimeline } from '../../ui/step-timeline.tsx';
import { visibleText } from '../../ui/visible-text.ts';
import { isLive } from './run-clock.ts';
import { phaseWords } from './run-words.ts';
import { TrainingBar } from './training-bar.tsx';

export function Timeline({ run, evaluatedAt }: { run: Run; evaluatedAt: readonly number[] }) {
  const live = isLive(run);
  return (
    <StepTimeline
      label="Timeline"
      live={live}
      steps={run.phases.map(({ phase, state, startedAt, finishedAt, detail }) => ({
        key: phase,
        label: phaseWords[phase],
        state,
        startedAt,
        finishedAt,
        detail:
          phase === 'training' && run.progress && state !== 'waiting' ? (
            <TrainingBar run={run} evaluatedAt={evaluatedAt} still={state !== 'done' && !live} />
          ) : (
            detail !== null && (
              <span className="text-sm [overflow-wrap:anywhere] text-ink-2">{visibleText(detail)}</span>
            )
          ),
      }))}
    />
  );
}
