// The home of datasets and a dataset's page against a host of the test's own.
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DatasetDetails, DatasetRow } from '@hubdesk/shared/datasets/dataset';
import type { Draft } from '@hubdesk/shared/datasets/draft';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { type ChooseFilesRequest, ChooseFilesContext } from '../../ui/choose-files-context.ts';
import { DatasetPage } from './dataset-page.tsx';
import { parseDatasetSearch } from './dataset-search.ts';
import { DatasetsPage } from './datasets-page.tsx';
import { parseDatasetsSearch } from './datasets-search.ts';

const aRow = (id: string, change: Partial<DatasetRow> = {}): DatasetRow => ({
  id,
  private: false,
  gated: 'no',
  downloads: 10,
  likes: 1,
  lastModified: null,
  tags: [],
  ...change,
});

const details: DatasetDetails = {
  ...aRow('sandy/questions', { private: true }),
  url: 'https://hub.example/datasets/sandy/questions',
  sha: null,
  usedBytes: 4_000,
  files: 3,
  license: null,
  languages: [],
  sizeCategory: null,
  description: null,
  mayWrite: true,
};

const aDraft = (id: string, change: Partial<Draft> = {}): Draft => ({
  id,
  name: `${id}.jsonl`,
  origin: { kind: 'paths', paths: [`/home/sandy/${id}.jsonl`] },
  plan: { mapping: null, dropped: [], validationShare: 0, seed: 1, splits: {} },
  edits: { changed: 0, dropped: 0 },
  openedAt: '2026-11-20T12:00:00.000Z',
  arriving: null,
  found: null,
  ...change,
});

let asked: [string, unknown][];
let drafts: Draft[];
let mine: () => DatasetRow[];
let shown: DatasetDetails;
let chosen: readonly string[] | null;
let questions: ChooseFilesRequest[];

beforeEach(() => {
  asked = [];
  drafts = [];
  mine = () => [aRow('sandy/questions', { private: true }), aRow('tidewater/chats')];
  shown = details;
  chosen = null;
  questions = [];
  setConnection({ phase: 'open' });
  const note = (name: string, answer: unknown) => (input: unknown) => {
    asked.push([name, input]);
    return answer;
  };
  attach(
    stubLink({
      'drafts.list': () => drafts,
      'drafts.open': note('open', aDraft('fresh')),
      'drafts.close': note('close', undefined),
      'datasets.mine': () => mine(),
      'datasets.search': (input) => {
        const { text, cursor } = input as { text: string; cursor: string | null };
        if (text !== '') return { rows: [aRow(`found/${text}`)], cursor: null };
        return cursor === null
          ? { rows: [aRow('all/first')], cursor: 'next' }
          : { rows: [aRow('all/first'), aRow('all/second')], cursor: null };
      },
      'datasets.get': () => shown,
      'datasets.parts': () => [],
      'datasets.namespaces': () => [{ name: 'sandy', kind: 'user', mayWrite: true, reason: null }],
      'datasets.checkName': (input) => {
        const { name } = input as { name: string };
        return { state: name === 'taken' ? 'taken' : 'free', reason: null };
      },
      'datasets.files': (input) =>
        (input as { folder: string }).folder === ''
          ? {
              files: [
                { path: 'data', kind: 'folder', bytes: 0, lastModified: null },
                { path: 'README.md', kind: 'file', bytes: 10, lastModified: null },
              ],
              cursor: null,
            }
          : { files: [{ path: 'data/train.jsonl', kind: 'file', bytes: 3_990, lastModified: null }], cursor: null },
      'datasets.rename': note('rename', undefined),
      'datasets.setVisibility': note('setVisibility', undefined),
      'datasets.remove': note('remove', undefined),
      'transfers.download': note('download', undefined),
    }),
  );
});

// A busy machine draws late, and how late is not measured here.
afterEach(cleanup);

