// A router with every operation of the contract that only counts its calls, so
// that a test of the door can see whether anything got past it.
import { contract } from '@hubdesk/shared/contract';
import { implement, ORPCError, traverseContractProcedures, type AnyRouter } from '@orpc/server';

export interface Operation {
  /** `noun.verb` */
  name: string;
  method: string;
  /** Under `/api`. */
  path: string;
  example: unknown;
}

/** Every operation there is, as REST serves it. */
export function operationsOf(): Operation[] {
  const operations: Operation[] = [];
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const { route, meta } = procedure['~orpc'];
    operations.push({
      name: path.join('.'),
      method: route.method ?? 'POST',
      path: route.path ?? '',
      example: meta['example'],
    });
  });
  return operations;
}

export function createRecordingRouter(): { router: AnyRouter; calls: string[] } {
  const calls: string[] = [];
  const router: Record<string, Record<string, AnyRouter>> = {};
  traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
    const [noun = '', verb = ''] = path;
    (router[noun] ??= {})[verb] = implement(procedure).handler(() => {
      calls.push(path.join('.'));
      throw new ORPCError('NOT_FOUND', { message: 'Only recorded.' });
    });
  });
  return { router, calls };
}
