import { describe, expect, it } from 'vitest';
import { repoNameProblem } from '../datasets/repo-name.ts';
import { offerName, slugOf } from './space-name.ts';

describe('a name made from any text', () => {
  it.each([
    ['Tide pool, v2!', 'Tide-pool-v2'],
    ['Qwen3-0.6B', 'Qwen3-0.6B'],
    ['Éléphant ÷ Öl', 'Elephant-Ol'],
    ['..a..b.-.c--d..', 'a.b.c-d'],
    ['notes.ipynb', 'notes-ipynb'],
    ['潮', 'space'],
    ['', 'space'],
    ['<script>alert("x")</script>', 'script-alert-x-script'],
    [`${'a'.repeat(95)} b`, 'a'.repeat(95)],
  ])('%j becomes %j, which the Hub takes', (text, name) => {
    expect(slugOf(text)).toBe(name);
    expect(repoNameProblem(name)).toBeNull();
  });
});

describe('a name that is free', () => {
  it('is the name itself, or the first numbered one that nobody has in any case', () => {
    expect(offerName('tide', new Set())).toBe('tide');
    expect(offerName('tide', new Set(['Tide', 'tide-2', 'TIDE-3']))).toBe('tide-4');
  });

  it('stays as short as a name must be', () => {
    const long = `${'a'.repeat(93)}-bc`;
    const offer = offerName(long, new Set([long]));
    expect(offer).toBe(`${'a'.repeat(93)}-2`);
    expect(repoNameProblem(offer)).toBeNull();
  });
});
