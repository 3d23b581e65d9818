// Who is let in to a gated repo: asked for, listed, granted and handled. `gated: auto` lets in whoever asks.
import { z } from 'zod';
import { requireCaller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { seeRepo, writeRepo } from '../repos/access.ts';
import { forEachGitType, type GitType } from '../repos/repo-types.ts';
import { iso } from '../repos/repo-view.ts';

const STATUSES = ['pending', 'accepted', 'rejected'] as const;
const grantWish = z.looseObject({ user: z.string() });
const handleWish = z.looseObject({ user: z.string(), status: z.enum(STATUSES) });

export function accessRequestRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api, page) => [
    { method: 'POST', pattern: `${page}/ask-access`, answer: (request) => ask(hub, request, type) },
    { method: 'GET', pattern: `${api}/user-access-request/:status`, answer: (request) => list(hub, request, type) },
    { method: 'POST', pattern: `${api}/user-access-request/grant`, answer: (request) => grant(hub, request, type) },
    { method: 'POST', pattern: `${api}/user-access-request/handle`, answer: (request) => handle(hub, request, type) },
  ]);
}

function ask(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = seeRepo(hub, request, type);
  const { account } = requireCaller(hub.store, request.headers);
  const { gated, access } = repo.facts;
  if (gated === false) throw new Refusal(400, 'This repo is not gated');
  if (access[account.name] === undefined) {
    hub.repos.change(repo, { access: { ...access, [account.name]: gated === 'auto' ? 'accepted' : 'pending' } });
  }
  return json({ status: repo.facts.access[account.name] });
}

function list(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = writeRepo(hub, request, type);
  requireGated(repo.facts.gated);
  const { status } = request.params;
  if (!STATUSES.some((known) => known === status)) throw new Refusal(400, `Invalid status: ${status}`);
  return json(
    Object.entries(repo.facts.access)
      .filter(([, is]) => is === status)
      .map(([name]) => {
        const account = hub.store.account(name);
        return {
          user: { _id: account?.id, user: name, fullname: account?.fullname ?? name, email: account?.email },
          status,
          timestamp: iso(repo.facts.createdAtMs),
        };
      }),
  );
}

async function grant(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = writeRepo(hub, request, type);
  requireGated(repo.facts.gated);
  const { user } = await readJson(request, grantWish);
  const { access } = repo.facts;
  if (!hub.store.account(user)) throw new Refusal(404, `User ${user} not found`);
  if (access[user] === 'accepted') throw new Refusal(400, `User ${user} already has access`);
  hub.repos.change(repo, { access: { ...access, [user]: 'accepted' } });
  return json({ status: 'accepted' });
}

async function handle(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = writeRepo(hub, request, type);
  requireGated(repo.facts.gated);
  const { user, status } = await readJson(request, handleWish);
  const { access } = repo.facts;
  if (access[user] === undefined) throw new Refusal(404, `No access request of ${user}`);
  if (access[user] === status) throw new Refusal(404, `The access request of ${user} is ${status} already`);
  hub.repos.change(repo, { access: { ...access, [user]: status } });
  return json({ status });
}

function requireGated(gated: unknown): void {
  if (gated === false) throw new Refusal(400, 'This repo is not gated');
}
