// What the Hub's Jobs can run on, and for how much: asked live, never kept in code.
import { z } from 'zod';
import { flavorSchema } from '../train/hardware.ts';
import { query } from './operation.ts';

export const hardware = {
  list: query({
    summary: 'All hardware a job can ask for, cheapest first',
    input: z.void(),
    output: z.array(flavorSchema),
    example: undefined,
  }),
};
