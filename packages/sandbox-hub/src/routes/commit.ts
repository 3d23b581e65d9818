// `…/commit/{rev}`: the NDJSON of one commit, kept file by file as its lines come in. With `create_pr` it becomes the
// first commit of a pull request.
import { z } from 'zod';
import type { HubContext } from '../hub-context.ts';
import { parseJson, readLines } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { requireRevision, writeRepo } from '../repos/access.ts';
import { parseCard } from '../repos/card.ts';
import { blobOid } from '../repos/git-oid.ts';
import { isSafePath } from '../repos/git-tree.ts';
import { InvalidChange, StaleParent, UnknownRevision, type Change } from '../repos/repo-store.ts';
import { forEachGitType, pagePath, type GitType } from '../repos/repo-types.ts';
import { openPullRequest } from './discussions.ts';

const line = z.discriminatedUnion('key', [
  z.object({
    key: z.literal('header'),
    value: z.looseObject({
      summary: z.string().min(1),
      description: z.string().nullish(),
      parentCommit: z
        .string()
        .regex(/^[0-9a-f]{7,40}$/)
        .nullish(),
    }),
  }),
  z.object({
    key: z.literal('file'),
    value: z.looseObject({
      path: z.string(),
      content: z.string(),
      encoding: z.enum(['base64', 'utf-8']).default('utf-8'),
    }),
  }),
  z.object({
    key: z.literal('lfsFile'),
    value: z.looseObject({
      path: z.string(),
      algo: z.literal('sha256').default('sha256'),
      oid: z.string().regex(/^[0-9a-f]{64}$/),
      size: z.number().nullish(),
    }),
  }),
  z.object({ key: z.literal('deletedFile'), value: z.looseObject({ path: z.string() }) }),
  z.object({ key: z.literal('deletedFolder'), value: z.looseObject({ path: z.string() }) }),
  z.object({ key: z.literal('deletedEntry'), value: z.looseObject({ path: z.string() }) }),
]);

const LINE_LIMIT_BYTES = 64 * 1024 * 1024;

export function commitRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api) => [
    { method: 'POST', pattern: `${api}/commit/:revision`, answer: (request) => commit(hub, request, type) },
  ]);
}

async function commit(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo, caller } = writeRepo(hub, request, type);
  const { revision = 'main' } = request.params;
  const base = requireRevision(hub, repo, revision);
  const changes: Change[] = [];
  let header:
    { summary: string; description?: string | null | undefined; parentCommit?: string | null | undefined } | undefined;
  for await (const text of readLines(request, LINE_LIMIT_BYTES)) {
    const { key, value } = parseJson(text, line);
    if (key === 'header') header = value;
    else changes.push(changeOf(hub, key, value));
  }
  if (!header) throw new Refusal(400, 'The header of the commit is missing');

  const words = {
    title: header.summary,
    description: header.description ?? '',
    author: caller.account.name,
    ...(header.parentCommit ? { parent: header.parentCommit } : {}),
  };
  if (header.parentCommit && !base.oid.startsWith(header.parentCommit)) throw stale();
  const pullRequest = request.query.flag('create_pr') ? openPullRequest(hub, repo, base) : undefined;
  const made = await hub.repos.commit(repo, pullRequest?.ref ?? revision, changes, words).catch((error: unknown) => {
    if (error instanceof StaleParent) throw stale();
    if (error instanceof UnknownRevision)
      throw new Refusal(404, `Invalid rev id: ${revision}`, { 'x-error-code': 'RevisionNotFound' });
    if (error instanceof InvalidChange) throw new Refusal(400, error.message);
    throw error;
  });
  const page = hub.origin() + pagePath(type, repo.facts.name);
  return json({
    success: true,
    commitOid: made.oid,
    commitUrl: `${page}/commit/${made.oid}`,
    hookOutput: '',
    ...(pullRequest ? { pullRequestUrl: `${page}/discussions/${pullRequest.num}` } : {}),
  });
}

type Line = z.infer<typeof line>;

function changeOf(hub: HubContext, key: Exclude<Line['key'], 'header'>, value: object): Change {
  const parsed = line.parse({ key, value });
  switch (parsed.key) {
    case 'file': {
      const { path, content, encoding } = parsed.value;
      const bytes = Buffer.from(content, encoding);
      requirePath(path);
      if (path === 'README.md') requireCard(bytes);
      // Kept at once: a commit may bring more than memory should hold.
      const { sha256, size } = hub.repos.content.putBytes(bytes);
      return { path, content: { kind: 'blob', sha256 }, size, oid: blobOid(bytes) };
    }
    case 'lfsFile': {
      const { path, oid, size } = parsed.value;
      requirePath(path);
      const stored = hub.repos.content.find(oid);
      if (!stored || (typeof size === 'number' && size !== stored.size)) {
        throw new Refusal(400, `LFS file "${path}" (${oid}) was not uploaded, or has another size`);
      }
      return { path, ...stored, sha256: oid };
    }
    case 'deletedFile':
      return { path: parsed.value.path, deleted: 'file' };
    case 'deletedFolder':
    case 'deletedEntry':
      return { path: parsed.value.path, deleted: 'folder' };
    case 'header':
      throw new Refusal(400, 'The header of the commit comes twice');
  }
}

function requirePath(path: string): void {
  if (!isSafePath(path)) throw new Refusal(400, `Invalid path: ${path}`);
}

function requireCard(readme: Buffer): void {
  const { error } = parseCard(readme.toString('utf8'));
  if (error) throw new Refusal(400, `Invalid metadata in README.md: ${error}`);
}

function stale(): Refusal {
  return new Refusal(412, 'A commit has happened since. Please refresh and try again.');
}
