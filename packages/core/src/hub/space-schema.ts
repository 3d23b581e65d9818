// What a Space says of itself, read tolerantly: a stage or field that is newer than this app is kept or left alone, and
// of everything but its id there may be nothing. Source: reference hub-api 4.2.
import type { SpaceRow, SpaceRuntime, Visibility } from '@hubdesk/shared/spaces/space';
import { visibilitySchema } from '@hubdesk/shared/spaces/space';
import { type Volume, volumeSchema } from '@hubdesk/shared/train/run-config';
import { z } from 'zod';
import { readable } from './job-schema.ts';
import { isSafeAddress } from './safe-address.ts';

export interface HubSpace extends Omit<SpaceRow, 'usdPerHour'> {
  /** The head of its README. */
  card: Record<string, unknown>;
  sha: string | null;
  author: string;
  subdomain: string | null;
  /** Where its app answers, as the Hub says; null in a list. */
  host: string | null;
  usedBytes: number | null;
  /** Empty in a list. */
  files: string[];
  sdkVersion: string | null;
  appFile: string | null;
  description: string | null;
}

const text = z.string().nullish().catch(null);
const count = z.number().nonnegative().nullish().catch(null);
const card = z.record(z.string(), z.unknown()).nullish().catch(null);

const mountSchema = z
  .object({
    type: z.string(),
    source: z.string(),
    mountPath: z.string(),
    path: text.transform((path) => path ?? null),
    readOnly: z.boolean().nullish().catch(null),
  })
  // A repo is mounted read-only, a bucket is not, unless the Hub says so.
  .transform((mount): unknown => ({ ...mount, readOnly: mount.readOnly ?? mount.type !== 'bucket' }))
  .pipe(volumeSchema);

const runtimeWireSchema = z.object({
  stage: z.string().min(1),
  errorMessage: text,
  hardware: z.object({ current: text, requested: text }).nullish().catch(null),
  gcTimeout: z.number().nullish().catch(null),
  devMode: z.boolean().nullish().catch(null),
  replicas: z.object({ current: z.number(), requested: z.number() }).nullish().catch(null),
  volumes: readable(mountSchema),
  domains: readable(z.object({ domain: z.string().min(1), stage: text })),
  sha: text,
  /** Of a Sandbox, whose apps are on this machine. */
  sandboxUrl: text,
});

/** A runtime without a stage, as far as the Hub gives one at all. `stageWords` has words for a stage it does not know. */
const unknownRuntime = { stage: 'UNKNOWN' };

export const spaceRuntimeWireSchema = runtimeWireSchema.transform((runtime) => toRuntime(runtime, null));

function toRuntime(runtime: z.output<typeof runtimeWireSchema>, host: string | null): SpaceRuntime {
  const { gcTimeout } = runtime;
  const domains = runtime.domains.map(({ domain, stage }) => ({ domain, stage: stage ?? null }));
  const ready = domains.filter(({ stage }) => stage === 'READY').map(({ domain }) => appAddress(`https://${domain}`));
  const addresses = [...ready, appAddress(host)].filter((address) => address !== null);
  // Our page shows no domain of an owner's in a frame.
  const usual = addresses.find((address) => new URL(address).hostname.endsWith('.hf.space'));
  return {
    stage: runtime.stage,
    errorMessage: runtime.errorMessage ?? null,
    hardware: runtime.hardware?.current ?? null,
    requested: runtime.hardware?.requested ?? null,
    // -1 is never.
    sleepSeconds: typeof gcTimeout === 'number' && gcTimeout >= 0 ? gcTimeout : null,
    devMode: runtime.devMode ?? false,
    replicas: runtime.replicas ?? null,
    volumes: runtime.volumes,
    domains,
    sha: runtime.sha ?? null,
    appUrl: appAddress(runtime.sandboxUrl) ?? usual ?? addresses[0] ?? null,
  };
}

/** An address an app may be asked at: encrypted, or on this machine. Without a trailing slash. */
function appAddress(given: string | null | undefined): string | null {
  if (typeof given !== 'string' || !URL.canParse(given)) return null;
  const url = new URL(given);
  return isSafeAddress(url) ? url.href.replace(/\/+$/, '') : null;
}

const spaceWireSchema = z.object({
  id: z.string().min(1),
  author: text,
  cardData: card,
  sdk: text,
  visibility: visibilitySchema.nullish().catch(null),
  private: z.boolean().nullish().catch(null),
  models: readable(z.string()),
  likes: count,
  lastModified: text,
  runtime: runtimeWireSchema.catch(() => runtimeWireSchema.parse(unknownRuntime)),
  sha: text,
  subdomain: text,
  host: text,
  usedStorage: count,
  siblings: readable(z.object({ rfilename: z.string() })),
});

/** One Space as the Hub tells it, in a list or by itself. */
export function hubSpaceSchema(hubUrl: string) {
  return spaceWireSchema.transform((space): HubSpace => {
    const head = space.cardData ?? {};
    const runtime = toRuntime(space.runtime, space.host ?? null);
    return {
      id: space.id,
      title: words(head['title']),
      emoji: words(head['emoji']),
      colorFrom: words(head['colorFrom']),
      colorTo: words(head['colorTo']),
      sdk: space.sdk ?? words(head['sdk']),
      visibility: visibilityOf(space),
      models: cardModels(head) ?? space.models,
      likes: space.likes ?? null,
      lastModified: space.lastModified ?? null,
      runtime,
      url: `${hubUrl}/spaces/${space.id.split('/').map(encodeURIComponent).join('/')}`,
      card: head,
      sha: space.sha ?? null,
      author: space.author ?? space.id.split('/')[0] ?? '',
      subdomain: space.subdomain ?? null,
      host: appAddress(space.host),
      usedBytes: space.usedStorage ?? null,
      files: space.siblings.map(({ rfilename }) => rfilename),
      sdkVersion: words(head['sdk_version']),
      appFile: words(head['app_file']),
      description: words(head['short_description']),
    };
  });
}

function visibilityOf(space: {
  visibility?: Visibility | null | undefined;
  private?: boolean | null | undefined;
}): Visibility {
  return space.visibility ?? (space.private ? 'private' : 'public');
}

/** What stands there in the card, where it is a word; YAML reads `5.0` as a number. */
function words(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function cardModels(head: Record<string, unknown>): string[] | null {
  const { models } = head;
  if (typeof models === 'string') return [models];
  return Array.isArray(models) ? models.filter((model) => typeof model === 'string') : null;
}

/** As the Hub takes what shall be mounted. */
export function volumeBody({ mountPath, path, readOnly, source, type }: Volume): Record<string, unknown> {
  return { type, source, mountPath, ...(path === null ? {} : { path }), readOnly: type !== 'bucket' || readOnly };
}
