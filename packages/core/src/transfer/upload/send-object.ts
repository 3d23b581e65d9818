// One large object to the store the Hub named: whole, or part by part with each
// part's receipt kept, so that what arrived is not sent again after a restart.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { Answer } from '../../hub/hub-failure.ts';
import { retryAfterMs } from '../../hub/hub-failure.ts';
import type { Clock } from '../../ports/clock.ts';
import { FileChanged } from '../http/file-changed.ts';
import type { SendBytes } from '../http/send-bytes.ts';
import type { Pace } from '../requests/pace.ts';
import type { LfsAction } from '../requests/transfer-hub.ts';
import type { Identity, Multipart } from '../state/upload-records.ts';
import { sameFile } from './identity.ts';

export interface SendParts {
  send: SendBytes;
  pace: Pace;
  clock: Clock;
  signal: AbortSignal;
  /** Runs at most so many streams of large bodies at the same time. */
  stream: <T>(run: () => Promise<T>) => Promise<T>;
}

/** The address is worth nothing any more: the Hub has to be asked for another. */
export class AddressExpired extends Error {}

export interface LargeFile {
  source: string;
  was: Identity;
}

const defaultLifetimeMs = 3_600_000;
/** Asked for again this long before they end. */
const lifetimeMarginMs = 60_000;

/** The addresses of parts in an answer of the LFS batch; null when the object goes whole (reference hub-api 5.2). */
export function multipartOf(action: LfsAction, bytes: number, nowMs: number): Multipart | null {
  const header = action.header ?? {};
  const partBytes = Number(header['chunk_size']);
  if (!Number.isSafeInteger(partBytes) || partBytes <= 0) return null;
  const urls = Object.keys(header)
    .filter((name) => /^\d+$/.test(name))
    .toSorted((a, b) => Number(a) - Number(b))
    .map((name) => header[name] ?? '');
  if (urls.length !== Math.ceil(bytes / partBytes) || !urls.every((url) => URL.canParse(url))) {
    throw new AppError('HUB_CHANGED', 'The Hub’s list of parts does not fit the file.', { what: 'multipart' });
  }
  return { href: action.href, partBytes, urls, expiresAtMs: nowMs + (action.expires_in ?? defaultLifetimeMs / 1000) * 1000 };
}

export function isExpired({ expiresAtMs }: Multipart, nowMs: number): boolean {
  return nowMs > expiresAtMs - lifetimeMarginMs;
}

/** Sends small bytes that are in memory. Rejects with `AddressExpired` or as `SendBytes` does. */
export async function putBytes(parts: SendParts, action: LfsAction, bytes: Uint8Array): Promise<void> {
  await parts.pace.insist(async () => {
    accept(await parts.send({ method: 'PUT', url: action.href, headers: putHeaders(action), body: bytes, signal: parts.signal }), action.href, parts.clock);
  });
}

/** Sends a whole file as a stream. Rejects with `FileChanged` when it is not the file that was hashed. */
export async function putFile(parts: SendParts, action: LfsAction, file: LargeFile, onSent: (bytes: number) => void): Promise<void> {
  await parts.pace.insist(() =>
    parts.stream(async () => {
      onSent(0);
      await requireSame(file);
      const body = { path: file.source, start: 0, length: file.was.size, fileSize: file.was.size };
      accept(await parts.send({ method: 'PUT', url: action.href, headers: putHeaders(action), body, onSent, signal: parts.signal }), action.href, parts.clock);
    }),
  );
  await requireSame(file);
}

/**
 * Sends the parts that have no receipt yet, several at once, and closes the object. `keep` is told each receipt and
 * `onSent` all bytes that are there or on their way.
 */
