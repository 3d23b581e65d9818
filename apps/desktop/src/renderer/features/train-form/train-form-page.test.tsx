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
import { cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { exampleConfig } from '@hubdesk/shared/contract/example-run';
import type { PreflightCheck } from '@hubdesk/shared/train/preflight';
import type { RunConfig } from '@hubdesk/shared/train/run-config';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { ToastRegion } from '../../ui/toast.tsx';
import { datasetFacts, flavors, modelFacts } from './form-facts.fixture.ts';
import { TrainFormPage } from './train-form-page.tsx';
import { parseTrainFormSearch } from './train-form-search.ts';

/** What the operations asked here take, each its own part of it. */
interface Asked {
  config: RunConfig;
  kind: 'train' | 'smoke';
  run: string;
  model: string;
  name: string;
  secrets: Record<string, string>;
}
type Answers = Record<string, (input: Asked) => unknown>;

let asked: { operation: string; input: Asked }[];
let answers: Answers;
let checks: PreflightCheck[];

const askedOf = (operation: string) => asked.filter((each) => each.operation === operation).map(({ input }) => input);
const lastConfig = () => askedOf('runs.preflight').at(-1)?.config;
async function* only<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}
const run = (change: object) => ({
  id: 'r1',
  name: 'small-questions',
  failure: null,
  config: exampleConfig,
  ...change,
});

const account = {
  status: 'verified',
  identity: {
    id: 'u1',
    name: 'sandy',
    fullname: 'Sandy',
    avatar: null,
    isPro: false,
    canPay: null,
    organizations: [
      { name: 'dunes', fullname: 'Dunes', plan: 'team', role: 'write', restrictions: [], canPay: true },
      { name: 'closed', fullname: 'Closed', plan: 'team', role: 'write', restrictions: ['sso'], canPay: true },
    ],
  },
  token: null,
  store: 'session',
  storedAt: '2026-11-20T12:00:00.000Z',
  checkedAt: null,
  problem: null,
  links: { tokens: 'https://hub.example/tokens', billing: 'https://hub.example/billing' },
};

// A busy machine draws late, and how late is not measured here.
// Nothing is laid out, so nothing is hidden but by `hidden`; asking each element costs most of the time.
configure({ defaultHidden: true });
vi.setConfig({ testTimeout: 30_000 });

beforeEach(() => {
  asked = [];
  checks = [{ id: 'token', state: 'ok', finding: 'It may launch jobs and push.', action: null }];
  setConnection({ phase: 'open' });
  answers = {
    'app.state': () => ({ workspace: 'hub', hubUrl: 'https://hub.example' }),
    'account.get': () => account,
    'models.selected': () => null,
    'models.catalogue': () =>
      only({ type: 'done', total: 0, fetchedAt: '2026-11-20T12:00:00.000Z', offersMissing: false }),
    'preferences.get': () => ({ recentModels: ['sandy/tiny-llama'], favouriteModels: [] }),
    'datasets.mine': () => [{ id: 'sandy/small-questions' }],
    'datasets.search': () => ({ rows: [], cursor: null }),
    'recipes.draft': () => exampleConfig,
    'recipes.list': () => [],
    'recipes.keepDraft': () => undefined,
    'recipes.save': () => ({ name: 'x', savedAt: '2026-11-20T12:00:00.000Z', config: exampleConfig }),
    'hardware.list': () => flavors,
    'budget.get': () => ({ runUsd: null, monthUsd: 50, spentUsd: 3.2, openUsd: 0, spentFrom: 'hub' }),
    'runs.model': ({ model }) => modelFacts({ model }),
    'runs.dataset': () => datasetFacts(),
    'runs.lengths': () => ({
      rows: 640,
      complete: true,
      averageTokens: 80,
      p95Tokens: 120,
      longestTokens: 200,
      cutRows: 0,
      lostRows: 0,
      refusedRows: 0,
    }),
    'runs.smokeOf': () => null,
    'runs.preflight': () => only({ checks, done: true }),
    'runs.launch': ({ run: id }) => run({ id, state: 'launching' }),
    'runs.get': () => run({ state: 'failed' }),
  };
});
afterEach(cleanup);

