// Where a deployment goes on when it is tried again: from the step that failed, or from an earlier one where its
// answers are others now. What was done stays done.
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import { type DeployRecord, stepsOf } from './deploy-record.ts';

/** `newSecrets`: values were given that have not been sent. */
export function nextTry(record: DeployRecord, config: DeployConfig, newSecrets: boolean): Partial<DeployRecord> {
  const fresh = { config, state: 'working' as const, failure: null, problem: null, stage: null, stageSince: null };
  const isJob = config.kind === 'job';
  const wasJob = record.config.kind === 'job';
  const elsewhere =
    isJob !== wasJob || `${config.namespace}/${config.name}` !== `${record.config.namespace}/${record.config.name}`;
  const lost = record.failure?.kind === 'not-there';
  if (isJob) {
    // One that runs and did not answer is asked again; every other one is over.
    const runs = !elsewhere && !lost && record.failure?.kind === 'no-answer' && sameAnswers(record.config, config);
    return runs
      ? { ...fresh, steps: from('start', record) }
      : {
          ...fresh,
          steps: stepsOf(config),
          job: record.job?.id === null && !elsewhere ? record.job : null,
          asked: null,
        };
  }
  if (elsewhere || lost || record.space === null) {
    const left = lost && record.space !== null ? record.made.filter((id) => id !== record.space?.id) : record.made;
    return {
      ...fresh,
      steps: stepsOf(config),
      space: null,
      made: left,
      commit: null,
      pushed: {},
      job: null,
      asked: null,
      kick: false,
    };
  }
  if (!sameAnswers(record.config, config) || newSecrets)
    return { ...fresh, steps: stepsOf(config), asked: null, kick: true };
  const failed = record.steps.find(({ state }) => state !== 'done')?.step ?? 'repo';
  return { ...fresh, steps: from(failed === 'question' ? 'start' : failed, record), kick: true };
}

function from(first: string, { steps }: DeployRecord): DeployRecord['steps'] {
  const at = steps.findIndex(({ step }) => step === first);
  return steps.map((each, index) =>
    index < at ? each : { ...each, state: 'waiting', startedAt: null, finishedAt: null, detail: null },
  );
}

function sameAnswers(a: DeployConfig, b: DeployConfig): boolean {
  const sorted = (config: DeployConfig) =>
    JSON.stringify(Object.entries(config).toSorted(([x], [y]) => x.localeCompare(y)));
  return sorted(a) === sorted(b);
}
