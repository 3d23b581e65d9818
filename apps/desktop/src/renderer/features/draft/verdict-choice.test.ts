import { expect, it } from 'vitest';
import type { CheckReport, ProblemCount, Verdict } from '@hubdesk/shared/datasets/check-report';
import { aPlan, aReport, aVerdict } from './a-draft.fixture.ts';
import { nextMove, primaryVerdict, remaining } from './verdict-choice.ts';

const mapping = { kind: 'conversation', system: null, user: 'q', assistant: 'a' } as const;
const withProblems = (...problems: CheckReport['problems']) => aReport({ problems });
const broken: ProblemCount = { kind: 'invalid-json', count: 3, examples: [] };
const repeated: ProblemCount = { kind: 'duplicate', count: 9, examples: [] };

it('puts the best verdict in front, and the asked one before all', () => {
  const verdicts: Verdict[] = [
    aVerdict({ method: 'sft', state: 'cannot-train' }),
    aVerdict({ method: 'dpo', state: 'needs-mapping' }),
    aVerdict({ method: 'kto', state: 'ready' }),
    aVerdict({ method: 'reward', state: 'ready' }),
  ];
  expect(primaryVerdict(verdicts, undefined)?.method).toBe('kto');
  expect(primaryVerdict(verdicts, 'sft')?.method).toBe('sft');
  expect(primaryVerdict(verdicts, 'grpo')?.method).toBe('kto');
  expect(primaryVerdict([], undefined)).toBeNull();
});

it('maps before anything else, and asks for columns where no mapping is known', () => {
  const report = withProblems(broken);
  expect(nextMove(aVerdict({ state: 'needs-mapping', mapping }), report, aPlan())).toEqual({ kind: 'map' });
  expect(nextMove(aVerdict({ state: 'needs-mapping' }), report, aPlan())).toEqual({ kind: 'choose' });
  expect(nextMove(aVerdict({ state: 'cannot-train' }), aReport(), aPlan())).toEqual({ kind: 'choose' });
});

it('leaves out only what stops the training, until it is left out', () => {
  const report = withProblems(broken, repeated);
  const verdict = aVerdict({ state: 'ready' });
  expect(nextMove(verdict, report, aPlan())).toEqual({ kind: 'leave-out', problems: ['invalid-json'], rows: 3 });
  expect(nextMove(verdict, report, aPlan({ dropped: ['invalid-json'] }))).toEqual({ kind: 'go-on' });
});

it('tells what is left by its weight', () => {
  const report = withProblems(broken, repeated, { kind: 'leak', count: 0, examples: [] });
  expect(remaining(report.problems, aPlan(), 'warns')).toEqual([repeated]);
  expect(remaining(report.problems, aPlan({ dropped: ['duplicate'] }), 'warns')).toEqual([]);
});
