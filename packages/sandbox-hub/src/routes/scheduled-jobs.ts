// Scheduled jobs: list, create, look at, delete, suspend, resume, run now, other schedule, other labels.
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { bodyOf, mayReadJobs, mayWriteJobs, requireVolumes, type JobAccess } from '../jobs/job-access.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import { readLabels, readSchedule, readScheduledSpec } from '../jobs/job-spec.ts';
import { jobWire } from '../jobs/job.ts';
import { createScheduledJobs, scheduledJobWire, type ScheduledJob } from '../jobs/scheduled-jobs.ts';
import { fromCaller } from './jobs.ts';

export function scheduledJobRoutes(hub: HubContext, desk: JobDesk): Route[] {
  const scheduledJobs = createScheduledJobs(hub, desk);
  const at = '/api/scheduled-jobs/:namespace';

  const found = ({ owner }: JobAccess, { params }: HubRequest): ScheduledJob => {
    const scheduled = scheduledJobs.find(owner.name, params.id ?? '');
    if (!scheduled) throw new Refusal(404, 'Scheduled job not found');
    return scheduled;
  };
  const told = (scheduled: ScheduledJob) => json(scheduledJobWire(scheduled));
  const verb = (
    method: string,
    path: string,
    act: (scheduled: ScheduledJob, request: HubRequest) => Reply | Promise<Reply>,
  ): Route => ({
    method,
    pattern: `${at}/:id${path}`,
    answer: (request) => act(found(mayWriteJobs(hub, request), request), request),
  });

  return [
    {
      method: 'GET',
      pattern: at,
      answer: (request) => {
        const { owner } = mayReadJobs(hub, request);
        const labels = request.query.all('label').map((label) => label.split(/=(.*)/s));
        const matching = scheduledJobs
          .list(owner.name)
          .filter((scheduled) =>
            labels.every(([key = '', value]) =>
              value === undefined ? key in scheduled.labels : scheduled.labels[key] === value,
            ),
          );
        return json(matching.map(scheduledJobWire));
      },
    },
    {
      method: 'POST',
      pattern: at,
      answer: async (request) => {
        const access = mayWriteJobs(hub, request);
        const given = readScheduledSpec(await bodyOf(request));
        requireVolumes(hub, access.caller, given.spec);
        return told(scheduledJobs.create({ ...given, ...fromCaller(access) }));
      },
    },
    { method: 'GET', pattern: `${at}/:id`, answer: (request) => told(found(mayReadJobs(hub, request), request)) },
    verb('DELETE', '', (scheduled) => {
      scheduledJobs.remove(scheduled);
      return { status: 204, headers: {}, body: '' };
    }),
    verb('POST', '/suspend', (scheduled) => {
      scheduledJobs.suspend(scheduled, true);
      return told(scheduled);
    }),
    verb('POST', '/resume', (scheduled) => {
      scheduledJobs.suspend(scheduled, false);
      return told(scheduled);
    }),
    verb('POST', '/run', (scheduled) => json(jobWire(scheduledJobs.run(scheduled), hub.now()))),
    verb('POST', '/schedule', async (scheduled, request) => {
      scheduledJobs.setSchedule(scheduled, readSchedule(await bodyOf(request)));
      return told(scheduled);
    }),
    verb('PUT', '/labels', async (scheduled, request) => {
      scheduledJobs.setLabels(scheduled, readLabels(await bodyOf(request)));
      return told(scheduled);
    }),
  ];
}
