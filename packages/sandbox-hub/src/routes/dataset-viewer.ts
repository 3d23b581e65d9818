// The dataset viewer under `/viewer`: what rows an uploaded dataset has, read from its own files when somebody asks.
// Nothing is converted to Parquet, and no statistics are made.
import { mayOn, callerOf } from '../caller.ts';
import type { HubContext } from '../hub-context.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { maySee, namespaceOf, requireFiles } from '../repos/access.ts';
import { filesIn } from '../repos/git-tree.ts';
import type { Commit, Repo, RepoFile } from '../repos/repo-store.ts';
import { pagePath } from '../repos/repo-types.ts';
import { headOf } from '../repos/repo-view.ts';
import { plainCell } from '../viewer/cell.ts';
import { splitsOf, type Split } from '../viewer/dataset-splits.ts';
import type { Row } from '../viewer/read-rows.ts';
import { openSplit, type SplitTable } from '../viewer/split-table.ts';

/** The viewer is a host of its own on the real Hub; here it lives on the Hub's origin, under this prefix. */
export const VIEWER_PREFIX = '/viewer';

const PAGE_ROWS = 100;
const TABLES_KEPT = 32;
const NONE = { pending: [], failed: [] };

interface Desk {
  hub: HubContext;
  /** By commit, config and split; the one not used for longest goes first. */
  tables: Map<string, Promise<SplitTable>>;
}

interface Opened {
  repo: Repo;
  commit: Commit;
  dataset: string;
  splits: Split[];
}

export function datasetViewerRoutes(hub: HubContext): Route[] {
  const desk: Desk = { hub, tables: new Map() };
  const route = (path: string, answer: (opened: Opened, request: HubRequest) => Reply | Promise<Reply>): Route => ({
    method: 'GET',
    pattern: `${VIEWER_PREFIX}${path}`,
    answer: (request) => answer(open(desk, request), request),
  });
  return [
    route('/is-valid', ({ splits }) => {
      const viewer = splits.length > 0;
      return json({ preview: viewer, viewer, search: viewer, filter: false, statistics: false });
    }),
    route('/splits', ({ splits, dataset }, { query }) => {
      const config = query.first('config');
      const shown = requireSome(splits).filter((each) => config === undefined || each.config === config);
      return json({ splits: shown.map((each) => ({ dataset, config: each.config, split: each.split })), ...NONE });
    }),
    route('/first-rows', (opened, request) => firstRows(desk, opened, request)),
    route('/rows', (opened, request) => rows(desk, opened, request)),
    route('/search', (opened, request) => search(desk, opened, request)),
    route('/size', (opened) => size(desk, opened)),
    route('/info', (opened, request) => info(desk, opened, request)),
    route('/parquet', (opened) => parquet(hub, opened)),
  ];
}

function open({ hub }: Desk, request: HubRequest): Opened {
  const dataset = need(request, 'dataset');
  const caller = callerOf(hub.store, request.headers);
  const repo = hub.repos.open('dataset', dataset);
  const kept = 'The dataset does not exist, or is not accessible';
  const refusal = caller
    ? viewerRefusal(
        404,
        `${kept} with the current credentials (private or gated). Please check the spelling of the dataset name or retry with other authentication credentials.`,
        'ExternalAuthenticatedError',
      )
    : viewerRefusal(
        401,
        `${kept} without authentication (private or gated). Please check the spelling of the dataset name or retry with authentication.`,
        'ExternalUnauthenticatedError',
      );
  if (!repo || !maySee(caller, repo)) throw refusal;
  try {
    requireFiles(hub, { repo, caller });
  } catch {
    throw refusal;
  }
  if (repo.facts.visibility === 'private') {
    const namespace = namespaceOf(repo);
    const paid = hub.store.account(namespace)?.isPro ?? hub.store.org(namespace)?.plan !== undefined;
    if (!caller || !mayOn(caller, 'repo.content.read', namespace) || !paid) {
      throw viewerRefusal(
        501,
        'Private datasets are only supported for PRO users and Team or Enterprise organizations.',
        'NotSupportedPrivateRepositoryError',
      );
    }
  }
  const commit = headOf(hub, repo);
  return {
    repo,
    commit,
    dataset: repo.facts.name,
    splits: splitsOf(
      [...filesIn(commit.tree)].map(({ path }) => path),
      repo.card,
    ),
  };
}

