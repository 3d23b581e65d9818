// The border as data: every operation's name, kind, route and JSON Schemas, and
// the error table. Written to contract.lock.json, so that the border changes
// only where a diff shows it.
import { getEventIteratorSchemaDetails, isContractProcedure } from '@orpc/contract';
import { z } from 'zod';
import { errorTable } from '../errors.ts';
import { contract } from './index.ts';
import type { OperationMeta } from './operation.ts';

export interface LockedOperation {
  kind: OperationMeta['kind'];
  route: string;
  touches: readonly string[];
  input: unknown;
  /** Of a stream, one item. */
  output: unknown;
}

export interface ContractLock {
  operations: Record<string, LockedOperation>;
  errors: Record<string, { status: number; retry: boolean; data: unknown }>;
}

/** What is true of the contract now; the same contract always gives the same answer. */
export function contractLock(): ContractLock {
  const operations: Record<string, LockedOperation> = {};
  for (const [noun, verbs] of Object.entries(contract)) {
    for (const [verb, procedure] of Object.entries(verbs)) {
      if (!isContractProcedure(procedure)) continue;
      const { meta, route, inputSchema, outputSchema } = procedure['~orpc'];
      const { kind, touches } = z
        .object({ kind: z.enum(['query', 'command', 'stream']), touches: z.array(z.string()) })
        .parse(meta);
      const item = getEventIteratorSchemaDetails(outputSchema)?.yields ?? outputSchema;
      operations[`${noun}.${verb}`] = {
        kind,
        route: `${route.method} ${route.path}`,
        touches,
        input: shape(inputSchema, 'input'),
        output: shape(item, 'output'),
      };
    }
  }
  const errors = Object.fromEntries(
    Object.entries(errorTable).map(([code, { status, retry, data }]) => [
      code,
      { status, retry, data: shape(data, 'output') },
    ]),
  );
  return { operations, errors };
}

/** The schema as JSON; null where there is nothing to say (`void`). */
function shape(schema: unknown, io: 'input' | 'output'): unknown {
  if (!(schema instanceof z.ZodType) || schema instanceof z.ZodVoid) return null;
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
