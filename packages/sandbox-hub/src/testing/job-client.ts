// Asks a Sandbox for jobs the way a client does, for tests.
import { z } from 'zod';
import type { SandboxHub } from '../index.ts';

export const jobWire = z.looseObject({
  type: z.literal('job'),
  id: z.string().regex(/^[0-9a-f]{24}$/),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
  owner: z.object({ id: z.string(), name: z.string(), type: z.enum(['user', 'org']), avatarUrl: z.string() }),
  initiator: z.looseObject({ type: z.string(), id: z.string() }),
  dockerImage: z.string().nullable(),
  spaceId: z.string().nullable(),
  command: z.array(z.string()),
  arguments: z.array(z.string()),
  environment: z.record(z.string(), z.string()),
  secrets: z.array(z.string()),
  flavor: z.string(),
  arch: z.enum(['amd64', 'arm64']),
  timeout: z.number(),
  retry: z.int(),
  labels: z.record(z.string(), z.string()),
  volumes: z.array(
    z.looseObject({ type: z.string(), source: z.string(), mountPath: z.string(), readOnly: z.boolean() }),
  ),
  status: z.looseObject({
    stage: z.enum(['SCHEDULING', 'RUNNING', 'COMPLETED', 'ERROR', 'CANCELED', 'DELETED']),
    message: z.string().nullable(),
    failureCount: z.int(),
    cancelReason: z.string().optional(),
    exposeUrls: z.array(z.string()).optional(),
    sshUrl: z.string().optional(),
  }),
  durations: z.object({ schedulingSecs: z.int(), runningSecs: z.int(), totalSecs: z.int() }),
});
export type WireJob = z.infer<typeof jobWire>;

const logLine = z.object({ data: z.string(), timestamp: z.iso.datetime() });

export interface JobClient {
  ask(path: string, init?: { method?: string; body?: unknown; token?: string }): Promise<Response>;
  /** Submits `command`, which must be accepted. */
  run(command: readonly string[], more?: object): Promise<WireJob>;
  inspect(id: string): Promise<WireJob>;
  /** The lines of the log, read until the stream closes. */
  log(id: string, query?: string): Promise<string[]>;
  /** The job once it is over. */
  finished(id: string): Promise<WireJob>;
}

export function jobClient(hub: SandboxHub, namespace = 'sandy'): JobClient {
  const ask: JobClient['ask'] = (path, { method = 'GET', body, token = hub.token } = {}) =>
    fetch(`${hub.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const inspect = async (id: string) => jobWire.parse(await (await ask(`/api/jobs/${namespace}/${id}`)).json());
  const log: JobClient['log'] = async (id, query = '') => {
    const text = await (await ask(`/api/jobs/${namespace}/${id}/logs${query}`)).text();
    return [...text.matchAll(/^data: (.*)$/gm)].map(([, json = '']) => logLine.parse(JSON.parse(json)).data);
  };
  return {
    ask,
    inspect,
    log,
    run: async (command, more = {}) => {
      const body = { dockerImage: 'python:3.12', command, flavor: 'cpu-basic', ...more };
      const answer = await ask(`/api/jobs/${namespace}`, { method: 'POST', body });
      if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
      return jobWire.parse(await answer.json());
    },
    finished: async (id) => {
      await log(id);
      return await inspect(id);
    },
  };
}
