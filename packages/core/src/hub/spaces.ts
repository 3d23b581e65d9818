// Spaces of the Hub: made, looked at, moved to other hardware, stopped and started (reference hub-api 4.1, 4.2). Every
// call is sent once. The one place where the secrets of a Space are revealed: into the bodies of the requests that
// give them to it, and nowhere else.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import {
  cpuBasicFlavor,
  type SpacePairs,
  type SpaceRuntime,
  type Visibility,
  zeroGpuFlavor,
} from '@hubdesk/shared/spaces/space';
import type { Volume } from '@hubdesk/shared/train/run-config';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubCall, HubClient } from './hub-client.ts';
import { readable } from './job-schema.ts';
import { listPages } from './list-pages.ts';
import { pathSegment } from './path-segment.ts';
import { nameTaken } from './repo-manage.ts';
import { type HubSpace, hubSpaceSchema, spaceRuntimeWireSchema, volumeBody } from './space-schema.ts';

export interface SpaceCall {
  token: Secret;
  signal?: AbortSignal | undefined;
  /** Whose token it is, for the page where credits are bought; that of the namespace where it is not known. */
  account?: string | undefined;
}

export interface SpaceWish {
  /** `namespace/name`. */
  id: string;
  sdk: 'gradio' | 'docker' | 'static';
  visibility: Visibility;
  /** Null: what the Hub gives by itself. A free account has to ask for ZeroGPU here, not later. */
  flavor: string | null;
  /** Null: never, on hardware that is paid for. */
  sleepSeconds: number | null;
  variables: Record<string, string>;
  secrets: ReadonlyMap<string, Secret>;
  volumes: Volume[];
}

interface Pair {
  key: string;
  description: string;
}

const askLimits = { headersMs: 60_000 };
/** What is asked of each Space of a list. */
const listFields = [
  'author',
  'cardData',
  'lastModified',
  'likes',
  'models',
  'private',
  'runtime',
  'sdk',
  'sha',
  'subdomain',
];
const listPageSize = 100;

export function spaceApi(hub: HubClient, id: string): string {
  return `${hub.address.hubUrl}/api/spaces/${id.split('/').map(pathSegment).join('/')}`;
}

/**
 * `POST /api/repos/create`. Rejects with ALREADY_THERE where the name is taken, and with PAYMENT_REQUIRED where the
 * plan or the credits of the namespace do not carry the hardware. After TIMEOUT, PROVIDER_UNAVAILABLE, OFFLINE,
 * INTERCEPTED, HUB_CHANGED or CANCELLED the Space may be there all the same: look with `fetchSpace`.
 */
export async function createSpace(
  hub: HubClient,
  wish: SpaceWish,
  call: SpaceCall,
): Promise<{ id: string; url: string }> {
  const { id, sdk, visibility, flavor, sleepSeconds } = wish;
  const [organization, name] = splitId(id);
  const variables = Object.entries(wish.variables).map(([key, value]) => ({ key, value }));
  const secrets = [...wish.secrets].map(([key, secret]) => ({ key, value: secret.reveal() }));
  const body = {
    type: 'space',
    name,
    organization,
    sdk,
    visibility,
    ...(flavor === null ? {} : { hardware: flavor }),
    ...(sleepSeconds === null ? {} : { sleepTimeSeconds: sleepSeconds }),
    ...(variables.length === 0 ? {} : { variables }),
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(wish.volumes.length === 0 ? {} : { volumes: wish.volumes.map(volumeBody) }),
  };
  try {
    const madeSchema = z.object({ name: z.string().catch(id) });
    const made = await hub.send(
      'POST',
      `${hub.address.hubUrl}/api/repos/create`,
      body,
      madeSchema,
      spaceChange(id, call),
    );
    return { id: made.name, url: `${hub.address.hubUrl}/spaces/${made.name}` };
  } catch (error) {
    throw nameTaken(error, hub, 'space', id);
  }
}

