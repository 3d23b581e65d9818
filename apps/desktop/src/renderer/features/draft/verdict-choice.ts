// Which verdict stands in front, and the one step that brings it forward.
import type { CheckReport, ProblemCount, Verdict } from '@hubdesk/shared/datasets/check-report';
import type { DraftPlan } from '@hubdesk/shared/datasets/draft';
import { type RowProblem, rowProblems, type Severity } from '@hubdesk/shared/datasets/row-problem';
import type { TrainingMethod } from '@hubdesk/shared/datasets/training-format';

export const methodWords: Record<TrainingMethod, { name: string; full: string }> = {
  sft: { name: 'SFT', full: 'Supervised fine-tuning' },
  dpo: { name: 'DPO', full: 'Direct preference optimization' },
  kto: { name: 'KTO', full: 'Good or bad answers' },
  grpo: { name: 'GRPO', full: 'Reinforcement by rewards' },
  reward: { name: 'Reward', full: 'Reward model' },
};

const stateOrder: Record<Verdict['state'], number> = { ready: 0, 'needs-mapping': 1, 'cannot-train': 2 };

/** The one asked for, otherwise the best; among equals the first. */
export function primaryVerdict(verdicts: readonly Verdict[], asked: TrainingMethod | undefined): Verdict | null {
  const wanted = verdicts.find(({ method }) => method === asked);
  return wanted ?? verdicts.toSorted((a, b) => stateOrder[a.state] - stateOrder[b.state])[0] ?? null;
}

/** Problems found, without those whose rows are left out already. */
export function remaining(problems: readonly ProblemCount[], plan: DraftPlan, severity: Severity): ProblemCount[] {
  return problems.filter(
    ({ kind, count }) => count > 0 && rowProblems[kind] === severity && !plan.dropped.includes(kind),
  );
}

/**
 * `map`: take the suggested mapping. `choose`: put one together by hand. `leave-out`: leave out the rows that stop the
 * training, at most `rows` of them. `go-on`: it is ready.
 */
export type NextMove =
  | { kind: 'map' }
  | { kind: 'choose' }
  | { kind: 'leave-out'; problems: RowProblem[]; rows: number }
  | { kind: 'go-on' };

export function nextMove(verdict: Verdict, report: CheckReport, plan: DraftPlan): NextMove {
  if (verdict.state === 'needs-mapping') return { kind: verdict.mapping === null ? 'choose' : 'map' };
  const blocking = remaining(report.problems, plan, 'blocks');
  if (blocking.length > 0) {
    return {
      kind: 'leave-out',
      problems: blocking.map(({ kind }) => kind),
      rows: blocking.reduce((sum, { count }) => sum + count, 0),
    };
  }
  return { kind: verdict.state === 'ready' ? 'go-on' : 'choose' };
}
