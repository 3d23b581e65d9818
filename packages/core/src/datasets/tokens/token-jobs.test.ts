import { describe, expect, it } from 'vitest';
import { lineJobs, spread } from './token-jobs.ts';

describe('the jobs of a file', () => {
  const index = { rows: [0, 10, 20, 30], offsets: [3, 1_000, 2_000, 3_000] };
  const file = { file: 'a.jsonl', path: '/a.jsonl', sizeBytes: 4_000, index };

  it('cover it from its first row to its end, each from a known place to the next', () => {
    const places = lineJobs(file, 1_500).map((job) => (job.kind === 'lines' ? [job.firstRow, job.startByte, job.endByte] : []));
    expect(places).toEqual([[0, 3, 2_000], [20, 2_000, 4_000]]);
  });

  it('know which of their rows are skipped', () => {
    const jobs = lineJobs({ ...file, skip: Uint32Array.of(4, 10, 19, 35) }, 100);
    expect(jobs.map((job) => (job.kind === 'lines' ? [...(job.skip ?? [])] : null))).toEqual([[4], [10, 19], [], [35]]);
  });

  it('are taken from all over, every one once', () => {
    const order = spread(Array.from({ length: 11 }, (_, at) => at));
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 11 }, (_, at) => at));
    expect(order.slice(0, 3)).toEqual([0, 8, 4]);
  });
});
