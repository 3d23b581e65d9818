// `…/xet-read-token/{rev}` and `…/xet-write-token/{rev}`, of repos and buckets: the way into the content store,
// told in the body for some clients and in headers for others.
import { requireCaller } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { json, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { readRepo, requireRevision, requireWrite } from '../repos/access.ts';
import type { RepoType } from '../repos/repo-store.ts';
import { forEachGitType } from '../repos/repo-types.ts';
import type { XetTokens } from '../xet/xet-tokens.ts';

export function xetTokenRoutes(hub: HubContext, tokens: XetTokens): Route[] {
  const both = (type: RepoType, path: string, end: string): Route[] => [
    {
      method: 'GET',
      pattern: `${path}/xet-read-token${end}`,
      answer: (request) => issue(hub, tokens, request, type, false),
    },
    {
      method: 'GET',
      pattern: `${path}/xet-write-token${end}`,
      answer: (request) => issue(hub, tokens, request, type, true),
    },
  ];
  return [
    ...forEachGitType((type, api) => [...both(type, api, '/:revision'), ...both(type, api, '')]),
    ...both('bucket', '/api/buckets/:namespace/:name', ''),
  ];
}

/** A new token as the headers that carry it. */
export function issueHeaders(hub: HubContext, tokens: XetTokens, write: boolean): Record<string, string> {
  const { value, expiresAt } = tokens.issue(write);
  return {
    'X-Xet-Cas-Url': `${hub.origin()}/xet`,
    'X-Xet-Access-Token': value,
    'X-Xet-Token-Expiration': String(expiresAt),
  };
}

function issue(hub: HubContext, tokens: XetTokens, request: HubRequest, type: RepoType, write: boolean): Reply {
  const { repo } = readRepo(hub, request, type);
  if (write) requireWrite(requireCaller(hub.store, request.headers), repo);
  // A pull request has no branch until its commit.
  else if (type !== 'bucket') requireRevision(hub, repo, request.params.revision);
  const headers = issueHeaders(hub, tokens, write);
  return json(
    {
      accessToken: headers['X-Xet-Access-Token'],
      exp: Number(headers['X-Xet-Token-Expiration']),
      casUrl: headers['X-Xet-Cas-Url'],
    },
    headers,
  );
}
