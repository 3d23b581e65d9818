// What files a revision has: `…/tree/{rev}[/{path}]` in pages, `…/paths-info/{rev}`, `…/treesize/{rev}[/{path}]`,
// and the LFS files of a repo.
import { z } from 'zod';
import type { HubContext } from '../hub-context.ts';
import { pageOf } from '../http/paging.ts';
import { parseJson, readForm } from '../http/read-body.ts';
import { json, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { missingEntry, requireRevision, seeRepo } from '../repos/access.ts';
import { entryView } from '../repos/entry-view.ts';
import { filesIn, nodeAt, walk } from '../repos/git-tree.ts';
import { forEachGitType, type GitType } from '../repos/repo-types.ts';
import { iso } from '../repos/repo-view.ts';

const PAGE = 1000;
const EXPANDED_PAGE = 100;
const wishShape = z.looseObject({ paths: z.array(z.string()).or(z.string()), expand: z.boolean().nullish() });

export function treeRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api) => [
    { method: 'GET', pattern: `${api}/tree/:revision`, answer: (request) => tree(hub, request, type) },
    { method: 'GET', pattern: `${api}/tree/:revision/*path`, answer: (request) => tree(hub, request, type) },
    { method: 'GET', pattern: `${api}/treesize/:revision`, answer: (request) => treeSize(hub, request, type) },
    { method: 'GET', pattern: `${api}/treesize/:revision/*path`, answer: (request) => treeSize(hub, request, type) },
    { method: 'POST', pattern: `${api}/paths-info/:revision`, answer: (request) => pathsInfo(hub, request, type) },
    { method: 'GET', pattern: `${api}/lfs-files`, answer: (request) => lfsFiles(hub, request, type) },
  ]);
}

/** `paths` and `expand` of a body that is JSON or a form. */
export async function readPaths(request: HubRequest): Promise<{ paths: string[]; expand: boolean }> {
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const form = await readForm(request);
    return { paths: form.paths ?? [], expand: form.expand?.[0]?.toLowerCase() === 'true' };
  }
  const { paths, expand } = parseJson(await request.text(8 * 1024 * 1024), wishShape);
  return { paths: typeof paths === 'string' ? [paths] : paths, expand: expand ?? false };
}

function tree(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const commit = requireRevision(hub, repo, request.params.revision);
  const path = (request.params.path ?? '').replace(/\/+$/, '');
  const node = nodeAt(commit.tree, path);
  if (!node) throw missingEntry(path, commit);
  const expand = request.query.flag('expand') ?? false;
  const rows = node.kind === 'file' ? [{ path, node }] : walk(node, path, request.query.flag('recursive') ?? false);
  return pageOf(
    request,
    rows,
    { origin: hub.origin(), size: expand ? EXPANDED_PAGE : PAGE },
    entryView(hub.repos, commit, expand),
    {
      'x-repo-commit': commit.oid,
    },
  );
}

async function pathsInfo(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = seeRepo(hub, request, type);
  const commit = requireRevision(hub, repo, request.params.revision);
  const { paths, expand } = await readPaths(request);
  const show = entryView(hub.repos, commit, expand);
  return json(
    paths.flatMap((asked) => {
      const path = asked.replace(/^\/+|\/+$/g, '');
      const node = path === '' ? undefined : nodeAt(commit.tree, path);
      return node ? [show({ path, node })] : [];
    }),
    { 'x-repo-commit': commit.oid },
  );
}

function treeSize(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const commit = requireRevision(hub, repo, request.params.revision);
  const path = request.params.path ?? '';
  const node = nodeAt(commit.tree, path);
  if (!node) throw missingEntry(path, commit);
  let size = node.kind === 'file' ? node.size : 0;
  if (node.kind === 'folder') for (const { file } of filesIn(node)) size += file.size;
  return json({ path: `/${path}`, size });
}

function lfsFiles(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const commit = requireRevision(hub, repo, undefined);
  const files = [...filesIn(commit.tree)].filter(({ file }) => file.sha256 !== undefined);
  return pageOf(request, files, { origin: hub.origin(), size: PAGE }, ({ path, file }) => ({
    fileOid: file.sha256,
    filename: path,
    oid: file.sha256,
    pushedAt: iso(commit.atMs),
    size: file.size,
    ref: 'main',
  }));
}