async function open(search = '') {
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
    path: '/train/new',
    validateSearch: parseTrainFormSearch,
    component: TrainFormPage,
  });
  const router = createRouter({
    routeTree: root.addChildren([
      shell.addChildren([
        page,
        at('/train/run/$run', () => <p>the run</p>),
        at('/train/schedules', () => <p>the schedules</p>),
        at('/datasets', () => <p>the datasets</p>),
        at('/datasets/hub/$namespace/$name', () => <p>the dataset</p>),
      ]),
    ]),
    history: createMemoryHistory({ initialEntries: [`/train/new${search}`] }),
  });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={createQueryClient()}>
      {/* The app's router is registered globally; this one has only the places that matter here. */}
      <RouterProvider router={router as never} />
      <ToastRegion />
    </QueryClientProvider>,
  );
  await screen.findByRole('heading', { level: 1 });
  return { user, router };
}

const train = () => screen.findByRole('button', { name: /^Train/ });
const ready = () =>
  waitFor(() =>
    expect(screen.getByRole('button', { name: /^(Train|Go on training) ·/ }).hasAttribute('disabled')).toBe(false),
  );
/** Opens the parameters and shows them one way. */
async function parameters(user: ReturnType<typeof userEvent.setup>, view: 'Form' | 'JSON' | 'YAML' | 'Script') {
  const button = await screen.findByRole('button', { name: /All parameters/ });
  if (button.getAttribute('aria-expanded') === 'false') await user.click(button);
  await user.click(await screen.findByRole('tab', { name: new RegExp(view) }));
}
const text = async (name: RegExp) => await screen.findByRole<HTMLTextAreaElement>('textbox', { name });

it('goes on with what was being worked on, and says on the button what it can cost', async () => {
  await open();
  await ready();
  // cpu-basic at $0.000167 a minute for ten minutes.
  expect((await train()).textContent).toContain('at most $0.0017');
  expect(lastConfig()).toEqual(exampleConfig);
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name of the run' }).value).toBe('small-questions');
});

it('begins a new run for a model and dataset of the address, and puts aside what was worked on', async () => {
  const { user } = await open('?model=big/model&dataset=sandy/other');
  await waitFor(() => expect(lastConfig()?.model).toBe('big/model'));
  expect(lastConfig()).toMatchObject({ dataset: { id: 'sandy/other' }, name: 'model-other' });
  expect(askedOf('recipes.keepDraft')).toEqual([]);
  await user.click(screen.getByRole('button', { name: 'Bring it back' }));
  await waitFor(() => expect(lastConfig()).toEqual(exampleConfig));
});

it('clones a run under another name, with a remedy laid over', async () => {
  const remedy = { id: 'm', label: 'Shorter rows', why: '', change: { parameters: { max_length: 128 } }, link: null };
  answers['runs.get'] = () => run({ state: 'failed', failure: { remedies: [remedy] } });
  await open('?from=r1&remedy=m');
  await waitFor(() => expect(lastConfig()?.parameters.max_length).toBe(128));
  expect(lastConfig()).toMatchObject({ name: 'small-questions-2', output: { repo: 'sandy/absent-yet-2' } });
  expect(screen.getByText(/Shorter rows/)).toBeTruthy();
});

it('speaks of datasets, and of its name as it is written, where the dataset is not there', async () => {
  answers['runs.dataset'] = () => {
    throw refusal('NOT_FOUND', { what: 'sandy/small-questions' });
  };
  await open();
  expect(await screen.findByText('sandy/small-questions is not there')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'See your datasets' }).getAttribute('href')).toBe('#/datasets');
});

it('goes on from a smoke run under the same name, since that pushed nothing', async () => {
  answers['runs.get'] = () => run({ kind: 'smoke', state: 'completed' });
  await open('?from=r1');
  await waitFor(() => expect(lastConfig()).toBeDefined());
  expect(lastConfig()).toEqual(exampleConfig);
  expect(screen.queryByRole('button', { name: 'Bring it back' })).toBeNull();
});

