import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createModelIndex } from '@hubdesk/shared/models/model-index';
import { aModel } from './a-model.fixture.ts';
import { ModelList } from './model-list.tsx';

const names = Array.from({ length: 500 }, (_, at) => `acme/model-${String(at).padStart(3, '0')}`);
const index = createModelIndex();
index.add(names.map((id) => aModel({ id })));
const all = Uint32Array.from(names.keys());

beforeEach(() => {
  // There is no layout here: the list is ten rows of 44 high, and wide enough for its columns.
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(440);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(440);
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(1200);
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200);
});

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(found = all) {
  const heard = { opened: [] as string[], marked: [] as string[] };
  const list = (rows: Uint32Array, question: unknown) => (
    <ModelList
      ref={null}
      index={index}
      found={rows}
      typed=""
      question={question}
      favourites={new Set(['acme/model-002'])}
      chosen="acme/model-001"
      selected={null}
      sort={undefined}
      onSort={() => {}}
      onOpen={(id) => heard.opened.push(id)}
      onFavourite={(id) => heard.marked.push(id)}
    />
  );
  const { rerender } = render(list(found, 'first'));
  return { ...heard, ask: (rows: Uint32Array, question: unknown) => rerender(list(rows, question)) };
}

/** What a screen reader says of the row with the mark. */
function marked(): string {
  const id = screen.getByRole('listbox').getAttribute('aria-activedescendant') ?? '';
  return document.getElementById(id)?.querySelector('.sr-only')?.textContent?.split(',')[0] ?? '';
}

it('is one stop of the Tab key, and the arrows move a mark in it', async () => {
  show();
  const user = userEvent.setup();
  screen.getByRole('listbox').focus();
  expect(marked()).toBe('acme/model-000');
  await user.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(marked()).toBe('acme/model-001');
});

it('goes a page and stops at both ends', async () => {
  show();
  const user = userEvent.setup();
  screen.getByRole('listbox').focus();
  await user.keyboard('{PageDown}');
  expect(marked()).toBe('acme/model-009');
  await user.keyboard('{PageUp}{PageUp}{ArrowUp}');
  expect(marked()).toBe('acme/model-000');
});

it('opens the marked model with Enter and stars it with F', async () => {
  const { opened, marked: starred } = show();
  const user = userEvent.setup();
  screen.getByRole('listbox').focus();
  await user.keyboard('{ArrowDown}f{Enter}');
  expect(starred).toEqual(['acme/model-001']);
  expect(opened).toEqual(['acme/model-001']);
});

it('leaves F with a modifier to the search', async () => {
  const { marked: starred } = show();
  const user = userEvent.setup();
  screen.getByRole('listbox').focus();
  await user.keyboard('{Control>}f{/Control}');
  expect(starred).toEqual([]);
});

it('stars with the pointer without opening', async () => {
  const { opened, marked: starred } = show();
  const user = userEvent.setup();
  await user.click(screen.getAllByTitle('Favourite')[0]!);
  expect(starred).toEqual(['acme/model-000']);
  expect(opened).toEqual([]);
});

it('begins at the top again when something else is asked, not when rows arrive', async () => {
  const { ask } = show(all.slice(0, 100));
  const user = userEvent.setup();
  screen.getByRole('listbox').focus();
  await user.keyboard('{ArrowDown}{ArrowDown}');
  ask(all, 'first');
  expect(marked()).toBe('acme/model-002');
  ask(all.slice(7), 'second');
  expect(marked()).toBe('acme/model-007');
});

it('says of each row what it is, with its place among all', () => {
  show();
  const options = screen.getAllByRole('option');
  expect(options.length).toBeLessThan(20);
  expect(options[1]?.textContent).toContain('acme/model-001, chosen, 8B parameters');
  expect(options[2]?.textContent).toContain('acme/model-002, favourite');
  expect(options[1]?.getAttribute('aria-posinset')).toBe('2');
  expect(options[1]?.getAttribute('aria-setsize')).toBe('500');
});
