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
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { MotionGlobalConfig } from 'framer-motion';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ORPCError } from '@orpc/client';
import type { ChatItem } from '@hubdesk/shared/contract/chat';
import { defaultPreferences } from '@hubdesk/shared/contract/preferences';
import { attach } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { createQueryClient } from '../../api/query-client.ts';
import { forgetConversation } from '../../stores/conversation.ts';
import { ChatPage } from './chat-page.tsx';
import { loadAnswerText } from './lazy-answer-text.ts';

const selection = { model: 'org/Parrot-7B', routing: 'auto', billTo: null };

/** One answer on its way, written by the test. */
class Speech {
  readonly #waiting: (ChatItem | Error | 'end')[] = [];
  #wake = () => {};
  readonly input: { messages: { role: string; content: string }[]; system: string | null };
  readonly signal: AbortSignal | undefined;
  constructor(input: Speech['input'], signal: AbortSignal | undefined) {
    this.input = input;
    this.signal = signal;
  }
  say(...items: (ChatItem | Error | 'end')[]) {
    this.#waiting.push(...items);
    this.#wake();
  }
  async *items(): AsyncGenerator<ChatItem> {
    for (;;) {
      const item = this.#waiting.shift();
      if (item === 'end') return;
      if (item instanceof Error) throw item;
      if (item) yield item;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
          this.signal?.addEventListener('abort', () => resolve());
        });
        if (this.signal?.aborted) throw new DOMException('left', 'AbortError');
      }
    }
  }
}

const finished: ChatItem = {
  type: 'end',
  finishReason: 'stop',
  promptTokens: 10,
  completionTokens: 20,
  firstTokenMs: 300,
  totalMs: 1_000,
  tokensPerSecond: 28,
  costUsd: 0.0004,
};

let host: {
  speeches: Speech[];
  saved: unknown[];
  diskFull: boolean;
  selected: unknown;
  account: unknown;
};

beforeAll(async () => {
  // In happy-dom a movement that is cut short rejects with nobody there to hear it.
  MotionGlobalConfig.skipAnimations = true;
  // It is fetched when first needed, and not what is measured here.
  await loadAnswerText();
});

beforeEach(() => {
  forgetConversation();
  host = {
    speeches: [],
    saved: [],
    diskFull: false,
    selected: { selection, warm: true },
    account: {
      status: 'verified',
      identity: {
        id: '1',
        name: 'sandy',
        fullname: 'Sandy',
        avatar: null,
        isPro: false,
        canPay: true,
        organizations: [],
      },
      links: { tokens: 'https://hub.example/settings/tokens', billing: 'https://hub.example/settings/billing' },
    },
  };
  attach({
    async call(path, input, options) {
      switch (path.join('.')) {
        case 'app.state':
          return { workspace: 'hub' };
        case 'account.get':
          return host.account;
        case 'models.selected':
          return host.selected;
        case 'preferences.get':
          return defaultPreferences;
        case 'preferences.set':
          if (host.diskFull)
            throw new ORPCError('STORAGE_FAILED', {
              defined: true,
              data: { path: 'settings.json', reason: 'The disk is full.' },
            });
          host.saved.push(input);
          return { ...defaultPreferences, ...(input as object) };
        case 'chat.send': {
          const speech = new Speech(input as Speech['input'], options.signal);
          host.speeches.push(speech);
          return speech.items();
        }
        default:
          throw new Error(`The test's host does not know ${path.join('.')}`);
      }
    },
  });
  setConnection({ phase: 'open' });
});
afterEach(cleanup);

