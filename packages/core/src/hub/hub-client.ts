// One thin, typed way to ask the Hub for JSON: authorised, limited, parsed once.
import { AppError } from '@hubdesk/shared/errors';
import type { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Secret } from '../secrets/secret.ts';
import { type FetchLimits, guardedFetch, jsonLimits } from './guarded-fetch.ts';
import { type Asked, hubFailure, isHtml } from './hub-failure.ts';

/** Where a Hub and its inference router are, without trailing slashes. */
export interface HubAddress {
  hubUrl: string;
  routerUrl: string;
}

export const publicHub: HubAddress = { hubUrl: 'https://huggingface.co', routerUrl: 'https://router.huggingface.co' };

export interface HubCall {
  token?: Secret | null;
  signal?: AbortSignal | undefined;
  limits?: Partial<FetchLimits>;
  /** The repo asked about, for the words of a failure. */
  repo?: string;
}

export interface HubClient {
  address: HubAddress;
  clock: Clock;
  /**
   * GETs and parses JSON. `url` is absolute and on the Hub or the router: the
   * token goes nowhere else. Rejects with the codes of `hubFailure`, and with
   * HUB_CHANGED for an answer that is not the JSON `schema` describes.
   */
  get<T extends z.ZodType>(url: string, schema: T, call: HubCall): Promise<{ value: z.output<T>; headers: Headers }>;
}

export function createHubClient(address: HubAddress, clock: Clock): HubClient {
  const own = new Set([new URL(address.hubUrl).origin, new URL(address.routerUrl).origin]);
  return {
    address,
    clock,
    async get(url, schema, call) {
      const target = new URL(url);
      if (!own.has(target.origin)) throw new AppError('HUB_CHANGED', 'The Hub pointed at a page that is not its own.', { what: 'link' });
      const headers = new Headers({ accept: 'application/json' });
      if (call.token) headers.set('authorization', `Bearer ${call.token.reveal()}`);
      const ask = guardedFetch({ ...jsonLimits, ...call.limits });
      const response = await ask(target, { headers, signal: call.signal ?? null });
      const asked: Asked = { hubUrl: address.hubUrl, host: target.host, repo: call.repo, nowMs: clock.now() };
      if (!response.ok) throw hubFailure({ status: response.status, headers: response.headers, text: await shortText(response) }, asked);
      const text = await response.text();
      if (isHtml({ headers: response.headers, text: text.slice(0, 512) })) {
        throw new AppError('INTERCEPTED', `${target.host} answered with a web page instead of data.`, { by: 'html', host: target.host });
      }
      return { value: parse(text, schema, target.pathname), headers: response.headers };
    },
  };
}

function parse<T extends z.ZodType>(text: string, schema: T, what: string): z.output<T> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new AppError('HUB_CHANGED', 'The Hub sent an answer that breaks off or is not JSON.', { what }, { cause: error });
  }
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