function requireSome(splits: Split[]): Split[] {
  if (splits.length === 0) throw viewerRefusal(500, 'The dataset is empty.', 'EmptyDatasetError');
  return splits;
}

async function tableOf({ hub, tables }: Desk, { commit }: Opened, split: Split): Promise<SplitTable> {
  const key = `${commit.oid} ${split.config} ${split.split}`;
  const files = split.paths.flatMap((path) => hub.repos.file(commit, path) ?? []);
  const table = tables.get(key) ?? openSplit(files);
  tables.delete(key);
  tables.set(key, table);
  const [oldest] = tables.keys();
  if (tables.size > TABLES_KEPT && oldest !== undefined) tables.delete(oldest);
  try {
    return await table;
  } catch (error) {
    tables.delete(key);
    const cause = error instanceof Error ? error : new Error(String(error));
    throw viewerRefusal(500, 'The dataset generation failed', 'DatasetGenerationError', {
      cause_exception: cause.name,
      cause_message: cause.message.slice(0, 2000),
      cause_traceback: [],
    });
  }
}

function splitIn({ splits }: Opened, request: HubRequest): Split {
  const [config, name] = [need(request, 'config'), need(request, 'split')];
  const split = splits.find((each) => each.config === config && each.split === name);
  if (!split) throw viewerRefusal(404, 'Not found.', 'ResponseNotFound');
  return split;
}

function featureList(table: SplitTable) {
  return [...table.features].map(([name, type], feature_idx) => ({ feature_idx, name, type }));
}

function shownRow(table: SplitTable, row: Row, row_idx: number) {
  const cells = [...table.features.keys()].map((column) => [column, plainCell(row[column])]);
  return { row_idx, row: Object.fromEntries(cells), truncated_cells: [] };
}

async function firstRows(desk: Desk, opened: Opened, request: HubRequest): Promise<Reply> {
  const split = splitIn(opened, request);
  const table = await tableOf(desk, opened, split);
  const found = await table.rows(0, PAGE_ROWS);
  return json({
    dataset: opened.dataset,
    config: split.config,
    split: split.split,
    features: featureList(table),
    rows: found.map((row, index) => shownRow(table, row, index)),
    truncated: table.rowCount > found.length,
  });
}

async function rows(desk: Desk, opened: Opened, request: HubRequest): Promise<Reply> {
  const { offset, length } = pageWish(request);
  const table = await tableOf(desk, opened, splitIn(opened, request));
  const found = await table.rows(offset, length);
  return json({
    features: featureList(table),
    rows: found.map((row, index) => shownRow(table, row, offset + index)),
    num_rows_total: table.rowCount,
    num_rows_per_page: PAGE_ROWS,
    partial: table.partial,
  });
}

async function search(desk: Desk, opened: Opened, request: HubRequest): Promise<Reply> {
  const { offset, length } = pageWish(request);
  const words = need(request, 'query').toLowerCase().split(/\s+/).filter(Boolean);
  const table = await tableOf(desk, opened, splitIn(opened, request));
  const shown: unknown[] = [];
  let found = 0;
  for (let start = 0; start < table.rowCount; start += 1000) {
    for (const [index, row] of (await table.rows(start, 1000)).entries()) {
      const text = JSON.stringify(plainCell(row)).toLowerCase();
      if (!words.every((word) => text.includes(word))) continue;
      if (found >= offset && shown.length < length) shown.push(shownRow(table, row, start + index));
      found += 1;
    }
  }
  return json({
    features: featureList(table),
    rows: shown,
    num_rows_total: found,
    num_rows_per_page: PAGE_ROWS,
    partial: table.partial,
  });
}

interface SplitSize {
  dataset: string;
  config: string;
  split: string;
  num_bytes_parquet_files: number;
  num_bytes_memory: number;
  num_rows: number;
  num_columns: number;
}

