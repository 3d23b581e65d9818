import { expect, it } from 'vitest';
import type { Verdict } from '@hubdesk/shared/datasets/check-report';
import type { DraftPlan } from '@hubdesk/shared/datasets/draft';
import { aPlan, aReport, aVerdict } from './a-draft.fixture.ts';
import { nextMove, primaryVerdict, stillInIt, weightFor } from './verdict-choice.ts';

const mapping = { kind: 'conversation', system: null, user: 'q', assistant: 'a' } as const;

it('puts the best verdict in front, and the asked one before all', () => {
  const verdicts: Verdict[] = [
    aVerdict({ method: 'sft', state: 'cannot-train', format: null }),
    aVerdict({ method: 'dpo', state: 'needs-mapping', format: 'preference' }),
    aVerdict({ method: 'kto', state: 'ready', format: 'unpaired-preference' }),
  ];
  expect(primaryVerdict(verdicts, undefined)?.method).toBe('kto');
  expect(primaryVerdict(verdicts, 'sft')?.method).toBe('sft');
  expect(primaryVerdict(verdicts, 'grpo')?.method).toBe('kto');
  expect(primaryVerdict([], undefined)).toBeNull();
});

it('maps before anything else, and asks for columns where no mapping is known', () => {
  expect(nextMove(aVerdict({ state: 'needs-mapping', mapping }), aReport(), aPlan())).toEqual({ kind: 'map' });
  expect(nextMove(aVerdict({ state: 'needs-mapping' }), aReport(), aPlan())).toEqual({ kind: 'choose' });
  expect(nextMove(aVerdict({ state: 'cannot-train' }), aReport(), aPlan())).toEqual({ kind: 'choose' });
});

it('leaves out what the verdict says, until it is left out', () => {
  const verdict = aVerdict({ leaveOut: { kinds: ['invalid-json', 'empty-answer'], rows: 10 } });
  expect(nextMove(verdict, aReport(), aPlan())).toEqual({
    kind: 'leave-out',
    problems: ['invalid-json', 'empty-answer'],
    rows: 10,
  });
  expect(nextMove(aVerdict(), aReport(), aPlan())).toEqual({ kind: 'go-on' });
  const left = aPlan({ dropped: ['empty-answer', 'invalid-json'] });
  expect(nextMove(verdict, aReport(), left)).toEqual({ kind: 'go-on' });
});

it('never offers to leave out everything', () => {
  const report = aReport({ problems: [{ kind: 'invalid-utf8', count: 1_000, examples: [] }] });
  expect(nextMove(aVerdict({ state: 'cannot-train', format: null }), report, aPlan())).toEqual({ kind: 'mend' });
});

it('weighs a problem by what the rows are to become', () => {
  const becomes = aVerdict({ state: 'needs-mapping', mapping });
  expect(weightFor('type-differs', aVerdict(), aPlan())).toBe('blocks');
  expect(weightFor('type-differs', becomes, aPlan())).toBe('notes');
  expect(weightFor('type-differs', aVerdict(), aPlan({ mapping }))).toBe('notes');
  expect(weightFor('empty-answer', becomes, aPlan())).toBe('blocks');
  expect(weightFor('leak', becomes, aPlan())).toBe('warns');
});

it('says before an upload what stops the training and what gives secrets away, until it is left out', () => {
  const problems = (['email', 'duplicate', 'secret', 'empty-answer'] as const).map((kind) => ({
    kind,
    count: 2,
    examples: [],
  }));
  const kinds = (dropped: DraftPlan['dropped']) =>
    stillInIt(problems, aVerdict(), aPlan({ dropped })).map(({ kind }) => kind);
  expect(kinds([])).toEqual(['empty-answer', 'secret', 'email']);
  expect(kinds(['secret', 'empty-answer'])).toEqual(['email']);
});