export async function putParts(
  parts: SendParts,
  multipart: Multipart,
  object: LargeFile & { sha256: string },
  etags: ReadonlyMap<number, string>,
  told: { keep: (part: number, etag: string) => void; onSent: (bytes: number) => void },
): Promise<void> {
  const { urls, partBytes } = multipart;
  const { size } = object.was;
  const lengthOf = (part: number) => Math.min(partBytes, size - (part - 1) * partBytes);
  const moved = new Map<number, number>([...etags.keys()].map((part) => [part, lengthOf(part)]));
  const tell = (part: number, bytes: number) => {
    moved.set(part, bytes);
    told.onSent([...moved.values()].reduce((sum, each) => sum + each, 0));
  };
  // The first failure ends the others: nothing more is sent to an address that is dead, or of a file that changed.
  const stop = new AbortController();
  const signal = AbortSignal.any([parts.signal, stop.signal]);
  const receipts = new Map(etags);
  async function sendPart(part: number, url: string): Promise<void> {
    const etag = await parts.pace.insist(() =>
      parts.stream(async () => {
        stop.signal.throwIfAborted();
        tell(part, 0);
        await requireSame(object);
        const body = { path: object.source, start: (part - 1) * partBytes, length: lengthOf(part), fileSize: size };
        const answer = await parts.send({ method: 'PUT', url, body, onSent: (bytes) => tell(part, bytes), signal });
        accept(answer, url, parts.clock);
        return answer.headers.get('etag');
      }),
    );
    if (etag === null) throw new AppError('HUB_CHANGED', 'The store took a part and gave no receipt.', { what: 'etag' });
    receipts.set(part, etag);
    told.keep(part, etag);
  }
  const sending = urls.flatMap((url, at) => (receipts.has(at + 1) ? [] : [{ part: at + 1, url }]));
  const outcomes = await Promise.allSettled(
    sending.map(({ part, url }) =>
      sendPart(part, url).catch((error: unknown) => {
        if (!stop.signal.aborted) stop.abort(error);
        throw error;
      }),
    ),
  );
  if (stop.signal.aborted) throw stop.signal.reason;
  const refused = outcomes.find((each) => each.status === 'rejected');
  if (refused) throw refused.reason;
  await requireSame(object);
  const list = [...receipts].toSorted(([a], [b]) => a - b).map(([partNumber, etag]) => ({ partNumber, etag }));
  const body = Buffer.from(JSON.stringify({ oid: object.sha256, parts: list }));
  await parts.pace.insist(async () => {
    const headers = { 'content-type': 'application/vnd.git-lfs+json', accept: 'application/vnd.git-lfs+json' };
    accept(await parts.send({ method: 'POST', url: multipart.href, headers, body, signal: parts.signal }), multipart.href, parts.clock);
  });
}

async function requireSame({ source, was }: LargeFile): Promise<void> {
  if (!(await sameFile(source, was))) throw new FileChanged(source);
}

/** Headers the store wants, which are never ours. */
function putHeaders({ header }: LfsAction): Record<string, string> {
  return Object.fromEntries(Object.entries(header ?? {}).filter(([name]) => !/^(?:chunk_size|\d+|x-xet-.*|authorization)$/i.test(name)));
}

/** A store's answer: these addresses carry their own right, so a 403 says nothing of the token. */
function accept(answer: Answer, url: string, clock: Clock): void {
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  const { host } = new URL(url);
  if (status === 429) throw new AppError('RATE_LIMITED', 'The store asks for a pause.', { retryAfterMs: retryAfterMs(answer.headers, clock.now()) });
  if (status === 408 || status === 504) throw new AppError('TIMEOUT', `${host} did not answer in time.`, { host });
  if (status === 425 || status >= 500) throw new AppError('PROVIDER_UNAVAILABLE', 'The store has trouble at the moment.', { provider: 'huggingface', httpStatus: status });
  if (status === 413 || status === 422) {
    const reason = status === 413 ? 'The store finds it too large.' : 'The store does not take it.';
    throw new AppError('INVALID_INPUT', reason, { reason });
  }
  throw new AddressExpired(`The store answered ${status}.`);
}

export function isChanged(error: unknown): boolean {
  return error instanceof FileChanged || (isAppError(error, 'CONFLICT') && 'reason' in error && error.reason === 'changed');
}
