// A host for tests: answers each operation from a function, without a wire.
import { ORPCError } from '@orpc/client';
import type { ErrorCode, ErrorData } from '@hubdesk/shared/errors';
import type { HostLink } from './client.ts';

type Answer = (input: unknown, signal: AbortSignal | undefined) => unknown;

/** Keys are operations, `account.connect`; an operation without an answer never settles. */
export function stubLink(answers: Record<string, Answer>): HostLink {
  return {
    call: async (path, input, { signal }) => {
      const answer = answers[path.join('.')];
      return answer ? answer(input, signal) : new Promise(() => undefined);
    },
  };
}

/** A failure as it arrives from a host. */
export function refusal<C extends ErrorCode>(code: C, data: ErrorData<C>): ORPCError<C, ErrorData<C>> {
  return new ORPCError(code, { defined: true, message: 'As the host says it.', data });
}
