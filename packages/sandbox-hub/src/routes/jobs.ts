// Jobs: run, list, count, inspect, labels, cancel, duplicate, expose, and whether a token may.
import { Refusal, json, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { bodyOf, mayReadJobs, mayWrite, mayWriteJobs, requireVolumes, type JobAccess } from '../jobs/job-access.ts';
import type { JobDesk } from '../jobs/job-desk.ts';
import { readExpose, readJobSpec, readLabels } from '../jobs/job-spec.ts';
import { isOver, jobWire, type Initiator, type Job } from '../jobs/job.ts';

const [DEFAULT_PAGE, MAX_PAGE] = [100, 1000];
const PERMISSIONS = new Set(['job.read', 'job.write', 'read', 'write']);

export function jobRoutes(hub: HubContext, desk: JobDesk): Route[] {
  const told = (job: Job) => json(jobWire(job, hub.now()));
  const at = '/api/jobs/:namespace';
  return [
    { method: 'GET', pattern: at, answer: (request) => list(hub, desk, request) },
    {
      method: 'GET',
      pattern: `${at}/count`,
      answer: (request) => json({ count: selected(desk, mayReadJobs(hub, request), request).length }),
    },
    {
      method: 'POST',
      pattern: at,
      answer: async (request) => {
        const access = mayWriteJobs(hub, request);
        const spec = readJobSpec(await bodyOf(request));
        requireVolumes(hub, access.caller, spec);
        return told(desk.submit({ spec, ...fromCaller(access) }));
      },
    },
    { method: 'GET', pattern: `${at}/:id`, answer: (request) => told(jobOf(desk, mayReadJobs(hub, request), request)) },
    {
      method: 'POST',
      pattern: `${at}/:id/cancel`,
      answer: async (request) => {
        const job = jobOf(desk, mayWriteJobs(hub, request), request);
        await desk.cancel(job);
        return told(job);
      },
    },
    {
      method: 'POST',
      pattern: `${at}/:id/duplicate`,
      answer: (request) => {
        const access = mayWriteJobs(hub, request);
        const { spec, id, labels } = jobOf(desk, access, request);
        requireVolumes(hub, access.caller, spec);
        const initiator: Initiator = { type: 'duplicated-job', id };
        return told(desk.submit({ spec: { ...spec, labels }, ...fromCaller(access), initiator }));
      },
    },
    {
      method: 'PUT',
      pattern: `${at}/:id/labels`,
      answer: async (request) => {
        const job = jobOf(desk, mayWriteJobs(hub, request), request);
        desk.setLabels(job, readLabels(await bodyOf(request)));
        return told(job);
      },
    },
    {
      method: 'PUT',
      pattern: `${at}/:id/expose`,
      answer: async (request) => {
        const job = jobOf(desk, mayWriteJobs(hub, request), request);
        const expose = readExpose(await bodyOf(request));
        if (isOver(job)) throw new Refusal(400, `The job is over: ${job.stage}`);
        job.spec = { ...job.spec, expose };
        return told(job);
      },
    },
    { method: 'POST', pattern: `${at}/auth-check/:permissions`, answer: (request) => authCheck(hub, request) },
    {
      method: 'POST',
      pattern: `${at}/:id/auth-check/:permissions`,
      answer: (request) => {
        jobOf(desk, mayReadJobs(hub, request), request);
        return authCheck(hub, request);
      },
    },
  ];
}

/** Who asked, as a new job records it. */
export function fromCaller({ caller, owner }: JobAccess) {
  const { id, name } = caller.account;
  const initiator: Initiator = { type: 'user', id, name };
  return { owner, createdBy: { id, name }, initiator, tokenName: caller.token.displayName };
}

/** The job that `:id` names; a 404 also for somebody else's. */
export function jobOf(desk: JobDesk, { owner }: JobAccess, { params }: HubRequest): Job {
  const job = desk.find(owner.name, params.id ?? '');
  if (!job) throw new Refusal(404, 'Job not found');
  return job;
}

function selected(desk: JobDesk, { owner }: JobAccess, { query }: HubRequest): Job[] {
  const stages = query.list('stage').map((stage) => stage.toUpperCase());
  const labels = query.all('label').map((label) => label.split(/=(.*)/s));
  return desk
    .list(owner.name)
    .filter(
      (job) =>
        (stages.length === 0 || stages.includes(job.stage)) &&
        labels.every(([key = '', value]) => (value === undefined ? key in job.labels : job.labels[key] === value)),
    );
}

function list(hub: HubContext, desk: JobDesk, request: HubRequest): Reply {
  const { query, url } = request;
  const all = selected(desk, mayReadJobs(hub, request), request);
  const limit = Math.min(Math.max(wholeNumber(query.first('limit')) ?? DEFAULT_PAGE, 1), MAX_PAGE);
  // The page goes on below the last job that was seen, so that new jobs do not push anything onto it twice.
  const below = cursorOf(query.first('cursor'));
  const rest = all.filter((job) => job.serial < below);
  const page = rest.slice(0, limit);
  const links: Record<string, string> = {};
  const last = page.at(-1);
  if (last && rest.length > limit) {
    const next = new URL(url.pathname + url.search, hub.origin());
    next.searchParams.set('cursor', Buffer.from(`job ${last.serial}`).toString('base64url'));
    links.link = `<${next.href}>; rel="next"`;
  }
  return json(
    page.map((job) => jobWire(job, hub.now())),
    links,
  );
}

function authCheck(hub: HubContext, request: HubRequest): Reply {
  const { caller, owner } = mayReadJobs(hub, request);
  for (const permission of (request.params.permissions ?? '').split(',')) {
    if (!PERMISSIONS.has(permission)) throw new Refusal(400, `Invalid permission: ${permission}`);
    if (permission.endsWith('write') && !mayWrite(caller, owner.name)) {
      throw new Refusal(403, 'Forbidden: missing permissions: job.write');
    }
  }
  return json({
    namespace: { id: owner.id, name: owner.name },
    user: { id: caller.account.id, name: caller.account.name },
  });
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw new Refusal(400, 'Invalid value for "limit": expected a whole number');
  return Number(text);
}

function cursorOf(cursor: string | undefined): number {
  if (cursor === undefined) return Infinity;
  const [, digits] = /^job (\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits === undefined) throw new Refusal(400, 'Invalid cursor');
  return Number(digits);
}
