// `/__sandbox__/…`: changes a running Sandbox from outside, for a test in another language or a person with curl.
// Answers only to the control secret, which is made up at each launch; a Hub token opens nothing here.
import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../control/clock.ts';
import {
  orgBody,
  planBody,
  putOrg,
  putToken,
  putUser,
  requireAccount,
  setPlan,
  tokenBody,
  userBody,
} from '../control/edit-accounts.ts';
import type { Fault, FaultBook } from '../faults.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';

export interface Control {
  secret: string;
  clock: Clock;
  faults(): FaultBook;
  /** Plants the seed again: same tokens, all else as at the start. The clock stays where it is. */
  startOver(): Promise<void>;
}

const count = z.int().nonnegative();
const limitsBody = z.object({
  /** An account, or `anonymous`. */
  name: z.string(),
  api: count.optional(),
  resolvers: count.optional(),
  pages: count.optional(),
  whoami: count.optional(),
});
const creditsBody = z.object({ name: z.string(), usd: z.number() });
const clockBody = z.object({ advanceMs: z.number().nonnegative() });
const faultBody = z.object({ route: z.string(), fault: z.record(z.string(), z.unknown()) });

/** What routes of other nouns add to the control API. */
export interface ControlRoute {
  method: string;
  /** Below `/__sandbox__/`. */
  path: string;
  answer(request: HubRequest): Promise<unknown>;
}

export function controlRoutes(hub: HubContext, control: Control, more: readonly ControlRoute[] = []): Route[] {
  const { store, ids, now } = hub;
  const undos = new Map<string, () => void>();

  const own: ControlRoute[] = [
    {
      method: 'GET',
      path: 'state',
      answer: async () => ({
        now: new Date(now()).toISOString(),
        accounts: store.accounts().map((account) => ({
          ...account,
          creditsUsd: store.creditsUsd(account.name),
          limits: store.limits(account.name),
        })),
        orgs: store.orgs().map((org) => ({ ...org, creditsUsd: store.creditsUsd(org.name) })),
        faults: [...undos.keys()],
      }),
    },
    {
      method: 'POST',
      path: 'users',
      answer: async (request) => putUser(store, ids, await readJson(request, userBody)),
    },
    {
      method: 'POST',
      path: 'orgs',
      answer: async (request) => {
        const body = await readJson(request, orgBody);
        putOrg(store, ids, body);
        return store.org(body.name);
      },
    },
    {
      method: 'POST',
      path: 'tokens',
      answer: async (request) => ({ token: putToken(store, now(), await readJson(request, tokenBody)) }),
    },
    {
      method: 'POST',
      path: 'plan',
      answer: async (request) => {
        setPlan(store, await readJson(request, planBody));
        return {};
      },
    },
    {
      method: 'POST',
      path: 'credits',
      answer: async (request) => {
        const { name, usd } = await readJson(request, creditsBody);
        if (!store.org(name)) requireAccount(store, name);
        store.setCreditsUsd(name, usd);
        return {};
      },
    },
    {
      method: 'POST',
      path: 'limits',
      answer: async (request) => {
        const { name, ...quotas } = await readJson(request, limitsBody);
        if (name !== 'anonymous') requireAccount(store, name);
        store.setLimits(name, Object.fromEntries(Object.entries(quotas).filter(([, quota]) => quota !== undefined)));
        return {};
      },
    },
    {
      method: 'POST',
      path: 'faults',
      answer: async (request) => {
        const { route, fault } = await readJson(request, faultBody);
        const id = ids.next('fault');
        undos.set(id, arm(control.faults(), route, fault));
        return { id };
      },
    },
    {
      method: 'DELETE',
      path: 'faults',
      answer: async () => {
        for (const undo of undos.values()) undo();
        undos.clear();
        return {};
      },
    },
    {
      method: 'POST',
      path: 'clock',
      answer: async (request) => {
        control.clock.advance((await readJson(request, clockBody)).advanceMs);
        return { now: new Date(now()).toISOString() };
      },
    },
    {
      method: 'POST',
      path: 'reset',
      answer: async () => {
        await control.startOver();
        return {};
      },
    },
  ];

  return [...own, ...more].map((route): Route => ({
    method: route.method,
    pattern: `/__sandbox__/${route.path}`,
    answer: async (request) => {
      requireSecret(control.secret, request.headers.authorization);
      return json((await route.answer(request)) ?? {});
    },
  }));
}

// Whoever has the secret may make the Sandbox misbehave in any way, so a fault is not looked at more closely.
function arm(book: FaultBook, route: string, fault: Fault): () => void {
  try {
    return book.fail(route, fault);
  } catch (error) {
    throw new Refusal(400, error instanceof Error ? error.message : String(error));
  }
}

function requireSecret(secret: string, authorization: string | undefined): void {
  const wanted = Buffer.from(`Bearer ${secret}`);
  const given = Buffer.from(authorization ?? '');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new Refusal(401, 'The control API needs the control secret that was printed at the start.');
  }
}
