// What a job can run on: a row of the Hub's live list.
import { z } from 'zod';

export const flavorSchema = z.object({
  /** As a job asks for it: `a10g-small`. */
  name: z.string(),
  label: z.string(),
  /** As the Hub words them: `4 vCPU`, `15 GB`. */
  cpu: z.string(),
  memory: z.string(),
  disk: z.string().nullable(),
  accelerator: z
    .object({
      /** `gpu`, `neuron`, or a kind newer than this app. */
      kind: z.string(),
      model: z.string(),
      count: z.number(),
      /** Of all cards together; null where the Hub does not say. */
      memoryGb: z.number().nullable(),
    })
    .nullable(),
  /** Null where the Hub gives no price that can be read. */
  usdPerMinute: z.number().nullable(),
});
export type Flavor = z.infer<typeof flavorSchema>;
