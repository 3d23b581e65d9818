// Datasets and Spaces listed and told in full: `GET /api/datasets`, `GET /api/spaces`, one of them at a revision or not.
// Also `…/auth-check`, and what an account stores.
import { callerOf, namespacesOf, requireCaller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { pageOf } from '../http/paging.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { maySee, readRepo, requireRevision, requireWrite, seeRepo } from '../repos/access.ts';
import type { Repo } from '../repos/repo-store.ts';
import { forEachGitType, GIT_TYPES, type GitType } from '../repos/repo-types.ts';
import { headOf, iso, listedRepo, sizeOf, tagsOf, toldRepo } from '../repos/repo-view.ts';

const PAGE = 1000;
const LISTED_TYPES = ['dataset', 'space', 'kernel'] as const;

export function repoInfoRoutes(hub: HubContext): Route[] {
  return [
    ...LISTED_TYPES.map((type): Route => ({
      method: 'GET',
      pattern: `/api/${type}s`,
      answer: (request) => list(hub, request, type),
    })),
    ...LISTED_TYPES.flatMap((type): Route[] => [
      { method: 'GET', pattern: `/api/${type}s/:namespace/:name`, answer: (request) => tell(hub, request, type) },
      {
        method: 'GET',
        pattern: `/api/${type}s/:namespace/:name/revision/:revision`,
        answer: (request) => tell(hub, request, type),
      },
    ]),
    ...forEachGitType((type, api) => [
      { method: 'GET', pattern: `${api}/auth-check`, answer: (request) => check(hub, request, type, false) },
      { method: 'GET', pattern: `${api}/auth-check/write`, answer: (request) => check(hub, request, type, true) },
    ]),
    { method: 'GET', pattern: '/api/settings/repositories', answer: (request) => stored(hub, request) },
    {
      method: 'GET',
      pattern: '/api/organizations/:org/settings/repositories',
      answer: (request) => stored(hub, request),
    },
  ];
}

function list(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { query } = request;
  const caller = callerOf(hub.store, request.headers);
  const show = listedRepo(hub, {
    expand: query.list('expand'),
    full: query.flag('full') ?? false,
    cardData: query.flag('cardData') ?? false,
  });
  const words = query
    .all('search')
    .flatMap((text) => text.toLowerCase().split(/\s+/))
    .filter(Boolean);
  const author = query.first('author');
  const tags = query.list('filter');
  const gated = query.flag('gated');
  const wanted = [...hub.repos.list(type)].filter((repo) => {
    const { facts } = repo;
    if (!maySee(caller, repo)) return false;
    if (author !== undefined && facts.name.split('/')[0] !== author) return false;
    if (gated !== undefined && (facts.gated !== false) !== gated) return false;
    const name = facts.name.toLowerCase();
    if (!words.every((word) => name.includes(word))) return false;
    if (tags.length === 0) return true;
    const own = tagsOf(repo, headOf(hub, repo));
    return tags.every((tag) => own.includes(tag));
  });
  const key = sortKey(hub, query.first('sort'));
  wanted.sort((a, b) => key(b) - key(a));
  return pageOf(request, wanted, { origin: hub.origin(), size: PAGE }, show);
}

function sortKey(hub: HubContext, sort: string | undefined): (repo: Repo) => number {
  switch (sort) {
    case 'createdAt':
      return ({ facts }) => facts.createdAtMs;
    case 'lastModified':
      return (repo) => headOf(hub, repo).atMs;
    case 'likes':
    case 'likes30d':
      return ({ facts }) => facts.likes;
    case undefined:
    case 'trendingScore':
    case 'downloads':
      return ({ facts }) => facts.downloads;
    default:
      throw new Refusal(
        400,
        'Invalid value for "sort": expected one of createdAt, downloads, lastModified, likes, trendingScore',
      );
  }
}

function tell(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const commit = requireRevision(hub, repo, request.params.revision);
  return json(toldRepo(hub, repo, commit, request.query.list('expand'), request.query.flag('blobs') ?? false));
}

function check(hub: HubContext, request: HubRequest, type: GitType, write: boolean): Reply {
  const { repo } = readRepo(hub, request, type);
  if (write) requireWrite(requireCaller(hub.store, request.headers), repo);
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK' };
}

function stored(hub: HubContext, request: HubRequest): Reply {
  const caller = requireCaller(hub.store, request.headers);
  const namespace = request.params.org ?? caller.account.name;
  if (!namespacesOf(caller).has(namespace)) throw new Refusal(403, `Forbidden: you are not a member of ${namespace}`);
  const own = [...GIT_TYPES, 'bucket' as const]
    .flatMap((type) => [...hub.repos.list(type)])
    .filter(({ facts }) => facts.name.startsWith(`${namespace}/`));
  const sizes = own.map((repo) => ({ repo, storage: sizeOf(headOf(hub, repo)) })).sort((a, b) => b.storage - a.storage);
  const total = sizes.reduce((sum, { storage }) => sum + storage, 0);
  return pageOf(request, sizes, { origin: hub.origin(), size: PAGE }, ({ repo, storage }) => ({
    id: repo.facts.name,
    type: repo.facts.type,
    updatedAt: iso(headOf(hub, repo).atMs),
    visibility: repo.facts.visibility,
    storage,
    storagePercent: total > 0 ? (100 * storage) / total : 0,
  }));
}
