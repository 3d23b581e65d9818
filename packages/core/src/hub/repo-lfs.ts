// Files that the Hub keeps beside git: offered, sent whole to where the Hub says, and looked at there (reference hub-api
// 5.2). For files that are in memory already; the token goes to the Hub alone, never to the store.
import { AppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { type HubCall, type HubClient, shortText } from './hub-client.ts';
import { hubFailure } from './hub-failure.ts';
import { pathSegment } from './path-segment.ts';
import { isSafeAddress } from './safe-address.ts';

interface LargeFile {
  /** Its SHA-256, in hex. */
  oid: string;
  bytes: Buffer<ArrayBuffer>;
}

const action = z.object({ href: z.string(), header: z.record(z.string(), z.unknown()).nullish() });
const batchSchema = z.object({
  objects: z.array(
    z.object({
      oid: z.string(),
      actions: z.object({ upload: action.nullish(), verify: action.nullish() }).nullish(),
      error: z.object({ message: z.string().nullish() }).nullish(),
    }),
  ),
});
const mediaType = 'application/vnd.git-lfs+json';
const limits = { headersMs: 600_000, stallMs: 60_000, maxBytes: 1024 * 1024 };

/** As the official client does. */
const askedAtOnce = 100;

/** Rejects with INVALID_INPUT for a file the Hub does not take, and with the codes of `hubFailure` and `guardedFetch`. */
export async function storeLargeFiles(
  hub: HubClient,
  type: 'model' | 'dataset' | 'space',
  id: string,
  files: readonly LargeFile[],
  { token, signal }: { token: Secret; signal?: AbortSignal | undefined },
): Promise<void> {
  const { hubUrl } = hub.address;
  const about: HubCall = { token, signal, repo: id, repoType: type, mediaType };
  const page = `${hubUrl}/${type === 'model' ? '' : `${type}s/`}${id.split('/').map(pathSegment).join('/')}`;
  for (let start = 0; start < files.length; start += askedAtOnce) {
    await storeSome(hub, `${page}.git/info/lfs/objects/batch`, files.slice(start, start + askedAtOnce), about);
  }
}

async function storeSome(hub: HubClient, url: string, files: readonly LargeFile[], about: HubCall): Promise<void> {
  const wish = {
    operation: 'upload',
    transfers: ['basic'],
    hash_algo: 'sha256',
    ref: { name: 'main' },
    objects: files.map(({ oid, bytes }) => ({ oid, size: bytes.length })),
  };
  const { objects } = await hub.send('POST', url, wish, batchSchema, about);
  const answers = new Map(objects.map((object) => [object.oid, object]));
  for (const { oid, bytes } of files) {
    const answer = answers.get(oid);
    if (!answer) throw new AppError('HUB_CHANGED', 'The Hub forgot a file it was asked about.', { what: 'lfs batch' });
    if (answer.error) {
      const reason = answer.error.message ?? 'The Hub does not take one of these files.';
      throw new AppError('INVALID_INPUT', reason, { reason });
    }
    // Without an action it has been stored before.
    const upload = answer.actions?.upload;
    if (!upload) continue;
    await put(hub, upload, bytes, about.signal);
    const verify = answer.actions?.verify;
    if (verify) await hub.send('POST', verify.href, { oid, size: bytes.length }, z.unknown(), about);
  }
}

async function put(
  hub: HubClient,
  { href, header }: z.output<typeof action>,
  bytes: Buffer<ArrayBuffer>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const url = URL.canParse(href) ? new URL(href) : null;
  if (!url || !isSafeAddress(url))
    throw new AppError('HUB_CHANGED', 'The Hub gave no place to put a file.', { what: 'lfs batch' });
  const headers = new Headers();
  for (const [name, value] of Object.entries(header ?? {})) if (typeof value === 'string') headers.set(name, value);
  const response = await guardedFetch(limits)(url, { method: 'PUT', body: bytes, headers, signal: signal ?? null });
  if (response.ok) return void (await response.body?.cancel());
  const answer = { status: response.status, headers: response.headers, text: await shortText(response) };
  throw hubFailure(answer, { hubUrl: hub.address.hubUrl, host: url.host, nowMs: hub.clock.now() });
}
