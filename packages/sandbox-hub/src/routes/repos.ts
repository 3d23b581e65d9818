// Making, deleting, moving and copying repos, and their settings: `/api/repos/…`, `…/settings`, `…/duplicate`.
import { z } from 'zod';
import { requireCaller, type Caller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { missingRepo, maySee, requireCreate, requireFiles, requireWrite, seeRepo, writeRepo } from '../repos/access.ts';
import { filesIn } from '../repos/git-tree.ts';
import { firstFiles } from '../repos/first-files.ts';
import {
  InvalidChange,
  RepoExists,
  type Change,
  type Repo,
  type RepoType,
  type Visibility,
} from '../repos/repo-store.ts';
import { forEachGitType, pagePath, type GitType } from '../repos/repo-types.ts';

const visibility = { visibility: z.enum(['public', 'private', 'protected']).nullish(), private: z.boolean().nullish() };
const repoType = z.enum(['model', 'dataset', 'space', 'kernel']);

const createWish = z.looseObject({
  ...visibility,
  name: z.string(),
  organization: z.string().nullish(),
  type: repoType.nullish(),
  sdk: z.enum(['gradio', 'docker', 'static', 'streamlit']).nullish(),
  license: z.string().nullish(),
  files: z
    .array(z.object({ path: z.string(), content: z.string(), encoding: z.enum(['base64', 'utf-8']).default('utf-8') }))
    .nullish(),
});
const deleteWish = z.looseObject({
  name: z.string(),
  organization: z.string().nullish(),
  type: repoType.or(z.literal('bucket')).nullish(),
});
const moveWish = z.looseObject({
  fromRepo: z.string(),
  toRepo: z.string(),
  type: repoType.or(z.literal('bucket')).nullish(),
});
const duplicateWish = z.looseObject({ ...visibility, repository: z.string() });
const settingsWish = z.looseObject({
  ...visibility,
  gated: z.union([z.literal(false), z.enum(['auto', 'manual'])]).nullish(),
  discussionsDisabled: z.boolean().nullish(),
});

export function repoRoutes(hub: HubContext): Route[] {
  return [
    { method: 'POST', pattern: '/api/repos/create', answer: (request) => create(hub, request) },
    { method: 'DELETE', pattern: '/api/repos/delete', answer: (request) => remove(hub, request) },
    { method: 'POST', pattern: '/api/repos/move', answer: (request) => move(hub, request) },
    ...forEachGitType((type, api) => [
      { method: 'PUT', pattern: `${api}/settings`, answer: (request) => changeSettings(hub, request, type) },
      { method: 'POST', pattern: `${api}/duplicate`, answer: (request) => duplicate(hub, request, type) },
    ]),
  ];
}

/** Makes a repo for a caller: checks rights and name, runs the hooks, answers 409 with its `url` when it is there. */
export function makeRepo(
  hub: HubContext,
  caller: Caller,
  wanted: { type: RepoType; name: string; visibility: Visibility; sdk?: string; files: Record<string, string> },
  wish: Readonly<Record<string, unknown>>,
): Repo {
  const { type, name } = wanted;
  const [namespace = '', own = ''] = name.split('/');
  requireCreate(caller, namespace);
  requireName(own);
  if (wanted.visibility === 'protected' && type !== 'space') throw new Refusal(400, 'Only Spaces can be protected');
  if (hub.repos.open(type, name)) throw conflict(hub, type, name);
  for (const hook of hub.creationHooks) hook.before?.({ type, name, caller, wish });
  const repo = hub.repos.create({ ...wanted, createdBy: caller.account.name });
  for (const hook of hub.creationHooks) hook.after?.({ repo, caller, wish });
  return repo;
}

export function visibilityOf(wish: {
  visibility?: Visibility | null | undefined;
  private?: boolean | null | undefined;
}): Visibility | undefined {
  if (wish.visibility) return wish.visibility;
  if (typeof wish.private === 'boolean') return wish.private ? 'private' : 'public';
  return undefined;
}

async function create(hub: HubContext, request: HubRequest): Promise<Reply> {
  const caller = requireCaller(hub.store, request.headers);
  const wish = await readJson(request, createWish, 64 * 1024 * 1024);
  const type = wish.type ?? 'model';
  const sdk = type === 'space' ? (wish.sdk ?? undefined) : undefined;
  if (type === 'space' && !sdk)
    throw new Refusal(400, 'Invalid input: sdk: one of gradio, docker, static is required for a Space');
  // Some clients give the whole id as the name.
  const name = wish.name.includes('/') ? wish.name : `${wish.organization || caller.account.name}/${wish.name}`;
  const repo = makeRepo(
    hub,
    caller,
    {
      type,
      name,
      visibility: visibilityOf(wish) ?? 'public',
      files: firstFiles(type, name, { license: wish.license ?? undefined, sdk }),
      ...(sdk === undefined ? {} : { sdk }),
    },
    wish,
  );
  if (wish.files?.length) {
    const changes = wish.files.map(({ path, content, encoding }): Change => ({
      path,
      bytes: Buffer.from(content, encoding),
    }));
    await hub.repos
      .commit(repo, 'main', changes, { title: 'Add files', author: caller.account.name })
      .catch(refuseInvalid);
  }
  return json({ url: hub.origin() + pagePath(type, repo.facts.name), name: repo.facts.name, id: repo.facts.id });
}

async function remove(hub: HubContext, request: HubRequest): Promise<Reply> {
  const caller = requireCaller(hub.store, request.headers);
  const { name, organization, type } = await readJson(request, deleteWish);
  const repo = visibleRepo(
    hub,
    caller,
    type ?? 'model',
    name.includes('/') ? name : `${organization || caller.account.name}/${name}`,
  );
  requireWrite(caller, repo, true);
  hub.repos.remove(repo);
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK' };
}

async function move(hub: HubContext, request: HubRequest): Promise<Reply> {
  const caller = requireCaller(hub.store, request.headers);
  const { fromRepo, toRepo, type } = await readJson(request, moveWish);
  const repo = visibleRepo(hub, caller, type ?? 'model', fromRepo);
  requireWrite(caller, repo, true);
  const [namespace = '', own = '', more] = toRepo.split('/');
  if (more !== undefined) throw new Refusal(400, `Invalid repo name: ${toRepo}`);
  requireCreate(caller, namespace);
  requireName(own);
  if (toRepo.toLowerCase() !== fromRepo.toLowerCase() && hub.repos.open(repo.facts.type, toRepo)) {
    throw conflict(hub, repo.facts.type, toRepo);
  }
  hub.repos.move(repo, toRepo);
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'OK' };
}

