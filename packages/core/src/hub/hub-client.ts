// One thin, typed way to ask the Hub for JSON: authorised, limited, parsed once.
import { AppError, type Permission } from '@hubdesk/shared/errors';
import type { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { type FetchLimits, guardedFetch, jsonLimits } from './guarded-fetch.ts';
import { type Asked, hubFailure, isHtml } from './hub-failure.ts';

/** Where a Hub and its services are, without trailing slashes. */
export interface HubAddress {
  hubUrl: string;
  routerUrl: string;
  /** The dataset viewer; a Hub of another address than the public one may have none. */
  viewerUrl?: string | undefined;
}

export const publicHub = {
  hubUrl: 'https://huggingface.co',
  routerUrl: 'https://router.huggingface.co',
  viewerUrl: 'https://datasets-server.huggingface.co',
} as const satisfies HubAddress;

export interface HubCall {
  token?: Secret | null;
  signal?: AbortSignal | undefined;
  limits?: Partial<FetchLimits>;
  /** The repo asked about, for the words of a failure. */
  repo?: string;
  /** Its kind; a model where it is not said. */
  repoType?: 'model' | 'dataset' | 'space';
  /** What is asked about where it is no repo, and who would pay for it, for the words of a failure. */
  what?: string;
  payer?: string;
  /** Whose token it is, where that is known. */
  account?: string | null | undefined;
  /** What a token that is turned away lacks, where the Hub's words leave it open. */
  permission?: Permission;
  /** What kind of JSON is sent and wanted back, where it is no plain one. */
  mediaType?: string;
}

export interface HubClient {
  address: HubAddress;
  clock: Clock;
  /**
   * GETs and parses JSON. `url` is absolute and on the Hub, its router or its
   * viewer: the token goes nowhere else. A repo that was renamed is followed to
   * its new name on the same host. Rejects with the codes of `hubFailure`, and
   * with HUB_CHANGED for an answer that is not the JSON `schema` describes.
   */
  get<T extends z.ZodType>(url: string, schema: T, call: HubCall): Promise<{ value: z.output<T>; headers: Headers }>;
  /**
   * Changes something, once: sends `body` as JSON and never again. Where and how
   * it fails is as for `get`, but that a renamed repo is CONFLICT; a 403 lacks `write` unless `call` says otherwise.
   * An answer that is plain text is given to `schema` as that text.
   */
  send<T extends z.ZodType>(method: 'POST' | 'PUT' | 'DELETE', url: string, body: unknown, schema: T, call: HubCall): Promise<z.output<T>>;
  /** As `send` with POST; the body is each of `lines` as JSON on a line of its own. */
  sendLines<T extends z.ZodType>(url: string, lines: readonly unknown[], schema: T, call: HubCall): Promise<z.output<T>>;
  /**
   * GETs an event stream, to be read for as long as it goes on: no size and no total time limit it, silence does.
   * Where and how it fails is as for `get`. Cancelling it, or `call.signal`, ends the request.
   */
  stream(url: string, call: HubCall): Promise<ReadableStream<Uint8Array>>;
}

/** The Hub redirects from a repo's old name to its new one, and a chain of renames is short. */
const mostMoves = 3;

export function createHubClient(address: HubAddress, clock: Clock): HubClient {
  const own = new Set([address.hubUrl, address.routerUrl, address.viewerUrl].flatMap((url) => (url ? [new URL(url).origin] : [])));

  async function open(target: URL, init: { method: string; body?: string; type?: string; accept?: string }, call: HubCall): Promise<Response> {
    if (!own.has(target.origin)) throw new AppError('HUB_CHANGED', 'The Hub pointed at a page that is not its own.', { what: 'link' });
    const headers = new Headers({ accept: init.accept ?? call.mediaType ?? 'application/json' });
    if (call.token) headers.set('authorization', `Bearer ${call.token.reveal()}`);
    if (init.body !== undefined) headers.set('content-type', init.type ?? call.mediaType ?? 'application/json');
    const { method, body = null } = init;
    const response = await guardedFetch({ ...jsonLimits, ...call.limits }, 'hand-back')(target, { method, body, headers, signal: call.signal ?? null });
    const { repo, repoType, what, payer, account, permission } = call;
    const asked: Asked = { hubUrl: address.hubUrl, host: target.host, repo, repoType, what, payer, account, permission, nowMs: clock.now() };
    if (!response.ok && !isMove(response)) {
      throw hubFailure({ status: response.status, headers: response.headers, text: await shortText(response) }, asked);
    }
    return response;
  }

  async function ask(target: URL, init: { method: string; body?: string; type?: string }, call: HubCall): Promise<{ response: Response; text: string }> {
    const response = await open(target, init, call);
    const text = await response.text();
    if (isHtml({ headers: response.headers, text: text.slice(0, 512) })) {
      throw webPage(target);
    }
    return { response, text };
  }

  async function change<T extends z.ZodType>(url: string, init: { method: string; body: string; type?: string }, schema: T, call: HubCall): Promise<z.output<T>> {
    const target = new URL(url);
    const { response, text } = await ask(target, init, { permission: 'write', ...call });
    if (isMove(response)) throw call.repo && homeOf(response, target) ? renamed(call.repo) : sentElsewhere(target);
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return isJson ? parseAnswer(text, schema, target.pathname) : accept(text, schema, target.pathname);
  }

  return {
    address,
    clock,
    async get(url, schema, call) {
      let target = new URL(url);
      for (let moves = 0; ; moves += 1) {
        const { response, text } = await ask(target, { method: 'GET' }, call);
        if (!isMove(response)) return { value: parseAnswer(text, schema, target.pathname), headers: response.headers };
        target = moved(response, target, moves);
      }
    },
    send: (method, url, body, schema, call) => change(url, { method, body: JSON.stringify(body) }, schema, call),
    sendLines: (url, lines, schema, call) =>
      change(url, { method: 'POST', body: lines.map((line) => JSON.stringify(line)).join('\n'), type: 'application/x-ndjson' }, schema, call),
    async stream(url, call) {
      let target = new URL(url);
      const limits = { maxBytes: Infinity, ...call.limits };
      for (let moves = 0; ; moves += 1) {
        const response = await open(target, { method: 'GET', accept: 'text/event-stream' }, { ...call, limits });
        const isPage = isHtml({ headers: response.headers, text: '' });
        if (!isMove(response) && !isPage) return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
        await response.body?.cancel();
        if (!isMove(response)) throw webPage(target);
        target = moved(response, target, moves);
      }
    },
  };
}

function isMove({ status }: Response): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** Where a redirect leads, when that is on the same host; null otherwise. */
function homeOf({ headers }: Response, from: URL): URL | null {
  const next = headers.get('location');
  if (!next || !URL.canParse(next, from.href)) return null;
  const url = new URL(next, from.href);
  return url.origin === from.origin ? url : null;
}

/** The next address of something that was renamed. Refuses one on another host, and a chain without end. */
function moved(response: Response, from: URL, moves: number): URL {
  const next = homeOf(response, from);
  if (next === null || moves >= mostMoves) throw sentElsewhere(from);
  return next;
}

/** A change is not made under an old name: another repo may get that name. */
function renamed(repo: string): AppError {
  return new AppError('CONFLICT', `${repo} has another name now. Open it by that name.`, { what: repo });
}

function sentElsewhere({ host }: URL): AppError {
  return new AppError('INTERCEPTED', `${host} tried to send this request elsewhere.`, { by: 'redirect', host });
}

function webPage({ host }: URL): AppError {
  return new AppError('INTERCEPTED', `${host} answered with a web page instead of data.`, { by: 'html', host });
}

/** What a JSON answer says. Throws HUB_CHANGED for one that is not the JSON `schema` describes; `what` was asked. */
export function parseAnswer<T extends z.ZodType>(text: string, schema: T, what: string): z.output<T> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new AppError('HUB_CHANGED', 'The Hub sent an answer that breaks off or is not JSON.', { what }, { cause: error });
  }
  return accept(body, schema, what);
}

function accept<T extends z.ZodType>(body: unknown, schema: T, what: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    throw new AppError('HUB_CHANGED', 'The Hub sent an answer this version of Hubdesk cannot read.', { what }, { cause: parsed.error });
  }
  return parsed.data;
}

/** The start of an error body; an error page may be endless. */
export async function shortText(response: Response, maxBytes = 65_536): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= maxBytes) break;
  }
  return text.slice(0, maxBytes);
}
