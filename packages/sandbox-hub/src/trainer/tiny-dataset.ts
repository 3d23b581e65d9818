// The rows that the tiny trainer learns from, of a dataset repo or of files on this machine: the configuration and the
// splits that were asked for, found as the dataset viewer finds them. Refuses what is not there by its name.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { parseCard } from '../repos/card.ts';
import { splitsOf, type Split } from '../viewer/dataset-splits.ts';
import { readRows } from '../viewer/read-rows.ts';
import type { HubFiles } from './hub-files.ts';
import { BadRow, examplesOf, type Example } from './training-rows.ts';
import type { TrainingRequest } from './training-request.ts';

export interface TinyDataset {
  train: Example[];
  validation: Example[];
  /** Rows, of which one may hold several examples, or none. */
  trainRows: number;
  validationRows: number;
  columns: string[];
}

interface SourceFile {
  path: string;
  bytes(): Promise<Uint8Array>;
}

const HELD_OUT_EVERY = 10;
const FEWEST_TO_HOLD_OUT = 10;

/** Without a split to evaluate with, every tenth example is held out, unless the request wants none. */
export async function readTinyDataset(
  hub: HubFiles,
  request: Pick<TrainingRequest, 'dataset' | 'datasetConfig' | 'trainSplit' | 'evalSplit'>,
): Promise<TinyDataset> {
  const files = await sourceFiles(hub, request.dataset);
  const card = files.find(({ path }) => path === 'README.md');
  const told = card ? parseCard(Buffer.from(await card.bytes()).toString('utf8')).card : {};
  // A description of the dataset that lies among its rows is none of them.
  const paths = files
    .map(({ path }) => path)
    .filter((path) => !/(?:^|\/)(?:config|dataset_infos?|metadata)\.json$/.test(path));
  const all = splitsOf(paths, told);
  const splits = ofConfig(all, request.datasetConfig, request.dataset);
  if (splits.length === 0) throw new BadRow(`${request.dataset} has no file of rows`);

  const trainSplit =
    named(splits, request.trainSplit, request.dataset) ?? splits.find(({ split }) => split === 'train') ?? splits[0];
  const heldOut =
    request.evalSplit === null
      ? undefined
      : (named(splits, request.evalSplit, request.dataset) ??
        splits.find(({ split }) => split !== trainSplit?.split && /^(?:validation|test)$/.test(split)));
  const train = await readSplit(files, trainSplit);
  const validation = await readSplit(files, heldOut);
  if (train.examples.length === 0) throw new BadRow(`${request.dataset} has nothing to train on`);
  const whole = {
    train: train.examples,
    validation: validation.examples,
    trainRows: train.rows,
    validationRows: validation.rows,
  };
  const columns = train.columns;
  if (heldOut || request.evalSplit === null || train.examples.length < FEWEST_TO_HOLD_OUT) return { ...whole, columns };
  const learnt = train.examples.filter((_, index) => index % HELD_OUT_EVERY !== 0);
  const kept = train.examples.filter((_, index) => index % HELD_OUT_EVERY === 0);
  return { train: learnt, validation: kept, trainRows: learnt.length, validationRows: kept.length, columns };
}

function ofConfig(all: readonly Split[], wanted: string | undefined, dataset: string): Split[] {
  const names = [...new Set(all.map(({ config }) => config))];
  const config = wanted ?? (names.includes('default') ? 'default' : names[0]);
  const splits = all.filter((each) => each.config === config);
  if (wanted !== undefined && splits.length === 0) {
    throw new BadRow(`${dataset} has no configuration ${wanted}; it has ${names.join(', ')}`);
  }
  return splits;
}

function named(splits: readonly Split[], wanted: string | null | undefined, dataset: string): Split | undefined {
  if (wanted === null || wanted === undefined) return undefined;
  const found = splits.find(({ split }) => split === wanted);
  if (found) return found;
  throw new BadRow(`${dataset} has no split ${wanted}; it has ${splits.map(({ split }) => split).join(', ')}`);
}

async function readSplit(files: readonly SourceFile[], split: Split | undefined) {
  const read = { examples: [] as Example[], rows: 0, columns: [] as string[] };
  for (const path of split?.paths ?? []) {
    const bytes = await files.find((file) => file.path === path)?.bytes();
    if (!bytes) continue;
    const rows = readRows({
      path,
      size: bytes.length,
      stream: ({ start, end } = { start: 0, end: bytes.length - 1 }) => once(bytes.subarray(start, end + 1)),
    });
    for (;;) {
      const next = await rows.next().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new BadRow(`Row ${read.rows + 1} of ${path} cannot be read: ${reason}`, read.rows + 1);
      });
      if (next.done) break;
      const { row } = next.value;
      read.rows += 1;
      if (read.rows === 1) read.columns = Object.keys(row);
      read.examples.push(...examplesOf(row, read.rows));
    }
  }
  return read;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function sourceFiles(hub: HubFiles, dataset: string): Promise<SourceFile[]> {
  const stats = await stat(dataset).catch(() => undefined);
  if (!stats) return await hub.datasetFiles(dataset);
  if (stats.isFile()) return [{ path: dataset.split(/[\\/]/).at(-1) ?? dataset, bytes: () => readFile(dataset) }];
  const entries = await readdir(dataset, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { path: relative(dataset, file).split(sep).join('/'), bytes: () => readFile(file) };
    });
}
