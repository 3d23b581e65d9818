// What the control API can do with Jobs: hold them in SCHEDULING, let a log stream forget, act on the clock at once.
import { z } from 'zod';
import { readJson } from '../http/read-body.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import type { ControlRoute } from '../routes/control.ts';

const jobBody = z.object({
  /** While true, no job leaves SCHEDULING. */
  holdScheduling: z.boolean().optional(),
  /** How many of its last lines a log stream replays to a new reader; null for all, as on the Hub. */
  replayLogs: z.int().nonnegative().nullable().optional(),
});

export function jobControl(desk: JobDesk): ControlRoute[] {
  return [
    {
      method: 'POST',
      path: 'jobs',
      answer: async (request) => {
        const { holdScheduling, replayLogs } = await readJson(request, jobBody);
        if (holdScheduling !== undefined) desk.holdScheduling(holdScheduling);
        if (replayLogs !== undefined) desk.replayLogs(replayLogs ?? undefined);
        // After the clock was pushed forward: what is due by it happens before the answer.
        await desk.tick();
        return { replayLogs: desk.replayLines() ?? null };
      },
    },
  ];
}
