// Looks at a Space that does not get up, as far as that is needed to explain it: the last lines of its log and the few
// files that a failure is about. What cannot be had is left out.
import type { SpaceFailure } from '@hubdesk/shared/spaces/space-failure';
import { stageWords } from '@hubdesk/shared/spaces/stages';
import type { HubSpace } from '../hub/space-schema.ts';
import { fetchRepoText } from '../hub/repo-text.ts';
import { explainFailure, stuckAfterMs } from './explain-failure.ts';
import { lastLogLines, type SpaceLogParts } from './read-space-log.ts';

const lookedLines = 400;
const mostBytes = 200_000;

/** Null where nothing is wrong with it. `sinceMs`: when it was first seen as it is, where its log does not say. */
export async function lookAtFailure(
  space: HubSpace,
  sinceMs: number,
  parts: Omit<SpaceLogParts, 'log' | 'space'>,
): Promise<SpaceFailure | null> {
  const { hub, clock, signal } = parts;
  const { stage, errorMessage, requested } = space.runtime;
  const { tone, moving, up } = stageWords(stage);
  const isBad = tone === 'bad' || /ERROR|FAIL/.test(stage);
  // Nothing is on its way for longer than since the last change, but perhaps since a later restart.
  const changedMs = Date.parse(space.lastModified ?? '');
  const mayBeStuck = moving && !up && clock.now() - changedMs >= stuckAfterMs;
  if (!isBad && !mayBeStuck) return null;
  const log = (which: 'build' | 'run') =>
    lastLogLines({ ...parts, space: space.id, log: which }, lookedLines).catch((): string[] => []);
  const isStart = stage === 'RUNTIME_ERROR' || stage === 'APP_STARTING';
  const [build, run, files] = await Promise.all([
    stage === 'NO_APP_FILE' || stage === 'CONFIG_ERROR' || isStart ? [] : log('build'),
    isStart ? log('run') : [],
    stage === 'BUILDING' ? new Map<string, string>() : filesOf(space, parts),
  ]);
  signal.throwIfAborted();
  const beganMs = mayBeStuck ? (beganAt(isStart ? run : build) ?? sinceMs) : null;
  return explainFailure({
    stage,
    errorMessage,
    build,
    run,
    files,
    hardware: requested,
    space: space.id,
    hubUrl: hub.address.hubUrl,
    ...(beganMs === null ? {} : { stuckMs: clock.now() - Math.max(beganMs, changedMs) }),
  });
}

/** By the banner of the log: `===== Build Queued at 2026-09-01 10:00:00 / …`, in UTC. */
function beganAt(lines: readonly string[]): number | null {
  const banner = lines.findLast((line) => /^=+ (?:Build Queued|Application Startup) at /.test(line)) ?? '';
  const [, day, time] = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/.exec(banner) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${time}Z`);
}

async function filesOf(
  { id, files, appFile, sdk }: HubSpace,
  { hub, token, signal }: Omit<SpaceLogParts, 'log' | 'space'>,
): Promise<Map<string, string>> {
  const app = sdk === 'docker' ? 'Dockerfile' : (appFile ?? 'app.py');
  const wanted = ['README.md', 'requirements.txt', 'packages.txt', app].filter((path) => files.includes(path));
  const texts = await Promise.all(
    wanted.map(async (path): Promise<[string, string][]> => {
      try {
        const call = { token: await token(), signal };
        const { text } = await fetchRepoText(hub, 'space', id, path, 'main', mostBytes, call);
        return text === null ? [] : [[path, text]];
      } catch {
        return [];
      }
    }),
  );
  return new Map(texts.flat());
}
