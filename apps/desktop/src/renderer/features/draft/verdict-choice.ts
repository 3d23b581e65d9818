// Which verdict stands in front, and the one step that brings it forward.
import { formatOf } from '@hubdesk/shared/datasets/apply-mapping';
import { bestVerdict } from '@hubdesk/shared/datasets/best-verdict';
import { blockingKinds } from '@hubdesk/shared/datasets/blocking-kinds';
import type { CheckReport, ProblemCount, Verdict } from '@hubdesk/shared/datasets/check-report';
import type { DraftPlan } from '@hubdesk/shared/datasets/draft';
import { type RowProblem, rowProblems, severities, type Severity } from '@hubdesk/shared/datasets/row-problem';
import type { TrainingMethod } from '@hubdesk/shared/datasets/training-format';

export const methodWords: Record<TrainingMethod, { name: string; full: string }> = {
  sft: { name: 'SFT', full: 'Supervised fine-tuning' },
  dpo: { name: 'DPO', full: 'Direct preference optimization' },
  kto: { name: 'KTO', full: 'Good or bad answers' },
  grpo: { name: 'GRPO', full: 'Reinforcement by rewards' },
  reward: { name: 'Reward', full: 'Reward model' },
};

/** The one asked for, otherwise the best. */
export function primaryVerdict(verdicts: readonly Verdict[], asked: TrainingMethod | undefined): Verdict | null {
  return verdicts.find(({ method }) => method === asked) ?? bestVerdict(verdicts);
}

/** How much a kind of problem weighs for one verdict: what stops others and not this one is good to know. */
export function weightFor(kind: RowProblem, { format, mapping }: Verdict, plan: DraftPlan): Severity {
  const severity = rowProblems[kind];
  if (severity !== 'blocks') return severity;
  const chosen = plan.mapping && formatOf(plan.mapping) === format ? plan.mapping : null;
  return blockingKinds(format, mapping ?? chosen).includes(kind) ? 'blocks' : 'notes';
}

/** Tokens, addresses and what tests itself: they hurt though the training goes on. */
const worthSaying: readonly RowProblem[] = ['secret', 'leak', 'email'];

/** What should be known before the rows leave the computer, heaviest first. */
export function stillInIt(
  problems: readonly ProblemCount[],
  verdict: Verdict,
  plan: DraftPlan,
): { kind: RowProblem; count: number; weight: Severity }[] {
  return problems
    .filter(({ kind, count }) => count > 0 && !plan.dropped.includes(kind))
    .map(({ kind, count }) => ({ kind, count, weight: weightFor(kind, verdict, plan) }))
    .filter(({ kind, weight }) => weight === 'blocks' || worthSaying.includes(kind))
    .toSorted((a, b) => severities.indexOf(a.weight) - severities.indexOf(b.weight));
}

/**
 * `map`: take the suggested mapping. `choose`: put one together by hand. `leave-out`: leave out the rows that stop the
 * training. `mend`: too many rows cannot be read for leaving them out to help. `go-on`: it is ready.
 */
export type NextMove =
  | { kind: 'map' }
  | { kind: 'choose' }
  | { kind: 'leave-out'; problems: RowProblem[]; rows: number }
  | { kind: 'mend' }
  | { kind: 'go-on' };

/** By the plan as it is on the screen: the verdict may be of the one before. */
export function nextMove(verdict: Verdict, report: CheckReport, plan: DraftPlan): NextMove {
  const { state, mapping, leaveOut } = verdict;
  if (state === 'needs-mapping') return { kind: mapping === null ? 'choose' : 'map' };
  if (state === 'cannot-train') {
    const blocked = report.problems.some(
      ({ kind, count }) => rowProblems[kind] === 'blocks' && 2 * count > report.rows,
    );
    return { kind: blocked ? 'mend' : 'choose' };
  }
  const problems = leaveOut.kinds.filter((kind) => !plan.dropped.includes(kind));
  return problems.length > 0 && leaveOut.rows > 0
    ? { kind: 'leave-out', problems, rows: leaveOut.rows }
    : { kind: 'go-on' };
}
