// What of a Space outlives the hub that made it, as its repo does: one file beside the repos, readable by its owner
// alone, for it holds the values of secrets. The same words are how a seed puts a Space into its stage.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { volume } from './space-settings.ts';
import type { Pair, Space } from './space.ts';

const pairs = z.record(z.string(), z.object({ value: z.string(), description: z.string().optional() }));

const spaceStart = z.object({
  stage: z.string(),
  errorMessage: z.string().optional(),
  hardware: z.string().optional(),
  sleepAfterSeconds: z.number().nullable().optional(),
  secrets: pairs.optional(),
  variables: pairs.optional(),
  volumes: z.array(volume).optional(),
  devMode: z.boolean().optional(),
  replicas: z.int().optional(),
  /** What the logs have to say from the start; a seed's only. */
  buildLines: z.array(z.string()).optional(),
  runLines: z.array(z.string()).optional(),
});
export type SpaceStart = z.infer<typeof spaceStart>;
const notes = z.record(z.string(), spaceStart);

/** By name of the Space; empty without a file. Throws for a file that is not ours. */
export function readNotes(file: string): Record<string, SpaceStart> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return {};
  }
  return notes.parse(JSON.parse(text));
}

export function writeNotes(file: string, spaces: Iterable<Space>): void {
  const all = Object.fromEntries([...spaces].map((space) => [space.repo.facts.name, noteOf(space)]));
  writeFileSync(`${file}.new`, JSON.stringify(all), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function noteOf(space: Space): SpaceStart {
  return {
    stage: space.stage,
    ...(space.errorMessage === undefined ? {} : { errorMessage: space.errorMessage }),
    hardware: space.hardware.requested,
    sleepAfterSeconds: space.sleepAfterSeconds,
    secrets: plain(space.secrets),
    variables: plain(space.variables),
    volumes: space.volumes,
    devMode: space.devMode,
    replicas: space.replicas.requested,
  };
}

function plain(map: ReadonlyMap<string, Pair>): NonNullable<SpaceStart['secrets']> {
  return Object.fromEntries(
    [...map].map(([key, { value, description }]) => [
      key,
      { value, ...(description === undefined ? {} : { description }) },
    ]),
  );
}
