// Which files of a repository make which split of which configuration: as its
// card says, else by the words in their names. Follows `datasets` 5.2
// (`data_files.py`, `load.py`), for the formats that are read here.
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { splitCard } from '../datasets/card/card-parts.ts';
import { splitKeywords } from '../datasets/open/split-of.ts';
import { datasetGlob } from './dataset-glob.ts';

export interface SplitFiles {
  config: string;
  split: string;
  paths: string[];
}

export type TableFormat = 'json' | 'csv' | 'parquet' | 'text';

const formatOfEnding: Record<string, TableFormat> = {
  jsonl: 'json',
  json: 'json',
  ndjson: 'json',
  csv: 'csv',
  tsv: 'csv',
  parquet: 'parquet',
  txt: 'text',
};
/** When there are as many files of one kind as of another. */
const endingOrder = ['parquet', 'jsonl', 'json', 'csv'];

const notData = new Set([
  'README.md',
  'config.json',
  'dataset_info.json',
  'dataset_infos.json',
  'dummy_data.zip',
  'dataset_dict.json',
]);

/** What may stand beside a keyword. */
const beside = '[-._ 0-9]';
const inFileName = keywordTest(`(?:^|${beside})(?:KEYWORD)${beside}`);
const inFolderName = keywordTest(`(?:^|${beside})(?:KEYWORD)(?:${beside}|$)`);
const shard = /^data\/([^/]+?)-\d{5}-of-\d{5}[^/]*\.[^/]*$/;

const oneOrMore = z.union([z.string().transform((path) => [path]), z.array(z.string())]);
const configSchema = z.object({
  config_name: z.coerce.string(),
  data_files: z
    .union([
      z.array(z.object({ split: z.string(), path: oneOrMore })),
      oneOrMore.transform((path) => [{ split: 'train', path }]),
    ])
    .optional(),
  data_dir: z.string().optional(),
});

/** The card's `configs`; empty when there are none that can be read. `readme`: the whole README.md. */
function cardConfigs(readme: string): z.output<typeof configSchema>[] {
  const { head } = splitCard(readme);
  if (head === null) return [];
  let card: unknown;
  try {
    card = parseDocument(head, { strict: false }).toJS({ maxAliasCount: 100 });
  } catch {
    return [];
  }
  const parsed = z.object({ configs: z.array(configSchema) }).safeParse(card);
  return parsed.success ? parsed.data.configs : [];
}

/** The format that a file's name promises, or null. */
export function tableFormatOf(path: string): TableFormat | null {
  return formatOfEnding[endingOf(path)] ?? null;
}

/** In the card's order, or train, validation, test. A split without a file that can be read here is left out. */
export function splitsOf(paths: readonly string[], readme: string): SplitFiles[] {
  const data = paths.filter(isData);
  const configs = cardConfigs(readme);
  if (configs.length === 0) return oneKind(byName(data), 'default');
  return configs.flatMap(({ config_name, data_files, data_dir }) => {
    const base = data_dir?.replace(/^\.?\/+|\/+$/g, '');
    const inside = base
      ? data.filter((path) => path.startsWith(`${base}/`)).map((path) => path.slice(base.length + 1))
      : data;
    const splits = data_files ? bySaying(inside, data_files) : byName(inside);
    return oneKind(splits, config_name).map((each) => ({
      ...each,
      paths: base ? each.paths.map((path) => `${base}/${path}`) : each.paths,
    }));
  });
}

function isData(path: string): boolean {
  const segments = path.split('/');
  return !notData.has(segments.at(-1) ?? '') && !segments.some((each) => each.startsWith('.') || each.startsWith('__'));
}

function bySaying(paths: readonly string[], said: { split: string; path: string[] }[]): Map<string, string[]> {
  const splits = new Map<string, string[]>();
  for (const { split, path } of said) {
    const tests = path.map(datasetGlob);
    splits.set(
      split,
      paths.filter((each) => tests.some((test) => test(each))),
    );
  }
  return splits;
}

function byName(paths: readonly string[]): Map<string, string[]> {
  const shards = new Map<string, string[]>();
  for (const path of paths) {
    const split = shard.exec(path)?.[1];
    if (split !== undefined) shards.set(split, [...(shards.get(split) ?? []), path]);
  }
  if (shards.size > 0) return shards;
  const inFolders = byWords(paths, (path, split) =>
    path
      .split('/')
      .slice(0, -1)
      .some((folder) => inFolderName[split]?.test(folder)),
  );
  if (inFolders.size > 0) return inFolders;
  const inNames = byWords(paths, (path, split) => inFileName[split]?.test(path.split('/').at(-1) ?? '') ?? false);
  return inNames.size > 0 ? inNames : new Map([['train', [...paths]]]);
}

function byWords(paths: readonly string[], isIn: (path: string, split: string) => boolean): Map<string, string[]> {
  const splits = Object.keys(splitKeywords).map((split) => [split, paths.filter((path) => isIn(path, split))] as const);
  return new Map(splits.filter(([, found]) => found.length > 0));
}

function keywordTest(pattern: string): Record<string, RegExp> {
  return Object.fromEntries(
    Object.entries(splitKeywords).map(([split, words]) => [split, new RegExp(pattern.replace('KEYWORD', words.join('|')))]),
  );
}

/** A dataset is of one kind: the one with most files. The others are no data. */
function oneKind(splits: ReadonlyMap<string, string[]>, config: string): SplitFiles[] {
  const counts = new Map<string, number>();
  for (const path of [...splits.values()].flat()) {
    const ending = endingOf(path);
    if (ending in formatOfEnding) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  const rank = (ending: string) => (endingOrder.includes(ending) ? endingOrder.indexOf(ending) : endingOrder.length);
  const [most] = [...counts].toSorted(([a, ofA], [b, ofB]) => ofB - ofA || rank(a) - rank(b));
  const format = most && formatOfEnding[most[0]];
  return [...splits]
    .map(([split, paths]) => ({
      config,
      split,
      paths: paths.filter((path) => tableFormatOf(path) === format).toSorted(),
    }))
    .filter(({ paths }) => paths.length > 0);
}

/** `train.jsonl.gz` ends in `jsonl`: what it is packed in is another matter. */
function endingOf(path: string): string {
  const name = (path.split('/').at(-1) ?? '').toLowerCase().replace(/\.gz$/, '');
  return name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
}
