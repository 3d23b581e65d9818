// The page of a deployment against a host of the test's own.
import { QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, it } from 'vitest';
import { exampleDeployConfig } from '@hubdesk/shared/contract/example-deployment';
import type { Deployment } from '@hubdesk/shared/spaces/deployment';
import type { SpaceRemedy } from '@hubdesk/shared/spaces/space-failure';
import { aDeployment } from '../../api/a-deployment.fixture.ts';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { liveDeployments } from '../../api/deployment-feed.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { DeploymentPage } from './deployment-page.tsx';

let deployment: Deployment;
let asked: [string, unknown][];
let gone: boolean;

beforeEach(() => {
  asked = [];
  gone = false;
  deployment = aDeployment();
  liveDeployments.setState([], true);
  setConnection({ phase: 'open' });
  const note = (name: string) => (input: unknown) => {
    asked.push([name, input]);
    return deployment;
  };
  attach(
    stubLink({
      'deployments.get': () => {
        if (gone) throw refusal('NOT_FOUND', { what: 'deployment' });
        return deployment;
      },
      'deployments.log': async function* () {
        yield { from: 0, lines: [{ line: 0, at: null, text: 'Collecting torch', level: 'info' }], state: 'live' };
      },
      'deployments.ask': async function* (input, signal) {
        asked.push(['ask', input]);
        yield { answer: 'A pool', done: false, tookMs: 10 };
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
      'deployments.cancel': note('cancel'),
      'deployments.retry': note('retry'),
      'spaces.setPair': note('setPair'),
      'spaces.saveFiles': note('saveFiles'),
    }),
  );
});

// A busy machine draws late, and how late is not measured here.
function show() {
  const root = createRootRoute();
  const shell = createRoute({ getParentRoute: () => root, id: 'shell' });
  const place = (path: string, component: () => React.ReactNode) =>
    createRoute({ getParentRoute: () => shell, path, component });
  const router = createRouter({
    routeTree: root.addChildren([
      shell.addChildren([
        place('/spaces/deployment/$deployment', DeploymentPage),
        place('/spaces/new', () => <p>the form</p>),
        place('/spaces/hub/$namespace/$name', () => <p>the Space</p>),
        place('/spaces', () => <p>the list</p>),
        place('/models', () => <p>the models</p>),
      ]),
    ]),
    history: createMemoryHistory({ initialEntries: ['/spaces/deployment/d1'] }),
  });
  const queryClient = createQueryClient();
  render(
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { person: userEvent.setup(), router, queryClient };
}

const remedy = (change: SpaceRemedy['change'], more: Partial<SpaceRemedy> = {}): SpaceRemedy => ({
  id: 'r',
  label: 'Mend it',
  why: 'Because.',
  change,
  link: null,
  ...more,
});

function fail(...remedies: SpaceRemedy[]) {
  const failure = { kind: 'other' as const, sentence: 'It broke.', lines: ['boom'], log: null, remedies };
  deployment = aDeployment({ state: 'failed', failure });
}

it('shows the steps with the one that is now, and its log', async () => {
  show();
  const steps = within(await screen.findByRole('list', { name: 'Steps' })).getAllByRole('listitem');
  expect(steps.map((step) => step.getAttribute('aria-current'))).toEqual([null, null, 'step', null, null, null]);
  expect(await screen.findByRole('region', { name: 'Build log' })).toBeTruthy();
});

it('asks what shall become of the Space before it is cancelled', async () => {
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Cancel' }));
  const dialog = within(await screen.findByRole('dialog'));
  await person.click(dialog.getByRole('radio', { name: 'Delete it' }));
  await person.click(dialog.getByRole('button', { name: 'Cancel and delete' }));
  await waitFor(() => expect(asked).toEqual([['cancel', { deployment: 'd1', remove: true }]]));
});

it('asks anew what shall become of the Space when the deployment fails while the question stands', async () => {
  const { person, queryClient } = show();
  await person.click(await screen.findByRole('button', { name: 'Cancel' }));
  await screen.findByRole('dialog', { name: /^Cancel/ });
  fail();
  await queryClient.invalidateQueries();
  const dialog = within(await screen.findByRole('dialog', { name: 'Delete what it made?' }));
  await person.click(dialog.getByRole('button', { name: 'Delete the Space' }));
  await waitFor(() => expect(asked).toEqual([['cancel', { deployment: 'd1', remove: true }]]));
});

it('shows the question with its answer once it is ready, asks another and stops its answer', async () => {
  const answered = { question: 'What is a tide pool?', answer: 'Water left behind.', tookMs: 900, at: '' };
  deployment = aDeployment({ state: 'ready', asked: answered });
  const { person } = show();
  expect(await screen.findByText('Water left behind.')).toBeTruthy();
  await person.type(screen.getByRole('textbox', { name: 'Another question' }), 'And at night?{Enter}');
  expect(await screen.findByText('A pool')).toBeTruthy();
  await person.click(screen.getByRole('button', { name: 'Stop' }));
  expect(await screen.findByText('You stopped it here.')).toBeTruthy();
  expect(asked).toEqual([['ask', { deployment: 'd1', question: 'And at night?' }]]);
});

it('lays a remedy over the answers and goes on', async () => {
  fail(remedy({ kind: 'config', patch: { name: 'another' } }));
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Mend it: Do it and go on' }));
  const config = { ...exampleDeployConfig, name: 'another' };
  await waitFor(() => expect(asked).toEqual([['retry', { deployment: 'd1', config, secrets: {} }]]));
});

it('mends a file of the Space first, and goes on then', async () => {
  fail(remedy({ kind: 'file', path: 'requirements.txt', text: 'peft\n', message: 'Add peft' }));
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Mend it: Change the file' }));
  await waitFor(() => expect(asked.map(([name]) => name)).toEqual(['saveFiles', 'retry']));
});

it('goes on after what a person mended elsewhere, whatever else could be done', async () => {
  fail(
    remedy({ kind: 'edit', path: 'requirements.txt', line: 1 }, { id: 'edit' }),
    remedy({ kind: 'file', path: 'requirements.txt', text: 'peft\n', message: 'Add peft' }),
  );
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(asked).toEqual([['retry', { deployment: 'd1', config: null, secrets: {} }]]));
});

it('asks before a remedy that costs money', async () => {
  fail(remedy({ kind: 'config', patch: { kind: 'gpu', flavor: 't4-small' } }, { why: 'From $0.40 an hour.' }));
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Mend it: Do it and go on' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/\$0\.40 an hour/)).toBeTruthy();
  expect(asked).toEqual([]);
  await person.click(dialog.getByRole('button', { name: 'Do it and go on' }));
  await waitFor(() => expect(asked).toHaveLength(1));
});

it('asks for a secret, gives it to the Space and goes on', async () => {
  fail(remedy({ kind: 'secret', key: 'HF_TOKEN' }));
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Mend it: Give it' }));
  const dialog = within(await screen.findByRole('dialog'));
  await person.type(dialog.getByLabelText('HF_TOKEN'), 'hf_x');
  await person.click(dialog.getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(asked.map(([name]) => name)).toEqual(['setPair', 'retry']));
  expect(asked[0]?.[1]).toMatchObject({ kind: 'secret', key: 'HF_TOKEN', value: 'hf_x' });
});

it('asks again for the secrets of a Space that was not made, since nobody kept them', async () => {
  fail(remedy({ kind: 'config', patch: {} }));
  deployment = { ...deployment, space: null, config: { ...exampleDeployConfig, access: 'secret' } };
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Try again' }));
  const dialog = within(await screen.findByRole('dialog'));
  await person.type(dialog.getByLabelText('HF_TOKEN'), 'hf_x');
  await person.click(dialog.getByRole('button', { name: 'Go on' }));
  const wish = { deployment: 'd1', config: null, secrets: { HF_TOKEN: 'hf_x' } };
  await waitFor(() => expect(asked).toEqual([['retry', wish]]));
});

it('takes a secret of several lines as it is', async () => {
  fail(remedy({ kind: 'secret', key: 'SSH_KEY' }));
  const { person } = show();
  await person.click(await screen.findByRole('button', { name: 'Mend it: Give it' }));
  const dialog = within(await screen.findByRole('dialog'));
  await person.click(dialog.getByLabelText('SSH_KEY'));
  await person.paste('-----BEGIN-----\nabc\n');
  await person.click(dialog.getByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(asked[0]?.[1]).toMatchObject({ key: 'SSH_KEY', value: '-----BEGIN-----\nabc\n' }));
});

it('says that a deployment was forgotten', async () => {
  gone = true;
  show();
  expect(await screen.findByRole('heading', { name: 'This deployment is not in the list' })).toBeTruthy();
});
