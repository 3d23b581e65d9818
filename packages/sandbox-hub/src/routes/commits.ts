// The history of a revision, newest first: `…/commits/{rev}?p=&limit=`.
import type { HubContext } from '../hub-context.ts';
import { json, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { requireRevision, seeRepo } from '../repos/access.ts';
import type { Commit } from '../repos/repo-store.ts';
import { forEachGitType, type GitType } from '../repos/repo-types.ts';
import { iso } from '../repos/repo-view.ts';

const PAGE = 50;
const MAX_PAGE = 1000;

export function commitsRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api) => [
    { method: 'GET', pattern: `${api}/commits/:revision`, answer: (request) => list(hub, request, type) },
  ]);
}

function list(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { query, url } = request;
  const { repo } = seeRepo(hub, request, type);
  const head = requireRevision(hub, repo, request.params.revision);
  const page = Math.max(0, Math.trunc(Number(query.first('p') ?? 0)) || 0);
  const limit = Math.min(Math.max(Math.trunc(Number(query.first('limit') ?? PAGE)) || PAGE, 1), MAX_PAGE);
  const history: Commit[] = [];
  for (let commit: Commit | undefined = head; commit; commit = commit.parent) history.push(commit);
  const headers: Record<string, string> = { 'x-total-count': String(history.length) };
  if (history.length > (page + 1) * limit) {
    const next = new URL(url.pathname + url.search, hub.origin());
    next.searchParams.set('p', String(page + 1));
    headers.link = `<${next.href}>; rel="next"`;
  }
  const formatted = query.list('expand').includes('formatted');
  return json(
    history.slice(page * limit, (page + 1) * limit).map(({ oid, title, description, atMs, author }) => ({
      id: oid,
      title,
      message: description,
      date: iso(atMs),
      authors: [{ user: author, avatar: `/avatars/${author}.svg` }],
      ...(formatted ? { formatted: { title: escaped(title), message: escaped(description) } } : {}),
    })),
    headers,
  );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
