// The page against a host of the test's own: what it answers, and when, is
// decided here, and everything the page asks passes through the real client.
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
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CheckItem, CheckReport } from '@hubdesk/shared/datasets/check-report';
import type { Draft, DraftPlan, DraftRow } from '@hubdesk/shared/datasets/draft';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { ChooseFilesContext } from '../../ui/choose-files-context.ts';
import { aDraft, aPlan, aReport, aRow, aTokenReport, aVerdict } from './a-draft.fixture.ts';
import { DraftPage } from './draft-page.tsx';
import { parseDraftSearch } from './draft-search.ts';
import { forgetUnsent } from './unsent.ts';

/** What the operations asked here take, each its own part of it. */
interface Asked {
  from: number;
  count: number;
  filter: { kind: string };
  row: { row: number };
  change: Partial<DraftPlan>;
  maxLength: number;
}
type Answers = Record<string, (input: Asked, signal: AbortSignal | undefined) => unknown>;

let draft: Draft;
let report: CheckReport;
let asked: { operation: string; input: Asked }[];
let overrides: Answers;

const item = (change: Partial<CheckItem> = {}): CheckItem => ({
  done: true,
  bytesRead: 48_000_000,
  bytesTotal: 48_000_000,
  elapsedMs: 410,
  report,
  ...change,
});
const rows = (from: number, count: number): DraftRow[] =>
  Array.from({ length: Math.min(count, report.rows - from) }, (_, at) => aRow(from + at));

beforeEach(() => {
  // There is no layout here: the table is ten rows of a conversation high.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(32 + 580);
  forgetUnsent('d1');
  draft = aDraft();
  report = aReport();
  asked = [];
  overrides = {};
  setConnection({ phase: 'open' });
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function* only<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}

async function open(search = '', choose: () => Promise<readonly string[] | null> = async () => null) {
  const answers: Answers = {
    'drafts.get': () => draft,
    'drafts.check': () => only(item()),
    'drafts.rows': (input) => {
      const all = input.filter.kind === 'all';
      return { rows: all ? rows(input.from, input.count) : [aRow(7)], total: all ? report.rows : 1, counting: false };
    },
    'drafts.row': (input) => aRow(input.row.row),
    'drafts.plan': (input) => (draft = { ...draft, plan: { ...draft.plan, ...input.change } }),
    'drafts.edit': () => draft,
    'models.selected': () => ({ selection: { model: 'sandy/tiny-llama', routing: 'auto', billTo: null }, warm: true }),
    'preferences.get': () => ({ recentModels: [], favouriteModels: [] }),
    'account.get': () => null,
    'datasets.namespaces': () => [{ name: 'sandy', kind: 'user', mayWrite: true, reason: null }],
    'datasets.checkName': () => ({ state: 'free', reason: null }),
    'datasets.licenses': () => [{ id: 'mit', name: 'MIT', url: null }],
    'datasets.card': () => ({ text: '# questions', warnings: [] }),
    'transfers.plan': () => ({ files: 2, bytes: 48_000_000, commits: 1, rewrites: true, warnings: [] }),
    ...overrides,
  };
  attach(
    stubLink(
      Object.fromEntries(
        Object.entries(answers).map(([operation, answer]) => [
          operation,
          (input, signal) => {
            asked.push({ operation, input: input as Asked });
            return answer(input as Asked, signal);
          },
        ]),
      ),
    ),
  );
  const root = createRootRoute({ component: Outlet });
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Outlet });
  const datasets = createRoute({ getParentRoute: () => shell, path: '/datasets', component: Outlet });
  const page = createRoute({
    getParentRoute: () => datasets,
    path: '/draft/$draft',
    validateSearch: parseDraftSearch,
    component: DraftPage,
  });
  const transfers = createRoute({
    getParentRoute: () => shell,
    path: '/transfers',
    component: () => <p>the transfers</p>,
  });
  const router = createRouter({
    routeTree: root.addChildren([shell.addChildren([datasets.addChildren([page]), transfers])]),
    history: createMemoryHistory({ initialEntries: [`/datasets/draft/d1${search}`] }),
  });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ChooseFilesContext value={choose}>
        {/* The app's router is registered globally; this one has only the places that matter here. */}
        <RouterProvider router={router as never} />
      </ChooseFilesContext>
    </QueryClientProvider>,
  );
  return { user, router };
}

function inputOf(operation: string): Asked {
  const call = asked.findLast((each) => each.operation === operation);
  if (!call) throw new Error(`Nobody asked for ${operation}.`);
  return call.input;
}

