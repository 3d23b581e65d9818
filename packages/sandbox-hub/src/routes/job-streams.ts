// What a job says and does while it lives, as event streams: its log, its figures, its stages.
// A log stream is held open through SCHEDULING and RUNNING and closes once the job is over; it always starts over
// from the first line, as the Hub's does. Figures of a job that is over are a 500, as on the Hub.
import { Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { FLAVORS } from '../jobs/hardware.ts';
import { mayReadJobs } from '../jobs/job-access.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import { isOver, jobWire, type Job } from '../jobs/job.ts';
import { NO_FIGURES } from '../jobs/process-figures.ts';
import { jobOf } from './jobs.ts';

const KEEP_ALIVE = ': keep-alive\n\n';

export function jobStreamRoutes(hub: HubContext, desk: JobDesk): Route[] {
  const at = '/api/jobs/:namespace/:id';
  const found = (request: HubRequest) => jobOf(desk, mayReadJobs(hub, request), request);
  return [
    {
      method: 'GET',
      pattern: `${at}/logs`,
      answer: (request) => {
        const job = found(request);
        const tail = tailOf(request.query.first('tail')) ?? desk.replayLines();
        const { keepAliveMs } = desk.options;
        return stream(job.log.read({ tail, gone: request.gone, keepAliveMs, keepAlive: KEEP_ALIVE }));
      },
    },
    {
      method: 'GET',
      pattern: `${at}/metrics`,
      answer: (request) => {
        const job = found(request);
        if (isOver(job)) throw new Refusal(500, 'Internal Error: the job is not running');
        return stream(metrics(desk, job, request.gone));
      },
    },
    {
      method: 'GET',
      pattern: `${at}/events`,
      answer: (request) => stream(events(hub, desk, found(request), request.gone)),
    },
  ];
}

function stream(body: AsyncIterable<string | Uint8Array>): Reply {
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body };
}

async function* metrics(desk: JobDesk, job: Job, gone: AbortSignal): AsyncGenerator<string> {
  const flavor = FLAVORS.get(job.spec.flavor);
  const news = newsOf(desk, job, gone);
  try {
    while (!gone.aborted && !isOver(job)) {
      // There is nothing to tell before the process was measured once.
      if (job.stage === 'RUNNING' && job.figures !== NO_FIGURES) {
        const { cpuPercent, memoryBytes } = job.figures;
        const told = {
          cpu_usage_pct: cpuPercent,
          cpu_millicores: Math.round(cpuPercent * 10),
          memory_used_bytes: memoryBytes,
          memory_total_bytes: (flavor?.ramGb ?? 0) * 2 ** 30,
          rx_bps: 0,
          tx_bps: 0,
          gpus: {},
          replica: job.id,
        };
        yield `event: metric\ndata: ${JSON.stringify(told)}\n\n`;
      }
      await news.next(desk.options.metricsMs);
    }
  } finally {
    news.end();
  }
}

async function* events(hub: HubContext, desk: JobDesk, job: Job, gone: AbortSignal): AsyncGenerator<string> {
  const news = newsOf(desk, job, gone);
  let told = '';
  try {
    while (!gone.aborted) {
      const status = JSON.stringify(jobWire(job, hub.now()).status);
      if (status !== told)
        yield `data: ${JSON.stringify({ type: 'status', status: jobWire(job, hub.now()).status })}\n\n`;
      else yield KEEP_ALIVE;
      told = status;
      if (isOver(job)) return;
      await news.next(desk.options.keepAliveMs);
    }
  } finally {
    news.end();
  }
}

/** Waits for the job's next change of stage, or for time to pass, or for the reader to leave. */
function newsOf(desk: JobDesk, job: Job, gone: AbortSignal): { next(timeoutMs: number): Promise<void>; end(): void } {
  let wake = () => {};
  let changed = false;
  const onChange = () => {
    changed = true;
    wake();
  };
  const unwatch = desk.watch(job, onChange);
  gone.addEventListener('abort', onChange);
  return {
    next: (timeoutMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => wake(), timeoutMs);
        wake = () => {
          clearTimeout(timer);
          changed = false;
          resolve();
        };
        if (changed) wake();
      }),
    end: () => {
      unwatch();
      gone.removeEventListener('abort', onChange);
    },
  };
}

function tailOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(400, 'Invalid value for "tail": expected a whole number');
  return Number(text);
}
