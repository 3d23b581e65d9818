// The page of a Space against a host of the test's own.
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
import type { SpaceDetails, SpaceRuntime } from '@hubdesk/shared/spaces/space';
import type { SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { SpacePage } from './space-page.tsx';
import { parseSpaceSearch } from './space-search.ts';

const runtime: SpaceRuntime = {
  stage: 'RUNNING',
  errorMessage: null,
  hardware: 'cpu-basic',
  requested: 'cpu-basic',
  sleepSeconds: null,
  devMode: false,
  replicas: null,
  volumes: [],
  domains: [],
  sha: 'aaaaaaa1',
  appUrl: 'https://sandy-tide.hf.space',
};
const allowed = {
  write: null,
  restart: null,
  paidHardware: null,
  zeroGpu: null,
  cpuBasic: null,
  sleep: null,
  devMode: null,
  protected: null,
};
const aSpace = (change: Partial<SpaceDetails> = {}): SpaceDetails => ({
  id: 'sandy/tide',
  title: 'Tide table',
  emoji: '🌊',
  colorFrom: 'blue',
  colorTo: 'green',
  sdk: 'gradio',
  visibility: 'public',
  models: [],
  likes: 0,
  lastModified: null,
  runtime,
  usdPerHour: 0,
  url: 'https://huggingface.co/spaces/sandy/tide',
  description: null,
  appFile: 'app.py',
  sdkVersion: null,
  sha: 'aaaaaaa1',
  usedBytes: null,
  mayWrite: true,
  forbids: allowed,
  ssh: null,
  settingsUrl: 'https://huggingface.co/spaces/sandy/tide/settings',
  embeddable: true,
  model: null,
  failure: null,
  ...change,
});

let space: SpaceDetails;
let asked: [string, unknown][];
let file: { text: string; bytes: number; commit: string };
let readFile: (input: { revision?: string }) => unknown;
let save: () => unknown;
let gone: boolean;

const never = (signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));

beforeEach(() => {
  space = aSpace();
  asked = [];
  file = { text: 'print(1)\n', bytes: 9, commit: 'c1' };
  gone = false;
  readFile = () => file;
  save = () => ({ commit: 'c3' });
  setConnection({ phase: 'open' });
  const note = (name: string, answer: () => unknown) => (input: unknown) => {
    asked.push([name, input]);
    return answer();
  };
  attach(
    stubLink({
      'spaces.get': () => (gone ? Promise.reject(refusal('NOT_FOUND', { what: 'the Space' })) : space),
      'spaces.follow': async function* (_input: unknown, signal: AbortSignal | undefined) {
        yield { at: '2026-11-21T10:00:00.000Z', runtime: space.runtime, following: 'live' };
        await never(signal);
      } as never,
      'spaces.hardware': () => [
        {
          name: 'cpu-basic',
          label: 'CPU Basic',
          cpu: '2 vCPU',
          memory: '16 GB',
          disk: null,
          accelerator: null,
          usdPerMinute: 0,
        },
        {
          name: 't4-small',
          label: 'T4 small',
          cpu: '4 vCPU',
          memory: '15 GB',
          disk: null,
          accelerator: null,
          usdPerMinute: 0.01,
        },
      ],
      'spaces.pairs': () => ({
        variables: [{ key: 'GREETING', value: 'hello', description: null, updatedAt: null }],
        secrets: [{ key: 'HF_TOKEN', description: null, updatedAt: null }],
      }),
      'spaces.files': () => ({ files: [{ path: 'app.py', kind: 'file', bytes: 9, lastModified: null }], cursor: null }),
      'spaces.file': (input: unknown) => readFile(input as { revision?: string }),
      'spaces.history': () => ({ commits: [], cursor: null }),
      'spaces.saveFiles': note('saveFiles', () => save()),
      'spaces.setHardware': note('setHardware', () => ({ ...runtime, requested: 't4-small' })),
      'spaces.setPair': note('setPair', () => undefined),
      'spaces.pause': note('pause', () => ({ ...runtime, stage: 'PAUSED', hardware: null })),
      'spaces.setDevMode': note('setDevMode', () => ({ ...runtime, devMode: false })),
      'spaces.restart': note('restart', () => space.runtime),
      'spaces.swapModel': note('swapModel', () => undefined),
      'spaces.duplicate': note('duplicate', () => ({ space: 'sandy/tide' })),
      'spaces.checkName': () => ({ state: 'free', reason: null, offer: null }),
      'models.mine': () => [],
      'preferences.get': () => ({ recentModels: [], favouriteModels: [] }),
      'datasets.namespaces': () => [],
    }),
  );
});
afterEach(cleanup);

