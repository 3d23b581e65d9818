// Pull requests, as far as uploads need them: opened with or before their first commit, told, listed. Never merged;
// discussions without a branch are refused.
import { z } from 'zod';
import type { HubContext } from '../hub-context.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { requireRevision, seeRepo, writeRepo } from '../repos/access.ts';
import type { Commit, Repo } from '../repos/repo-store.ts';
import { forEachGitType, pagePath, type GitType } from '../repos/repo-types.ts';
import { iso } from '../repos/repo-view.ts';

const wishShape = z.looseObject({
  title: z.string().min(3),
  description: z.string().nullish(),
  pullRequest: z.boolean().nullish(),
});

export function discussionRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api) => [
    { method: 'POST', pattern: `${api}/discussions`, answer: (request) => open(hub, request, type) },
    { method: 'GET', pattern: `${api}/discussions`, answer: (request) => list(hub, request, type) },
    { method: 'GET', pattern: `${api}/discussions/:num`, answer: (request) => tell(hub, request, type) },
  ]);
}

/** A new branch `refs/pr/N` that starts at a commit. */
export function openPullRequest(hub: HubContext, repo: Repo, base: Commit): { num: number; ref: string } {
  const num = 1 + Math.max(0, ...pullRequestsOf(repo).map((each) => each.num));
  const ref = `refs/pr/${num}`;
  hub.repos.setRef(repo, ref, base.oid);
  return { num, ref };
}

function pullRequestsOf(repo: Repo): { num: number; head: Commit }[] {
  return [...repo.refs].flatMap(([ref, head]) => {
    const [, num] = /^refs\/pr\/(\d+)$/.exec(ref) ?? [];
    return num === undefined ? [] : [{ num: Number(num), head }];
  });
}

async function open(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = writeRepo(hub, request, type);
  const wish = await readJson(request, wishShape);
  if (!wish.pullRequest) throw new Refusal(501, 'The Sandbox Hub has pull requests, but no discussions');
  const { num } = openPullRequest(hub, repo, requireRevision(hub, repo, 'main'));
  return json({ num, url: `${hub.origin()}${pagePath(type, repo.facts.name)}/discussions/${num}` });
}

function list(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const all = pullRequestsOf(repo);
  return json({ discussions: all.map((each) => view(repo, each)), count: all.length, start: 0 });
}

function tell(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const found = pullRequestsOf(repo).find(({ num }) => String(num) === request.params.num);
  if (!found) throw new Refusal(404, 'Discussion not found');
  return json({
    ...view(repo, found),
    events: [],
    filesWithConflicts: [],
    changes: { base: 'refs/heads/main' },
    diff: '',
  });
}

function view({ facts }: Repo, { num, head }: { num: number; head: Commit }): Record<string, unknown> {
  return {
    num,
    title: head.title,
    author: { name: head.author },
    createdAt: iso(head.atMs),
    status: 'draft',
    isPullRequest: true,
    repo: { name: facts.name, type: facts.type },
  };
}
