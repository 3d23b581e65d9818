import { expect, test } from 'vitest';
import { stopAt } from './stop-at.ts';

function* source(...tokens: string[]): Generator<string, 'length'> {
  yield* tokens;
  return 'length';
}

function run(tokens: string[], sequences: string[]): { pieces: string[]; end: string } {
  const pieces: string[] = [];
  const stopping = stopAt(source(...tokens), sequences);
  for (;;) {
    const step = stopping.next();
    if (step.done) return { pieces, end: step.value };
    pieces.push(step.value);
  }
}

test('passes tokens on one by one when there is nothing to stop at', () => {
  expect(run(['a', ' b'], [])).toEqual({ pieces: ['a', ' b'], end: 'length' });
  expect(run(['a', ' b'], [''])).toEqual({ pieces: ['a', ' b'], end: 'length' });
});

test('stops before a sequence that spans tokens', () => {
  expect(run(['one', ' two', ' three'], ['e tw'])).toEqual({ pieces: ['on'], end: 'stop' });
});

test('lets go of what only looked like the beginning of one', () => {
  expect(run(['ab', 'ac', 'x'], ['abab'])).toEqual({ pieces: ['abac', 'x'], end: 'length' });
  expect(run(['a'], ['ab'])).toEqual({ pieces: ['a'], end: 'length' });
});

test('stops at the earliest of several', () => {
  expect(run(['x y z'], ['z', 'y'])).toEqual({ pieces: ['x '], end: 'stop' });
});
