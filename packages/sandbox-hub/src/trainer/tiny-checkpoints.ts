// What a tiny training run leaves behind to go on from, in the folders that the real trainer makes: `checkpoint-<step>`
// with the weights and `trainer_state.json`. A folder without all of them is no checkpoint.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readTinyModel, weightFiles, type TinyModel } from './tiny-model-files.ts';

const STATE = 'trainer_state.json';
const state = z.object({ global_step: z.int().min(1) });

export interface TinyCheckpoint {
  path: string;
  step: number;
  model: TinyModel;
}

/** The last one; undefined when there is none, or none that can be read. */
export async function lastCheckpoint(folder: string): Promise<TinyCheckpoint | undefined> {
  for (const path of (await checkpointsIn(folder)).toReversed()) {
    try {
      const { global_step: step } = state.parse(JSON.parse(await readFile(join(path, STATE), 'utf8')));
      const names = ['config.json', 'model.safetensors'];
      const files = Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await readFile(join(path, name))] as const)),
      );
      return { path, step, model: readTinyModel(files) };
    } catch {
      // Half-written, or the real trainer's: an earlier one may do.
    }
  }
  return undefined;
}

/** Gives the path. Older ones beyond `limit` are deleted. */
export async function writeCheckpoint(
  folder: string,
  step: number,
  model: TinyModel,
  limit: number | undefined,
): Promise<string> {
  const path = join(folder, `checkpoint-${step}`);
  await mkdir(path, { recursive: true });
  for (const [name, bytes] of Object.entries(weightFiles(model))) await writeFile(join(path, name), bytes);
  // Last: it says that the others are whole.
  await writeFile(join(path, STATE), JSON.stringify({ global_step: step }));
  if (limit !== undefined && limit > 0) {
    for (const old of (await checkpointsIn(folder)).slice(0, -limit)) await rm(old, { recursive: true, force: true });
  }
  return path;
}

/** The earliest first. */
async function checkpointsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const [, number] = /^checkpoint-(\d+)$/.exec(name) ?? [];
      return number === undefined ? [] : [{ name, step: Number(number) }];
    })
    .sort((a, b) => a.step - b.step)
    .map(({ name }) => join(folder, name));
}
