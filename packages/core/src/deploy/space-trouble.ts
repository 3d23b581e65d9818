// Why a Space that was made does not get up or does not answer: its logs and files are looked at.
import { isAppError } from '@hubdesk/shared/errors';
import type { SpaceRuntime } from '@hubdesk/shared/spaces/space';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import type { SpaceFailure } from '@hubdesk/shared/spaces/space-failure';
import { fetchRepoText } from '../hub/repo-text.ts';
import { explainFailure } from '../spaces/explain-failure.ts';
import { lastLogLines } from '../spaces/read-space-log.ts';
import { plainFailure, tryAgain } from './deploy-failure.ts';
import type { Drive } from './drive.ts';
import { flavorOf } from './make-repo.ts';

const linesLooked = 400;
const linesShown = 30;
const mostFileBytes = 200_000;

/** `stuckMs`: how long it has been on its way, where that is too long. */
export async function explainSpace(
  drive: Drive,
  runtime: Pick<SpaceRuntime, 'stage' | 'errorMessage'>,
  stuckMs?: number,
): Promise<SpaceFailure> {
  const { space, config } = drive.record();
  const id = space?.id ?? '';
  const { build, run, files } = await evidence(drive, id);
  const named = explainFailure({
    stage: runtime.stage,
    errorMessage: runtime.errorMessage,
    build,
    run,
    files,
    hardware: flavorOf(config),
    space: id,
    hubUrl: drive.world.hub.address.hubUrl,
    ...(stuckMs === undefined ? {} : { stuckMs }),
  });
  if (named !== null) return named;
  if (stuckMs !== undefined)
    return plainFailure(
      'stuck',
      `It has been “${stageWords(runtime.stage).label}” for ${Math.round(stuckMs / 60_000)} minutes.`,
    );
  return plainFailure('other', stageWords(runtime.stage).sentence);
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
  const { space, config } = drive.record();
  const { build, run, files } = await evidence(drive, space?.id ?? '');
  // It is up, so that no stage says what its log may: memory that is full, a repository that is closed.
  const named = explainFailure({
    stage: 'RUNTIME_ERROR',
    errorMessage: null,
    build: [],
    run,
    files,
    hardware: flavorOf(config),
    space: space?.id ?? '',
    hubUrl: drive.world.hub.address.hubUrl,
  });
  if (named !== null && named.kind !== 'other') return named;
  const lines = (run.length > 0 ? run : build).slice(-linesShown);
  return {
    kind: 'no-answer',
    sentence: `The app is up and does not answer. ${sentence}`,
    lines,
    log: run.length > 0 ? 'run' : 'build',
    remedies: [tryAgain],
  };
}

async function evidence(
  drive: Drive,
  space: string,
): Promise<{ build: string[]; run: string[]; files: Map<string, string> }> {
  const { hub, clock, redact } = drive.world;
  const log = (which: 'build' | 'run') =>
    lastLogLines(
      { hub, space, log: which, token: async () => drive.token, clock, redact, signal: drive.signal },
      linesLooked,
    ).catch(() => []);
  const names = [
    'README.md',
    'requirements.txt',
    ...Object.keys(drive.record().pushed).filter((path) => path.endsWith('.py')),
  ].slice(0, 5);
  const text = async (path: string): Promise<[string, string][]> => {
    const read = await fetchRepoText(hub, 'space', space, path, 'main', mostFileBytes, {
      token: drive.token,
      signal: drive.signal,
    }).catch(() => null);
    return read === null || read.text === null ? [] : [[path, read.text]];
  };
  const [build, run, files] = await Promise.all([log('build'), log('run'), Promise.all(names.map(text))]);
  drive.signal.throwIfAborted();
  return { build, run, files: new Map(files.flat()) };
}
