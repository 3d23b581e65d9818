import { expect, it } from 'vitest';
import { testClock } from '../ports/clock.ts';
import { type ToldAnswer, toldAnswer } from './told-answer.ts';

it('tells an answer no more often than somebody can read, its end always, and nothing secret', async () => {
  const clock = testClock(0);
  async function* said() {
    for (let pieces = 1; pieces <= 100; pieces += 1) {
      clock.advance(4);
      yield `${'a '.repeat(pieces)}hidden`;
    }
  }
  const redact = (text: string) => text.replace('hidden', '[secret]');
  const told: ToldAnswer[] = [];
  for await (const each of toldAnswer(said(), { clock, redact })) told.push(each);
  expect(told.map(({ tookMs }) => tookMs)).toEqual([4, 84, 164, 244, 324, 400]);
  expect(told.map(({ done }) => done)).toEqual([false, false, false, false, false, true]);
  expect(told.at(-1)?.answer).toBe(`${'a '.repeat(100)}[secret]`);
});
