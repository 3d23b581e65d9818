// Any failure as a transfer keeps and shows it.
import { AppError } from '@hubdesk/shared/errors';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';

export type Problem = NonNullable<Transfer['problem']>;

/** A failure that was kept as a problem before. */
export class KeptProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export function problemOf(error: unknown): Problem {
  if (error instanceof KeptProblem) return error.problem;
  if (error instanceof AppError) return { code: error.code, message: error.message, data: { ...error.data } };
  return { code: 'INTERNAL', message: 'Something went wrong inside Hubdesk.', data: { ref: '' } };
}
