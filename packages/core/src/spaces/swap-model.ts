// Another model for a Space whose app reads it from MODEL_ID: the variables and the card are changed, and what the Hub
// mounts for it, and no line of the app. All of it or nothing: what was done is taken back where the next step fails.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { SpacePairs } from '@hubdesk/shared/spaces/space';
import type { Volume } from '@hubdesk/shared/train/run-config';
import type { HubClient } from '../hub/hub-client.ts';
import { mayHaveHappened } from '../hub/may-have-happened.ts';
import { fetchAdapterBase } from '../hub/model-source.ts';
import { fetchModelWeights } from '../hub/model-weights.ts';
import { commitTexts } from '../hub/repo-commit.ts';
import { fetchRepoText } from '../hub/repo-text.ts';
import { fetchPairs, fetchRuntime, removeVariable, setVariable, setVolumes, type SpaceCall } from '../hub/spaces.ts';
import { withCardModel } from './card-model.ts';

interface Step {
  do(): Promise<unknown>;
  undo(): Promise<unknown>;
}

const mostReadmeBytes = 1_000_000;

/**
 * Rejects with NOT_FOUND where there is no such model, with INVALID_INPUT where it has no weights, where the README's head
 * is broken or where the app reads its model from a place that nothing is mounted at; nothing is changed then.
 */
export async function swapModel(hub: HubClient, space: string, model: string, call: SpaceCall): Promise<void> {
  const [{ kind }, { variables }, readme] = await Promise.all([
    fetchModelWeights(hub, model, call),
    fetchPairs(hub, space, call),
    readReadme(hub, space, call),
  ]);
  if (kind === null) throw unfit('model', `${model} has no weights that could answer.`);
  const was = variables.find(({ key }) => key === 'MODEL_ID')?.value ?? null;
  const text = readme && withCardModel(readme.text, was, model);
  const path = pathIn(variables, 'MODEL_PATH');
  const mounts = path === null ? [] : await mountSteps(hub, space, { model, kind, path, variables }, call);
  const steps: Step[] = [
    ...mounts,
    ...variableStep(hub, space, variables, { key: 'MODEL_KIND', value: kind }, call),
    ...variableStep(hub, space, variables, { key: 'MODEL_ID', value: model }, call),
  ];
  if (readme && text !== null && text !== readme.text) {
    const files = [{ path: 'README.md', content: text }];
    const commit = { files, message: `Answer with ${model}`, parent: readme.commit };
    // It is the last one: nothing comes after it that could fail.
    steps.push({ do: () => commitTexts(hub, 'space', space, commit, call), undo: async () => {} });
  }
  await allOrNothing(steps);
}

async function readReadme(hub: HubClient, space: string, call: SpaceCall) {
  try {
    const { text, commit } = await fetchRepoText(hub, 'space', space, 'README.md', 'main', mostReadmeBytes, call);
    if (text === null) throw unfit('README.md', 'README.md is no text, or is longer than a megabyte.');
    return { text, commit };
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND') && error.data.what === 'README.md') return null;
    throw error;
  }
}

function pathIn(variables: SpacePairs['variables'], key: string): string | null {
  return variables.find((each) => each.key === key)?.value.trim() || null;
}

/** The app reads a folder: what is mounted there must be the new model, and what an adapter stands on beside it. */
async function mountSteps(
  hub: HubClient,
  space: string,
  wish: { model: string; kind: 'full' | 'adapter'; path: string; variables: SpacePairs['variables'] },
  call: SpaceCall,
): Promise<Step[]> {
  const { volumes } = await fetchRuntime(hub, space, call);
  const isAt = (volume: Volume, path: string | null) => volume.type === 'model' && volume.mountPath === path;
  if (!volumes.some((volume) => isAt(volume, wish.path))) {
    throw unfit('model', `The app reads its model from ${wish.path} (MODEL_PATH), and no model is mounted there.`);
  }
  const basePath = pathIn(wish.variables, 'BASE_PATH');
  const base =
    wish.kind === 'adapter' && basePath !== null ? await fetchAdapterBase(hub, wish.model, 'main', call) : null;
  const sourceOf = (volume: Volume): string => {
    if (isAt(volume, wish.path)) return wish.model;
    return base !== null && isAt(volume, basePath) ? base : volume.source;
  };
  const next = volumes.map((volume) => ({ ...volume, source: sourceOf(volume) }));
  if (next.every(({ source }, index) => source === volumes[index]?.source)) return [];
  return [
    {
      do: () => setVolumes(hub, space, next, call),
      undo: () => setVolumes(hub, space, volumes, unsignalled(call)),
    },
  ];
}

function variableStep(
  hub: HubClient,
  space: string,
  variables: SpacePairs['variables'],
  { key, value }: { key: string; value: string },
  call: SpaceCall,
): Step[] {
  const old = variables.find((each) => each.key === key);
  if (old?.value === value) return [];
  const description = old?.description ?? '';
  return [
    {
      do: () => setVariable(hub, space, { key, value, description }, call),
      undo: () =>
        old === undefined
          ? removeVariable(hub, space, key, unsignalled(call))
          : setVariable(hub, space, { key, value: old.value, description }, unsignalled(call)),
    },
  ];
}

async function allOrNothing(steps: readonly Step[]): Promise<void> {
  const begun: Step[] = [];
  try {
    for (const step of steps) {
      await step.do().catch((error: unknown) => {
        if (mayHaveHappened(error)) begun.unshift(step);
        throw error;
      });
      begun.unshift(step);
    }
  } catch (error) {
    const undone = await Promise.allSettled([takeBack(begun)]);
    if (undone[0]?.status === 'fulfilled' || !isAppError(error)) throw error;
    const message = `${error.message} What had been changed before could not be taken back: look at the variables.`;
    throw new AppError(error.code, message, error.data, { cause: error });
  }
}

async function takeBack(steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step.undo();
}

/** What is taken back is not to be left half done because somebody has gone away. */
function unsignalled({ token, account }: SpaceCall): SpaceCall {
  return { token, account };
}

function unfit(field: string, reason: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', reason, { field, reason });
}
