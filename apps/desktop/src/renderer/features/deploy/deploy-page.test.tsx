// The form against a host of the test's own: what it answers is decided here, and
// everything the page asks passes through the real client.
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router';
import { configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, it, vi } from 'vitest';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import type { DeployConfig } from '@hubdesk/shared/spaces/deploy-config';
import type { DeployCheck } from '@hubdesk/shared/spaces/deployment';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { ToastRegion } from '../../ui/toast.tsx';
import { deployModel, deployOptions } from './deploy-facts.fixture.ts';
import { DeployPage } from './deploy-page.tsx';
import { parseDeploySearch } from './deploy-search.ts';

/** What the operations asked here take, each its own part of it. */
interface Asked {
  config: DeployConfig;
  deployment: string;
  given: string[];
  model: string;
  name: string;
  secrets: Record<string, string>;
}

let asked: { operation: string; input: Asked }[];
let answers: Record<string, (input: Asked) => unknown>;
let checks: DeployCheck[];

const askedOf = (operation: string) => asked.filter((each) => each.operation === operation).map(({ input }) => input);
const lastChecked = () => askedOf('deployments.check').at(-1)?.config;

const account = {
  status: 'verified',
  identity: { id: 'u1', name: 'sandy', fullname: 'Sandy', avatar: null, isPro: false, canPay: null, organizations: [] },
  token: null,
  store: 'session',
  storedAt: '2026-11-20T12:00:00.000Z',
  checkedAt: null,
  problem: null,
  links: { tokens: 'https://hub.example/tokens', billing: 'https://hub.example/billing' },
};

// Nothing is laid out, so nothing is hidden but by `hidden`; asking each element costs most of the time.
configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  asked = [];
  checks = [{ id: 'token', state: 'ok', finding: 'It may make Spaces.', action: null }];
  setConnection({ phase: 'open' });
  answers = {
    'app.state': () => ({ workspace: 'hub', hubUrl: 'https://hub.example' }),
    'account.get': () => account,
    'preferences.get': () => ({ recentModels: [], favouriteModels: [] }),
    'models.mine': () => [{ id: 'sandy/tiny-llama', params: 1_000_000, license: 'mit' }],
    'runs.list': () => [],
    'datasets.namespaces': () => [{ name: 'sandy', kind: 'user', mayWrite: true, reason: null }],
    'spaces.quota': () => null,
    'spaces.checkName': () => ({ state: 'free', reason: null, offer: null }),
    'deployments.draft': () => null,
    'deployments.keepDraft': () => undefined,
    'deployments.model': ({ model }) => deployModel({}, model),
    'deployments.options': () => deployOptions,
    'deployments.check': () => checks,
    'deployments.start': ({ deployment }) => ({ id: deployment }),
  };
});

async function open(search = '?model=sandy/tiny-llama') {
  attach(
    stubLink(
      Object.fromEntries(
        Object.keys(answers).map((operation) => [
          operation,
          (input) => {
            asked.push({ operation, input: input as Asked });
            return answers[operation]?.(input as Asked);
          },
        ]),
      ),
    ),
  );
  const root = createRootRoute({ component: Outlet });
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Outlet });
  const at = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => shell, path, component });
  const page = createRoute({
    getParentRoute: () => shell,
    path: '/spaces/new',
    validateSearch: parseDeploySearch,
    component: DeployPage,
  });
  const router = createRouter({
    routeTree: root.addChildren([
      shell.addChildren([page, at('/spaces/deployment/$deployment', () => <p>the deployment</p>)]),
    ]),
    history: createMemoryHistory({ initialEntries: [`/spaces/new${search}`] }),
  });
  const user = userEvent.setup();
  const { unmount } = render(
    <QueryClientProvider client={createQueryClient()}>
      {/* The app's router is registered globally; this one has only the places that matter here. */}
      <RouterProvider router={router as never} />
      <ToastRegion />
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { level: 1 });
  return { user, router, unmount };
}

const deploy = () => screen.findByRole<HTMLButtonElement>('button', { name: 'Deploy' });
const ready = () => waitFor(async () => expect((await deploy()).disabled).toBe(false));
const settled = async () => {
  await ready();
  await waitFor(() => expect(screen.getByRole('button', { name: /in order|stop/ })).toBeDefined());
};
const field = (name: string | RegExp) => screen.getByRole<HTMLInputElement>('textbox', { name });

