import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attach } from '../../../api/client.ts';
import { setConnection } from '../../../api/connection.ts';
import { createQueryClient } from '../../../api/query-client.ts';
import { refusal, stubLink } from '../../../api/stub-link.fixture.ts';
import { TokenForm } from './token-form.tsx';

beforeEach(() => setConnection({ phase: 'open' }));
afterEach(cleanup);

const token = `hf_${'a'.repeat(34)}`;

function show(answers: Parameters<typeof stubLink>[0] = {}) {
  attach(stubLink(answers));
  const onConnected = vi.fn();
  render(
    <QueryClientProvider client={createQueryClient()}>
      <TokenForm hubUrl="https://huggingface.co" onConnected={onConnected} />
    </QueryClientProvider>,
  );
  return {
    person: userEvent.setup(),
    onConnected,
    field: screen.getByTestId<HTMLInputElement>('api-key-input'),
    save: screen.getByTestId<HTMLButtonElement>('connect-button'),
  };
}

function paste(field: HTMLInputElement, text: string) {
  fireEvent.paste(field, { clipboardData: { getData: () => text } });
}

test('nothing can be saved before there is a token', () => {
  const { save, field } = show();
  expect(save.disabled).toBe(true);
  expect(field.type).toBe('password');
  expect(field.autocomplete).toBe('off');
});

test('a whole export line is cut down to its token', () => {
  const { field, save } = show();
  paste(field, `export HF_TOKEN="${token}"\n`);
  expect(field.value).toBe(token);
  expect(save.disabled).toBe(false);
});

test('a key of another company is refused, with the reason, and goes nowhere', async () => {
  const connect = vi.fn();
  const { field, save, person } = show({ 'account.connect': connect });
  paste(field, 'sk-ant-api03-abcdefghijklmnop');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toContain('Anthropic');
  await person.type(field, '{Enter}');
  expect(save.disabled).toBe(true);
  expect(connect).not.toHaveBeenCalled();
});

test('two tokens on two lines are told apart from one long one', () => {
  const { field, save } = show();
  paste(field, `${token}\n${token.replaceAll('a', 'b')}`);
  expect(save.disabled).toBe(true);
  expect(screen.getByText(/more than one token/)).toBeTruthy();
});

test('ten megabytes are refused in a sentence and not kept', () => {
  const { field } = show();
  paste(field, 'x'.repeat(10_000_000));
  expect(field.value.length).toBeLessThan(20_000);
  expect(screen.getByText(/far longer than any token/)).toBeTruthy();
});

test('the characters show only while the eye is held', () => {
  const { field } = show();
  paste(field, token);
  const eye = screen.getByRole('button', { name: 'Show while held' });
  fireEvent.pointerDown(eye);
  expect(field.type).toBe('text');
  fireEvent.pointerUp(eye);
  expect(field.type).toBe('password');
  fireEvent.keyDown(eye, { key: ' ' });
  expect(field.type).toBe('text');
  fireEvent.blur(eye);
  expect(field.type).toBe('password');
});

test('a refused token stays in the field, and the way on is the token page', async () => {
  const { field, save, person } = show({
    'account.connect': () => Promise.reject(refusal('TOKEN_REJECTED', { provider: 'huggingface', expired: false })),
  });
  paste(field, token);
  await person.click(save);
  expect((await screen.findByRole('alert')).textContent).toContain('does not know this token');
  expect(screen.getByRole('link', { name: /token page/ }).getAttribute('href')).toBe(
    'https://huggingface.co/settings/tokens',
  );
  expect(field.value).toBe(token);
  expect(screen.queryByText('Keep it, verify later')).toBeNull();
});

test('offline, the token may be kept to be verified later', async () => {
  const asked: unknown[] = [];
  const { field, save, person, onConnected } = show({
    'account.connect': (input) => {
      asked.push(input);
      if (asked.length === 1) throw refusal('OFFLINE', { host: 'huggingface.co' });
      return { status: 'unverified' };
    },
  });
  paste(field, token);
  await person.click(save);
  await person.click(await screen.findByText('Keep it, verify later'));
  await vi.waitFor(() => expect(onConnected).toHaveBeenCalled());
  expect(asked).toEqual([
    { token, keepUnverified: false },
    { token, keepUnverified: true },
  ]);
  expect(field.value).toBe('');
});

test('stopping aborts the check, says so, and keeps what was pasted', async () => {
  let signal: AbortSignal | undefined;
  const { field, save, person } = show({
    'account.connect': (_input, given) => {
      signal = given;
      return new Promise((_resolve, reject) => given?.addEventListener('abort', () => reject(given.reason)));
    },
  });
  paste(field, token);
  await person.click(save);
  expect(save.getAttribute('aria-busy')).toBe('true');
  await person.click(screen.getByRole('button', { name: 'Stop' }));
  expect(await screen.findByText('Stopped. Nothing was stored.')).toBeTruthy();
  expect(signal?.aborted).toBe(true);
  expect(field.value).toBe(token);
});
