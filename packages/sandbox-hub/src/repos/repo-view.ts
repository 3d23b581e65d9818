// A repo as info and listings tell it: the fields of datasets and Spaces, and those that a model's files decide.
import { Refusal } from '../http/reply.ts';
import type { HubContext } from '../hub-context.ts';
import { texts, type Card } from './card.ts';
import { filesIn } from './git-tree.ts';
import type { Commit, Repo } from './repo-store.ts';

type View = Record<string, unknown>;

const LISTED: Readonly<Record<string, readonly string[]>> = {
  dataset: [
    'author',
    'sha',
    'lastModified',
    'private',
    'gated',
    'disabled',
    'tags',
    'downloads',
    'likes',
    'createdAt',
    'trendingScore',
  ],
  space: ['author', 'lastModified', 'likes', 'private', 'sdk', 'tags', 'createdAt', 'trendingScore'],
};
const TOLD: Readonly<Record<string, readonly string[]>> = {
  dataset: [
    'author',
    'sha',
    'lastModified',
    'private',
    'gated',
    'disabled',
    'tags',
    'downloads',
    'likes',
    'createdAt',
    'cardData',
    'siblings',
    'usedStorage',
  ],
  space: [
    'author',
    'sha',
    'lastModified',
    'private',
    'gated',
    'disabled',
    'host',
    'subdomain',
    'tags',
    'likes',
    'sdk',
    'createdAt',
    'cardData',
    'siblings',
    'usedStorage',
    'models',
    'datasets',
    'runtime',
  ],
};
/** Fields of a model that follow from its files once it has any. */
const OF_FILES = ['sha', 'siblings', 'usedStorage', 'cardData', 'lastModified'];

const FIELDS: Readonly<Record<string, (repo: Repo, commit: Commit, blobs: boolean) => unknown>> = {
  author: ({ facts }) => facts.name.split('/')[0],
  cardData: ({ card }) => (Object.keys(card).length > 0 ? card : undefined),
  citation: () => undefined,
  createdAt: ({ facts }) => iso(facts.createdAtMs),
  datasets: ({ card }) => texts(card.datasets),
  description: () => undefined,
  disabled: () => false,
  downloads: ({ facts }) => facts.downloads,
  downloadsAllTime: ({ facts }) => facts.downloads,
  gated: ({ facts }) => facts.gated,
  host: ({ facts }) => `https://${subdomainOf(facts.name)}.hf.space`,
  lastModified: (_, commit) => iso(commit.atMs),
  likes: ({ facts }) => facts.likes,
  mainSize: (_, commit) => sizeOf(commit),
  models: ({ card }) => texts(card.models),
  paperswithcode_id: () => undefined,
  private: ({ facts }) => facts.visibility === 'private',
  resourceGroup: () => undefined,
  runtime: () => undefined,
  sdk: ({ facts, card }) => (typeof card.sdk === 'string' ? card.sdk : facts.sdk),
  sha: (_, commit) => commit.oid,
  siblings: (_, commit, blobs) =>
    [...filesIn(commit.tree)].map(({ path, file }) =>
      blobs
        ? {
            rfilename: path,
            size: file.size,
            blobId: file.oid,
            ...(file.sha256 === undefined
              ? {}
              : { lfs: { sha256: file.sha256, size: file.size, pointerSize: pointerSize(file.size) } }),
          }
        : { rfilename: path },
    ),
  subdomain: ({ facts }) => subdomainOf(facts.name),
  tags: (repo, commit) => tagsOf(repo, commit),
  trendingScore: () => 0,
  usedStorage: (_, commit) => sizeOf(commit),
  xetEnabled: () => true,
};