async function size(desk: Desk, opened: Opened): Promise<Reply> {
  const { dataset } = opened;
  const splits: SplitSize[] = [];
  for (const split of requireSome(opened.splits)) {
    const table = await tableOf(desk, opened, split);
    splits.push({
      dataset,
      config: split.config,
      split: split.split,
      num_bytes_parquet_files: table.byteCount,
      num_bytes_memory: table.byteCount,
      num_rows: table.rowCount,
      num_columns: table.features.size,
    });
  }
  const total = (of: typeof splits) => {
    const bytes = of.reduce((sum, each) => sum + each.num_bytes_memory, 0);
    return {
      num_bytes_original_files: bytes,
      num_bytes_parquet_files: bytes,
      num_bytes_memory: bytes,
      num_rows: of.reduce((sum, each) => sum + each.num_rows, 0),
    };
  };
  const configs = [...new Set(splits.map(({ config }) => config))].map((config) => {
    const own = splits.filter((each) => each.config === config);
    return { dataset, config, ...total(own), num_columns: Math.max(...own.map((each) => each.num_columns)) };
  });
  return json({ size: { dataset: { dataset, ...total(splits) }, configs, splits }, ...NONE, partial: false });
}

async function info(desk: Desk, opened: Opened, request: HubRequest): Promise<Reply> {
  const { dataset, repo } = opened;
  const told: Record<string, unknown> = {};
  const wanted = request.query.first('config');
  for (const config of new Set(requireSome(opened.splits).map((split) => split.config))) {
    if (wanted !== undefined && config !== wanted) continue;
    const splits: Record<string, unknown> = {};
    let features: Record<string, unknown> = {};
    let bytes = 0;
    for (const split of opened.splits.filter((each) => each.config === config)) {
      const table = await tableOf(desk, opened, split);
      features = Object.fromEntries(table.features);
      bytes += table.byteCount;
      splits[split.split] = {
        name: split.split,
        num_bytes: table.byteCount,
        num_examples: table.rowCount,
        dataset_name: dataset.split('/')[1],
      };
    }
    const license = typeof repo.card.license === 'string' ? repo.card.license : '';
    told[config] = {
      description: '',
      citation: '',
      homepage: '',
      license,
      features,
      config_name: config,
      splits,
      download_size: bytes,
      dataset_size: bytes,
    };
  }
  if (wanted !== undefined && told[wanted] === undefined) throw viewerRefusal(404, 'Not found.', 'ResponseNotFound');
  return json({ dataset_info: wanted === undefined ? told : told[wanted], ...NONE, partial: false });
}

function parquet(hub: HubContext, { repo, commit, dataset, splits }: Opened): Reply {
  const base = `${hub.origin()}${pagePath('dataset', repo.facts.name)}/resolve/main/`;
  const listed = splits.flatMap(({ config, split, paths }) =>
    paths
      .flatMap((path): RepoFile[] => (path.endsWith('.parquet') ? [hub.repos.file(commit, path) ?? []].flat() : []))
      .map(({ path, size: bytes }) => ({
        dataset,
        config,
        split,
        url: base + path,
        filename: path.slice(path.lastIndexOf('/') + 1),
        size: bytes,
      })),
  );
  return json({ parquet_files: listed, ...NONE, partial: false });
}

function pageWish({ query }: HubRequest): { offset: number; length: number } {
  const number = (key: string, otherwise: number, most: number) => {
    const text = query.first(key);
    if (text === undefined) return otherwise;
    if (!/^\d{1,12}$/.test(text) || Number(text) > most) {
      throw viewerRefusal(422, `Parameter '${key}' must be a whole number of at most ${most}`, 'InvalidParameter');
    }
    return Number(text);
  };
  return { offset: number('offset', 0, 1e12), length: number('length', PAGE_ROWS, PAGE_ROWS) };
}

function need({ query }: HubRequest, key: string): string {
  const value = query.first(key);
  if (!value) throw viewerRefusal(422, `Parameter '${key}' is required`, 'MissingRequiredParameter');
  return value;
}

function viewerRefusal(status: number, error: string, code: string, cause: Record<string, unknown> = {}): Refusal {
  return new Refusal(status, { error, ...cause }, { 'x-error-code': code });
}
