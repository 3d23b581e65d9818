// Bytes of one file of a repo, from the Hub's `resolve` route. Follows the few
// redirects that the Hub answers with (its CDN), and sends the token to nobody else.
import { AppError } from '@hubdesk/shared/errors';
import type { Secret } from '../secrets/secret.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { shortText, type HubClient } from './hub-client.ts';
import { hubFailure } from './hub-failure.ts';
import { isSafeAddress } from './safe-address.ts';

export interface RepoFilePlace {
  type: 'model' | 'dataset' | 'space';
  /** `namespace/name`, or `name` alone for the oldest repos. */
  repo: string;
  /** A branch, a tag or a commit. */
  revision: string;
  /** Within the repo, with `/`. */
  path: string;
  /** From byte `start` up to but without `end`; null is the end of the file. */
  range?: { start: number; end: number | null } | undefined;
}

export interface RepoFileCall {
  token: Secret | null;
  signal?: AbortSignal | undefined;
  /** Most bytes of body; more is HUB_CHANGED. */
  maxBytes: number;
}

export interface RepoFileFacts {
  /** Of the revision, where the Hub says it (it does for `resolve`). */
  commit: string | null;
  /** Without quotes and without the mark of a weak one; the sha256 for LFS files. */
  etag: string | null;
  /** Of the whole file, in bytes. */
  size: number | null;
}

const mostRedirects = 3;
const waits = { headersMs: 30_000, stallMs: 60_000 };

/**
 * Opens the file as a stream. Rejects with NOT_FOUND (`data.what` is the path
 * when only the file is missing), GATED, TOKEN_REJECTED and the other codes of
 * `hubFailure`; with INTERCEPTED for a redirect that leads round in circles or
 * off encrypted ground. Source: hub-docs, and `get_hf_file_metadata` of huggingface_hub.
 */
export async function openRepoFile(
  hub: HubClient,
  place: RepoFilePlace,
  call: RepoFileCall,
): Promise<RepoFileFacts & { stream: ReadableStream<Uint8Array> }> {
  const ask = guardedFetch({ ...waits, maxBytes: call.maxBytes }, 'hand-back');
  let url = new URL(resolveUrl(hub.address.hubUrl, place));
  const home = url.origin;
  const facts: RepoFileFacts = { commit: null, etag: null, size: null };
  for (let hop = 0; ; hop += 1) {
    // Compressed bodies have neither ranges nor a size.
    const headers = new Headers({ 'accept-encoding': 'identity' });
    if (place.range) headers.set('range', rangeHeader(place.range));
    if (call.token && url.origin === home) headers.set('authorization', `Bearer ${call.token.reveal()}`);
    const response = await ask(url, { headers, signal: call.signal ?? null });
    // Only the Hub itself knows the commit; the CDN's etag is the CDN's own.
    if (url.origin === home) readLinkedFacts(response.headers, facts);
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      if (hop >= mostRedirects) throw redirectRefused(url, 'The Hub sent this request round and round.');
      url = nextHop(url, location);
      continue;
    }
    // An empty file has no first byte to begin a range with.
    if (response.status === 416 && place.range) {
      await response.body?.cancel();
      return { ...facts, size: facts.size ?? sizeOfRange(response.headers), stream: emptyStream() };
    }
    if (!response.ok) throw await failure(hub, response, url, place);
    if (place.range && response.status !== 206) {
      await response.body?.cancel();
      throw new AppError('HUB_CHANGED', 'The Hub sent a whole file where a part was asked for.', { what: 'range' });
    }
    const size = sizeOfRange(response.headers) ?? facts.size ?? lengthOf(response.headers);
    return { ...facts, size, stream: response.body ?? emptyStream() };
  }
}

/** The file, or the asked range of it, as bytes. Fails as `openRepoFile` does, also while reading. */
export async function fetchRepoFile(
  hub: HubClient,
  place: RepoFilePlace,
  call: RepoFileCall,
): Promise<RepoFileFacts & { bytes: Uint8Array<ArrayBuffer> }> {
  const { stream, ...facts } = await openRepoFile(hub, place, call);
  return { ...facts, bytes: new Uint8Array(await new Response(stream).arrayBuffer()) };
}

function resolveUrl(hubUrl: string, { type, repo, revision, path }: RepoFilePlace): string {
  const folder = type === 'model' ? '' : `${type}s/`;
  const segments = (text: string) => text.split('/').map(encodeURIComponent).join('/');
  return `${hubUrl}/${folder}${segments(repo)}/resolve/${encodeURIComponent(revision)}/${segments(path)}`;
}

function rangeHeader({ start, end }: { start: number; end: number | null }): string {
  return `bytes=${start}-${end === null ? '' : end - 1}`;
}

function readLinkedFacts(headers: Headers, facts: RepoFileFacts): void {
  facts.commit ??= headers.get('x-repo-commit');
  facts.etag ??= plainEtag(headers.get('x-linked-etag') ?? headers.get('etag'));
  const size = headers.get('x-linked-size');
  if (size !== null && /^\d+$/.test(size)) facts.size ??= Number(size);
}

function plainEtag(etag: string | null): string | null {
  return etag === null ? null : etag.replace(/^W\//, '').replace(/^"|"$/g, '');
}

function sizeOfRange(headers: Headers): number | null {
  const size = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  return size === undefined ? null : Number(size);
}

function lengthOf(headers: Headers): number | null {
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) ? Number(length) : null;
}

function nextHop(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw redirectRefused(from, 'The Hub sent this request to a place that cannot be read.');
  const next = new URL(location, from);
  if (!isSafeAddress(next)) {
    throw redirectRefused(from, `${from.host} tried to send this request where nothing is encrypted.`);
  }
  return next;
}

function redirectRefused(from: URL, message: string): AppError {
  return new AppError('INTERCEPTED', message, { by: 'redirect', host: from.host });
}

async function failure(hub: HubClient, response: Response, url: URL, place: RepoFilePlace): Promise<AppError> {
  const text = await shortText(response);
  if (response.headers.get('x-error-code') === 'EntryNotFound') {
    return new AppError('NOT_FOUND', `${place.repo} has no file ${place.path}.`, { what: place.path });
  }
  if (response.headers.get('x-error-code') === 'RevisionNotFound') {
    return new AppError('NOT_FOUND', `${place.repo} has no version ${place.revision}.`, { what: place.revision });
  }
  const asked = { hubUrl: hub.address.hubUrl, host: url.host, repo: place.repo, repoType: place.type, nowMs: hub.clock.now() };
  return hubFailure({ status: response.status, headers: response.headers, text }, asked);
}

function emptyStream(): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.close() });
}
