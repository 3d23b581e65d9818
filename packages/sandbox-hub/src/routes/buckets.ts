// Buckets: folders of files without history, whose bytes come and go by Xet alone. `me` is the caller's own namespace.
import { z } from 'zod';
import { callerOf, requireCaller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { pageOf } from '../http/paging.ts';
import { parseJson, readJson, readLines } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { maySee, missingEntry, seeRepo, writeRepo } from '../repos/access.ts';
import { filesIn, isSafePath, nodeAt, walk, type TreeNode } from '../repos/git-tree.ts';
import type { Change, Repo } from '../repos/repo-store.ts';
import { pagePath } from '../repos/repo-types.ts';
import { headOf, iso } from '../repos/repo-view.ts';
import { contentHeaders, sendFile, xetHeaders } from './files.ts';
import { makeRepo, visibilityOf } from './repos.ts';
import { readPaths } from './tree.ts';

const visibility = { visibility: z.enum(['public', 'private', 'protected']).nullish(), private: z.boolean().nullish() };
const wishShape = z.looseObject(visibility);
const operation = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('addFile'), path: z.string(), xetHash: z.string(), mtime: z.number().nullish() }),
  z.looseObject({ type: z.literal('copyFile'), path: z.string(), xetHash: z.string(), mtime: z.number().nullish() }),
  z.looseObject({ type: z.literal('deleteFile'), path: z.string() }),
]);

const PAGE = 1000;
const LINE_LIMIT_BYTES = 64 * 1024;

export function bucketRoutes(hub: HubContext): Route[] {
  const bucket = '/api/buckets/:namespace/:name';
  return [
    { method: 'GET', pattern: '/api/buckets/:namespace', answer: (request) => list(hub, request) },
    { method: 'GET', pattern: bucket, answer: (request) => json(view(hub)(seeRepo(hub, request, 'bucket').repo)) },
    { method: 'POST', pattern: bucket, answer: (request) => create(hub, request) },
    { method: 'DELETE', pattern: bucket, answer: (request) => remove(hub, request) },
    { method: 'PUT', pattern: `${bucket}/settings`, answer: (request) => changeSettings(hub, request) },
    { method: 'GET', pattern: `${bucket}/tree`, answer: (request) => tree(hub, request) },
    { method: 'GET', pattern: `${bucket}/tree/*path`, answer: (request) => tree(hub, request) },
    { method: 'POST', pattern: `${bucket}/paths-info`, answer: (request) => pathsInfo(hub, request) },
    { method: 'POST', pattern: `${bucket}/batch`, answer: (request) => batch(hub, request) },
    { method: 'GET', pattern: '/buckets/:namespace/:name/resolve/*path', answer: (request) => resolve(hub, request) },
  ];
}

function view(hub: HubContext): (repo: Repo) => Record<string, unknown> {
  return (repo) => {
    const { facts } = repo;
    const head = headOf(hub, repo);
    const files = [...filesIn(head.tree)];
    return {
      _id: facts.id,
      id: facts.name,
      author: facts.name.split('/')[0],
      private: facts.visibility === 'private',
      visibility: facts.visibility,
      createdAt: iso(facts.createdAtMs),
      updatedAt: iso(head.atMs),
      size: files.reduce((sum, { file }) => sum + file.size, 0),
      totalFiles: files.length,
    };
  };
}

function list(hub: HubContext, request: HubRequest): Reply {
  const { params, query } = request;
  const caller =
    params.namespace === 'me' ? requireCaller(hub.store, request.headers) : callerOf(hub.store, request.headers);
  const namespace = params.namespace === 'me' ? caller?.account.name : params.namespace;
  const search = query.first('search')?.toLowerCase() ?? '';
  const own = [...hub.repos.list('bucket')].filter(
    (repo) =>
      repo.facts.name.startsWith(`${namespace}/`) &&
      repo.facts.name.toLowerCase().includes(search) &&
      maySee(caller, repo),
  );
  return pageOf(request, own, { origin: hub.origin(), size: PAGE }, view(hub));
}

async function create(hub: HubContext, request: HubRequest): Promise<Reply> {
  const caller = requireCaller(hub.store, request.headers);
  const { params } = request;
  const wish = await readJson(request, wishShape);
  const name = `${params.namespace === 'me' ? caller.account.name : params.namespace}/${params.name}`;
  const repo = makeRepo(
    hub,
    caller,
    { type: 'bucket', name, visibility: visibilityOf(wish) ?? 'public', files: {} },
    wish,
  );
  return json({ url: hub.origin() + pagePath('bucket', name), name, id: repo.facts.id });
}

function remove(hub: HubContext, request: HubRequest): Reply {
  const { repo } = writeRepo(hub, request, 'bucket', true);
  hub.repos.remove(repo);
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK' };
}