it('keeps what is typed in a field, says what is wrong with it, and lets nothing launch meanwhile', async () => {
  const { user } = await open();
  await parameters(user, 'Form');
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'LoRA rank' });
  await user.clear(field);
  await user.type(field, '1.5');
  expect(screen.getByText('It must be a whole number.')).toBeTruthy();
  expect((await train()).hasAttribute('disabled')).toBe(true);
  expect(screen.getAllByText('“LoRA rank” must be a whole number.').length).toBeGreaterThan(0);
  await user.clear(field);
  await user.type(field, '64');
  await waitFor(() => expect(lastConfig()?.parameters.lora_r).toBe(64));
});

it('marks what differs from the preset and takes it back', async () => {
  const { user } = await open();
  await user.click(await screen.findByRole('radio', { name: 'Standard' }));
  await parameters(user, 'Form');
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Epochs' });
  const before = field.value;
  await user.clear(field);
  await user.type(field, '7');
  await user.click(await screen.findByRole('button', { name: `Back to ${before}: Epochs` }));
  expect(field.value).toBe(before);
  expect(screen.queryByText('changed')).toBeNull();
});

it('is the same thing as form and as text', async () => {
  const { user } = await open();
  await parameters(user, 'JSON');
  const json = await text(/as JSON/);
  fireEvent.change(json, { target: { value: json.value.replace('"lora_r": 16', '"lora_r": 48') } });
  await parameters(user, 'Form');
  const rank = await screen.findByRole<HTMLInputElement>('textbox', { name: 'LoRA rank' });
  expect(rank.value).toBe('48');
  await user.clear(rank);
  await user.type(rank, '24');
  await parameters(user, 'YAML');
  expect((await text(/as YAML/)).value).toContain('lora_r: 24');
});

it('says where a text is wrong, keeps it while one looks elsewhere, and counts it when it is right', async () => {
  const { user } = await open();
  await parameters(user, 'JSON');
  const wrong = (await text(/as JSON/)).value.replace('"lora_r": 16', '"lora_r": "many"');
  fireEvent.change(await text(/as JSON/), { target: { value: wrong } });
  expect(await screen.findByText(/must be a whole number/)).toBeTruthy();
  expect((await train()).hasAttribute('disabled')).toBe(true);
  await parameters(user, 'Form');
  expect((await screen.findByRole<HTMLInputElement>('textbox', { name: 'LoRA rank' })).value).toBe('16');
  await user.click(screen.getByRole('button', { name: 'Go back to it' }));
  const again = await text(/as JSON/);
  expect(again.value).toBe(wrong);
  fireEvent.change(again, { target: { value: wrong.replace('"many"', '32') } });
  await waitFor(() => expect(lastConfig()?.parameters.lora_r).toBe(32));
  await ready();
});

it('does not let a method be chosen that the dataset does not fit, and says why', async () => {
  await open();
  const card = await screen.findByRole('radio', { name: 'Prefer better answers' });
  await waitFor(() => expect(card.getAttribute('aria-disabled')).toBe('true'));
  expect(screen.getByText('Needs pairs of a better and a worse answer; this dataset has conversations.')).toBeTruthy();
});

it('is locked on a paid card until a smoke run of exactly this has passed', async () => {
  answers['recipes.draft'] = () => ({ ...exampleConfig, flavor: 'a10g-small', timeoutSeconds: 3_600 });
  let smoke: object | null = null;
  answers['runs.smokeOf'] = () => smoke;
  const { user } = await open();
  expect(await screen.findByText('A smoke run of exactly this comes first.')).toBeTruthy();
  expect((await train()).hasAttribute('disabled')).toBe(true);
  expect((await train()).textContent).toContain('at most $1.00');
  smoke = run({ state: 'completed' });
  const field = screen.getByRole('textbox', { name: 'Stop after' });
  await user.clear(field);
  await user.type(field, '2 h');
  await ready();
  expect((await train()).textContent).toContain('at most $2.00');
});

it('is open at once when somebody wants no smoke run', async () => {
  answers['recipes.draft'] = () => ({ ...exampleConfig, flavor: 'a10g-small' });
  const { user } = await open();
  await screen.findByText('A smoke run of exactly this comes first.');
  const [want] = screen.getAllByRole('switch', { name: 'Smoke run first' });
  if (want) await user.click(want);
  await ready();
});