/** A row of a listing of datasets or Spaces. */
export function listedRepo(
  hub: HubContext,
  wish: { expand: readonly string[]; full: boolean; cardData: boolean },
): (repo: Repo) => View {
  return (repo) => {
    const { type } = repo.facts;
    const fields =
      wish.expand.length > 0
        ? known(hub, wish.expand)
        : [
            ...(LISTED[type] ?? []),
            ...(wish.full ? ['siblings', 'sha', 'cardData'] : []),
            ...(wish.cardData ? ['cardData'] : []),
          ];
    return view(hub, repo, headOf(hub, repo), fields, false);
  };
}

/** One dataset or Space at a revision. */
export function toldRepo(hub: HubContext, repo: Repo, commit: Commit, expand: readonly string[], blobs: boolean): View {
  const { type } = repo.facts;
  return view(hub, repo, commit, expand.length > 0 ? known(hub, expand) : (TOLD[type] ?? TOLD.dataset ?? []), blobs);
}

/** What of a model's view its files decide, for the fields that the view has or should have. */
export function modelFields(
  hub: HubContext,
  repo: Repo,
  commit: Commit,
  expand: readonly string[],
  blobs: boolean,
): View {
  const fields = OF_FILES.filter((field) => expand.length === 0 || expand.includes(field));
  return pick(hub, repo, commit, fields, blobs);
}

export function headOf(hub: HubContext, repo: Repo): Commit {
  const head = hub.repos.revision(repo);
  if (!head) throw new Error(`${repo.facts.name} has no main branch`);
  return head;
}

function view(hub: HubContext, repo: Repo, commit: Commit, fields: readonly string[], blobs: boolean): View {
  const { id, name, type, visibility } = repo.facts;
  // Told unasked: `private` has no word for what only Spaces can be.
  const shown = type === 'space' ? { visibility } : {};
  return { _id: id, id: name, ...shown, ...pick(hub, repo, commit, fields, blobs) };
}

function pick(hub: HubContext, repo: Repo, commit: Commit, fields: readonly string[], blobs: boolean): View {
  const shown: View = {};
  for (const field of fields) {
    const value = hub.infoFields.get(field)?.(repo) ?? FIELDS[field]?.(repo, commit, blobs);
    if (value !== undefined) shown[field] = value;
  }
  return shown;
}

function known(hub: HubContext, expand: readonly string[]): readonly string[] {
  for (const field of expand) {
    if (!Object.hasOwn(FIELDS, field) && !hub.infoFields.has(field) && field !== 'gitalyUid') {
      throw new Refusal(400, `Invalid value for "expand": "${field}" is not one of ${Object.keys(FIELDS).join(', ')}`);
    }
  }
  return expand;
}

export function tagsOf({ facts, card }: Repo, commit: Commit): string[] {
  const prefixed = (key: keyof Card, prefix: string) => texts(card[key]).map((value) => `${prefix}:${value}`);
  const common = [...prefixed('license', 'license'), ...texts(card.tags)];
  if (facts.type === 'space') return [...new Set([...(facts.sdk ? [facts.sdk] : []), ...common, 'region:us'])];
  const formats = new Set<string>();
  for (const { path } of filesIn(commit.tree)) {
    const [, ending] = /\.(jsonl|json|csv|parquet|txt)$/.exec(path) ?? [];
    if (ending) formats.add(`format:${ending === 'jsonl' ? 'json' : ending === 'txt' ? 'text' : ending}`);
  }
  return [
    ...new Set([
      ...prefixed('task_categories', 'task_categories'),
      ...prefixed('task_ids', 'task_ids'),
      ...prefixed('language', 'language'),
      ...prefixed('size_categories', 'size_categories'),
      ...common,
      ...formats,
      ...(formats.size > 0 ? ['modality:text', 'library:datasets'] : []),
      'region:us',
    ]),
  ];
}

/** The first part of a Space's own host name. Long names are not shortened here. */
export function subdomainOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

export function sizeOf(commit: Commit): number {
  let size = 0;
  for (const { file } of filesIn(commit.tree)) size += file.size;
  return size;
}

export function pointerSize(size: number): number {
  return 124 + String(size).length;
}

export function iso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
