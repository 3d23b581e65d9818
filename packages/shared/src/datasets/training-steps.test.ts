import { describe, expect, it } from 'vitest';
import { stepsOf } from './training-steps.ts';

describe('the steps of a training run', () => {
  it.each([
    [{ rows: 1_000, epochs: 3, batch: 4, accumulation: 4, devices: 1 }, 189],
    [{ rows: 1_000, epochs: 3, batch: 4, accumulation: 4, devices: 2 }, 96],
    [{ rows: 1, epochs: 1, batch: 8, accumulation: 8, devices: 8 }, 1],
    [{ rows: 17, epochs: 1, batch: 2, accumulation: 1, devices: 1 }, 9],
    [{ rows: 10, epochs: 0.5, batch: 1, accumulation: 1, devices: 1 }, 5],
    [{ rows: 10, epochs: 0.25, batch: 1, accumulation: 1, devices: 1 }, 3],
    [{ rows: 0, epochs: 3, batch: 1, accumulation: 1, devices: 1 }, 0],
  ])('are counted as the trainer counts them: %o is %i', (input, steps) => {
    expect(stepsOf(input)).toBe(steps);
  });
});