/** `GET /api/spaces/{id}`: all there is to know of it. NOT_FOUND where there is none, or none this token may see. A renamed one is found by its old name. */
export async function fetchSpace(
  hub: HubClient,
  id: string,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<HubSpace> {
  const { value } = await hub.get(spaceApi(hub, id), hubSpaceSchema(hub.address.hubUrl), spaceLook(id, call));
  return value;
}

/** All Spaces of an account or organization that `call.token` may see, those changed last first. */
export async function listSpaces(hub: HubClient, namespace: string, call: SpaceCall): Promise<HubSpace[]> {
  const url = new URL(`${hub.address.hubUrl}/api/spaces`);
  url.searchParams.set('author', namespace);
  url.searchParams.set('sort', 'lastModified');
  url.searchParams.set('limit', String(listPageSize));
  for (const field of listFields) url.searchParams.append('expand', field);
  const schema = z.array(z.unknown()).pipe(readable(hubSpaceSchema(hub.address.hubUrl)));
  // A Space that changes while the list is read moves to another page.
  const spaces = new Map<string, HubSpace>();
  const { token, signal } = call;
  for await (const page of listPages(hub, url, schema, 'list of Spaces', { token, signal, what: namespace })) {
    for (const space of page) spaces.set(space.id, space);
  }
  return [...spaces.values()];
}

/** `GET /api/spaces/{id}/runtime`. `appUrl` is null for a Space whose domain is not ready: `fetchSpace` knows its host. */
export async function fetchRuntime(hub: HubClient, id: string, call: SpaceCall): Promise<SpaceRuntime> {
  const { value } = await hub.get(`${spaceApi(hub, id)}/runtime`, spaceRuntimeWireSchema, spaceLook(id, call));
  return value;
}

/** Moves it to other hardware, where it starts again. `sleepSeconds` null: never; free hardware sleeps as the Hub sees fit. */
export function requestHardware(
  hub: HubClient,
  id: string,
  flavor: string,
  sleepSeconds: number | null,
  call: SpaceCall,
): Promise<SpaceRuntime> {
  const isFree = flavor === cpuBasicFlavor || flavor === zeroGpuFlavor;
  const body = { flavor, ...(isFree ? {} : { sleepTimeSeconds: sleepSeconds ?? -1 }) };
  return change(hub, id, 'hardware', body, call);
}

/** Null: it never sleeps. The Hub leaves free hardware as it is. */
export function setSleepTime(
  hub: HubClient,
  id: string,
  seconds: number | null,
  call: SpaceCall,
): Promise<SpaceRuntime> {
  return change(hub, id, 'sleeptime', { seconds: seconds ?? -1 }, call);
}

export function pauseSpace(hub: HubClient, id: string, call: SpaceCall): Promise<SpaceRuntime> {
  return change(hub, id, 'pause', {}, call);
}

/** `factory`: everything is built anew, whatever was kept of the last build. */
export function restartSpace(
  hub: HubClient,
  id: string,
  { factory }: { factory: boolean },
  call: SpaceCall,
): Promise<SpaceRuntime> {
  return change(hub, id, factory ? 'restart?factory=true' : 'restart', {}, call);
}

export function setDevMode(hub: HubClient, id: string, enabled: boolean, call: SpaceCall): Promise<SpaceRuntime> {
  return change(hub, id, 'dev-mode', { enabled }, call);
}

/** In place of all that was mounted. */
export async function setVolumes(
  hub: HubClient,
  id: string,
  volumes: readonly Volume[],
  call: SpaceCall,
): Promise<SpaceRuntime> {
  const url = `${spaceApi(hub, id)}/volumes`;
  // What this route answers is documented nowhere.
  if (volumes.length > 0) {
    await hub.send('PUT', url, { volumes: volumes.map(volumeBody) }, z.unknown(), spaceChange(id, call));
  } else {
    try {
      await hub.send('DELETE', url, {}, z.unknown(), spaceChange(id, call));
    } catch (error) {
      const hadNone = isAppError(error, 'INVALID_INPUT') && /\bno volumes?\b/i.test(error.data.reason);
      if (!hadNone) throw error;
    }
  }
  return fetchRuntime(hub, id, call);
}

const text = z.string().nullish().catch(null);
const pairSchema = z.object({ description: text, updatedAt: text });
const variableSchema = pairSchema.extend({ value: z.string() });

/** Variables with their values, secrets by name; for those who may change them. */
export async function fetchPairs(hub: HubClient, id: string, call: SpaceCall): Promise<SpacePairs> {
  const ask = async <T extends typeof pairSchema>(kind: 'variables' | 'secrets', schema: T) => {
    const look = { ...spaceLook(id, call), permission: 'deploy' } as const;
    const { value } = await hub.get(`${spaceApi(hub, id)}/${kind}`, z.record(z.string(), z.unknown()), look);
    return Object.entries(value).flatMap(([key, pair]) => {
      const read = schema.safeParse(pair);
      if (!read.success) return [];
      return [
        { key, ...read.data, description: read.data.description ?? null, updatedAt: read.data.updatedAt ?? null },
      ];
    });
  };
  const [variables, secrets] = await Promise.all([ask('variables', variableSchema), ask('secrets', pairSchema)]);
  return { variables, secrets };
}

/** A new one, or another value for one there is. The Space starts again. */
export function setVariable(
  hub: HubClient,
  id: string,
  variable: Pair & { value: string },
  call: SpaceCall,
): Promise<void> {
  return setPair(hub, id, 'variables', variable, call);
}

export function setSecret(
  hub: HubClient,
  id: string,
  { value, ...pair }: Pair & { value: Secret },
  call: SpaceCall,
): Promise<void> {
  return setPair(hub, id, 'secrets', { ...pair, value: value.reveal() }, call);
}

export function removeVariable(hub: HubClient, id: string, key: string, call: SpaceCall): Promise<void> {
  return removePair(hub, id, 'variables', key, call);
}

export function removeSecret(hub: HubClient, id: string, key: string, call: SpaceCall): Promise<void> {
  return removePair(hub, id, 'secrets', key, call);
}

/** A copy with its variables; secrets stay behind. ALREADY_THERE where the name is taken. `flavor` null: as the Hub sees fit. */
export async function duplicateSpace(
  hub: HubClient,
  id: string,
  to: string,
  { visibility, flavor }: { visibility: Visibility; flavor: string | null },
  call: SpaceCall,
): Promise<{ id: string; url: string }> {
  const body = { repository: to, visibility, ...(flavor === null ? {} : { hardware: flavor }) };
  try {
    // What is not there is the Space that was to be copied; who pays is the namespace of the copy.
    await hub.send('POST', `${spaceApi(hub, id)}/duplicate`, body, z.unknown(), { ...spaceChange(to, call), repo: id });
  } catch (error) {
    throw nameTaken(error, hub, 'space', to);
  }
  return { id: to, url: `${hub.address.hubUrl}/spaces/${to}` };
}

function change(hub: HubClient, id: string, path: string, body: unknown, call: SpaceCall): Promise<SpaceRuntime> {
  return hub.send('POST', `${spaceApi(hub, id)}/${path}`, body, spaceRuntimeWireSchema, spaceChange(id, call));
}

async function setPair(
  hub: HubClient,
  id: string,
  kind: 'variables' | 'secrets',
  { key, value, description }: Pair & { value: string },
  call: SpaceCall,
): Promise<void> {
  const body = { key, value, ...(description === '' ? {} : { description }) };
  await hub.send('POST', `${spaceApi(hub, id)}/${kind}`, body, z.unknown(), spaceChange(id, call));
}

async function removePair(
  hub: HubClient,
  id: string,
  kind: 'variables' | 'secrets',
  key: string,
  call: SpaceCall,
): Promise<void> {
  await hub.send('DELETE', `${spaceApi(hub, id)}/${kind}`, { key }, z.unknown(), spaceChange(id, call));
}

function spaceLook(id: string, { token, signal }: { token: Secret | null; signal?: AbortSignal | undefined }): HubCall {
  return { token, signal, repo: id, repoType: 'space' };
}

function spaceChange(id: string, call: SpaceCall): HubCall {
  const [namespace] = splitId(id);
  return {
    ...spaceLook(id, call),
    permission: 'deploy',
    payer: namespace,
    account: call.account ?? namespace,
    limits: askLimits,
  };
}

function splitId(id: string): [namespace: string, name: string] {
  const [namespace, name, more] = id.split('/');
  if (!namespace || !name || more !== undefined) {
    throw new AppError('INVALID_INPUT', 'A Space is named by its owner and its name.', {
      reason: 'Give it as “owner/name”.',
    });
  }
  return [namespace, name];
}
