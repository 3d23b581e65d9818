// `GET /api/models` with its filters and pages, and one model told in full, at a revision or not.
import { callerOf, namespacesOf } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { shaOf } from '../ids.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { SORT_KEYS, type SortKey } from '../models/catalogue.ts';
import { modelFilter } from '../models/model-filter.ts';
import { listedModel, toldModel } from '../models/model-view.ts';

const MAX_PAGE = 1000;

export function modelRoutes(hub: HubContext): Route[] {
  const told = (request: HubRequest) => tell(hub, request);
  return [
    { method: 'GET', pattern: '/api/models', answer: (request) => list(hub, request) },
    { method: 'GET', pattern: '/api/models/:name', answer: told },
    { method: 'GET', pattern: '/api/models/:namespace/:name', answer: told },
    { method: 'GET', pattern: '/api/models/:name/revision/:revision', answer: told },
    { method: 'GET', pattern: '/api/models/:namespace/:name/revision/:revision', answer: told },
  ];
}

function list({ store, origin }: HubContext, { headers, query, url }: HubRequest): Reply {
  const caller = callerOf(store, headers);
  const limit = wholeNumber(query.first('limit'), 'limit') ?? MAX_PAGE;
  const row = listedModel({
    expand: query.list('expand'),
    full: query.flag('full') ?? false,
    config: query.flag('config') ?? false,
    cardData: query.flag('cardData') ?? false,
  });
  const page = store.catalogue.page({
    sort: sortKey(query.first('sort')),
    matches: modelFilter(query, namespacesOf(caller)),
    limit: Math.min(Math.max(limit, 1), MAX_PAGE),
    start: startOf(query.first('cursor')),
  });
  const links: Record<string, string> = {};
  if (page.next !== undefined) {
    const next = new URL(url.pathname + url.search, origin());
    next.searchParams.set('cursor', Buffer.from(JSON.stringify({ start: page.next })).toString('base64url'));
    links.link = `<${next.href}>; rel="next"`;
  }
  return json(page.models.map(row), links);
}

function tell({ store }: HubContext, { headers, params, query }: HubRequest): Reply {
  const caller = callerOf(store, headers);
  const id = params.namespace === undefined ? (params.name ?? '') : `${params.namespace}/${params.name}`;
  const model = store.catalogue.find(id);
  if (!model || (model.private && !namespacesOf(caller).has(model.author))) {
    // The Hub does not tell a stranger whether a private model exists.
    throw caller
      ? new Refusal(404, 'Repository not found', { 'x-error-code': 'RepoNotFound' })
      : new Refusal(401, 'Invalid username or password.', { 'x-error-code': 'RepoNotFound' });
  }
  const { revision } = params;
  if (revision !== undefined && !['main', 'HEAD', 'refs/heads/main', shaOf(model.id)].includes(revision)) {
    throw new Refusal(404, `Invalid rev id: ${revision}`, { 'x-error-code': 'RevisionNotFound' });
  }
  return json(toldModel(model, query.list('expand'), query.flag('blobs') ?? false));
}

function sortKey(text: string | undefined): SortKey {
  if (text === undefined) return 'trendingScore';
  const key = SORT_KEYS.find((known) => known === text);
  if (!key) throw new Refusal(400, `Invalid value for "sort": expected one of ${SORT_KEYS.join(', ')}`);
  return key;
}

function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Refusal(400, `Invalid value for "${name}": expected a whole number`);
  return Number(text);
}

function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, digits] = /^\{"start":(\d{1,9})\}$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (digits === undefined) throw new Refusal(400, 'Invalid cursor');
  return Number(digits);
}
