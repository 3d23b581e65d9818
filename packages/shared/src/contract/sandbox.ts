// The Sandbox: the same screens against a Hub on this computer that costs nothing.
import { z } from 'zod';
import { appStateSchema } from './app.ts';
import { command } from './operation.ts';

export const sandbox = {
  enter: command({
    summary: 'Start the Sandbox Hub and connect to it',
    input: z.void(),
    output: appStateSchema,
    example: undefined,
    touches: ['app', 'account', 'providers', 'models', 'secrets'],
  }),
  leave: command({
    summary: 'Stop the Sandbox Hub and go back to the real one',
    input: z.void(),
    output: appStateSchema,
    example: undefined,
    touches: ['app', 'account', 'providers', 'models', 'secrets'],
  }),
};