it('is ready with what is recommended for a model, deploys it once for two presses, and goes there', async () => {
  const { router } = await open();
  await settled();
  expect(lastChecked()).toMatchObject({ model: 'sandy/tiny-llama', kind: 'zero-gpu', name: 'tiny-llama' });
  const button = await deploy();
  fireEvent.click(button);
  fireEvent.click(button);
  await screen.findByText('the deployment');
  const started = askedOf('deployments.start');
  expect(started).toHaveLength(1);
  expect(router.state.location.pathname).toBe(`/spaces/deployment/${started[0]?.deployment}`);
  expect(askedOf('deployments.keepDraft').at(-1)?.config).toBeNull();
});

it('tries again under the same id when nobody knows whether it was heard', async () => {
  const starts: string[] = [];
  answers['deployments.start'] = ({ deployment }) => {
    starts.push(deployment);
    if (starts.length === 1) throw refusal('TIMEOUT', { host: 'hub.example' });
    return { id: deployment };
  };
  const { user } = await open();
  await settled();
  await user.click(await deploy());
  const bar = within(screen.getByRole('complementary', { name: 'Deploy' }));
  await user.click(await bar.findByRole('button', { name: /again/i }));
  await screen.findByText('the deployment');
  expect(starts).toEqual([starts[0], starts[0]]);
});

it('is shut while something stops it, says why, and is mended with one press', async () => {
  checks = [
    {
      id: 'name',
      state: 'stops',
      finding: 'There is a Space sandy/tiny-llama already.',
      action: { kind: 'config', label: 'Call it tiny-llama-2', patch: { name: 'tiny-llama-2' } },
    },
  ];
  const { user } = await open();
  const mend = await screen.findByRole('button', { name: 'Call it tiny-llama-2' });
  expect((await deploy()).disabled).toBe(true);
  checks = [];
  await user.click(mend);
  await ready();
  expect(lastChecked()?.name).toBe('tiny-llama-2');
});

it('says why a way cannot be had, with what would help, and offers a free name', async () => {
  answers['spaces.checkName'] = ({ name }) =>
    name === 'tiny-llama'
      ? { state: 'mine', reason: null, offer: 'tiny-llama-2' }
      : { state: 'free', reason: null, offer: null };
  const { user } = await open();
  const cpu = await screen.findByRole('radio', { name: 'Space on a processor' });
  expect(cpu.hasAttribute('data-disabled')).toBe(true);
  expect(screen.getByRole('link', { name: /Plans and prices/ }).getAttribute('href')).toBe(
    'https://hub.example/pricing',
  );
  expect(screen.getByRole('radio', { name: 'Protected' }).hasAttribute('data-disabled')).toBe(true);
  // One that nobody has chosen gives way by itself; one that was typed is kept until another is taken.
  await screen.findByText(/is free/);
  expect(field('Name of the Space').value).toBe('tiny-llama-2');
  fireEvent.change(field('Name of the Space'), { target: { value: 'tiny-llama' } });
  await user.click(await screen.findByRole('button', { name: 'Take tiny-llama-2' }));
  expect(field('Name of the Space').value).toBe('tiny-llama-2');
});

it('counts the worst that a job can cost from its deadline', async () => {
  const { user } = await open();
  await user.click(await screen.findByRole('radio', { name: 'Server on a job' }));
  const deadline = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Ends after' });
  fireEvent.change(deadline, { target: { value: '2 h 30 min' } });
  await screen.findByText(/at most \$1\.00 in all/);
  fireEvent.change(deadline, { target: { value: 'soon' } });
  expect((await deploy()).disabled).toBe(true);
  fireEvent.change(deadline, { target: { value: '30 min' } });
  await waitFor(() => expect(lastChecked()).toMatchObject({ kind: 'job', timeoutSeconds: 1_800, flavor: 't4-small' }));
});

it('gives a token with the press alone, and keeps it nowhere', async () => {
  answers['deployments.model'] = () =>
    deployModel({ private: true, needsAccess: 'It is private: an app cannot read it as everybody.' });
  const { user, unmount } = await open();
  await ready();
  await user.click(await screen.findByRole('radio', { name: 'A token made for it' }));
  expect((await deploy()).disabled).toBe(true);
  const token = screen.getByLabelText<HTMLInputElement>('Token that only reads');
  expect(token.type).toBe('password');
  expect(screen.getByRole('link', { name: /right boxes ticked/ }).getAttribute('href')).toContain('repo.content.read');
  await user.type(token, 'hf_canary');
  await ready();
  await waitFor(() => expect(askedOf('deployments.check').at(-1)?.given).toEqual(['HF_TOKEN']));
  await user.click(await deploy());
  await screen.findByText('the deployment');
  expect(askedOf('deployments.start')[0]?.secrets).toEqual({ HF_TOKEN: 'hf_canary' });
  unmount();
  const told = asked.filter(({ operation }) => operation !== 'deployments.start');
  expect(JSON.stringify(told)).not.toContain('hf_canary');
});

