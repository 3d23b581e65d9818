import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { ProviderState } from '@hubdesk/shared/contract/providers';
import { ProviderGrid } from './provider-grid.tsx';

afterEach(cleanup);

const provider = (id: ProviderState['id'], state: ProviderState['state'] = 'disconnected'): ProviderState => ({
  id,
  supported: true,
  state,
  connectedAs: state === 'disconnected' ? null : { name: 'sandy', role: 'write' },
  selection: null,
  checkedAt: null,
  problem: null,
});

function show(onOpen = vi.fn()) {
  render(
    <>
      <button type="button">before</button>
      <ProviderGrid
        providers={[provider('anthropic'), provider('openai'), provider('huggingface', 'ready')]}
        open={null}
        onOpen={onOpen}
      />
      <button type="button">after</button>
    </>,
  );
  return { person: userEvent.setup(), onOpen };
}

test('the grid is one tab stop', async () => {
  const { person } = show();
  await person.tab();
  await person.tab();
  expect(document.activeElement).toBe(screen.getByTestId('provider-card-anthropic'));
  await person.tab();
  expect(document.activeElement?.textContent).toBe('after');
});

test('the arrows move among the cards, and the tab stop goes with them', async () => {
  const { person } = show();
  screen.getByTestId('provider-card-anthropic').focus();
  await person.keyboard('{ArrowRight}{ArrowRight}');
  expect(document.activeElement).toBe(screen.getByTestId('provider-card-huggingface'));
  await person.keyboard('{Home}');
  expect(document.activeElement).toBe(screen.getByTestId('provider-card-anthropic'));
  await person.keyboard('{End}{ArrowRight}');
  expect(document.activeElement).toBe(screen.getByTestId('provider-card-huggingface'));
  expect(screen.getByTestId('provider-card-huggingface').tabIndex).toBe(0);
  expect(screen.getByTestId('provider-card-anthropic').tabIndex).toBe(-1);
});

test('Enter opens the card that has the focus', async () => {
  const { person, onOpen } = show();
  screen.getByTestId('provider-card-openai').focus();
  await person.keyboard('{Enter}');
  expect(onOpen).toHaveBeenCalledWith('openai');
});

test('a card says how its provider stands and as whom', () => {
  show();
  expect(screen.getByTestId('provider-card-huggingface').textContent).toContain('Ready as sandy');
});
