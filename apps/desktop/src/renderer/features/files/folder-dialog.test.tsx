// Our own dialog against a host of the test's own, asked for as a feature asks.
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { FolderEntry } from '@hubdesk/shared/contract/files';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { refusal, stubLink } from '../../api/stub-link.fixture.ts';
import { type ChooseFilesRequest, useChooseFiles } from '../../ui/choose-files-context.ts';
import { ChooseFilesProvider } from './choose-files-provider.tsx';

const file = (path: string, bytes = 1_000): FolderEntry => ({
  name: path.split('/').at(-1) ?? path,
  path,
  kind: 'file',
  bytes,
  modifiedAt: '2026-01-02T03:04:05Z',
  readable: true,
});
const folder = (path: string): FolderEntry => ({ ...file(path), kind: 'folder', bytes: null });

const tree: Record<string, FolderEntry[]> = {
  '/home/sandy': [folder('/home/sandy/data'), file('/home/sandy/notes.txt'), file('/home/sandy/train.jsonl')],
  '/home/sandy/data': [file('/home/sandy/data/a.jsonl'), file('/home/sandy/data/b.jsonl')],
  '/home': [folder('/home/sandy')],
  '/home/sandy/new': [],
};

function trail(path: string) {
  const names = path.split('/').slice(1);
  return [
    { name: '/', path: '/' },
    ...names.map((name, at) => ({ name, path: `/${names.slice(0, at + 1).join('/')}` })),
  ];
}

let capabilities: string[];
const native = vi.fn();

beforeAll(async () => {
  // It is fetched when first needed, and not what is measured here.
  await import('./folder-dialog.tsx');
}, 30_000);

beforeEach(() => {
  // There is no layout here: the list is ten rows of 36 high.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(360);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(360);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(600);
  capabilities = ['localFiles'];
  setConnection({ phase: 'open' });
  attach(
    stubLink({
      'app.state': () => ({ capabilities }),
      'files.places': () => [{ name: 'Home', path: '/home/sandy' }],
      'files.choose': native,
      'files.makeFolder': (input) => {
        const { folder: where, name } = input as { folder: string; name: string };
        return { path: `${where}/${name}` };
      },
      'files.list': (input) => {
        const path = (input as { folder: string | null }).folder ?? '/home/sandy';
        const entries = tree[path];
        if (!entries) throw refusal('FILE_UNREADABLE', { path, reason: 'It is not there.' });
        return { folder: path, trail: trail(path), entries, more: 0 };
      },
    }),
  );
});

// A busy machine draws late, and how late is not measured here.
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  native.mockReset();
});

function ask(request: ChooseFilesRequest) {
  const answers: (readonly string[] | null)[] = [];
  function Asker() {
    const choose = useChooseFiles();
    return (
      <button type="button" onClick={() => void choose(request).then((paths) => answers.push(paths))}>
        ask
      </button>
    );
  }
  render(
    <QueryClientProvider client={createQueryClient()}>
      <ChooseFilesProvider>
        <Asker />
      </ChooseFilesProvider>
    </QueryClientProvider>,
  );
  return answers;
}

const files: ChooseFilesRequest = { what: 'files', title: 'Choose a dataset' };

async function open(request: ChooseFilesRequest) {
  const answers = ask(request);
  const person = userEvent.setup();
  await person.click(screen.getByText('ask'));
  await screen.findByRole('option', { name: /train\.jsonl/ });
  return { answers, person, field: screen.getByLabelText('Filter, or paste a path') };
}

it('asks with the system’s own dialog where the host has one', async () => {
  capabilities = ['nativeDialogs'];
  native.mockReturnValue({ paths: ['/x/train.jsonl'] });
  const answers = ask(files);
  await userEvent.setup().click(screen.getByText('ask'));
  await waitFor(() => expect(answers).toEqual([['/x/train.jsonl']]));
  expect(native.mock.calls[0]?.[0]).toEqual(files);
});

it('goes into folders with Enter and up again with Backspace', async () => {
  const { person, field } = await open(files);
  await person.type(field, '{ArrowDown}{Enter}');
  await screen.findByRole('option', { name: /a\.jsonl/ });
  await person.click(field);
  await person.keyboard('{Backspace}');
  expect(await screen.findByRole('option', { name: /train\.jsonl/ })).toBeTruthy();
});

it('filters while one types, and Enter takes the first that is left', async () => {
  const { person, field, answers } = await open(files);
  await person.type(field, 'TRAIN');
  expect(screen.getAllByRole('option')).toHaveLength(1);
  await person.keyboard('{Enter}');
  await waitFor(() => expect(answers).toEqual([['/home/sandy/train.jsonl']]));
});

it('marks several files with Space and gives them all', async () => {
  const { person, field, answers } = await open(files);
  await person.type(field, '{ArrowDown}{ArrowDown} {ArrowDown} ');
  expect(screen.getByText('2 files marked')).toBeTruthy();
  await person.click(screen.getByRole('button', { name: 'Choose' }));
  await waitFor(() => expect(answers).toEqual([['/home/sandy/notes.txt', '/home/sandy/train.jsonl']]));
});

it('goes to a pasted path, to the file itself when it is one', async () => {
  const { person, field, answers } = await open(files);
  await person.click(field);
  await person.paste('/home/sandy/data/b.jsonl');
  await person.keyboard('{Enter}');
  await waitFor(() => expect(answers).toEqual([['/home/sandy/data/b.jsonl']]));
});

it('says why a pasted path leads nowhere, and stays', async () => {
  const { person, field, answers } = await open(files);
  await person.click(field);
  await person.paste('/nowhere/at/all');
  await person.keyboard('{Enter}');
  expect((await screen.findByRole('alert')).textContent).toContain('It is not there.');
  expect(answers).toEqual([]);
});

it('gives a folder, and makes one on the way where something is to be written', async () => {
  const { person, answers } = await open({ what: 'saveFolder', title: 'Choose where to write' });
  await person.click(screen.getByRole('button', { name: 'New folder' }));
  await person.keyboard('new{Enter}');
  const here = within(screen.getByRole('navigation', { name: 'Where this folder is' }));
  await here.findByText('new');
  await person.click(screen.getByRole('button', { name: 'Choose this folder' }));
  await waitFor(() => expect(answers).toEqual([['/home/sandy/new']]));
});

it('gives the folder whose path stands in the field, not the one that is open behind it', async () => {
  const { person, answers } = await open({ what: 'folder', title: 'Choose the folder with your app' });
  await person.paste('/home/sandy/data');
  await person.click(screen.getByRole('button', { name: 'Choose this folder' }));
  await waitFor(() => expect(answers).toEqual([['/home/sandy/data']]));
});

it('answers null when it is left', async () => {
  const { person, answers } = await open(files);
  await person.keyboard('{Escape}');
  await waitFor(() => expect(answers).toEqual([null]));
});
