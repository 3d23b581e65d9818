// Datasets on the Hub: found, looked at, renamed, shown or hidden, deleted. What
// goes up or comes down is the transfers' business.
import { licenses } from '@hubdesk/shared/datasets/licenses';
import type { DatasetDetails, DatasetRow } from '@hubdesk/shared/datasets/dataset';
import { isAppError } from '@hubdesk/shared/errors';
import type { DraftDescription } from '../datasets/card/draft-description.ts';
import { fetchDataset } from '../hub/dataset-info.ts';
import { fetchDatasetPage } from '../hub/dataset-list.ts';
import { fetchFolderPage } from '../hub/repo-list.ts';
import { deleteRepo, moveRepo, setRepoVisibility } from '../hub/repo-manage.ts';
import type { Secret } from '../secrets/secret.ts';
import { makeCard } from './dataset-card.ts';
import { createDatasetContents, type DatasetContents } from './dataset-contents.ts';
import type { Implementer } from './implementer.ts';
import type { Namespace } from './namespaces.ts';
import { checkRepoName, invalidInput, isWritable, namespacesIn, requireRepoId } from './repo-names.ts';
import { tokenIfAny, tokenOf } from './token-of.ts';
import type { Workspace, Workspaces } from './workspace.ts';

export interface DatasetsParts {
  workspaces: Workspaces;
  /** What a draft will be in a repository. Rejects with NOT_FOUND for one that is not there. */
  describeDraft(draft: string, signal: AbortSignal | undefined): Promise<DraftDescription>;
}

const searchPage = 50;
const listPage = 1_000;
/** Of one namespace; nobody scrolls further. */
const mostPages = 20;