it('launches once for a click, and again under the same id when nobody knows whether it was heard', async () => {
  const heard: string[] = [];
  answers['runs.launch'] = ({ run: id }) => {
    heard.push(id);
    if (heard.length === 1) throw refusal('TIMEOUT', { host: 'hub.example' });
    return run({ id, state: 'launching' });
  };
  const { user } = await open();
  await ready();
  await user.click(await train());
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('the run')).toBeTruthy();
  expect(heard).toHaveLength(2);
  expect(heard[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  expect(heard[1]).toBe(heard[0]);
  await waitFor(() => expect(askedOf('recipes.keepDraft').at(-1)?.config).toBeNull());
});

it('makes another id for another click after a refusal that is certain', async () => {
  const heard: string[] = [];
  answers['runs.launch'] = ({ run: id }) => {
    heard.push(id);
    throw refusal('PAYMENT_REQUIRED', { payer: 'you', billingUrl: 'https://hub.example/billing' });
  };
  const { user } = await open();
  await ready();
  await user.click(await train());
  await screen.findByText('You have no credits left');
  await user.click(await train());
  await waitFor(() => expect(heard).toHaveLength(2));
  expect(heard[1]).not.toBe(heard[0]);
});

it('looks once more before it launches, and spends nothing when something stops it', async () => {
  const { user } = await open();
  await ready();
  checks = [{ id: 'credits', state: 'stops', finding: 'You have no credits left.', action: null }];
  await user.click(await train());
  expect(await screen.findByText(/Not launched, nothing was spent: You have no credits left\./)).toBeTruthy();
  expect(askedOf('runs.launch')).toEqual([]);
});

it('says which check stops it, and mends it with one press', async () => {
  checks = [
    {
      id: 'hardware',
      state: 'stops',
      finding: 'It does not fit.',
      action: { kind: 'change', label: 'Take an A100', change: { flavor: 'a100-large' } },
    },
  ];
  const { user } = await open();
  await user.click(await screen.findByRole('button', { name: 'Take an A100' }));
  await waitFor(() => expect(lastConfig()?.flavor).toBe('a100-large'));
});

it('asks for the values of secrets, gives them with the launch, and keeps them nowhere', async () => {
  answers['recipes.draft'] = () => ({ ...exampleConfig, secrets: ['WANDB_KEY'] });
  const { user } = await open();
  const field = await screen.findByLabelText<HTMLInputElement>('Value of WANDB_KEY');
  expect(field.type).toBe('password');
  expect((await screen.findAllByText('The secret WANDB_KEY has no value yet.')).length).toBeGreaterThan(0);
  await user.type(field, 'canary-9431');
  await ready();
  await user.click(await train());
  await screen.findByText('the run');
  expect(askedOf('runs.launch')[0]?.secrets).toEqual({ WANDB_KEY: 'canary-9431' });
  const others = asked.filter(({ operation }) => operation !== 'runs.launch');
  expect(JSON.stringify(others)).not.toContain('canary-9431');
});

it('keeps what is typed when the page is left', async () => {
  const { user, router } = await open();
  const field = await screen.findByRole('textbox', { name: 'Name of the run' });
  await user.type(field, '-b');
  await router.navigate({ to: '/train/schedules' as never });
  await waitFor(() => expect(askedOf('recipes.keepDraft').at(-1)?.config.name).toBe('small-questions-b'));
});

it('takes a script into one’s own hands, shows what differs, and gives it back', async () => {
  const { user } = await open();
  await parameters(user, 'Script');
  await user.click(await screen.findByRole('button', { name: 'Edit' }));
  const own = await text(/own script/);
  fireEvent.change(own, { target: { value: `${own.value}print("mine")\n` } });
  await user.click(screen.getByRole('radio', { name: 'What differs' }));
  const diff = within(await screen.findByRole('group', { name: /What differs/ }));
  expect(diff.getByText(/print\("mine"\)/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Back to the generated script' }));
  await user.click(await screen.findByRole('button', { name: 'Use the generated one' }));
  await waitFor(() => expect(askedOf('recipes.keepDraft').at(-1)?.config.script).toBeNull());
});

it('says in a sentence why a file cannot be taken, and takes one that can', async () => {
  const { user } = await open();
  await ready();
  const input = document.querySelector<HTMLInputElement>('input[type=file]');
  if (!input) throw new Error('there is no place for a file');
  await user.upload(input, new File(['{"version": 1, "tuning": "loar"}'], 'bad.json'));
  expect(await screen.findByText('bad.json: Line 1: “tuning” must be one of full, lora, qlora.')).toBeTruthy();
  await user.upload(input, new File(['name: from-a-file\n'], 'good.yaml'));
  await waitFor(() => expect(lastConfig()?.name).toBe('from-a-file'));
});

it('shows the way to an account where there is none', async () => {
  answers['account.get'] = () => null;
  await open();
  expect(await screen.findByRole('link', { name: 'Connect an account' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Try it in the Sandbox' })).toBeTruthy();
});

it('takes a file that is dropped anywhere on it, and says where files of rows go', async () => {
  await open();
  await ready();
  const drop = (file: File) =>
    fireEvent.drop(screen.getByRole('heading', { name: 'Where' }), {
      dataTransfer: { types: ['Files'], files: [file] },
    });
  drop(new File(['{"a": 1}'], 'rows.jsonl'));
  expect(await screen.findByText(/Files of rows go to Datasets/)).toBeTruthy();
  drop(new File(['print("mine")\n'], 'train.py'));
  await waitFor(() => expect(lastConfig()?.script).toBe('print("mine")\n'));
});

it('saves a recipe, asks before it takes the place of another, and takes one up', async () => {
  let taken = true;
  answers['recipes.save'] = ({ name }) => {
    if (taken) throw refusal('ALREADY_THERE', { what: 'a recipe', url: null });
    return { name, savedAt: '2026-11-20T12:00:00.000Z', config: exampleConfig };
  };
  const kept = { ...exampleConfig, name: 'kept-one' };
  answers['recipes.list'] = () => [{ name: 'Kept', savedAt: '2026-11-20T12:00:00.000Z', config: kept }];
  const { user } = await open();
  await ready();
  await user.click(screen.getByRole('button', { name: 'Save as recipe' }));
  const dialog = within(await screen.findByRole('dialog'));
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await user.click(await dialog.findByRole('switch', { name: 'Put this in its place' }));
  taken = false;
  await user.click(dialog.getByRole('button', { name: 'Save' }));
  await screen.findByText('“small-questions” is kept');
  expect(askedOf('recipes.save').at(-1)).toMatchObject({ name: 'small-questions', replace: true });
  await user.click(screen.getByRole('button', { name: 'Recipes' }));
  await user.click(await screen.findByRole('button', { name: /^Kept/ }));
  await waitFor(() => expect(lastConfig()?.name).toBe('kept-one'));
});

it('goes on from a run’s checkpoint, until somebody starts over', async () => {
  answers['recipes.draft'] = () => null;
  const { user } = await open('?resume=r9');
  await ready();
  expect(screen.getByText(/Goes on from the last checkpoint of “small-questions”/)).toBeTruthy();
  await user.click(await screen.findByRole('button', { name: /^Go on training/ }));
  await screen.findByText('the run');
  expect(askedOf('runs.launch')[0]).toMatchObject({ resumeFrom: 'r1', config: { name: 'small-questions' } });
});

it('starts over empty, and takes that back', async () => {
  const { user } = await open('?resume=r9');
  await screen.findByRole('button', { name: /^Go on training/ });
  await user.click(screen.getByRole('button', { name: 'Start over' }));
  expect(await train()).toBeTruthy();
  expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Model' }).value).toBe('');
  await user.click(await screen.findByRole('button', { name: 'Take it back' }));
  await waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Model' }).value).toBe('sandy/tiny-llama'),
  );
  expect(screen.getByRole('button', { name: /^Go on training/ })).toBeTruthy();
});

it('leads to what the host would not take', async () => {
  answers['runs.launch'] = () => {
    throw refusal('INVALID_INPUT', { field: 'config.output.repo', reason: 'This name cannot be used.' });
  };
  const { user } = await open();
  await ready();
  await user.click(await train());
  await screen.findByText('This name cannot be used.');
  await user.click(screen.getByRole('button', { name: 'Go there' }));
  expect(document.activeElement?.textContent).toBe('Result');
});