it('gives one’s own token only when that was agreed to', async () => {
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: /Access, variables/ }));
  await user.click(screen.getByRole('radio', { name: 'Your own token' }));
  expect((await deploy()).disabled).toBe(true);
  await user.click(screen.getByRole('checkbox', { name: 'I know, and give it' }));
  await ready();
  await waitFor(() => expect(lastChecked()?.access).toBe('own'));
});

it('lets a file that was edited win, says where the form does not reach it, and gives it back', async () => {
  const { user } = await open();
  await ready();
  await user.click(await screen.findByRole('button', { name: 'Edit' }));
  const text = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'app.py' });
  fireEvent.change(text, { target: { value: 'print("mine")' } });
  await waitFor(() => expect(lastChecked()?.files).toEqual({ 'app.py': 'print("mine")' }));
  await screen.findByText(/app.py was edited by hand/);
  fireEvent.change(field('System prompt'), { target: { value: 'Speak of tides.' } });
  await screen.findByText(/does not have what you changed in the form/);
  await user.click(screen.getByRole('radio', { name: 'What differs' }));
  await screen.findByText(/lines? added/);
  await user.click(screen.getByRole('button', { name: 'Back to the generated one' }));
  await user.click(
    await within(screen.getByRole('dialog')).findByRole('button', { name: 'Back to the generated one' }),
  );
  await waitFor(() => expect(lastChecked()?.files).toEqual({}));
  expect(screen.queryByText(/edited by hand/)).toBeNull();
});

it('adds a file, and takes no name twice', async () => {
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: 'Add a file' }));
  const path = await screen.findByRole('textbox', { name: 'Where in the repository' });
  await user.type(path, 'APP.py');
  await screen.findByText('app.py is there already.');
  fireEvent.change(path, { target: { value: 'packages.txt' } });
  await user.click(screen.getByRole('button', { name: 'Add it' }));
  fireEvent.change(await screen.findByRole('textbox', { name: 'packages.txt' }), { target: { value: 'ffmpeg' } });
  await waitFor(() => expect(lastChecked()?.files).toEqual({ 'packages.txt': 'ffmpeg' }));
});

it('keeps what was typed when the page is left, and goes on with it', async () => {
  const { unmount } = await open();
  await ready();
  fireEvent.change(field('Title'), { target: { value: 'Low tide' } });
  unmount();
  await waitFor(() => expect(askedOf('deployments.keepDraft')).toHaveLength(1));
  const kept = askedOf('deployments.keepDraft').at(-1)?.config;
  expect(kept).toMatchObject({ title: 'Low tide', model: 'sandy/tiny-llama' });
  answers['deployments.draft'] = () => kept;
  await open('');
  await waitFor(() => expect(field('Title').value).toBe('Low tide'));
});

it('begins again with the answers of a deployment, and asks for its secrets anew', async () => {
  const config = { ...exampleDeployConfig, kind: 'zero-gpu' as const, secrets: ['API_KEY'] };
  answers['deployments.get'] = () => ({ id: 'd1', config });
  await open('?again=d1');
  await waitFor(() => expect(field('Title').value).toBe('Tiny Llama'));
  expect((await screen.findAllByText('The secret API_KEY has no value yet.')).length).toBeGreaterThan(0);
  fireEvent.change(screen.getByLabelText('Value of API_KEY'), { target: { value: 'line one\nline two' } });
  await ready();
});

it('goes on with a deployment that failed, under its own name', async () => {
  const config = { ...exampleDeployConfig, kind: 'zero-gpu' as const };
  answers['deployments.get'] = () => ({ id: 'd1', config, state: 'failed', space: { id: 'sandy/tiny-llama-chat' } });
  answers['spaces.checkName'] = () => ({ state: 'mine', reason: 'It is there already.', offer: 'tiny-llama-chat-2' });
  answers['deployments.retry'] = () => ({ id: 'd1' });
  await open('?again=d1');
  expect(await screen.findByText(/there from the last try/)).not.toBeNull();
  await ready();
  fireEvent.click(await deploy());
  await waitFor(() => expect(askedOf('deployments.retry')).toMatchObject([{ deployment: 'd1', config }]));
  expect(askedOf('deployments.check').at(-1)).toMatchObject({ deployment: 'd1' });
  expect(askedOf('deployments.start')).toEqual([]);
});