async function changeSettings(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = writeRepo(hub, request, type, true);
  const wish = await readJson(request, settingsWish);
  const shown = visibilityOf(wish);
  if (shown === 'protected' && type !== 'space') throw new Refusal(400, 'Only Spaces can be protected');
  hub.repos.change(repo, {
    ...(shown ? { visibility: shown } : {}),
    ...(wish.gated === null || wish.gated === undefined ? {} : { gated: wish.gated }),
    ...(typeof wish.discussionsDisabled === 'boolean' ? { discussionsDisabled: wish.discussionsDisabled } : {}),
  });
  const { facts } = repo;
  return json({
    private: facts.visibility === 'private',
    visibility: facts.visibility,
    gated: facts.gated,
    discussionsDisabled: facts.discussionsDisabled,
  });
}

async function duplicate(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const found = seeRepo(hub, request, type);
  const caller = requireCaller(hub.store, request.headers);
  requireFiles(hub, found);
  const wish = await readJson(request, duplicateWish);
  const source = found.repo;
  const name = wish.repository;
  const [namespace = '', own = ''] = name.split('/');
  requireCreate(caller, namespace);
  requireName(own);
  if (hub.repos.open(type, name)) throw conflict(hub, type, name);
  for (const hook of hub.creationHooks) hook.before?.({ type, name, caller, wish });
  const { sdk } = source.facts;
  const repo = hub.repos.create({
    type,
    name,
    createdBy: caller.account.name,
    visibility: visibilityOf(wish) ?? source.facts.visibility,
    ...(sdk === undefined ? {} : { sdk }),
  });
  const head = hub.repos.revision(source);
  const changes = [...(head ? filesIn(head.tree) : [])].map(({ path, file }): Change => ({
    path,
    content: file.content,
    size: file.size,
    oid: file.oid,
    ...(file.sha256 === undefined ? {} : { sha256: file.sha256 }),
  }));
  await hub.repos.commit(repo, 'main', changes, {
    title: `Duplicate from ${source.facts.name}`,
    author: caller.account.name,
  });
  for (const hook of hub.creationHooks) hook.after?.({ repo, caller, wish, copyOf: source });
  return json({ url: hub.origin() + pagePath(type, name) });
}

function visibleRepo(hub: HubContext, caller: Caller, type: RepoType, name: string): Repo {
  const repo = hub.repos.open(type, name);
  if (!repo || !maySee(caller, repo)) throw missingRepo(caller);
  return repo;
}

export function conflict(hub: HubContext, type: RepoType, name: string): Refusal {
  const error = `You already created this ${type} repo: ${name}`;
  return new Refusal(409, { error, url: hub.origin() + pagePath(type, name) }, { 'x-error-message': error });
}

function requireName(name: string): void {
  if (
    !/^[A-Za-z0-9_](?:[\w.-]{0,94}[A-Za-z0-9_])?$/.test(name) ||
    name.includes('--') ||
    name.includes('..') ||
    name.endsWith('.git')
  ) {
    throw new Refusal(400, `Invalid repo name: "${name}"`);
  }
}

function refuseInvalid(error: unknown): never {
  if (error instanceof InvalidChange) throw new Refusal(400, error.message);
  if (error instanceof RepoExists) throw new Refusal(409, error.message);
  throw error;
}