it('says the verdict large, how fast it was found, and announces it', async () => {
  await open();
  expect(await screen.findByRole('heading', { name: 'Ready for SFT' })).toBeTruthy();
  expect(screen.getByText('Checked in 0.4 s, 117 MB/s')).toBeTruthy();
  expect(screen.getByText(/1,000 rows/, { selector: 'span' })).toBeTruthy();
  expect(screen.getByText('Ready for SFT. Each row is a conversation.').getAttribute('role')).toBe('status');
});

it('keeps quiet of time and speed where only the start of a thread was measured', async () => {
  overrides['drafts.check'] = async function* () {
    yield item({ bytesRead: 177_000, elapsedMs: 470 });
  };
  await open();
  expect(await screen.findByText('Checked')).toBeTruthy();
  expect(screen.queryByText(/kB\/s/)).toBeNull();
});

it('shows the first verdict while the rest is read, and stops when told to', async () => {
  let signal: AbortSignal | undefined;
  overrides['drafts.check'] = async function* (_input, given) {
    signal = given;
    yield item({ done: false, bytesRead: 24_000_000, elapsedMs: 200 });
    await new Promise(() => {});
  };
  const { user } = await open();
  expect(await screen.findByRole('heading', { name: 'Ready for SFT' })).toBeTruthy();
  expect(screen.getByText('50 % read, 120 MB/s')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Stop' }));
  expect(signal?.aborted).toBe(true);
  expect(screen.getByText('Stopped before the end')).toBeTruthy();
});

it('keeps the keyboard on the page when a button leads to another part', async () => {
  const { user } = await open();
  const heading = await screen.findByRole('heading', { level: 1 });
  expect(document.activeElement).toBe(heading);
  await user.click(await screen.findByRole('button', { name: 'Count its tokens first' }));
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Tokens' })));
});

it('maps in one click', async () => {
  const mapping = { kind: 'conversation', system: null, user: 'q', assistant: 'a' } as const;
  report = aReport({ verdicts: [aVerdict({ state: 'needs-mapping', mapping, reason: 'Two columns of text.' })] });
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: 'Map the rows' }));
  expect(inputOf('drafts.plan')).toEqual({ draft: 'd1', change: { mapping } });
});

it('asks for the verdict of a change only when the host has the change', async () => {
  const mapping = { kind: 'conversation', system: null, user: 'q', assistant: 'a' } as const;
  report = aReport({ verdicts: [aVerdict({ state: 'needs-mapping', mapping, reason: 'Two columns of text.' })] });
  const planned = Promise.withResolvers<typeof draft>();
  overrides['drafts.plan'] = () => planned.promise;
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: 'Map the rows' }));
  await waitFor(() => expect(inputOf('drafts.plan')).toBeDefined());
  const checks = () => asked.filter(({ operation }) => operation === 'drafts.check').length;
  expect(checks()).toBe(1);
  report = aReport();
  draft = { ...draft, plan: { ...draft.plan, mapping } };
  planned.resolve(draft);
  expect(await screen.findByRole('heading', { name: 'Ready for SFT' })).toBeTruthy();
  expect(checks()).toBe(2);
});

