// What the billing routes tell of a payer's spending in a month, added up from the ledger. The Hub counts in three
// units: micro-USD (usage, jobs), nano-USD (inference) and cents (sessions).
import type { Store } from '../store.ts';
import { hexId } from '../ids.ts';
import type { LedgerEntry } from './ledger.ts';

export interface Period {
  startMs: number;
  /** Not included. */
  endMs: number;
}

/** The calendar month in which a moment lies, in UTC. */
export function monthOf(atMs: number): Period {
  const at = new Date(atMs);
  return {
    startMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1),
    endMs: Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1),
  };
}

const micro = (usd: number) => Math.round(usd * 1e6);
const iso = (ms: number) => new Date(ms).toISOString();
const GROUPS = { inference: 'Inference Providers', jobs: 'Jobs', spaces: 'Spaces' } as const;

/** `GET …/billing/usage`: every product with its lines. */
export function usageView(store: Store, payer: string, period: Period): Record<string, unknown> {
  const entries = store.ledger.of(payer, period.startMs, period.endMs);
  const account = store.account(payer);
  const entity = account ?? store.org(payer);
  const usage: Record<string, unknown[]> = {};
  for (const [key, of] of grouped(entries, ({ product, subject, flavor }) => `${product} ${subject} ${flavor ?? ''}`)) {
    const [first] = of;
    if (!first) continue;
    const usd = sum(of, ({ usd }) => usd);
    const isTimed = first.product !== 'inference';
    const quantity = isTimed ? sum(of, ({ minutes = 0 }) => minutes) : of.length;
    (usage[GROUPS[first.product]] ??= []).push({
      entityId: key,
      label: first.subject,
      product: first.flavor ?? first.product,
      productPrettyName: `${GROUPS[first.product]}${first.flavor === undefined ? '' : ` (${first.flavor})`}`,
      quantity,
      unitLabel: isTimed ? 'minute' : 'request',
      unitCostMicroUSD: quantity === 0 ? 0 : micro(usd / quantity),
      totalCostMicroUSD: micro(usd),
      startedAt: iso(Math.min(...of.map(({ startedAtMs, atMs }) => startedAtMs ?? atMs))),
      stoppedAt: iso(Math.max(...of.map(({ atMs }) => atMs))),
      active: false,
    });
  }
  return {
    usage,
    period: {
      _id: hexId(`period ${payer}`, Math.floor(period.startMs / 86_400_000)),
      entityId: entity?.id ?? '',
      entityType: account ? 'user' : 'org',
      entityName: payer,
      periodStart: iso(period.startMs),
      periodEnd: iso(period.endMs),
    },
  };
}

/** What a plan's monthly credits are worth, in USD: free accounts have them for inference only. */
function includedUsd(store: Store, payer: string): number {
  const account = store.account(payer);
  if (!account) return store.org(payer)?.plan === undefined ? 0 : 2;
  return account.isPro ? 2 : 0.1;
}

/** `GET …/billing/usage-v2`. Its shape is published nowhere: the fields are those that other programs read. */
export function usageV2View(store: Store, payer: string, period: Period): Record<string, unknown> {
  const entries = store.ledger.of(payer, period.startMs, period.endMs);
  const inference = entries.filter(({ product }) => product === 'inference');
  const jobs = entries.filter(({ product }) => product === 'jobs');
  const nano = (usd: number) => Math.round(usd * 1e9);
  const spent = sum(inference, ({ usd }) => usd);
  return {
    usage: {
      inferenceProviders: {
        usedNanoUsd: nano(spent),
        includedNanoUsd: nano(includedUsd(store, payer)),
        limitNanoUsd: nano(spent + Math.max(0, store.creditsUsd(payer))),
        numRequests: inference.length,
        periodStart: iso(period.startMs),
        periodEnd: iso(period.endMs),
      },
      jobs: {
        usedMicroUsd: micro(sum(jobs, ({ usd }) => usd)),
        totalMinutes: sum(jobs, ({ minutes = 0 }) => minutes),
      },
      spaces: {
        usedMicroUsd: micro(sum(entries, ({ product, usd }) => (product === 'spaces' ? usd : 0))),
        totalMinutes: sum(entries, ({ product, minutes = 0 }) => (product === 'spaces' ? minutes : 0)),
      },
    },
  };
}

/** `GET …/billing/usage/jobs`. */
export function jobsUsageView(store: Store, payer: string, period: Period): Record<string, unknown> {
  const entries = store.ledger.of(payer, period.startMs, period.endMs).filter(({ product }) => product === 'jobs');
  return {
    hasAccess: true,
    usage: {
      usedMicroUsd: micro(sum(entries, ({ usd }) => usd)),
      totalMinutes: sum(entries, ({ minutes = 0 }) => minutes),
      periodStart: iso(period.startMs),
      periodEnd: iso(period.endMs),
      jobDetails: [...grouped(entries, ({ subject }) => subject)].map(([jobId, of]) => ({
        jobId,
        hardwareFlavor: of[0]?.flavor ?? '',
        totalMinutes: sum(of, ({ minutes = 0 }) => minutes),
        totalCostMicroUsd: micro(sum(of, ({ usd }) => usd)),
        startedAt: iso(Math.min(...of.map(({ startedAtMs, atMs }) => startedAtMs ?? atMs))),
        completedAt: iso(Math.max(...of.map(({ atMs }) => atMs))),
      })),
    },
  };
}

/** `GET …/billing/usage-by-inference-session`: a period a day. */
export function sessionsView(store: Store, payer: string, period: Period): Record<string, unknown> {
  const entries = store.ledger.of(payer, period.startMs, period.endMs).filter(({ product }) => product === 'inference');
  return {
    currency: 'USD',
    periods: [...grouped(entries, ({ atMs }) => iso(atMs).slice(0, 10))].map(([day, ofDay]) => ({
      period: day,
      sessions: [...grouped(ofDay, ({ session = 'default' }) => session)].map(([id, of]) => ({
        id,
        requestCount: of.length,
        costCents: sum(of, ({ usd }) => usd) * 100,
      })),
    })),
  };
}

function grouped(entries: readonly LedgerEntry[], keyOf: (entry: LedgerEntry) => string): Map<string, LedgerEntry[]> {
  return Map.groupBy(entries, keyOf);
}

function sum(entries: readonly LedgerEntry[], value: (entry: LedgerEntry) => number): number {
  return entries.reduce((total, entry) => total + value(entry), 0);
}
