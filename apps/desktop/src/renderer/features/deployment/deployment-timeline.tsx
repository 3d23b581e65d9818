// The stations between the click and the answer, in plain words.
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { stepWords } from '../../api/deployment-words.ts';
import { stepDetail } from '../../api/step-detail.ts';
import { StepTimeline } from '../../ui/step-timeline.tsx';
import { visibleText } from '../../ui/visible-text.ts';

export function DeploymentTimeline({ deployment }: { deployment: Deployment }) {
  const { steps, stage, state, config } = deployment;
  return (
    <StepTimeline
      label="Steps"
      live={state === 'working'}
      steps={steps.map((step) => ({
        key: step.step,
        label: labelOf(step, config.kind),
        state: step.state,
        // It takes no time to be ready.
        startedAt: step.step === 'ready' ? null : step.startedAt,
        finishedAt: step.finishedAt,
        detail: detailOf(step, stage, config.kind === 'job'),
      }))}
    />
  );
}

type Step = Deployment['steps'][number];

function labelOf({ step }: Step, kind: Deployment['config']['kind']): string {
  if (kind === 'job' && step === 'start') return 'Start the server';
  if (kind === 'job' && step === 'ready') return 'Serving';
  return stepWords[step];
}

const whatHappens: Partial<Record<Step['step'], string>> = {
  repo: 'The Hub is asked for a Space with this name, with its hardware and its secrets.',
  commit: 'All files go in one commit.',
  build: 'The Hub installs what the app needs. The first time takes some minutes.',
  start: 'The app starts and loads the model.',
  question: 'It is asked as anybody would ask it, and must answer.',
  job: 'The Hub is asked for the machine.',
};

function detailOf(step: Step, stage: string | null, isJob: boolean) {
  const isNow = step.state === 'now';
  // The Hub's stage says nothing any more once the step is done, and nothing new while the words above are its own.
  const isOfStage = step.step === 'build' || step.step === 'start';
  const said = isOfStage && (step.state === 'done' || usualStages.has(step.detail ?? '')) ? null : stepDetail(step);
  const sentence = !isNow
    ? null
    : isJob && step.step === 'start'
      ? 'The machine starts, and the server loads the model.'
      : (whatHappens[step.step] ?? (stage === null ? null : stageWords(stage).sentence));
  if (said === null && sentence === null) return null;
  return (
    <span className="grid text-sm [overflow-wrap:anywhere] text-ink-2">
      {sentence}
      {said !== null && <span className={sentence === null ? '' : 'text-ink-3'}>{visibleText(said)}</span>}
    </span>
  );
}

const usualStages = new Set(['BUILDING', 'APP_STARTING', 'RUNNING']);