async function changeSettings(hub: HubContext, request: HubRequest): Promise<Reply> {
  const { repo } = writeRepo(hub, request, 'bucket', true);
  const shown = visibilityOf(await readJson(request, wishShape));
  if (shown === 'protected') throw new Refusal(400, 'Only Spaces can be protected');
  if (shown) hub.repos.change(repo, { visibility: shown });
  return json({ private: repo.facts.visibility === 'private', visibility: repo.facts.visibility });
}

function entry(hub: HubContext): (entry: { path: string; node: TreeNode }) => Record<string, unknown> {
  return ({ path, node }) =>
    node.kind === 'folder'
      ? { type: 'directory', path, uploadedAt: iso(newestIn(node)) }
      : {
          type: 'file',
          path,
          size: node.size,
          xetHash: hub.repos.xetHash(node),
          ...(node.mtimeMs === undefined ? {} : { mtime: iso(node.mtimeMs) }),
          ...(node.uploadedAtMs === undefined ? {} : { uploadedAt: iso(node.uploadedAtMs) }),
        };
}

function newestIn(folder: TreeNode & { kind: 'folder' }): number {
  let newest = 0;
  for (const { file } of filesIn(folder)) newest = Math.max(newest, file.uploadedAtMs ?? 0);
  return newest;
}

function tree(hub: HubContext, request: HubRequest): Reply {
  const { repo } = seeRepo(hub, request, 'bucket');
  const prefix = (request.params.path ?? '').replace(/\/+$/, '');
  const node = nodeAt(headOf(hub, repo).tree, prefix);
  // As with any store of objects, a prefix without anything behind it is empty, not missing.
  const rows = !node
    ? []
    : node.kind === 'file'
      ? [{ path: prefix, node }]
      : walk(node, prefix, request.query.flag('recursive') ?? false);
  return pageOf(request, rows, { origin: hub.origin(), size: PAGE }, entry(hub));
}

async function pathsInfo(hub: HubContext, request: HubRequest): Promise<Reply> {
  const { repo } = seeRepo(hub, request, 'bucket');
  const { paths } = await readPaths(request);
  const head = headOf(hub, repo);
  const show = entry(hub);
  return json(
    paths.flatMap((path) => {
      const node = path === '' ? undefined : nodeAt(head.tree, path);
      return node?.kind === 'file' ? [show({ path, node })] : [];
    }),
  );
}

async function batch(hub: HubContext, request: HubRequest): Promise<Reply> {
  const { repo, caller } = writeRepo(hub, request, 'bucket');
  const head = headOf(hub, repo);
  const changes: Change[] = [];
  const failed: { path: string; error: string }[] = [];
  let processed = 0;
  for await (const text of readLines(request, LINE_LIMIT_BYTES)) {
    const wish = parseJson(text, operation);
    processed += 1;
    const { path } = wish;
    if (!isSafePath(path)) failed.push({ path, error: 'Invalid path' });
    else if (wish.type === 'deleteFile') {
      if (nodeAt(head.tree, path)?.kind === 'file') changes.push({ path, deleted: 'file' });
      else failed.push({ path, error: 'File not found' });
    } else {
      const file = hub.repos.xet.file(wish.xetHash);
      const mtimeMs = wish.mtime ?? hub.now();
      if (file) changes.push({ path, content: { kind: 'xet', hash: file.hash }, size: file.size, mtimeMs });
      else failed.push({ path, error: `No file with the Xet hash ${wish.xetHash}` });
    }
  }
  if (changes.length > 0)
    await hub.repos.commit(repo, 'main', changes, { title: 'Change files', author: caller.account.name });
  const succeeded = processed - failed.length;
  return json(
    { success: failed.length === 0, processed, succeeded, failed },
    {},
    processed > 0 && succeeded === 0 ? 422 : 200,
  );
}

function resolve(hub: HubContext, request: HubRequest): Reply {
  const { repo } = seeRepo(hub, request, 'bucket');
  const { path = '' } = request.params;
  const file = hub.repos.file(headOf(hub, repo), path);
  if (!file) throw missingEntry(path);
  const hash = hub.repos.xetHash(file);
  const headers: Record<string, string> = {
    ...contentHeaders(path),
    etag: `"${hash ?? file.oid}"`,
    'x-linked-size': String(file.size),
    ...(hash === undefined
      ? {}
      : xetHeaders(hub, hash, `${hub.origin()}/api/buckets/${repo.facts.name}/xet-read-token`)),
  };
  if (hash !== undefined && request.headers.accept?.includes('application/vnd.xet-fileinfo+json')) {
    headers['content-type'] = 'application/vnd.xet-fileinfo+json';
    return { status: 200, headers, body: JSON.stringify({ hash }) };
  }
  return sendFile(request, file, headers);
}
