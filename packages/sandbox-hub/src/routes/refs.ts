// Branches and tags of a repo: `…/refs`, `…/branch/{name}`, `…/tag/{name or revision}`, `…/super-squash/{branch}`.
import { z } from 'zod';
import type { HubContext } from '../hub-context.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { requireRevision, seeRepo, writeRepo } from '../repos/access.ts';
import { EMPTY_TREE } from '../repos/git-tree.ts';
import { forEachGitType, type GitType } from '../repos/repo-types.ts';

const branchWish = z.looseObject({
  startingPoint: z.string().nullish(),
  emptyBranch: z.boolean().nullish(),
  overwrite: z.boolean().nullish(),
});
const tagWish = z.looseObject({ tag: z.string(), message: z.string().nullish() });
const squashWish = z.looseObject({ message: z.string().nullish() });

export function refRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api) => [
    { method: 'GET', pattern: `${api}/refs`, answer: (request) => list(hub, request, type) },
    { method: 'POST', pattern: `${api}/branch/:branch`, answer: (request) => makeBranch(hub, request, type) },
    {
      method: 'DELETE',
      pattern: `${api}/branch/:branch`,
      answer: (request) => remove(hub, request, type, 'heads', request.params.branch ?? ''),
    },
    { method: 'POST', pattern: `${api}/tag/:revision`, answer: (request) => makeTag(hub, request, type) },
    {
      method: 'DELETE',
      pattern: `${api}/tag/:tag`,
      answer: (request) => remove(hub, request, type, 'tags', request.params.tag ?? ''),
    },
    { method: 'POST', pattern: `${api}/super-squash/:branch`, answer: (request) => squash(hub, request, type) },
  ]);
}

const REF_NAME = /^(?!.*\.\.)(?!.*\/\/)[\w][\w./+-]{0,200}$/;

function list(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const under = (prefix: string) =>
    [...repo.refs]
      .filter(([ref]) => ref.startsWith(prefix))
      .map(([ref, { oid }]) => ({ name: ref.slice(prefix.length), ref, targetCommit: oid }));
  return json({
    branches: under('refs/heads/'),
    tags: under('refs/tags/'),
    converts: under('refs/convert/'),
    ...(request.query.flag('include_prs') ? { pullRequests: under('refs/pr/') } : {}),
  });
}

async function makeBranch(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo, caller } = writeRepo(hub, request, type);
  const name = refName(request.params.branch);
  const wish = await readJson(request, branchWish);
  const ref = `refs/heads/${name}`;
  if (repo.refs.has(ref) && !wish.overwrite) throw new Refusal(409, `Reference already exists: ${ref}`);
  const from = requireRevision(hub, repo, wish.startingPoint ?? 'main');
  hub.repos.setRef(repo, ref, from.oid);
  if (wish.emptyBranch && from.tree !== EMPTY_TREE) {
    const all = [...from.tree.entries].map(([path, { kind }]) => ({ path, deleted: kind }));
    await hub.repos.commit(repo, name, all, { title: 'Start an empty branch', author: caller.account.name });
  }
  return json({ ref, targetCommit: hub.repos.revision(repo, ref)?.oid }, {}, 201);
}

async function makeTag(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = writeRepo(hub, request, type);
  const wish = await readJson(request, tagWish);
  const ref = `refs/tags/${refName(wish.tag)}`;
  const target = requireRevision(hub, repo, request.params.revision);
  if (repo.refs.has(ref)) throw new Refusal(409, `Reference already exists: ${ref}`);
  hub.repos.setRef(repo, ref, target.oid);
  return json({ ref, targetCommit: target.oid }, {}, 201);
}

function remove(hub: HubContext, request: HubRequest, type: GitType, kind: 'heads' | 'tags', name: string): Reply {
  const { repo } = writeRepo(hub, request, type);
  const ref = `refs/${kind}/${name}`;
  if (ref === 'refs/heads/main') throw new Refusal(400, 'The main branch cannot be deleted');
  if (!repo.refs.has(ref))
    throw new Refusal(404, `Reference does not exist: ${ref}`, { 'x-error-code': 'RevisionNotFound' });
  hub.repos.setRef(repo, ref, undefined);
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK' };
}

async function squash(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo, caller } = writeRepo(hub, request, type);
  const { message } = await readJson(request, squashWish);
  const branch = request.params.branch ?? 'main';
  if (!repo.refs.has(`refs/heads/${branch}`))
    throw new Refusal(404, `Invalid rev id: ${branch}`, { 'x-error-code': 'RevisionNotFound' });
  const { oid } = hub.repos.squash(repo, branch, { title: message || 'Squash', author: caller.account.name });
  return json({ success: true, commitOid: oid });
}

function refName(name: string | undefined): string {
  if (name === undefined || !REF_NAME.test(name) || name.endsWith('.lock') || name.endsWith('/'))
    throw new Refusal(400, `Invalid reference name: ${name}`);
  return name;
}
