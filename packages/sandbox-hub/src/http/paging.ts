// Pages of a list with the absolute `Link` that leads to the next one.
import { json, Refusal, type Reply } from './reply.ts';
import type { HubRequest } from './route-table.ts';

export interface PageWish {
  origin: string;
  /** Rows on a page unless the query's `limit` says less. */
  size: number;
}

/** The rows of the page that the request's `cursor` and `limit` ask for, each shown by `show`. */
export function pageOf<T>(
  request: HubRequest,
  rows: Iterable<T>,
  wish: PageWish,
  show: (row: T) => unknown,
  headers: Record<string, string> = {},
): Reply {
  const start = placeIn(request.query.first('cursor'));
  const limit = Math.min(Math.max(wholeNumber(request.query.first('limit')) ?? wish.size, 1), wish.size);
  const shown: unknown[] = [];
  let index = 0;
  let more = false;
  for (const row of rows) {
    if (index >= start + limit) {
      more = true;
      break;
    }
    if (index >= start) shown.push(show(row));
    index += 1;
  }
  const link = more ? { link: nextLink(request, wish.origin, start + limit) } : {};
  return json(shown, { ...headers, ...link });
}

export function nextLink({ url }: HubRequest, origin: string, start: number): string {
  const next = new URL(url.pathname + url.search, origin);
  next.searchParams.set('cursor', Buffer.from(JSON.stringify({ start })).toString('base64url'));
  return `<${next.href}>; rel="next"`;
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(400, 'Invalid value for "limit": expected a whole number');
  return Number(text);
}

function placeIn(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, digits] = /^\{"start":(\d{1,9})\}$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits === undefined) throw new Refusal(400, 'Invalid cursor');
  return Number(digits);
}
