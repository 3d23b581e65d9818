// What a client asks to be run: the body of a new job, checked once and refused with a 400 that names the field.
// Secrets are taken apart from everything that is ever shown again.
import { z } from 'zod';
import { Refusal } from '../http/reply.ts';
import { FLAVORS } from './hardware.ts';

const DEFAULT_TIMEOUT_SECONDS = 30 * 60;
export const BODY_LIMIT_BYTES = 4 * 2 ** 20;

const labelText = z
  .string()
  .max(100, 'must have at most 100 characters')
  .regex(/^[a-zA-Z0-9._-]*$/, 'may only have letters, digits, ".", "-" and "_"');
const labels = z.record(labelText.min(1), labelText);
const variables = z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not a name for a variable'), z.string());
const port = z.int().min(1).max(65_535);
const expose = z.object({ ports: z.array(port).max(20), portsPublic: z.array(port).max(20).optional() });
const volume = z.object({
  type: z.enum(['bucket', 'dataset', 'model', 'space']),
  source: z.string().regex(/^[\w.-]+(?:\/[\w.-]+)?$/, 'is not a repo or bucket'),
  mountPath: z.string().regex(/^\/(?!.*(?:^|\/)\.\.?(?:\/|$))[\w./-]+$/, 'must be an absolute path that is not "/"'),
  revision: z.string().nullish(),
  readOnly: z.boolean().nullish(),
  path: z.string().nullish(),
});

const jobSpec = z
  .object({
    dockerImage: z.string().min(1).nullish(),
    spaceId: z.string().min(1).nullish(),
    command: z.array(z.string()).nullish(),
    arguments: z.array(z.string()).nullish(),
    environment: variables.nullish(),
    secrets: variables.nullish(),
    flavor: z.string().refine((name) => FLAVORS.has(name), 'is not a known hardware flavor'),
    arch: z.enum(['amd64', 'arm64']).nullish(),
    timeoutSeconds: z.number().positive().nullish(),
    attempts: z.int().min(1).max(10).nullish(),
    labels: labels.nullish(),
    volumes: z.array(volume).max(20).nullish(),
    expose: expose.nullish(),
    ssh: z.object({ enabled: z.boolean() }).nullish(),
    network: z.object({ group: z.string().min(1), aliases: z.array(z.string()).optional() }).nullish(),
    resourceGroupId: z.string().nullish(),
  })
  .refine(({ dockerImage, spaceId }) => !dockerImage !== !spaceId, {
    path: ['dockerImage'],
    message: 'exactly one of dockerImage and spaceId must be given',
  })
  .refine(({ command, spaceId }) => spaceId || (command ?? []).length > 0, {
    path: ['command'],
    message: 'must not be empty',
  })
  .refine(({ volumes }) => new Set(volumes?.map((each) => each.mountPath)).size === (volumes ?? []).length, {
    path: ['volumes'],
    message: 'two volumes have the same mountPath',
  });

export interface JobVolume {
  type: 'bucket' | 'dataset' | 'model' | 'space';
  source: string;
  mountPath: string;
  revision?: string;
  readOnly: boolean;
  path?: string;
}

export interface JobSpec {
  dockerImage: string | null;
  spaceId: string | null;
  command: readonly string[];
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
  secrets: Readonly<Record<string, string>>;
  flavor: string;
  arch: 'amd64' | 'arm64';
  timeoutSeconds: number;
  attempts: number;
  labels: Readonly<Record<string, string>>;
  volumes: readonly JobVolume[];
  expose?: JobExpose;
  ssh: boolean;
  network?: { group: string; aliases?: string[] };
  resourceGroupId?: string;
}

export interface JobExpose {
  ports: readonly number[];
  portsPublic?: readonly number[];
}

const scheduledSpec = z.object({
  jobSpec: z.unknown(),
  schedule: z.string().min(1),
  suspend: z.boolean().nullish(),
  concurrency: z.boolean().nullish(),
});

export function readJobSpec(body: unknown): JobSpec {
  const read = parsed(jobSpec, body);
  return {
    dockerImage: read.dockerImage ?? null,
    spaceId: read.spaceId ?? null,
    command: read.command ?? [],
    arguments: read.arguments ?? [],
    environment: read.environment ?? {},
    secrets: read.secrets ?? {},
    flavor: read.flavor,
    arch: read.arch ?? 'amd64',
    timeoutSeconds: read.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    attempts: read.attempts ?? 1,
    labels: read.labels ?? {},
    volumes: (read.volumes ?? []).map(({ type, source, mountPath, revision, readOnly, path }) => ({
      type,
      source,
      mountPath: mountPath.replace(/\/+$/, ''),
      // Repos can only be read; a bucket can be written to unless the client says otherwise.
      readOnly: type !== 'bucket' || readOnly === true,
      ...(revision ? { revision } : {}),
      ...(path ? { path: path.replace(/^\/+|\/+$/g, '') } : {}),
    })),
    ...(read.expose ? { expose: exposed(read.expose) } : {}),
    ssh: read.ssh?.enabled === true,
    ...(read.network ? { network: { group: read.network.group, aliases: read.network.aliases ?? [] } } : {}),
    ...(read.resourceGroupId ? { resourceGroupId: read.resourceGroupId } : {}),
  };
}

/** The body of a new scheduled job. Its jobSpec may ask for no shell into the machine. */
export function readScheduledSpec(body: unknown): {
  spec: JobSpec;
  schedule: string;
  suspend: boolean;
  concurrency: boolean;
} {
  const read = parsed(scheduledSpec, body);
  const spec = readJobSpec(read.jobSpec);
  if (spec.ssh) throw new Refusal(400, 'Invalid jobSpec: a scheduled job cannot have ssh');
  return { spec, schedule: read.schedule, suspend: read.suspend ?? false, concurrency: read.concurrency ?? false };
}

export function readLabels(body: unknown): Record<string, string> {
  return parsed(z.object({ labels }), body).labels;
}

export function readExpose(body: unknown): JobExpose {
  return exposed(parsed(expose, body));
}

export function readSchedule(body: unknown): string {
  return parsed(z.object({ schedule: z.string().min(1) }), body).schedule;
}

function exposed({ ports, portsPublic }: z.infer<typeof expose>): JobExpose {
  return { ports, ...(portsPublic ? { portsPublic } : {}) };
}

function parsed<Type>(schema: z.ZodType<Type>, body: unknown): Type {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Refusal(400, `Invalid request body: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
}
