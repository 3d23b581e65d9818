// The steps in which the Hub builds and starts the app: its stage is asked for until the app is up, or until it is
// certain that it will not be. A stage that is left over from an earlier commit is not believed.
import { isAppError } from '@hubdesk/shared/errors';
import type { SpaceRuntime } from '@hubdesk/shared/spaces/space';
import { stageWords, takesVisitors } from '@hubdesk/shared/spaces/stages';
import { fetchRuntime, fetchSpace, restartSpace } from '../hub/spaces.ts';
import { stuckAfterMs } from '../spaces/explain-failure.ts';
import { plainFailure, spaceGone } from './deploy-failure.ts';
import { type Drive, StepFailed } from './drive.ts';
import { explainSpace } from './space-trouble.ts';

const [shortestPollMs, longestPollMs] = [250, 4_000];
/** How long the Hub may take to begin with a new commit. */
const graceMs = 15_000;
const atRest = new Set(['PAUSED', 'STOPPED']);

export async function watchSpace(drive: Drive): Promise<void> {
  const { id, book, world } = drive;
  const { space, commit, kick } = drive.record();
  if (space === null) throw new StepFailed(spaceGone());
  const building = drive.record().steps.find(({ step }) => step === 'build')?.state !== 'done';
  await book.step(id, building ? 'build' : 'start', { state: 'now' });
  if (kick) await startAgain(drive, space.id);
  const beganMs = world.clock.now();
  let moved = false;
  let pollMs = shortestPollMs;
  for (;;) {
    const runtime = await look(drive, space.id);
    const { stage } = runtime;
    const changed = await note(drive, runtime);
    pollMs = changed ? shortestPollMs : Math.min(longestPollMs, Math.round(pollMs * 1.4));
    const words = stageWords(stage);
    const waitedMs = world.clock.now() - beganMs;
    const newest =
      kick || commit?.id == null || runtime.sha === null || runtime.sha === commit.id || waitedMs > graceMs;
    moved ||= words.moving;
    if (takesVisitors(stage) && !words.moving && newest) {
      await book.step(id, 'build', { state: 'done' });
      await book.step(id, 'start', { state: 'done', detail: stage });
      return;
    }
    const settled = moved || waitedMs > graceMs || (!kick && commit?.id != null && runtime.sha === commit.id);
    if (settled && atRest.has(stage)) throw new StepFailed(resting(stage));
    const { stageSince } = drive.record();
    const sinceMs = stageSince === null ? beganMs : Date.parse(stageSince);
    const isStuck = world.clock.now() - sinceMs > stuckAfterMs;
    if ((settled && words.tone === 'bad') || isStuck) throw new StepFailed(await explainSpace(drive, runtime, sinceMs));
    await drive.pause(pollMs);
  }
}

/** What stands still is started; what already moves, or is up, was taken care of by somebody. */
async function startAgain(drive: Drive, space: string): Promise<void> {
  const { stage } = await look(drive, space);
  const words = stageWords(stage);
  if (!words.up && !words.moving) {
    const factory = stage === 'BUILD_ERROR' || stage === 'CONFIG_ERROR';
    await drive.once((call) => restartSpace(drive.world.hub, space, { factory }, call));
  }
  await drive.book.change(drive.id, { kick: false, stage: null, stageSince: null });
}

async function look(drive: Drive, space: string): Promise<SpaceRuntime> {
  const { hub } = drive.world;
  try {
    const runtime = await drive.untilAsked((call) => fetchRuntime(hub, space, call));
    if (runtime.appUrl !== null || !stageWords(runtime.stage).up) return runtime;
    const { runtime: whole } = await drive.untilAsked((call) => fetchSpace(hub, space, call));
    return { ...runtime, appUrl: whole.appUrl };
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) throw new StepFailed(spaceGone());
    throw error;
  }
}

/** Answers whether it is another stage. */
async function note(drive: Drive, { stage, appUrl }: SpaceRuntime): Promise<boolean> {
  const { id, book } = drive;
  const record = drive.record();
  const changed = record.stage !== stage;
  if (!changed && record.space?.appUrl === appUrl) return false;
  const built = stage.includes('APP_STARTING') || stageWords(stage).up;
  const buildDone = record.steps.find(({ step }) => step === 'build')?.state === 'done';
  if (stage === 'APP_STARTING' && !buildDone) await book.step(id, 'build', { state: 'done' });
  const step = stage === 'APP_STARTING' || (built && buildDone) ? 'start' : 'build';
  await book.step(
    id,
    step,
    { state: 'now', detail: stage },
    {
      stage,
      ...(changed ? { stageSince: drive.now() } : {}),
      ...(record.space === null ? {} : { space: { ...record.space, appUrl } }),
    },
  );
  return changed;
}

function resting(stage: string) {
  return plainFailure('other', stageWords(stage).sentence, [
    {
      id: 'restart',
      label: 'Start it',
      why: 'It is started, and then asked.',
      change: { kind: 'config', patch: {} },
      link: null,
    },
  ]);
}
