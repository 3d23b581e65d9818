import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, expect, it } from 'vitest';
import { RowList } from './row-list.tsx';

afterEach(cleanup);

function show(items: readonly string[]) {
  const list = (shown: readonly string[]) => (
    <>
      <button type="button">before</button>
      <RowList
        label="Letters"
        items={shown}
        keyOf={(item) => item}
        renderRow={(item, tabIndex) => (
          <>
            <a href={`#${item}`} data-row tabIndex={tabIndex}>
              {item}
            </a>
            <button type="button" tabIndex={tabIndex}>
              close {item}
            </button>
          </>
        )}
      />
    </>
  );
  const { rerender } = render(list(items));
  return (next: readonly string[]) => rerender(list(next));
}

const focused = () => document.activeElement?.textContent;

it('is one tab stop, whose further button is the next', async () => {
  show(['a', 'b', 'c']);
  const person = userEvent.setup();
  await person.tab();
  await person.tab();
  expect(focused()).toBe('a');
  await person.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(focused()).toBe('b');
  await person.tab();
  expect(focused()).toBe('close b');
  await person.tab();
  expect(document.activeElement).toBe(document.body);
});

it('goes to both ends', async () => {
  show(['a', 'b', 'c']);
  const person = userEvent.setup();
  screen.getByText('a').focus();
  await person.keyboard('{End}');
  expect(focused()).toBe('c');
  await person.keyboard('{Home}');
  expect(focused()).toBe('a');
});

it('keeps a tab stop when rows go', async () => {
  const change = show(['a', 'b', 'c']);
  screen.getByText('c').focus();
  change(['a']);
  expect(screen.getByText('a').tabIndex).toBe(0);
});