it('leaves out in one click what stops the training, and one kind by its own button', async () => {
  report = aReport({
    verdicts: [aVerdict({ leaveOut: { kinds: ['invalid-json'], rows: 3 } })],
    problems: [
      {
        kind: 'invalid-json',
        count: 3,
        examples: [{ file: 'questions.jsonl', row: 16, line: 17, detail: 'breaks off' }],
      },
      { kind: 'duplicate', count: 40, examples: [] },
    ],
  });
  const { user } = await open();
  expect(await screen.findByRole('heading', { name: 'Ready for SFT, but for 3 rows' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Leave out 3 rows' }));
  expect(inputOf('drafts.plan').change).toEqual({ dropped: ['invalid-json'] });
  expect(await screen.findByRole('heading', { name: 'Ready for SFT' })).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Leave out: The same row again' }));
  expect(inputOf('drafts.plan').change).toEqual({ dropped: ['invalid-json', 'duplicate'] });
  await user.click(await screen.findByRole('button', { name: 'Take back in: Not JSON' }));
  expect(inputOf('drafts.plan').change).toEqual({ dropped: ['duplicate'] });
});

it('goes from an example to its row, and from a kind to its rows', async () => {
  report = aReport({
    problems: [
      { kind: 'duplicate', count: 40, examples: [{ file: 'questions.jsonl', row: 16, line: 17, detail: 'as line 2' }] },
    ],
  });
  const { user, router } = await open();
  await user.click(await screen.findByRole('button', { name: 'line 17 as line 2' }));
  expect(await screen.findByRole('heading', { name: 'Line 17' })).toBeTruthy();
  expect(router.state.location.search).toEqual({ part: 'rows', row: 16 });
  await user.click(screen.getByRole('tab', { name: 'Check' }));
  await user.click(await screen.findByRole('button', { name: 'Show rows: The same row again' }));
  await waitFor(() => expect(inputOf('drafts.rows').filter).toEqual({ kind: 'problems', problems: ['duplicate'] }));
});

it('walks through the rows with the keyboard and asks only for those in sight', async () => {
  report = aReport({ rows: 5_000_000, files: [{ ...aReport().files[0]!, rows: 5_000_000 }] });
  const { user } = await open('?part=rows');
  const grid = await screen.findByRole('grid', { name: 'Rows' });
  await screen.findByText('Question 0');
  expect(within(grid).getAllByRole('row').length).toBeLessThan(20);
  grid.focus();
  await user.keyboard('{End}');
  expect(await screen.findByText('Question 4999999')).toBeTruthy();
  const from = asked.filter(({ operation }) => operation === 'drafts.rows').map(({ input }) => input.from);
  expect([...new Set(from)]).toEqual([0, 4_999_900]);
  await user.keyboard('{ArrowUp}{Enter}');
  expect(await screen.findByRole('heading', { name: 'Line 4,999,999' })).toBeTruthy();
  await user.keyboard('{Escape}');
  expect(screen.queryByRole('heading', { name: 'Line 4,999,999' })).toBeNull();
  expect(document.activeElement).toBe(grid);
  await user.keyboard('{Home}');
  expect(await screen.findByText('Question 0')).toBeTruthy();
});

it('searches as rows are found, and says how many', async () => {
  overrides['drafts.search'] = async function* () {
    yield { rows: [aRow(3)], bytesRead: 10, bytesTotal: 20, done: false };
    yield { rows: [aRow(9)], bytesRead: 20, bytesTotal: 20, done: true };
  };
  const { user } = await open('?part=rows');
  await user.type(await screen.findByRole('searchbox'), 'Answer');
  expect((await screen.findAllByText('2 rows with “Answer”')).length).toBeGreaterThan(0);
  expect(screen.getByText('Question 9')).toBeTruthy();
  expect(screen.queryByText('Question 4')).toBeNull();
  expect(inputOf('drafts.search')).toEqual({ draft: 'd1', file: null, text: 'Answer' });
});

it('names the line of a mistake in an edited row, saves only an object, and keeps what was typed', async () => {
  const { user } = await open('?part=rows&row=2');
  await screen.findByRole('heading', { name: 'Line 3' });
  await user.click(screen.getByRole('radio', { name: 'JSON' }));
  const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'The row as JSON' });
  await user.clear(field);
  await user.type(field, '{{"a": 1,{Enter}}');
  expect(screen.getByText('Line 2:')).toBeTruthy();
  expect(screen.getByRole('button', { name: /Save the change/ }).hasAttribute('disabled')).toBe(true);
  await user.click(screen.getByRole('button', { name: 'Row after' }));
  await user.click(await screen.findByRole('button', { name: 'Row before' }));
  const again = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'The row as JSON' });
  expect(again.value).toBe('{"a": 1,\n}');
  await user.clear(again);
  await user.type(again, '{{"a": 1}');
  await user.click(screen.getByRole('button', { name: /Save the change/ }));
  expect(inputOf('drafts.edit')).toEqual({
    draft: 'd1',
    row: { file: 'questions.jsonl', row: 2 },
    edit: { kind: 'change', text: '{"a": 1}' },
  });
});

it('never calls rows whole that no one could count', async () => {
  const firstRefusal = { file: 'questions.jsonl', row: 0, reason: 'The template refuses it.' };
  overrides['drafts.tokens'] = () =>
    only({ ...aTokenReport({ cutRows: 0, rowsWithoutAnswer: 0, refusedRows: 1_000, firstRefusal }), done: true });
  await open('?part=tokens&model=sandy/tiny-llama');
  expect(await screen.findByRole('heading', { name: 'No row can be counted' })).toBeTruthy();
  expect(screen.queryByText('No row is cut')).toBeNull();
});

