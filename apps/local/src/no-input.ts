// What "takes no input" means over REST: the empty query of a GET, an empty or
// absent body of a POST. The contract says void, HTTP has only empty things.
import type { ConditionalSchemaConverter } from '@orpc/openapi';
import type { AnyProcedure } from '@orpc/server';
import { z } from 'zod';

/** Leaves the parameters and the body of such an operation out of the OpenAPI document. */
export const noInputConverter: ConditionalSchemaConverter = {
  condition: (schema, { strategy }) => strategy === 'input' && schema instanceof z.ZodVoid,
  convert: () => [false, {}],
};

/** Turns HTTP's empty things into the contract's nothing; whatever is not empty stays, and is refused as it should. */
export function readNoInput(procedure: AnyProcedure, input: unknown): unknown {
  return procedure['~orpc'].inputSchema instanceof z.ZodVoid && isEmpty(input) ? undefined : input;
}

function isEmpty(input: unknown): boolean {
  return typeof input === 'object' && input !== null && Object.keys(input).length === 0;
}
