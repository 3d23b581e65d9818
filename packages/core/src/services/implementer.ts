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
  /** Takes secrets out of a text: a Hub may repeat in its refusal what it was sent. */
  redact(text: string): string;
}

export function createImplementer({ changes, report, redact }: ImplementerParts) {
  return implement(contract).use(async ({ next, path, procedure, signal }) => {
    const { kind, touches }: OperationMeta = procedure['~orpc'].meta;
    const outward = (error: unknown) => {
      const { code, data, message } = isAppError(error) ? error : foreignFailure(error, (unforeseen) => report(path.join('.'), unforeseen), signal);
      return new ORPCError(code, { defined: true, status: errorTable[code].status, message: redact(message), data: redactIn(data, redact) });
    };
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

/** The same value with every text in it redacted. */
function redactIn(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((each) => redactIn(each, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactIn(each, redact)]));
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