async function show(search = '') {
  const root = createRootRoute();
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Outlet });
  const router = createRouter({
    routeTree: root.addChildren([
      shell.addChildren([
        createRoute({
          getParentRoute: () => shell,
          path: '/spaces/hub/$namespace/$name',
          validateSearch: parseSpaceSearch,
          component: SpacePage,
        }),
        createRoute({ getParentRoute: () => shell, path: '/spaces', component: () => <p>All Spaces</p> }),
      ]),
    ]),
    history: createMemoryHistory({ initialEntries: [`/spaces/hub/sandy/tide${search}`] }),
  });
  const queryClient = createQueryClient();
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { level: 1, name: 'Tide table' });
  return { user: userEvent.setup(), router, queryClient };
}

it('frames an app as far as it needs to, and a private one not at all', async () => {
  await show();
  const frame = screen.getByTitle('The app of Tide table');
  expect(frame.getAttribute('src')).toMatch(/^https:\/\/sandy-tide\.hf\.space\?__theme=(light|dark)$/);
  expect(frame.getAttribute('sandbox')).toBe('allow-scripts allow-same-origin allow-forms');
  expect(frame.getAttribute('allow')).toBe('');
  expect(frame.getAttribute('referrerpolicy')).toBe('no-referrer');
  cleanup();
  space = aSpace({ visibility: 'private', embeddable: false });
  await show();
  expect(screen.queryByTitle('The app of Tide table')).toBeNull();
  expect(screen.getByText('A private app shows on the Hub only')).toBeTruthy();
  expect(screen.getByRole('textbox', { name: 'Question' })).toBeTruthy();
});

it('says before the click why a lapsed plan cannot restart, and still pauses', async () => {
  space = aSpace({ forbids: { ...allowed, restart: 'Restarting takes a Pro plan.' } });
  const { user } = await show();
  const restart = screen.getByRole('button', { name: 'Restart', description: 'Restarting takes a Pro plan.' });
  expect(restart.getAttribute('aria-disabled')).toBe('true');
  await user.click(restart);
  await user.click(screen.getByRole('button', { name: 'Pause' }));
  await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Pause' }));
  await screen.findByText('Paused');
  expect(asked).toEqual([['pause', { space: 'sandy/tide' }]]);
});

