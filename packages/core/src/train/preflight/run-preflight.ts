// Looks at everything a launch depends on, all at once, and tells each thing as it
// is found. Spends nothing. What cannot be found out is said to be so and never in the way.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { checkIds, type Preflight, type PreflightCheck } from '@hubdesk/shared/train/preflight';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { untilAborted } from '../../datasets/drafts/until-aborted.ts';
import { checkBudget, checkCredits, checkPayer, checkToken, tokenRefused } from './check-account.ts';
import { checkDataset, checkFormat } from './check-dataset.ts';
import { type Found, link, stops, unknown } from './check-found.ts';
import { checkHardware, checkTimeout } from './check-hardware.ts';
import { checkModel } from './check-model.ts';
import { checkOutput } from './check-output.ts';
import { checkLength, checkTemplate } from './check-rows.ts';
import { checkScript } from './check-script.ts';
import type { Asked, PreflightParts } from './preflight-parts.ts';

type CheckId = (typeof checkIds)[number];

const checks: Record<CheckId, (asked: Asked) => Promise<Found> | Found> = {
  token: checkToken,
  payer: checkPayer,
  credits: checkCredits,
  budget: checkBudget,
  script: ({ config }) => checkScript(config),
  model: checkModel,
  dataset: checkDataset,
  format: checkFormat,
  template: checkTemplate,
  length: checkLength,
  output: checkOutput,
  hardware: checkHardware,
  timeout: checkTimeout,
};

/** Nobody waits longer for an answer before a launch. */
const mostMs = 45_000;

/** Yields all checks again whenever one of them is done; the last has `done`. Rejects only with CANCELLED. */
export async function* runPreflight(
  config: RunConfig,
  kind: 'train' | 'smoke',
  parts: PreflightParts,
  signal: AbortSignal | undefined,
): AsyncGenerator<Preflight> {
  const stop = new AbortController();
  const both = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const found = new Map<CheckId, PreflightCheck>(
    checkIds.map((id) => [id, { id, state: 'checking', finding: '', action: null }]),
  );
  let reason: string | null = null;
  const giveUp = (why: string) => {
    reason ??= why;
    stop.abort();
  };
  const notTooLong = parts.clock.after(mostMs, () => giveUp('The Hub takes too long to answer.'));

  let changed = Promise.withResolvers<void>();
  let refused = false;
  const tell = (id: CheckId, what: Found) => {
    // What was known of the token before the Hub turned it away counts no more.
    if (id === 'token' && refused && what.state !== 'stops') return;
    found.set(id, { id, ...what });
    changed.resolve();
  };
  const asked = askAll(config, kind, parts, both);
  const work = checkIds.map(async (id) => {
    try {
      tell(id, await checks[id](asked));
    } catch (error) {
      if (cannotGetThrough(error, parts.hub)) giveUp(error.message);
      if (isAppError(error, 'TOKEN_REJECTED')) {
        refused = true;
        tell('token', tokenRefused(error.message));
      }
      if (id !== 'token' || !isAppError(error, 'TOKEN_REJECTED')) tell(id, afterFailure(id, error, reason));
    }
  });
  let over = false;
  void Promise.all(work).then(() => {
    over = true;
    changed.resolve();
  });

  try {
    for (;;) {
      const done = over;
      yield { checks: [...found.values()], done };
      if (done) return;
      await changed.promise;
      changed = Promise.withResolvers();
      if (signal?.aborted) throw new AppError('CANCELLED', 'Stopped.', {});
    }
  } finally {
    notTooLong();
    stop.abort();
  }
}

/** When one question does not get to the Hub, no other will. */
function cannotGetThrough(error: unknown, hub: PreflightParts['hub']): error is AppError {
  if (isAppError(error, 'TIMEOUT') || isAppError(error, 'OFFLINE') || isAppError(error, 'INTERCEPTED'))
    return error.data.host === new URL(hub.address.hubUrl).host;
  return false;
}

function askAll(config: RunConfig, kind: 'train' | 'smoke', parts: PreflightParts, signal: AbortSignal): Asked {
  const { facts, hub, token, judgeBudget, pushing } = parts;
  const { model, dataset } = config;
  const both = config.script === null && model !== null && dataset !== null;
  const asked: Asked = {
    config,
    kind,
    hub,
    token,
    signal,
    judgeBudget: (cost) => untilAborted(judgeBudget(cost), signal),
    pushing: () => untilAborted(pushing(), signal),
    owner: parts.owner(signal),
    model: model === null ? null : facts.model(model, signal),
    dataset: dataset === null ? null : facts.dataset(dataset.id, dataset.config, signal),
    rows: both ? facts.rows(config, signal) : null,
    flavors: untilAborted(parts.flavors(), signal),
  };
  // Every check tells its own failure; a question that none waits for is no failure of ours.
  for (const question of [asked.owner, asked.model, asked.dataset, asked.rows, asked.flavors]) question?.catch(() => {});
  return asked;
}

function afterFailure(id: CheckId, error: unknown, reason: string | null): Found {
  if (!isAppError(error)) return unknown('Something went wrong while this was looked at.');
  if (error.code === 'CANCELLED') return unknown(reason ?? 'This was not looked at to the end.');
  if (error.code === 'SIGNED_OUT')
    return id === 'token' ? tokenRefused('No Hugging Face account is connected.') : unknown('Connect an account first.');
  if (error.code === 'TOKEN_REJECTED') return unknown('The token has to be accepted first.');
  if (id === 'model' || id === 'dataset') {
    if (isAppError(error, 'NOT_FOUND') || isAppError(error, 'INVALID_INPUT')) return stops(error.message);
    if (isAppError(error, 'GATED')) return stops(error.message, link('Ask for access', error.data.url));
  }
  return unknown(error.message);
}
