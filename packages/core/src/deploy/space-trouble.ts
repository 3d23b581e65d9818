// Why a Space that was made does not get up or does not answer: its logs and files are looked at.
import { isAppError } from '@hubdesk/shared/errors';
import type { SpaceRuntime } from '@hubdesk/shared/spaces/space';
import type { SpaceFailure } from '@hubdesk/shared/spaces/space-failure';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import { fetchSpace } from '../hub/spaces.ts';
import { lookAtFailure } from '../spaces/look-at-failure.ts';
import { lastLogLines } from '../spaces/read-space-log.ts';
import { plainFailure, tryAgain } from './deploy-failure.ts';
import type { Drive } from './drive.ts';

const linesShown = 30;

type Stage = Pick<SpaceRuntime, 'stage' | 'errorMessage'>;

/** `sinceMs`: when it was first seen as it is. */
export async function explainSpace(
  drive: Drive,
  { stage, errorMessage }: Stage,
  sinceMs: number,
): Promise<SpaceFailure> {
  const named = await look(drive, { stage, errorMessage }, sinceMs);
  if (named !== null) return named;
  const { label, tone, sentence } = stageWords(stage);
  if (tone === 'bad') return plainFailure('other', sentence);
  const minutes = Math.round((drive.world.clock.now() - sinceMs) / 60_000);
  return plainFailure('stuck', `It has been “${label}” for ${minutes} minutes.`);
}

/** An app that is up and does not answer; `why` is what asking it came to. */
export async function explainSilence(drive: Drive, why: unknown): Promise<SpaceFailure> {
  const sentence = isAppError(why) ? why.message : 'The app does not answer.';
  if (isAppError(why, 'RATE_LIMITED') && /GPU time/.test(sentence)) return plainFailure('quota', sentence);
  if (isAppError(why, 'INVALID_INPUT') && why.data.field === 'gpuSeconds') {
    const fewer = {
      id: 'fewer-seconds',
      label: 'Ask for 60 seconds',
      why: 'What ZeroGPU gives a call where nothing is asked for.',
      change: { kind: 'config' as const, patch: { gpuSeconds: 60 } },
      link: null,
    };
    return plainFailure('illegal-duration', sentence, [fewer, tryAgain]);
  }
  // It is up, so that no stage says what its log may: memory that is full, a repository that is closed.
  const named = await look(drive, { stage: 'RUNTIME_ERROR', errorMessage: null }, drive.world.clock.now());
  if (named !== null && named.kind !== 'other') return named;
  const lines = await lastLogLines({ ...logOf(drive), log: 'run' }, linesShown).catch((): string[] => []);
  drive.signal.throwIfAborted();
  return {
    kind: 'no-answer',
    sentence: `The app is up and does not answer. ${sentence}`,
    lines,
    log: 'run',
    remedies: [tryAgain],
  };
}

async function look(drive: Drive, stage: Stage, sinceMs: number): Promise<SpaceFailure | null> {
  const parts = logOf(drive);
  const space = await drive.untilAsked((call) => fetchSpace(parts.hub, parts.space, call));
  return lookAtFailure({ ...space, runtime: { ...space.runtime, ...stage } }, sinceMs, parts);
}

function logOf({ world: { hub, clock, redact }, token, signal, record }: Drive) {
  return { hub, space: record().space?.id ?? '', token: async () => token, clock, redact, signal };
}
