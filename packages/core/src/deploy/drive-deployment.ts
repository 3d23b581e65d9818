// One deployment, step by step, from where its record says it is. What a step rejects with becomes a failure with its
// remedies; what only the account can solve stops it where it is.
import { isAppError } from '@hubdesk/shared/errors';
import type { DeployStep } from '@hubdesk/shared/spaces/deploy-kinds';
import { fetchSpace } from '../hub/spaces.ts';
import { problemOf } from '../transfer/problem.ts';
import { asksWithToken } from '../spaces/asks-as.ts';
import { askAtEnd } from './ask-at-end.ts';
import { askerOf } from './ask-deployment.ts';
import { nameDeployFailure } from './deploy-failure.ts';
import { type Drive, StepFailed } from './drive.ts';
import { makeRepo } from './make-repo.ts';
import { pushFiles } from './push-files.ts';
import { awaitServed, explainServed, startJob, watchUntilEnd } from './serve-on-job.ts';
import { explainSilence } from './space-trouble.ts';
import { watchSpace } from './watch-space.ts';

const perform: Readonly<Record<DeployStep, (drive: Drive) => Promise<void>>> = {
  repo: makeRepo,
  commit: pushFiles,
  build: watchSpace,
  job: startJob,
  start: (drive) => (isJob(drive) ? awaitServed(drive) : watchSpace(drive)),
  question: askNow,
  ready: (drive) =>
    drive.book.step(drive.id, 'ready', { state: 'done' }, { state: 'ready', failure: null, problem: null }),
};

/**
 * Resolves when there is nothing more to do, or `drive.signal` is aborted. Rejects with what keeps everything from
 * being asked (`isOfAccount`), and with STORAGE_FAILED where its record cannot be kept.
 */
export async function driveDeployment(drive: Drive): Promise<void> {
  const { id, book, signal } = drive;
  try {
    while (drive.record().state === 'working') {
      signal.throwIfAborted();
      const next = drive
        .record()
        .steps.find(({ state }) => state === 'waiting' || state === 'now' || state === 'failed');
      if (!next) break;
      await perform[next.step](drive);
    }
    if (isJob(drive) && drive.record().state === 'ready') await watchUntilEnd(drive);
    book.setFollowing(id, { following: 'no', problem: null });
  } catch (error) {
    if (signal.aborted) return;
    if (isOfAccount(error)) throw error;
    // It was asked and has answered: what keeps it from being watched passes.
    if (drive.record().state === 'ready')
      return book.setFollowing(id, { following: 'stopped', problem: problemOf(error) });
    const failure = error instanceof StepFailed ? error.failure : await nameDeployFailure(drive, error);
    if (signal.aborted || book.find(id)?.state !== 'working') return;
    const failed =
      drive.record().steps.find(({ state }) => state === 'now') ??
      drive.record().steps.find(({ state }) => state === 'waiting');
    const problem = error instanceof StepFailed ? null : problemOf(error);
    if (failed) await book.step(id, failed.step, { state: 'failed' }, { state: 'failed', failure, problem });
    book.setFollowing(id, { following: 'no', problem: null });
  }
}

function isJob(drive: Drive): boolean {
  return drive.record().config.kind === 'job';
}

async function askNow(drive: Drive): Promise<void> {
  const { space } = drive.record();
  if (isJob(drive))
    return askAtEnd(drive, {
      token: drive.token,
      domains: [],
      explain: async (why) => new StepFailed(await explainServed(drive, why)),
    });
  if (space === null) return makeRepo(drive);
  const found = await drive.untilAsked((call) => fetchSpace(drive.world.hub, space.id, call));
  const { appUrl, domains } = found.runtime;
  if (appUrl !== space.appUrl) await drive.book.change(drive.id, { space: { ...space, appUrl } });
  await askAtEnd(drive, {
    token: asksWithToken(found, askerOf(drive.world, space.id)) ? drive.token : null,
    domains: domains.map(({ domain }) => domain),
    explain: async (why) => new StepFailed(await explainSilence(drive, why)),
  });
}

/** What only another token, or an open store, solves. */
export function isOfAccount(error: unknown): boolean {
  return (
    isAppError(error) &&
    ['TOKEN_REJECTED', 'SIGNED_OUT', 'KEYCHAIN_UNAVAILABLE', 'PASSPHRASE_NEEDED'].includes(error.code)
  );
}