function show(at: string) {
  const root = createRootRoute({
    component: () => (
      <ChooseFilesContext
        value={async (request) => {
          questions.push(request);
          return chosen;
        }}
      >
        <Outlet />
      </ChooseFilesContext>
    ),
  });
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Outlet });
  const datasets = createRoute({ getParentRoute: () => shell, path: '/datasets', component: Outlet });
  const home = createRoute({
    getParentRoute: () => datasets,
    path: '/',
    validateSearch: parseDatasetsSearch,
    component: DatasetsPage,
  });
  const one = createRoute({
    getParentRoute: () => datasets,
    path: '/hub/$namespace/$name',
    validateSearch: parseDatasetSearch,
    component: DatasetPage,
  });
  const draft = createRoute({
    getParentRoute: () => datasets,
    path: '/draft/$draft',
    component: () => <p>the draft’s page</p>,
  });
  const transfers = createRoute({ getParentRoute: () => shell, path: '/transfers', component: () => null });
  const router = createRouter({
    routeTree: root.addChildren([shell.addChildren([datasets.addChildren([home, one, draft]), transfers])]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  render(
    <QueryClientProvider client={createQueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { person: userEvent.setup(), router };
}

it('begins a dataset from chosen files, and goes to it', async () => {
  chosen = ['/home/sandy/a.jsonl', '/home/sandy/b.jsonl'];
  const { person } = show('/datasets');
  await person.click(await screen.findByRole('button', { name: 'Choose files' }));
  expect(await screen.findByText('the draft’s page')).toBeTruthy();
  expect(questions[0]?.what).toBe('files');
  expect(asked).toEqual([['open', { origin: { kind: 'paths', paths: chosen } }]]);
});

it('begins nothing when the question was left', async () => {
  const { person } = show('/datasets');
  await person.click(await screen.findByRole('button', { name: 'Choose a folder' }));
  await waitFor(() => expect(questions).toHaveLength(1));
  expect(asked).toEqual([]);
});

it('closes a draft at once, but asks first where work would be lost', async () => {
  drafts = [aDraft('plain'), aDraft('worked', { edits: { changed: 2, dropped: 1 } })];
  const { person } = show('/datasets');
  await person.click(await screen.findByRole('button', { name: 'Close plain.jsonl' }));
  expect(asked).toEqual([['close', { draft: 'plain' }]]);
  await person.click(screen.getByRole('button', { name: 'Close worked.jsonl' }));
  const question = within(await screen.findByRole('dialog'));
  expect(question.getByText(/This forgets 3 edited rows/)).toBeTruthy();
  expect(asked).toHaveLength(1);
  await person.click(question.getByRole('button', { name: 'Close it' }));
  expect(asked.at(-1)).toEqual(['close', { draft: 'worked' }]);
});

it('says of a draft what is known of it', async () => {
  drafts = [
    aDraft('a', { found: { rows: 1_204, bytes: 2_000_000, verdict: { method: 'sft', state: 'needs-mapping' } } }),
    aDraft('b', { arriving: { receivedBytes: 1, totalBytes: 4 } }),
  ];
  show('/datasets');
  const list = within(await screen.findByRole('list', { name: 'Datasets on this computer' }));
  expect(list.getByText('Needs a mapping for SFT')).toBeTruthy();
  expect(list.getByText('1,204 rows')).toBeTruthy();
  expect(list.getByText('Arriving, 25 %')).toBeTruthy();
});

it('narrows mine while one types, and offers the whole Hub where nothing is left', async () => {
  const { person } = show('/datasets');
  await screen.findByText('Private');
  await person.type(screen.getByRole('searchbox'), 'zebra');
  expect(screen.getByText('None of yours for “zebra”')).toBeTruthy();
  await person.click(screen.getByRole('button', { name: 'Search the whole Hub' }));
  expect(await screen.findByRole('link', { name: /zebra/ })).toBeTruthy();
});

it('shows everybody’s page by page, each dataset once', async () => {
  const { person } = show('/datasets?of=all');
  await person.click(await screen.findByRole('button', { name: 'Show more' }));
  await screen.findByRole('link', { name: /second/ });
  expect(screen.getAllByRole('link', { name: /first/ })).toHaveLength(1);
});

it('says without an account how to have one, and still shows the Hub', async () => {
  mine = () => {
    throw refusal('SIGNED_OUT', { provider: 'huggingface' });
  };
  const { person } = show('/datasets');
  expect(await screen.findByRole('link', { name: 'Connect an account' })).toBeTruthy();
  await person.click(screen.getByRole('button', { name: 'Look at the whole Hub' }));
  expect(await screen.findByRole('link', { name: /first/ })).toBeTruthy();
});

it('checks a dataset of the Hub for training', async () => {
  const { person } = show('/datasets/hub/sandy/questions');
  await person.click(await screen.findByRole('button', { name: 'Check it for training' }));
  expect(await screen.findByText('the draft’s page')).toBeTruthy();
  expect(asked).toEqual([['open', { origin: { kind: 'hub', dataset: 'sandy/questions', config: null } }]]);
});

it('goes through its files by keyboard, and downloads what is marked with all under it', async () => {
  chosen = ['/home/sandy/Downloads'];
  const { person } = show('/datasets/hub/sandy/questions?tab=files');
  const folder = await screen.findByRole('treeitem', { name: /data/ });
  folder.focus();
  await person.keyboard('{ArrowRight}');
  await screen.findByRole('treeitem', { name: /train\.jsonl/ });
  await person.keyboard('{ArrowRight}');
  expect(document.activeElement?.textContent).toContain('train.jsonl');
  await person.keyboard('{ArrowLeft}');
  expect(document.activeElement).toBe(folder);
  await person.keyboard(' ');
  expect(screen.getByRole('treeitem', { name: /train\.jsonl/ }).getAttribute('aria-selected')).toBe('true');
  await person.click(screen.getByRole('button', { name: 'Download what is marked' }));
  await waitFor(() =>
    expect(asked).toEqual([
      [
        'download',
        {
          repoType: 'dataset',
          repo: 'sandy/questions',
          paths: ['data/train.jsonl'],
          folder: '/home/sandy/Downloads',
        },
      ],
    ]),
  );
});

it('renames to a free name only', async () => {
  const { person, router } = show('/datasets/hub/sandy/questions?tab=settings');
  const name = await screen.findByRole('textbox', { name: 'Name' });
  const rename = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Rename' });
  expect(rename().disabled).toBe(true);
  await person.clear(name);
  await person.type(name, 'taken');
  expect(await screen.findByText(/Somebody else’s dataset/)).toBeTruthy();
  expect(rename().disabled).toBe(true);
  await person.clear(name);
  await person.type(name, 'answers');
  await waitFor(() => expect(rename().disabled).toBe(false));
  await person.click(rename());
  expect(asked).toEqual([['rename', { dataset: 'sandy/questions', to: 'sandy/answers' }]]);
  await waitFor(() => expect(router.state.location.pathname).toBe('/datasets/hub/sandy/answers'));
});

it('makes public only after saying what that means', async () => {
  const { person } = show('/datasets/hub/sandy/questions?tab=settings');
  await person.click(await screen.findByRole('button', { name: 'Make it public' }));
  const question = within(await screen.findByRole('dialog'));
  expect(question.getByText(/cannot be taken back/)).toBeTruthy();
  expect(asked).toEqual([]);
  await person.click(question.getByRole('button', { name: 'Make it public' }));
  expect(asked).toEqual([['setVisibility', { dataset: 'sandy/questions', private: false }]]);
});

it('deletes only after its whole name was typed', async () => {
  const { person, router } = show('/datasets/hub/sandy/questions?tab=settings');
  await person.click(await screen.findByRole('button', { name: 'Delete this dataset' }));
  const field = await screen.findByRole('textbox', { name: /Type sandy\/questions/ });
  await person.type(field, 'questions{Enter}');
  expect(asked).toEqual([]);
  await person.clear(field);
  await person.type(field, 'sandy/questions');
  await person.click(screen.getByRole('button', { name: 'Delete for good' }));
  expect(asked).toEqual([['remove', { dataset: 'sandy/questions', confirm: 'sandy/questions' }]]);
  await waitFor(() => expect(router.state.location.pathname).toBe('/datasets'));
});

it('says why nothing can be changed where the account may not write', async () => {
  shown = { ...details, mayWrite: false };
  show('/datasets/hub/sandy/questions?tab=settings');
  expect(await screen.findByText(/may not write to/)).toBeTruthy();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Delete this dataset' }).disabled).toBe(true);
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).disabled).toBe(true);
});
