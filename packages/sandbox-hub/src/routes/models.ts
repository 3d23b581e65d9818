// `GET /api/models` with its filters and pages, and one model told in full, at a revision or not.
import { z } from 'zod';
import { callerOf, namespacesOf } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { shaOf } from '../ids.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { SORT_KEYS, type SortKey } from '../models/catalogue.ts';
import { modelFilter } from '../models/model-filter.ts';
import { listedModel, toldModel } from '../models/model-view.ts';
import { maySee, missingRepo, requireRevision } from '../repos/access.ts';
import type { RepoFile } from '../repos/repo-store.ts';
import { headOf, modelFields } from '../repos/repo-view.ts';

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

function list(hub: HubContext, { headers, query, url }: HubRequest): Reply {
  const { store, repos, origin } = hub;
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
  const expand = query.list('expand');
  return json(
    page.models.map((model) => {
      const view = row(model);
      const repo = model.repoId === undefined ? undefined : repos.find('model', model.id);
      if (!repo) return view;
      const ofFiles = modelFields(hub, repo, headOf(hub, repo), expand, false);
      return { ...view, ...Object.fromEntries(Object.entries(ofFiles).filter(([field]) => field in view)) };
    }),
    links,
  );
}

async function tell(hub: HubContext, { headers, params, query }: HubRequest): Promise<Reply> {
  const { store, repos } = hub;
  const caller = callerOf(store, headers);
  const id = params.namespace === undefined ? (params.name ?? '') : `${params.namespace}/${params.name}`;
  const model = store.catalogue.find(id);
  const repo = repos.find('model', id);
  if (!model || (repo ? !maySee(caller, repo) : model.private && !namespacesOf(caller).has(model.author))) {
    const elsewhere = model ? undefined : repos.find('model', repos.movedTo('model', id) ?? '');
    if (elsewhere && maySee(caller, elsewhere)) {
      const location = `/api/models/${elsewhere.facts.name}`;
      throw new Refusal(307, `Temporary Redirect. Redirecting to ${location}`, { location });
    }
    // The Hub does not tell a stranger whether a private model exists.
    throw missingRepo(caller);
  }
  const { revision } = params;
  const expand = query.list('expand');
  const withBlobs = query.flag('blobs') ?? false;
  const view = toldModel(model, expand, withBlobs);
  if (repo) {
    const commit = requireRevision(hub, repo, revision);
    const config = repos.file(commit, 'config.json');
    return json({
      ...view,
      ...(!expand.length || expand.includes('config') ? { config: config && (await configOf(config)) } : {}),
      ...modelFields(hub, repo, commit, expand, withBlobs),
    });
  }
  if (revision !== undefined && !['main', 'HEAD', 'refs/heads/main', shaOf(model.id)].includes(revision)) {
    throw new Refusal(404, `Invalid rev id: ${revision}`, { 'x-error-code': 'RevisionNotFound' });
  }
  return json(view);
}

const CONFIG_LIMIT_BYTES = 256 * 1024;
const configShape = z.object({
  architectures: z.array(z.string()).exactOptional(),
  model_type: z.string().exactOptional(),
});

/** The part of a config.json that the Hub repeats, or nothing for one that it cannot read. */
async function configOf(file: RepoFile): Promise<unknown> {
  if (file.size > CONFIG_LIMIT_BYTES || file.content.kind === 'hollow') return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  try {
    return configShape.safeParse(JSON.parse(Buffer.concat(pieces).toString('utf8'))).data;
  } catch {
    return undefined;
  }
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