async function open() {
  const root = createRootRoute({ component: Outlet });
  const routes = ['/models', '/settings/providers', '/welcome'].map((path) =>
    createRoute({ getParentRoute: () => root, path, component: () => <p>{path}</p> }),
  );
  const chat = createRoute({ getParentRoute: () => root, path: '/chat', component: ChatPage });
  const router = createRouter({
    routeTree: root.addChildren([chat, ...routes]),
    history: createMemoryHistory({ initialEntries: ['/chat'] }),
  });
  const user = userEvent.setup();
  render(
    <QueryClientProvider client={createQueryClient()}>
      {/* The app's router is registered globally; this one has only the places that matter here. */}
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  return { user, router };
}

async function openAndAsk(question = 'Hello?') {
  const opened = await open();
  await screen.findByText('Parrot-7B');
  await opened.user.type(screen.getByTestId('chat-input'), `${question}{Enter}`);
  await waitFor(() => expect(host.speeches).toHaveLength(1));
  return { ...opened, speech: host.speeches[0]! };
}

const say = (text: string): ChatItem => ({ type: 'text', text });

it('asks with Enter, draws the answer as it comes, and tells what it used', async () => {
  const { speech } = await openAndAsk('What is *this*?');
  expect(speech.input.messages).toEqual([{ role: 'user', content: 'What is *this*?' }]);
  expect(screen.getByTestId('chat-message-user').textContent).toBe('What is *this*?');
  speech.say(say('It is '), say('**bold**.'));
  expect((await screen.findByText('bold')).tagName).toBe('STRONG');
  speech.say(finished, 'end');
  expect((await screen.findByTestId('chat-stats')).textContent).toContain('10 tokens in, 20 out');
  expect(screen.getByText(/This conversation: 30 tokens · about \$0\.0004/)).toBeTruthy();
  expect(screen.getByText('The answer is complete.').getAttribute('role')).toBe('status');
});

it('makes a new line with Shift and Enter and sends nothing blank', async () => {
  const { user } = await open();
  await screen.findByText('Parrot-7B');
  const field = screen.getByTestId<HTMLTextAreaElement>('chat-input');
  await user.type(field, '   {Enter}');
  await user.clear(field);
  await user.type(field, 'a{Shift>}{Enter}{/Shift}b');
  expect(field.value).toBe('a\nb');
  expect(host.speeches).toHaveLength(0);
});

it('stops with the button and with Escape, tells the host, and keeps what had come', async () => {
  const { user, speech } = await openAndAsk();
  speech.say(say('Half'));
  await screen.findByText('Half');
  await user.click(screen.getByTestId('chat-stop'));
  expect(speech.signal?.aborted).toBe(true);
  expect(await screen.findByText('Stopped', { selector: 'p' })).toBeTruthy();
  expect(screen.getByText('Half')).toBeTruthy();

  await user.type(screen.getByTestId('chat-input'), 'More{Enter}');
  await waitFor(() => expect(host.speeches).toHaveLength(2));
  await user.keyboard('{Escape}');
  expect(host.speeches[1]?.signal?.aborted).toBe(true);
});

it('does not stop what it asked when Send was clicked twice', async () => {
  const { user } = await open();
  await user.type(await screen.findByTestId('chat-input'), 'Hello');
  await user.click(screen.getByTestId('chat-send'));
  const stop = await screen.findByTestId('chat-stop');
  // The second half of a double click lands on what has taken the button's place.
  fireEvent.click(stop, { detail: 2 });
  expect(host.speeches[0]?.signal?.aborted).toBe(false);
  fireEvent.click(stop, { detail: 1 });
  await waitFor(() => expect(host.speeches[0]?.signal?.aborted).toBe(true));
});

it('gives the focus back to the button when a question is left as it is', async () => {
  const { user, speech } = await openAndAsk();
  speech.say(say('Hello.'), finished, 'end');
  await user.click(await screen.findByRole('button', { name: 'Change the question' }));
  await user.keyboard('{Escape}');
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Change the question' }));
});

it('leaves the settings with Escape from the button that opened them', async () => {
  const { user } = await open();
  const button = await screen.findByRole('button', { name: /Settings/ });
  await user.click(button);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  await user.keyboard('{Escape}');
  expect(button.getAttribute('aria-expanded')).toBe('false');
});

it('ends the request when the page is left, and has the words, the mark and the draft on return', async () => {
  const { user, router, speech } = await openAndAsk();
  speech.say(say('Half'));
  await screen.findByText('Half');
  await user.type(screen.getByTestId('chat-input'), 'a draft');
  await act(() => router.navigate({ to: '/models' }));
  expect(speech.signal?.aborted).toBe(true);
  await act(() => router.navigate({ to: '/chat' }));
  expect(await screen.findByText('Half')).toBeTruthy();
  expect(screen.getByText('Stopped')).toBeTruthy();
  expect(screen.getByTestId<HTMLTextAreaElement>('chat-input').value).toBe('a draft');
});

it('keeps the question and what had come when it fails, and asks again', async () => {
  const { user, speech } = await openAndAsk();
  speech.say(
    say('Half'),
    new ORPCError('PROVIDER_UNAVAILABLE', { defined: true, data: { provider: 'huggingface', httpStatus: null } }),
  );
  expect((await screen.findByRole('alert')).textContent).toContain('The answer broke off');
  expect(screen.getByText('Half')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(host.speeches).toHaveLength(2));
  expect(host.speeches[1]?.input.messages).toEqual([{ role: 'user', content: 'Hello?' }]);
});

it.each([
  ['ends without its end', 'end' as const],
  ['is cancelled by somebody else', new DOMException('closed', 'AbortError')],
])('says that the wire broke when the stream %s', async (_how, last) => {
  const { speech } = await openAndAsk();
  speech.say(say('Half'), last);
  expect((await screen.findByRole('alert')).textContent).toContain('connection to Hubdesk itself was lost');
});

it('goes on where the limit cut the answer off', async () => {
  const { user, speech } = await openAndAsk();
  speech.say(say('One, two,'), { ...finished, finishReason: 'length' }, 'end');
  await user.click(await screen.findByRole('button', { name: 'Go on' }));
  await waitFor(() => expect(host.speeches).toHaveLength(2));
  expect(host.speeches[1]?.input.messages.slice(0, 2)).toEqual([
    { role: 'user', content: 'Hello?' },
    { role: 'assistant', content: 'One, two,' },
  ]);
  host.speeches[1]?.say(say(' three.'), finished, 'end');
  expect(await screen.findByText('One, two, three.')).toBeTruthy();
  expect(screen.getByTestId('chat-stats').textContent).toContain('20 tokens in, 40 out');
});

it('asks the last question differently and keeps the earlier answer within reach', async () => {
  const { user, speech } = await openAndAsk();
  speech.say(say('First'), finished, 'end');
  await screen.findByTestId('chat-stats');
  await user.click(screen.getByRole('button', { name: 'Change the question' }));
  const editor = screen.getByLabelText('The question, to be asked again');
  await user.clear(editor);
  await user.type(editor, 'Hello there?{Enter}');
  await waitFor(() => expect(host.speeches).toHaveLength(2));
  host.speeches[1]?.say(say('Second'), finished, 'end');
  await screen.findByText('Second');
  await user.click(await screen.findByRole('button', { name: 'Earlier answer' }));
  expect(await screen.findByText('First')).toBeTruthy();
  expect(screen.getByTestId('chat-message-user').textContent).toBe('Hello?');
});

it('puts the conversation aside for a new one and brings it back', async () => {
  const { user, speech } = await openAndAsk();
  speech.say(say('First'), finished, 'end');
  await screen.findByTestId('chat-stats');
  await user.click(screen.getByRole('button', { name: 'New chat' }));
  expect(screen.queryByText('First')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Bring it back' }));
  expect(await screen.findByText('First')).toBeTruthy();
});

it('asks before it stops an answer for a new chat', async () => {
  const { user, speech } = await openAndAsk();
  speech.say(say('Half'));
  await screen.findByText('Half');
  await user.click(screen.getByRole('button', { name: 'New chat' }));
  await user.click(await screen.findByRole('button', { name: 'Begin a new chat' }));
  expect(speech.signal?.aborted).toBe(true);
  await waitFor(() => expect(screen.queryByText('Half')).toBeNull());
});

it('sends the settings with the next question, and writes them when the typing rests', async () => {
  const { user } = await open();
  await screen.findByText('Parrot-7B');
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  await user.type(await screen.findByLabelText('System prompt'), 'Be brief.');
  await user.type(screen.getByLabelText('Longest answer, in tokens'), '256');
  await user.type(screen.getByTestId('chat-input'), 'Hello?{Enter}');
  await waitFor(() => expect(host.speeches).toHaveLength(1));
  expect(host.speeches[0]?.input).toMatchObject({ system: 'Be brief.', temperature: null, maxTokens: 256 });
  const last = { chat: { system: 'Be brief.', temperature: null, maxTokens: 256 } };
  await waitFor(() => expect(host.saved.at(-1)).toEqual(last));
  // Twelve keys were pressed; a slow machine may rest between two of them.
  expect(host.saved.length).toBeLessThan(6);
});

it('says that the settings could not be written, uses them all the same, and tries again', async () => {
  host.diskFull = true;
  const { user } = await open();
  await screen.findByText('Parrot-7B');
  await user.click(screen.getByRole('button', { name: 'Settings' }));
  await user.type(await screen.findByLabelText('System prompt'), 'Be brief.');
  expect((await screen.findByRole('alert')).textContent).toContain('settings.json: The disk is full.');
  await user.type(screen.getByTestId('chat-input'), 'Hello?{Enter}');
  await waitFor(() => expect(host.speeches[0]?.input.system).toBe('Be brief.'));
  host.diskFull = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

it('says what is missing without an account, and sends nothing', async () => {
  host.account = null;
  const { user } = await open();
  expect((await screen.findByRole('link', { name: 'Connect an account' })).getAttribute('href')).toContain(
    '/settings/providers',
  );
  await user.type(screen.getByTestId('chat-input'), 'Hello?{Enter}');
  expect(screen.getByText('Connect an account to send a question.')).toBeTruthy();
  expect(host.speeches).toHaveLength(0);
});

it('says so when the chosen model is no longer warm', async () => {
  host.selected = { selection, warm: false };
  await open();
  expect(await screen.findByText(/Parrot-7B is no longer warm/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Choose another model' })).toBeTruthy();
});
