import { expect, it } from 'vitest';
import { bestVerdict } from './best-verdict.ts';
import type { Verdict } from './check-report.ts';

const verdict = (method: Verdict['method'], state: Verdict['state'], format: Verdict['format']): Verdict => ({
  method,
  state,
  format,
  reason: '',
  mapping: null,
  leaveOut: { kinds: [], rows: 0 },
});
const best = (...verdicts: Verdict[]) => bestVerdict(verdicts)?.method;

it('answers with a verdict each are for KTO, though they would also do as plain answers', () => {
  expect(
    best(
      verdict('sft', 'ready', 'prompt-completion'),
      verdict('kto', 'ready', 'unpaired-preference'),
      verdict('grpo', 'ready', 'prompt'),
    ),
  ).toBe('kto');
});

it('a column of prompts does not hide questions with answers that want a mapping', () => {
  expect(best(verdict('sft', 'needs-mapping', 'messages'), verdict('grpo', 'ready', 'prompt'))).toBe('sft');
  expect(best(verdict('sft', 'needs-mapping', 'text'), verdict('grpo', 'ready', 'prompt'))).toBe('grpo');
});

it('what cannot train comes last, and nothing is best of nothing', () => {
  expect(best(verdict('sft', 'cannot-train', 'messages'), verdict('grpo', 'needs-mapping', 'prompt'))).toBe('grpo');
  expect(best()).toBeUndefined();
});
