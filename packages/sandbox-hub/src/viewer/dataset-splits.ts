// Which files of a dataset make which split of which configuration: as the card says, else by the words in their names.
import { posix } from 'node:path';
import { z } from 'zod';
import type { Card } from '../repos/card.ts';

export interface Split {
  config: string;
  split: string;
  paths: string[];
}

export const DATA_FILE = /\.(jsonl|ndjson|json|csv|tsv|txt|parquet)$/i;

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === 'string' ? [value] : value));
const configShape = z.array(
  z.looseObject({
    config_name: z.string(),
    data_files: z.union([oneOrMore, z.array(z.looseObject({ split: z.string(), path: oneOrMore }))]).optional(),
    data_dir: z.string().optional(),
  }),
);

const SPLIT_WORDS: readonly (readonly [string, RegExp])[] = [
  ['train', /(^|[^a-z])(train|training)([^a-z]|$)/i],
  ['validation', /(^|[^a-z])(validation|valid|val|dev)([^a-z]|$)/i],
  ['test', /(^|[^a-z])(test|testing|eval|evaluation)([^a-z]|$)/i],
];

/** In the order of the card, or train, validation, test. Splits without files are left out. */
export function splitsOf(paths: readonly string[], card: Card): Split[] {
  const data = paths.filter((path) => DATA_FILE.test(path) && !/(^|\/)[._]/.test(path));
  const configs = configShape.safeParse(card.configs);
  const told = configs.success ? configs.data.flatMap((config) => splitsOfConfig(data, config)) : [];
  if (told.length > 0) return told;
  return byName(plainest(data), 'default');
}

function splitsOfConfig(data: readonly string[], config: z.infer<typeof configShape>[number]): Split[] {
  const inside =
    config.data_dir === undefined
      ? data
      : data.filter((path) => path.startsWith(`${config.data_dir?.replace(/\/$/, '')}/`));
  if (config.data_files === undefined) return byName(inside, config.config_name);
  const named = config.data_files.map((entry) =>
    typeof entry === 'string' ? { split: 'train', patterns: [entry] } : { split: entry.split, patterns: entry.path },
  );
  const splits = new Map<string, string[]>();
  for (const { split, patterns } of named) {
    const found = inside.filter((path) =>
      patterns.some((pattern) => posix.matchesGlob(path, pattern.replace(/^\.\//, ''))),
    );
    splits.set(split, [...new Set([...(splits.get(split) ?? []), ...found])]);
  }
  return [...splits]
    .map(([split, files]) => ({ config: config.config_name, split, paths: files }))
    .filter((split) => split.paths.length > 0);
}

function byName(data: readonly string[], config: string): Split[] {
  const splits = new Map<string, string[]>(SPLIT_WORDS.map(([name]) => [name, []]));
  for (const path of data) {
    const [name = 'train'] = SPLIT_WORDS.find(([, words]) => words.test(path)) ?? [];
    splits.get(name)?.push(path);
  }
  return [...splits].map(([split, paths]) => ({ config, split, paths })).filter(({ paths }) => paths.length > 0);
}

// Where formats are mixed, the one with the most files is the data.
function plainest(data: readonly string[]): string[] {
  const byEnding = new Map<string, string[]>();
  for (const path of data) {
    const ending = posix.extname(path).toLowerCase();
    byEnding.set(ending, [...(byEnding.get(ending) ?? []), path]);
  }
  return [...byEnding.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}