it('says strongly that rows lose their answer, and counts anew with the length that loses nothing', async () => {
  overrides['drafts.tokens'] = (input) =>
    only({
      ...aTokenReport(input.maxLength > 1_900 ? { maxLength: input.maxLength, cutRows: 0, rowsWithoutAnswer: 0 } : {}),
      done: true,
    });
  overrides['drafts.render'] = () => [
    {
      name: 'row',
      model: 'sandy/tiny-llama',
      pieces: [
        { text: 'Hi', id: 5, trained: false, special: false },
        { text: ' there', id: 6, trained: true, special: false },
      ],
      tokens: 2,
      trainedTokens: 1,
      template: 'chat-template',
      maskMissing: null,
    },
  ];
  const { user, router } = await open('?part=tokens');
  expect(await screen.findByRole('heading', { name: '12 rows lose their whole answer' })).toBeTruthy();
  expect(inputOf('drafts.tokens')).toMatchObject({ model: 'sandy/tiny-llama', method: 'sft', maxLength: 1_024 });
  expect(await screen.findByTitle('token 6, learned')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Set max_length to 1,920: nothing is lost' }));
  expect(await screen.findByRole('heading', { name: 'No row is cut' })).toBeTruthy();
  expect(router.state.location.search).toMatchObject({ max: 1_920 });
  const line = screen.getByRole('slider', { name: 'max_length' });
  line.focus();
  await user.keyboard('{ArrowLeft}');
  expect(line.getAttribute('aria-valuenow')).toBe('1856');
  await waitFor(() => expect(inputOf('drafts.tokens').maxLength).toBe(1_856));
});

it('explains why a model cannot count, and what to do', async () => {
  overrides['drafts.tokens'] = () => {
    throw refusal('NO_TOKENIZER', { model: 'sandy/odd', reason: 'It has no tokenizer file.' });
  };
  await open('?part=tokens&model=sandy/odd');
  expect(await screen.findByText('sandy/odd cannot count these rows')).toBeTruthy();
});

it('asks for a licence before it uploads, and says on the button what will happen', async () => {
  const { user } = await open('?part=upload');
  const button = await screen.findByRole('button', { name: 'Upload 2 files, 48 MB, to sandy/questions' });
  expect(button.hasAttribute('disabled')).toBe(true);
  expect(screen.getByText('Choose a licence to go on.')).toBeTruthy();
  await user.click(screen.getByRole('combobox', { name: 'Licence' }));
  await user.click(await screen.findByRole('option', { name: /MIT/ }));
  overrides['transfers.upload'] = () => ({ repo: 'sandy/questions' });
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
});

it('does not upload to a name that is somebody else’s', async () => {
  overrides['datasets.checkName'] = () => ({ state: 'taken', reason: null });
  await open('?part=upload');
  expect(await screen.findByText(/Somebody else has a dataset of this name/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Upload' }).hasAttribute('disabled')).toBe(true);
});

it('starts the upload and goes on to the transfers', async () => {
  overrides['transfers.upload'] = () => ({ repo: 'sandy/questions' });
  const { user } = await open('?part=upload');
  await user.click(await screen.findByRole('switch', { name: 'With a card' }));
  const button = await screen.findByRole('button', { name: /Upload 2 files/ });
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
  await user.click(button);
  expect(await screen.findByText('the transfers')).toBeTruthy();
  expect(inputOf('transfers.upload')).toEqual({
    source: { kind: 'draft', draft: 'd1', card: null },
    target: { repo: 'sandy/questions', create: { private: true }, folder: '', message: '' },
  });
});

it('writes to a chosen folder and says what was written', async () => {
  overrides['drafts.write'] = () =>
    only({
      rowsWritten: 990,
      rowsTotal: 1_000,
      rowsLeftOut: 10,
      done: true,
      files: [{ path: 'train.jsonl', split: 'train', rows: 990, bytes: 47_000_000 }],
    });
  const { user } = await open('?part=upload', async () => ['/home/sandy/new']);
  await user.click(await screen.findByRole('button', { name: 'Choose a folder' }));
  expect(await screen.findByText(/train\.jsonl/)).toBeTruthy();
  expect(inputOf('drafts.write')).toEqual({ draft: 'd1', folder: '/home/sandy/new' });
  expect(screen.getByText('10 rows left out')).toBeTruthy();
});

it('shows what each split will have, and sends a file to another', async () => {
  draft = aDraft({ plan: aPlan({ validationShare: 0.1 }) });
  const { user } = await open('?part=split');
  expect(await screen.findByText('900')).toBeTruthy();
  await user.click(screen.getByRole('combobox', { name: 'Split of questions.jsonl' }));
  await user.click(await screen.findByRole('option', { name: 'Test' }));
  expect(inputOf('drafts.plan').change).toEqual({ splits: { 'questions.jsonl': 'test' } });
});

it('puts a change of the plan back when the host could not keep it, and says so', async () => {
  report = aReport({ problems: [{ kind: 'duplicate', count: 40, examples: [] }] });
  overrides['drafts.plan'] = () => {
    throw refusal('STORAGE_FAILED', { path: 'drafts.json', reason: 'The disk is full.' });
  };
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: 'Leave out: The same row again' }));
  expect(await screen.findByText('A file could not be written')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Leave out: The same row again' })).toBeTruthy();
});

it('says that a draft is gone and where to go', async () => {
  overrides['drafts.get'] = () => {
    throw refusal('NOT_FOUND', { what: 'the draft' });
  };
  await open();
  expect(await screen.findByRole('heading', { name: 'This draft is not there any more' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to the datasets' }).getAttribute('href')).toBe('#/datasets');
});