export function datasetsHandlers(os: Implementer['datasets'], { workspaces, describeDraft }: DatasetsParts) {
  const contents = new WeakMap<Workspace, DatasetContents>();

  function contentsIn(workspace: Workspace): DatasetContents {
    const known = contents.get(workspace) ?? createDatasetContents(workspace.hub);
    contents.set(workspace, known);
    return known;
  }

  async function asking(signal: AbortSignal | undefined) {
    const workspace = workspaces.current();
    return { workspace, hub: workspace.hub, call: { token: await tokenIfAny(workspace), signal } };
  }

  async function changing(signal: AbortSignal | undefined) {
    const workspace = workspaces.current();
    return { hub: workspace.hub, call: { token: await tokenOf(workspace), signal } };
  }

  async function mine(signal: AbortSignal | undefined): Promise<DatasetRow[]> {
    const workspace = workspaces.current();
    const token = await tokenOf(workspace);
    const namespaces = await namespacesIn(workspace, token, signal);
    // Also where the token may only read: they are the person's all the same.
    const own = namespaces.filter(({ kind, mayWrite }) => kind === 'user' || mayWrite);
    const lists = await Promise.all(own.map((namespace) => allOf(workspace, namespace, token, signal)));
    return lists.flat().toSorted((a, b) => (b.lastModified ?? '').localeCompare(a.lastModified ?? ''));
  }

  async function get(dataset: string, signal: AbortSignal | undefined): Promise<DatasetDetails> {
    const { workspace, hub, call } = await asking(signal);
    const found = await fetchDataset(hub, dataset, call);
    const namespaces = call.token ? await namespacesIn(workspace, call.token, signal) : [];
    return { ...found, mayWrite: isWritable(namespaces, found.id) };
  }

  async function checkName(namespace: string, name: string, signal: AbortSignal | undefined) {
    const workspace = workspaces.current();
    const token = await tokenOf(workspace);
    const namespaces = await namespacesIn(workspace, token, signal);
    return checkRepoName(namespaces, { namespace, name, kind: 'dataset' }, (repo) =>
      fetchDataset(workspace.hub, repo, { token, signal }),
    );
  }

  return os.router({
    mine: os.mine.handler(({ signal }) => mine(signal)),
    search: os.search.handler(async ({ input, signal }) => {
      const { hub, call } = await asking(signal);
      const wish = { ...searchWish(input.text, hub.address.hubUrl), sort: 'downloads', limit: searchPage } as const;
      return fetchDatasetPage(hub, wish, input.cursor, call);
    }),
    get: os.get.handler(({ input, signal }) => get(input.dataset, signal)),
    parts: os.parts.handler(async ({ input, signal }) => {
      const { workspace, call } = await asking(signal);
      return contentsIn(workspace).parts(input.dataset, call);
    }),
    page: os.page.handler(async ({ input, signal }) => {
      const { workspace, call } = await asking(signal);
      return contentsIn(workspace).page(input, call);
    }),
    files: os.files.handler(async ({ input, signal }) => {
      const { hub, call } = await asking(signal);
      const place = { type: 'dataset', repo: input.dataset, revision: 'main', folder: input.folder } as const;
      return fetchFolderPage(hub, place, input.cursor, call);
    }),
    namespaces: os.namespaces.handler(async ({ signal }) => {
      const workspace = workspaces.current();
      return namespacesIn(workspace, await tokenOf(workspace), signal);
    }),
    checkName: os.checkName.handler(({ input, signal }) => checkName(input.namespace, input.name, signal)),
    licenses: os.licenses.handler(() => [...licenses]),
    card: os.card.handler(async ({ input, signal }) => {
      const { hub, call } = await asking(signal);
      const description = await describeDraft(input.draft, signal);
      return makeCard(hub, { repo: input.repo, answers: input.answers, description }, call);
    }),
    rename: os.rename.handler(async ({ input, signal }) => {
      requireRepoId(input.to);
      const { hub, call } = await changing(signal);
      await moveRepo(hub, 'dataset', input.dataset, input.to, call);
    }),
    setVisibility: os.setVisibility.handler(async ({ input, signal }) => {
      const { hub, call } = await changing(signal);
      await setRepoVisibility(hub, 'dataset', input.dataset, input.private, call);
    }),
    remove: os.remove.handler(async ({ input, signal }) => {
      if (input.confirm !== input.dataset) throw invalidInput('confirm', `Type ${input.dataset} to delete it.`);
      const { hub, call } = await changing(signal);
      await deleteRepo(hub, 'dataset', input.dataset, call);
    }),
  });
}

async function allOf(
  { hub }: Workspace,
  { name, kind }: Namespace,
  token: Secret,
  signal: AbortSignal | undefined,
): Promise<DatasetRow[]> {
  const rows: DatasetRow[] = [];
  let cursor: string | null = null;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const found: Awaited<ReturnType<typeof fetchDatasetPage>> = await fetchDatasetPage(
        hub,
        { author: name, sort: 'lastModified', limit: listPage },
        cursor,
        { token, signal },
      );
      rows.push(...found.rows);
      ({ cursor } = found);
      if (cursor === null) break;
    }
  } catch (error) {
    // An organization that shuts this token out must not hide the person's own.
    const isShutOut = isAppError(error) && ['ORG_RESTRICTED', 'MISSING_PERMISSION', 'NOT_FOUND'].includes(error.code);
    if (kind === 'user' || !isShutOut) throw error;
  }
  return rows;
}

/** `namespace/` asks for all of somebody's; an address of a dataset is as good as its name. */
function searchWish(text: string, hubUrl: string): { author?: string; search?: string } {
  const words = text
    .trim()
    .replace(/^https?:\/\/[^/]+\//, (start) => (hubUrl === start.slice(0, -1) ? '' : start))
    .replace(/^datasets\//, '');
  const [, author, rest] = /^([\w.-]+)\/([\w.-]*)$/.exec(words) ?? [];
  if (author !== undefined) return { author, ...(rest ? { search: rest } : {}) };
  return words === '' ? {} : { search: words };
}
