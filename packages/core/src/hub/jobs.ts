// Jobs of the Hub: started, looked at, listed, stopped (reference hub-api 3.1). The one place where the secrets of a
// run are revealed: into the body of the request that starts it, and nowhere else.
import type { JobSpec } from '@hubdesk/shared/train/job-spec';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { type HubJob, hubJobSchema, readable } from './job-schema.ts';
import { listPages } from './list-pages.ts';
import { pathSegment } from './path-segment.ts';

export interface JobCall {
  token: Secret;
  signal?: AbortSignal | undefined;
  /** Whose token it is, for the page where credits are bought; that of the account where it is not known. */
  account?: string | undefined;
}

// A page holds whole jobs, each with its script.
const listLimits = { maxBytes: 256 * 1024 * 1024 };
const askLimits = { headersMs: 60_000 };

/**
 * Starts a job; asked once, whatever comes of it. PAYMENT_REQUIRED names `namespace` as the payer, a token that may
 * not is MISSING_PERMISSION of `jobs`. After TIMEOUT, PROVIDER_UNAVAILABLE, OFFLINE, INTERCEPTED, HUB_CHANGED or
 * CANCELLED the job may be there all the same: look for its label with `listJobs`.
 */
export async function submitJob(
  hub: HubClient,
  namespace: string,
  spec: JobSpec,
  secrets: ReadonlyMap<string, Secret>,
  call: JobCall,
): Promise<HubJob> {
  return hub.send('POST', jobsUrl(hub, namespace), jobBody(spec, secrets), jobSchemaOf(hub, namespace), {
    ...payingCall(namespace, call),
    what: namespace,
    limits: askLimits,
  });
}

/** The job as it stands. NOT_FOUND where there is none of that id, or no more. */
export async function fetchJob(hub: HubClient, namespace: string, id: string, call: JobCall): Promise<HubJob> {
  const url = jobUrl(hub, namespace, id);
  const { value } = await hub.get(url, jobSchemaOf(hub, namespace), { ...call, permission: 'jobs', what: 'This job' });
  return value;
}

/** The jobs of a namespace, newest first, a page at a time; jobs that cannot be read are left out. All `labels` must be there, and one of `stages`. */
export async function* listJobs(
  hub: HubClient,
  namespace: string,
  { labels = {}, stages = [] }: { labels?: Record<string, string>; stages?: readonly string[] },
  call: JobCall,
): AsyncGenerator<HubJob[]> {
  const url = new URL(jobsUrl(hub, namespace));
  for (const [key, value] of Object.entries(labels)) url.searchParams.append('label', `${key}=${value}`);
  for (const stage of stages) url.searchParams.append('stage', stage);
  const schema = z.array(z.unknown()).pipe(readable(jobSchemaOf(hub, namespace)));
  yield* listPages(hub, url, schema, 'list of jobs', {
    ...call,
    permission: 'jobs',
    what: namespace,
    limits: listLimits,
  });
}

/** Asks for its end. A job that is over stays as it is. */
export async function cancelJob(hub: HubClient, namespace: string, id: string, call: JobCall): Promise<void> {
  await hub.send('POST', `${jobUrl(hub, namespace, id)}/cancel`, {}, z.unknown(), {
    ...call,
    permission: 'jobs',
    what: 'This job',
  });
}

/** Gives it these labels in place of all it had. */
export async function setJobLabels(
  hub: HubClient,
  namespace: string,
  id: string,
  labels: Record<string, string>,
  call: JobCall,
): Promise<void> {
  await hub.send('PUT', `${jobUrl(hub, namespace, id)}/labels`, { labels }, z.unknown(), {
    ...call,
    permission: 'jobs',
    what: 'This job',
  });
}

/** As the Hub takes a job to be run, or to be run at set times. Holds the secrets in clear. */
export function jobBody(spec: JobSpec, secrets: ReadonlyMap<string, Secret>): Record<string, unknown> {
  return { ...spec, secrets: Object.fromEntries([...secrets].map(([name, secret]) => [name, secret.reveal()])) };
}

/** A call whose failures name who would have paid. */
export function payingCall(namespace: string, call: JobCall) {
  return { ...call, permission: 'jobs', payer: namespace, account: call.account ?? namespace } as const;
}

function jobsUrl(hub: HubClient, namespace: string): string {
  return `${hub.address.hubUrl}/api/jobs/${pathSegment(namespace)}`;
}

export function jobUrl(hub: HubClient, namespace: string, id: string): string {
  return `${jobsUrl(hub, namespace)}/${pathSegment(id)}`;
}

export function jobSchemaOf(hub: HubClient, namespace: string) {
  return hubJobSchema({ hubUrl: hub.address.hubUrl, namespace });
}
