// The parts and rows of a dataset on the Hub: from the viewer where it has them,
// else read from the files. Remembers, by commit, what it found out on the way.
import type { DatasetPage, DatasetPart } from '@hubdesk/shared/datasets/dataset';
import { AppError } from '@hubdesk/shared/errors';
import { fetchHead } from '../hub/dataset-info.ts';
import { type LinePlaces, readFileRows } from '../hub/dataset-rows.ts';
import { type SplitFiles, splitsOf } from '../hub/dataset-splits.ts';
import type { HubClient } from '../hub/hub-client.ts';
import { listRepoFiles } from '../hub/repo-list.ts';
import { fetchViewerParts, fetchViewerRows } from '../hub/viewer.ts';
import type { Secret } from '../secrets/secret.ts';
import { readCard } from './dataset-card.ts';

interface Call {
  token: Secret | null;
  signal?: AbortSignal | undefined;
}

export interface PageWish {
  dataset: string;
  config: string;
  split: string;
  from: number;
  count: number;
}

interface Contents {
  revision: string;
  splits: SplitFiles[];
  bytes: ReadonlyMap<string, number>;
  /** Rows of a file, once its end was seen. */
  totals: Map<string, number>;
  places: LinePlaces;
}

const mostFiles = 20_000;
const mostKept = 20;
/** As many small files are opened for one page. */
const mostFilesAPage = 200;
const textLimit = 20_000;

export function createDatasetContents(hub: HubClient) {
  /** By dataset and commit; the one used last at the end. */
  const kept = new Map<string, Contents>();

  async function contentsOf(dataset: string, call: Call): Promise<Contents> {
    const revision = await fetchHead(hub, dataset, call);
    const key = `${dataset} ${revision}`;
    const contents = kept.get(key) ?? (await readContents(dataset, revision, call));
    kept.delete(key);
    kept.set(key, contents);
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return contents;
  }

  async function readContents(dataset: string, revision: string, call: Call): Promise<Contents> {
    const place = { type: 'dataset', repo: dataset, revision } as const;
    const [listed, readme] = await Promise.all([
      listRepoFiles(hub, { ...place, folder: '' }, mostFiles, call),
      readCard(hub, dataset, revision, call),
    ]);
    const paths = listed.files.map(({ path }) => path);
    return {
      revision,
      splits: splitsOf(paths, readme ?? ''),
      bytes: new Map(listed.files.map(({ path, bytes }) => [path, bytes])),
      totals: new Map(),
      places: new Map(),
    };
  }

  async function valuesOfFiles(wish: PageWish, call: Call): Promise<{ values: unknown[]; total: number | null }> {
    const contents = await contentsOf(wish.dataset, call);
    const split = contents.splits.find((each) => each.config === wish.config && each.split === wish.split);
    if (!split) {
      const what = `${wish.config}/${wish.split}`;
      throw new AppError('NOT_FOUND', `${wish.dataset} has no part ${what} that can be shown.`, { what });
    }
    const { revision, totals, places } = contents;
    const values: unknown[] = [];
    let skip = wish.from;
    let opened = 0;
    for (const path of split.paths) {
      if (values.length >= wish.count) break;
      const known = totals.get(path);
      if (known !== undefined && skip >= known) {
        skip -= known;
        continue;
      }
      if ((opened += 1) > mostFilesAPage) break;
      const file = { dataset: wish.dataset, revision, path, bytes: contents.bytes.get(path) ?? 0 };
      const found = await readFileRows(hub, file, { from: skip, count: wish.count - values.length }, places, call);
      values.push(...found.rows);
      if (found.total !== null) {
        totals.set(path, found.total);
        skip = Math.max(0, skip - found.total);
      }
    }
    const counted = split.paths.map((path) => totals.get(path));
    const total = counted.every((each) => each !== undefined) ? counted.reduce((sum, each) => sum + each, 0) : null;
    return { values, total };
  }

  async function pageOfFiles(wish: PageWish, call: Call): Promise<DatasetPage> {
    const { values, total } = await valuesOfFiles(wish, call);
    return {
      from: 'files',
      columns: columnsOf(values),
      rows: values.map((value, index) => shownRow(wish.from + index, value, false)),
      total,
    };
  }

  return {
    async parts(dataset: string, call: Call): Promise<DatasetPart[]> {
      const seen = await fetchViewerParts(hub, dataset, call);
      if (seen) return seen;
      const { splits, totals } = await contentsOf(dataset, call);
      return splits.map(({ config, split, paths }) => {
        const counted = paths.map((path) => totals.get(path));
        return {
          config,
          split,
          rows: counted.every((each) => each !== undefined) ? counted.reduce((sum, each) => sum + each, 0) : null,
        };
      });
    },
    /** Whole rows, as values; one that the viewer has only in part is left out. */
    async values(wish: PageWish, call: Call): Promise<{ values: unknown[]; total: number | null }> {
      const seen = await fetchViewerRows(hub, wish, call);
      if (!seen) return valuesOfFiles(wish, call);
      return { values: seen.rows.filter(({ cut }) => !cut).map(({ value }) => value), total: seen.total };
    },
    async page(wish: PageWish, call: Call): Promise<DatasetPage> {
      const seen = await fetchViewerRows(hub, wish, call);
      if (!seen) return pageOfFiles(wish, call);
      return {
        from: 'viewer',
        columns: seen.columns,
        rows: seen.rows.map(({ row, value, cut }) => shownRow(row, value, cut)),
        total: seen.total,
      };
    },
  };
}
export type DatasetContents = ReturnType<typeof createDatasetContents>;

function shownRow(row: number, value: unknown, isCut: boolean): DatasetPage['rows'][number] {
  const text = JSON.stringify(value) ?? 'null';
  return { row, text: text.slice(0, textLimit), cut: isCut || text.length > textLimit };
}

/** The columns of these rows, each with the types it has in them. */
function columnsOf(values: readonly unknown[]): DatasetPage['columns'] {
  const types = new Map<string, Set<string>>();
  for (const value of values) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    for (const [name, cell] of Object.entries(value)) {
      const seen = types.get(name) ?? new Set();
      types.set(name, seen);
      if (cell !== null) seen.add(typeWord(cell));
    }
  }
  return [...types].map(([name, seen]) => ({ name, type: [...seen].join(' or ') || 'null' }));
}

function typeWord(cell: unknown): string {
  if (Array.isArray(cell)) return 'list';
  if (typeof cell === 'object') return 'struct';
  if (typeof cell === 'number') return Number.isInteger(cell) ? 'int64' : 'float64';
  return typeof cell === 'boolean' ? 'bool' : 'string';
}