it('moves to hardware that costs only after it said what that is a month', async () => {
  const { user } = await show('?tab=settings');
  await user.click(await screen.findByRole('radio', { name: /T4 small/ }));
  await user.click(screen.getByRole('button', { name: 'Move it to T4 small' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('$0.60 an hour');
  expect(dialog.textContent).toContain('$438.00 a month');
  expect(asked).toEqual([]);
  await user.click(within(dialog).getByRole('button', { name: 'Move it' }));
  await waitFor(() =>
    expect(asked).toEqual([['setHardware', { space: 'sandy/tide', flavor: 't4-small', sleepSeconds: null }]]),
  );
});

it('says what each hardware is to somebody who may change nothing', async () => {
  space = aSpace({ forbids: { ...allowed, write: 'This token may only read.' } });
  await show('?tab=settings');
  const t4 = await screen.findByRole('radio', { name: /T4 small/, description: '4 vCPU, 15 GB' });
  expect(t4.getAttribute('aria-disabled') ?? t4.hasAttribute('data-disabled')).toBeTruthy();
});

it('swaps the model by its button alone, not by taking a suggestion', async () => {
  space = aSpace({ model: { id: 'sandy/old', from: 'variable', swappable: true } });
  const { user } = await show('?tab=settings');
  const field = await screen.findByRole('combobox', { name: 'Model' });
  await user.clear(field);
  await user.type(field, 'sandy/new{Enter}');
  const swap = await screen.findByRole('button', { name: 'Swap and restart' });
  expect(asked).toEqual([]);
  await user.click(swap);
  await waitFor(() => expect(asked).toEqual([['swapModel', { space: 'sandy/tide', model: 'sandy/new' }]]));
});

it('puts a copy on the hardware of what it is a copy of', async () => {
  space = aSpace({ runtime: { ...runtime, hardware: 't4-small', requested: 't4-small' } });
  const { user } = await show('?tab=settings');
  await user.click(await screen.findByRole('button', { name: 'Duplicate this Space' }));
  const dialog = within(await screen.findByRole('dialog'));
  const button = dialog.getByRole('button', { name: 'Duplicate' });
  await waitFor(() => expect(button.hasAttribute('disabled')).toBe(false));
  await user.click(button);
  await waitFor(() => expect(asked[0]?.[1]).toMatchObject({ to: 'sandy/tide-copy', flavor: 't4-small' }));
});

it('replaces a secret without ever showing one', async () => {
  const { user } = await show('?tab=settings');
  expect(await screen.findByText('hello')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Replace HF_TOKEN' }));
  const dialog = await screen.findByRole('dialog');
  const field = within(dialog).getByRole<HTMLTextAreaElement>('textbox', { name: 'Value' });
  expect(field.value).toBe('');
  await user.type(field, 'hf_new');
  await user.click(within(dialog).getByRole('button', { name: 'Replace it' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(asked).toEqual([
    ['setPair', { space: 'sandy/tide', kind: 'secret', key: 'HF_TOKEN', value: 'hf_new', description: '' }],
  ]);
  expect(document.body.textContent).not.toContain('hf_new');
});

it('keeps what was written where others saved first, and saves over theirs only when told to', async () => {
  const { user } = await show('?tab=files&path=app.py');
  await user.click(await screen.findByRole('button', { name: 'Edit' }));
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'app.py' });
  await user.type(field, 'print(2)');
  save = () => Promise.reject(refusal('CONFLICT', { what: 'the Space' }));
  file = { text: 'print(3)\n', bytes: 9, commit: 'c2' };
  await user.click(screen.getByRole('button', { name: 'Save as one commit' }));
  await screen.findByText('Somebody saved something since you began');
  expect(field.value).toBe('print(1)\nprint(2)');
  save = () => ({ commit: 'c3' });
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Save mine over it' }).hasAttribute('disabled')).toBe(false),
  );
  await user.click(screen.getByRole('button', { name: 'Save mine over it' }));
  await screen.findByRole('button', { name: 'Edit' });
  expect(asked.map(([, input]) => (input as { commit: string }).commit)).toEqual(['c1', 'c2']);
});

const aRemedy = (id: string, change: SpaceRemedy['change']) => ({
  id,
  label: id,
  why: 'It may help.',
  change,
  link: null,
});

it('changes a file by the state it was read in, and asks before a remedy that costs', async () => {
  const failure = {
    kind: 'out-of-memory',
    sentence: 'It ran out of memory.',
    log: 'run',
    lines: [],
    remedies: [
      aRemedy('Load less', { kind: 'file', path: 'app.py', text: 'print(4)\n', message: 'Load less' }),
      aRemedy('More memory', { kind: 'hardware', flavor: 't4-small' }),
    ],
  } as SpaceDetails['failure'];
  space = aSpace({ runtime: { ...runtime, stage: 'RUNTIME_ERROR' }, failure });
  const { user } = await show();
  await user.click(screen.getByRole('button', { name: 'More memory: Move it' }));
  const dialog = await screen.findByRole('dialog', { name: 'Move to T4 small?' });
  expect(dialog.textContent).toContain('$0.60 an hour');
  await user.click(within(dialog).getByRole('button', { name: 'Keep it as it is' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  await user.click(screen.getByRole('button', { name: 'Load less: Change the file' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked).toEqual([['saveFiles', expect.objectContaining({ commit: 'aaaaaaa1' })]]);
});

it('asks before it wakes what costs, and before dev mode takes what was not committed', async () => {
  space = aSpace({ runtime: { ...runtime, stage: 'SLEEPING', devMode: true }, usdPerHour: 0.6 });
  const { user } = await show();
  await user.click(screen.getByRole('button', { name: 'Wake it, for $0.60 an hour' }));
  const wake = await screen.findByRole('dialog', { name: 'Wake sandy/tide?' });
  expect(asked).toEqual([]);
  await user.click(within(wake).getByRole('button', { name: 'Wake it' }));
  await waitFor(() => expect(asked.map(([name]) => name)).toEqual(['restart']));
  await user.click(screen.getByRole('tab', { name: 'Settings' }));
  await user.click(await screen.findByRole('button', { name: 'Turn it off and restart' }));
  const off = await screen.findByRole('dialog', { name: 'Turn dev mode off?' });
  expect(asked).toHaveLength(1);
  await user.click(within(off).getByRole('button', { name: 'Turn it off and restart' }));
  await waitFor(() => expect(asked.at(-1)).toEqual(['setDevMode', { space: 'sandy/tide', enabled: false }]));
});

it('begins a file that is named and not there, and saves it although others saved something else', async () => {
  readFile = () => Promise.reject(refusal('NOT_FOUND', { what: 'the file' }));
  const { user } = await show('?tab=files&path=packages.txt');
  await user.click(await screen.findByRole('button', { name: 'Write it' }));
  await user.type(screen.getByRole('textbox', { name: 'packages.txt' }), 'ffmpeg');
  save = () => Promise.reject(refusal('CONFLICT', { what: 'the Space' }));
  await user.click(screen.getByRole('button', { name: 'Save as one commit' }));
  const again = await screen.findByRole('button', { name: 'Save mine' });
  save = () => ({ commit: 'c3' });
  await waitFor(() => expect(again.hasAttribute('disabled')).toBe(false));
  await user.click(again);
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Save mine' })).toBeNull());
  expect(asked.map(([, input]) => input)).toMatchObject([{ commit: 'aaaaaaa1' }, { commit: null }]);
});

it('brings a file back only on top of what it has seen', async () => {
  readFile = ({ revision = 'main' }) =>
    revision === 'main' ? Promise.reject(refusal('OFFLINE', { host: 'huggingface.co' })) : file;
  const { user } = await show('?tab=files&path=app.py&at=abcdef12');
  await user.click(await screen.findByRole('button', { name: 'Bring it back' }));
  await screen.findByText('You seem to be offline');
  expect(asked).toEqual([]);
});

it('goes to the new address of a Space that was renamed elsewhere, and says when it is gone', async () => {
  const { router, queryClient } = await show('?tab=logs&log=events');
  space = aSpace({ id: 'sandy/spring-tide' });
  await queryClient.invalidateQueries();
  await waitFor(() => expect(router.state.location.pathname).toBe('/spaces/hub/sandy/spring-tide'));
  expect(router.state.location.search).toEqual({ tab: 'logs', log: 'events' });
  await screen.findByRole('heading', { level: 1, name: 'Tide table' });
  gone = true;
  await queryClient.invalidateQueries();
  await screen.findByText('There is no sandy/spring-tide');
});
