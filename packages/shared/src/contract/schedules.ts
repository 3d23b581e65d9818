// Runs that the Hub starts by itself at set times.
import { z } from 'zod';
import { runConfigSchema, variableNameSchema } from '../train/run-config.ts';
import { exampleConfig } from './example-run.ts';
import { command, query } from './operation.ts';

/** A preset (`@daily`) or five fields of cron, in UTC. */
export const scheduleTextSchema = z
  .string()
  .max(200)
  .regex(
    /^(?:@(?:hourly|daily|weekly|monthly|yearly|annually)|\S+(?: \S+){4})$/,
    'is neither a preset nor five fields of cron',
  );

export const scheduleSchema = z.object({
  id: z.string(),
  namespace: z.string(),
  name: z.string(),
  schedule: z.string(),
  suspended: z.boolean(),
  /** Why the Hub suspended it. */
  suspendReason: z.string().nullable(),
  /** A second run may start while one still goes on. */
  concurrent: z.boolean(),
  nextRunAt: z.string().nullable(),
  lastJob: z.object({ id: z.string(), at: z.string().nullable() }).nullable(),
  flavor: z.string(),
  timeoutSeconds: z.number().nullable(),
  /** What one run costs at worst. */
  worstUsd: z.number().nullable(),
  /** Null where it was not made by Hubdesk. */
  config: runConfigSchema.nullable(),
  createdAt: z.string(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

const one = z.object({ namespace: z.string().min(1).max(100), schedule: z.string().min(1).max(100) });
const missing = { namespace: 'sandy', schedule: 'no-such-schedule' };

export const schedules = {
  list: query({
    summary: 'Runs that start by themselves, next ones first',
    input: z.void(),
    output: z.array(scheduleSchema),
    example: undefined,
  }),
  create: command({
    summary: 'Let the Hub start this run at set times',
    input: z.object({
      config: runConfigSchema,
      when: scheduleTextSchema,
      concurrent: z.boolean().default(false),
      secrets: z.record(variableNameSchema, z.string().max(20_000)).default({}),
    }),
    output: scheduleSchema,
    example: { config: { ...exampleConfig, payer: 'no-such-namespace' }, when: '@daily' },
    touches: ['schedules'],
  }),
  reschedule: command({
    summary: 'Start it at other times',
    input: one.extend({ when: scheduleTextSchema }),
    output: scheduleSchema,
    example: { ...missing, when: '0 6 * * 1' },
    touches: ['schedules'],
  }),
  suspend: command({
    summary: 'Start no more runs for now',
    input: one,
    output: scheduleSchema,
    example: missing,
    touches: ['schedules'],
  }),
  resume: command({
    summary: 'Start runs again',
    input: one,
    output: scheduleSchema,
    example: missing,
    touches: ['schedules'],
  }),
  runNow: command({
    summary: 'Start a run now, beside the set times; CONFLICT while one still goes on and only one may',
    input: one,
    output: z.object({ job: z.string() }),
    example: missing,
    touches: ['schedules', 'runs', 'budget'],
  }),
  remove: command({
    summary: 'Delete a schedule; runs it has started go on',
    input: one,
    output: z.void(),
    example: missing,
    touches: ['schedules'],
  }),
};
