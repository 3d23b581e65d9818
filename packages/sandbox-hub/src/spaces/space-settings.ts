// What a person sets on a Space, in the create call, in a duplicate and later: hardware, secrets, variables, volumes.
// Parsed here once; whether the plan allows it is said in `space-rules.ts`.
import { z } from 'zod';

export const keyName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'A key has only letters, digits and underscores, and does not start with a digit');
export const pairBody = z.object({ key: keyName, value: z.string().max(64 * 1024), description: z.string().nullish() });
export const volume = z.object({
  type: z.enum(['bucket', 'model', 'dataset', 'space']),
  source: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  mountPath: z.string().regex(/^\/[^\s]*$/),
  revision: z.string().nullish(),
  readOnly: z.boolean().nullish(),
  path: z.string().nullish(),
});
export type Volume = z.infer<typeof volume>;

/** -1 is never; otherwise how long a Space is kept awake without being asked. */
export const sleepSeconds = z.int().min(-1);

export const spaceWish = z.looseObject({
  sdk: z.string().nullish(),
  hardware: z.string().nullish(),
  sleepTimeSeconds: sleepSeconds.nullish(),
  secrets: z.array(pairBody).nullish(),
  variables: z.array(pairBody).nullish(),
  volumes: z.array(volume).nullish(),
  template: z.string().nullish(),
  devModeEnabled: z.boolean().nullish(),
  visibility: z.string().nullish(),
});
export type SpaceWish = z.infer<typeof spaceWish>;
