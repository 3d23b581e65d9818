// The contract, ready to be implemented: failures leave as rows of the error
// table, and a command that succeeded announces what it made stale.
import { contract } from '@hubdesk/shared/contract';
import type { OperationMeta } from '@hubdesk/shared/contract/operation';
import { AppError, errorTable, isAppError } from '@hubdesk/shared/errors';
import { implement, ORPCError } from '@orpc/server';
import type { Changes } from './changes.ts';

export interface ImplementerParts {
  changes: Changes;
  /** Keeps the full story of a failure nobody foresaw; answers the reference to find it by. */
  report(operation: string, error: unknown): string;
}

export function createImplementer({ changes, report }: ImplementerParts) {
  return implement(contract).use(async ({ next, path, procedure, signal }) => {
    const { kind, touches }: OperationMeta = procedure['~orpc'].meta;
    const outward = (error: unknown) => toWire(error, (unforeseen) => report(path.join('.'), unforeseen), signal);
    let result: Awaited<ReturnType<typeof next>>;
    try {
      result = await next();
    } catch (error) {
      throw outward(error);
    }
    if (kind === 'command') changes.publish(touches);
    if (kind === 'stream' && isAsyncIterable(result.output)) return { ...result, output: rethrowing(result.output, outward) };
    return result;
  });
}
export type Implementer = ReturnType<typeof createImplementer>;

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function* rethrowing(items: AsyncIterable<unknown>, outward: (error: unknown) => unknown): AsyncGenerator<unknown> {
  try {
    yield* items;
  } catch (error) {
    throw outward(error);
  }
}

/** Anything thrown, as what may cross the border: a code, its data, a sentence. */
function toWire(error: unknown, report: (error: unknown) => string, signal: AbortSignal | undefined): ORPCError<string, unknown> {
  const failure = isAppError(error) ? error : foreignFailure(error, report, signal);
  const { code, data, message } = failure;
  return new ORPCError(code, { defined: true, status: errorTable[code].status, message, data });
}

function foreignFailure(error: unknown, report: (error: unknown) => string, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted) return new AppError('CANCELLED', 'Stopped.', {});
  if (error instanceof ORPCError && error.code === 'BAD_REQUEST') {
    const [issue] = issuesOf(error.data);
    const field = issue?.path?.map(String).join('.');
    const reason = issue?.message ?? 'The request is not of the expected form.';
    return new AppError('INVALID_INPUT', reason, field ? { field, reason } : { reason });
  }
  return new AppError('INTERNAL', 'Something went wrong inside Hubdesk.', { ref: report(error) });
}

interface Issue {
  message: string;
  path?: readonly PropertyKey[];
}

function issuesOf(data: unknown): Issue[] {
  if (typeof data !== 'object' || data === null || !('issues' in data) || !Array.isArray(data.issues)) return [];
  return data.issues.filter((issue): issue is Issue => typeof issue === 'object' && issue !== null && typeof issue.message === 'string');
}
