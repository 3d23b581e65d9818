import { describe, expect, it } from 'vitest';
import type { Answer, AnswerEnd } from '../../stores/conversation.ts';
import { statsOf } from './answer-stats.tsx';
import { spendingOf } from './spending.ts';

const end: AnswerEnd = {
  type: 'end',
  finishReason: 'stop',
  promptTokens: 1_200,
  completionTokens: 340,
  firstTokenMs: 612,
  totalMs: 9_000,
  tokensPerSecond: 42.4,
  costUsd: 0.0004,
};

const answer = (more: Partial<Answer> = {}): Answer => ({
  selection: { model: 'org/name', routing: 'auto', billTo: null },
  phase: 'done',
  text: 'Hello',
  reasoning: '',
  startedAtMs: 1_000,
  reasoningStartedAtMs: null,
  reasoningMs: null,
  settledAtMs: 4_200,
  failure: null,
  ends: [end],
  ...more,
});

describe('the line under an answer', () => {
  it('tells tokens, first token, speed and price', () => {
    expect(statsOf(answer())).toEqual([
      '1,200 tokens in, 340 out',
      'First token in 0.6 s',
      '42 tokens/s',
      'about $0.0004',
    ]);
  });

  it('says so where the provider reported nothing', () => {
    const silent = { ...end, promptTokens: null, completionTokens: null, tokensPerSecond: null, costUsd: null };
    expect(statsOf(answer({ ends: [silent] }))).toEqual(['Tokens not reported', 'First token in 0.6 s']);
  });

  it('tells a free answer and one without a known price apart', () => {
    expect(statsOf(answer({ ends: [{ ...end, costUsd: 0 }] })).at(-1)).toBe('free');
    expect(statsOf(answer({ ends: [{ ...end, costUsd: null }] })).at(-1)).toBe('price unknown');
  });

  it('says after how long it was stopped', () => {
    expect(statsOf(answer({ phase: 'stopped', ends: [] }))).toEqual(['Stopped after 3 s', 'Tokens not reported']);
  });
});

describe('what several answers used', () => {
  it('adds up, with every request behind an answer that was gone on with', () => {
    expect(spendingOf([answer(), answer({ ends: [end, end] })])).toEqual({
      tokens: { prompt: 3_600, completion: 1_020 },
      costUsd: expect.closeTo(0.0012),
      isPartial: false,
    });
  });

  it('is at least so much when one was stopped or had no price', () => {
    expect(spendingOf([answer(), answer({ phase: 'stopped', ends: [] })]).isPartial).toBe(true);
    expect(spendingOf([answer(), answer({ ends: [{ ...end, costUsd: null }] })])).toMatchObject({
      costUsd: 0.0004,
      isPartial: true,
    });
  });

  it('counts nothing for a question that was refused', () => {
    expect(spendingOf([answer({ phase: 'failed', text: '', ends: [] })])).toEqual({
      tokens: null,
      costUsd: null,
      isPartial: false,
    });
  });
});
