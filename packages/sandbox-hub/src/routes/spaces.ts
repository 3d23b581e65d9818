// What there is to know of Spaces in general: hardware, templates, ZeroGPU quota; and of one: host, token for its app.
import { callerOf } from '../caller.ts';
import { json, Refusal } from '../http/reply.ts';
import type { Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';
import { maySee, missingRepo, requireWrite, seeRepo } from '../repos/access.ts';
import type { Spaces } from '../spaces/open-spaces.ts';
import { spaceHardwareWire } from '../spaces/space-hardware.ts';
import { runtimeOf, subdomainOf } from '../spaces/space.ts';

const JWT_SECONDS = 3600;
const JWT_MOST_SECONDS = 24 * 3600;

export function spaceRoutes(hub: HubContext, spaces: Spaces): Route[] {
  const { store, now } = hub;
  const one = '/api/spaces/:namespace/:name';
  return [
    { method: 'GET', pattern: '/api/spaces/hardware', answer: () => json(spaceHardwareWire()) },
    {
      method: 'GET',
      pattern: '/api/spaces/templates',
      answer: () =>
        json({
          templates: [...hub.repos.list('space')]
            .filter(({ facts, card }) => facts.visibility === 'public' && card['is_template'] === true)
            .map(({ facts, card }) => ({
              name: typeof card['title'] === 'string' ? card['title'] : facts.name,
              repoId: facts.name,
              sdk: facts.sdk ?? 'static',
              preferredPrivate: card['preferred_private'] === true,
            })),
        }),
    },
    {
      method: 'GET',
      pattern: '/api/spaces/semantic-search',
      answer: () => {
        throw new Refusal(501, 'The Sandbox Hub does not search Spaces by meaning.');
      },
    },
    {
      method: 'GET',
      pattern: '/api/spaces/zero-gpu/quota',
      answer: ({ headers }) => {
        const { base, current, resetsAtMs } = spaces.quota.of(callerOf(store, headers)?.account.name);
        return json({ base, current, resetsAt: resetsAtMs === null ? null : new Date(resetsAtMs).toISOString() });
      },
    },
    {
      method: 'GET',
      pattern: '/api/spaces/by-subdomain/:subdomain',
      answer: ({ headers, params }) => {
        const caller = callerOf(store, headers);
        for (const repo of hub.repos.list('space')) {
          if (subdomainOf(repo.facts.name) !== params.subdomain || !maySee(caller, repo)) continue;
          return json({ id: repo.facts.name, subdomain: params.subdomain, runtime: runtimeOf(spaces.of(repo)) });
        }
        throw missingRepo(caller);
      },
    },
    {
      method: 'GET',
      pattern: `${one}/host`,
      answer: (request) => {
        const { repo } = seeRepo(hub, request, 'space');
        const subdomain = subdomainOf(repo.facts.name);
        const { door } = spaces.of(repo);
        return json({ subdomain, host: door?.url ?? `https://${subdomain}.hf.space` });
      },
    },
    {
      method: 'GET',
      pattern: `${one}/jwt`,
      answer: (request) => {
        const { repo, caller } = seeRepo(hub, request, 'space');
        if (!caller) throw new Refusal(401, 'Invalid username or password.');
        if (request.query.flag('write')) requireWrite(caller, repo);
        const asked = Number(request.query.first('expiration') ?? JWT_SECONDS);
        const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, 1), JWT_MOST_SECONDS) : JWT_SECONDS;
        return json({ token: spaces.tokens.issue(repo.facts.name, now() + seconds * 1000) });
      },
    },
  ];
}
