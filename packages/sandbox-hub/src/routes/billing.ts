// What an account or organization spent: `/api/settings/billing/…` and `/api/organizations/{name}/billing/…`.
// Needs the permission `user.billing.read`; of an organization, its admins and writers may ask. There is no balance.
import { jobsUsageView, monthOf, sessionsView, usageV2View, usageView, type Period } from '../billing/billing-view.ts';
import { mayOn, requireCaller } from '../caller.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import type { HubContext } from '../hub-context.ts';

const KEEP_ALIVE_MS = 15_000;

/** `settle` brings the ledger up to date: what runs on is charged up to now. */
export function billingRoutes(hub: HubContext, settle: () => void): Route[] {
  const { store, now } = hub;

  const own = (request: HubRequest): string => {
    const caller = requireCaller(store, request.headers);
    const { name } = caller.account;
    const asked = request.params.user;
    if (asked !== undefined && asked !== name) throw new Refusal(403, 'You can only see your own usage.');
    if (!mayOn(caller, 'user.billing.read', name)) {
      throw new Refusal(403, 'This token lacks the permission user.billing.read');
    }
    return name;
  };
  const ofOrg = (request: HubRequest): string => {
    const caller = requireCaller(store, request.headers);
    const name = request.params.org ?? '';
    if (!store.org(name)) throw new Refusal(404, 'Organization not found');
    const role = caller.account.memberships.find(({ org }) => org === name)?.role;
    if ((role !== 'admin' && role !== 'write') || !mayOn(caller, 'user.billing.read', name)) {
      throw new Refusal(403, `You cannot see the billing of ${name}`);
    }
    return name;
  };

  const places = [
    { prefix: '/api/settings/billing', payer: own },
    { prefix: '/api/users/:user/billing', payer: own },
    { prefix: '/api/organizations/:org/billing', payer: ofOrg },
  ];
  return places.flatMap(({ prefix, payer }) => {
    const told = (path: string, view: (whose: string, request: HubRequest) => Record<string, unknown>): Route => ({
      method: 'GET',
      pattern: `${prefix}/${path}`,
      answer: (request) => {
        const whose = payer(request);
        settle();
        return json(view(whose, request));
      },
    });
    return [
      told('usage', (whose) => usageView(store, whose, monthOf(now()))),
      told('usage-v2', (whose, request) => usageV2View(store, whose, askedPeriod(request, now(), 'seconds'))),
      told('usage/jobs', (whose) => jobsUsageView(store, whose, monthOf(now()))),
      told('usage-by-inference-session', (whose, request) =>
        sessionsView(store, whose, askedPeriod(request, now(), 'iso')),
      ),
      {
        method: 'GET',
        pattern: `${prefix}/usage/live`,
        answer: (request): Reply => ({
          status: 200,
          headers: { 'content-type': 'text/event-stream; charset=utf-8' },
          body: live(hub, payer(request), request.gone, settle),
        }),
      },
    ];
  });
}

/** The usage now, and again after each thing that was paid for. */
async function* live(
  { store, now }: HubContext,
  whose: string,
  gone: AbortSignal,
  settle: () => void,
): AsyncGenerator<string> {
  settle();
  let isNew = true;
  let wake = () => {};
  const unwatch = store.ledger.watch((entry) => {
    if (entry.payer !== whose) return;
    isNew = true;
    wake();
  });
  const leave = () => wake();
  gone.addEventListener('abort', leave);
  try {
    while (!gone.aborted) {
      if (isNew) {
        isNew = false;
        yield `data: ${JSON.stringify(usageV2View(store, whose, monthOf(now())))}\n\n`;
        continue;
      }
      const news = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(() => resolve(false), KEEP_ALIVE_MS);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
      if (!news) yield ': keep-alive\n\n';
    }
  } finally {
    unwatch();
    gone.removeEventListener('abort', leave);
  }
}

function askedPeriod({ query }: HubRequest, nowMs: number, unit: 'seconds' | 'iso'): Period {
  const month = monthOf(nowMs);
  const read = (key: string, otherwise: number): number => {
    const text = query.first(key);
    if (text === undefined) return otherwise;
    const ms = unit === 'seconds' ? Number(text) * 1000 : Date.parse(text);
    if (!Number.isFinite(ms)) throw new Refusal(400, `Invalid input: ${key}`);
    return ms;
  };
  return { startMs: read('startDate', month.startMs), endMs: read('endDate', month.endMs) };
}
