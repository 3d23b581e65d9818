// Asks the chosen model and writes what it answers into the conversation. One
// answer at a time; stopping, or leaving the page, ends the request behind it
// and keeps what had arrived.
import { useEffect, useState } from 'react';
import type { ChatItem, ChatMessage } from '@hubdesk/shared/contract/chat';
import type { Failure } from '@hubdesk/shared/errors';
import type { Preferences } from '@hubdesk/shared/contract/preferences';
import type { Selection } from '@hubdesk/shared/models/routing';
import { client } from '../../api/client.ts';
import { toFailure } from '../../api/failure.ts';
import {
  receive,
  resumeAnswer,
  settleAnswer,
  startTurn,
  startVersion,
  toMessages,
  useConversation,
} from '../../stores/conversation.ts';
import { frameBatch } from './frame-batch.ts';

export interface Ask {
  /** Puts a new question at the end. */
  ask: (question: string) => void;
  /** Asks the last question again, or `question` in its place. */
  askAgain: (question?: string, selection?: Selection) => void;
  /** Lets the last answer be written on from where a limit cut it. */
  goOn: () => void;
  stop: () => void;
}

/** The stream ended without its last item: the wire to the host was cut. */
const brokenOff: Failure = { code: 'OFFLINE', message: 'The answer broke off.', data: { host: 'hubdesk' } };

const goOnWords = 'Go on exactly where you stopped. Repeat nothing and do not comment on the break.';

export interface AskContext {
  selection: Selection | null;
  settings: Preferences['chat'];
}

/** Keeps the same `Ask` for the life of the page; each question takes what is chosen when it is sent. */
export function useAsk(context: AskContext): Ask {
  const [{ ask, take }] = useState(() => createAsk(context));
  useEffect(() => take(context));
  useEffect(() => ask.stop, [ask]);
  return ask;
}

function createAsk(first: AskContext): { ask: Ask; take: (context: AskContext) => void } {
  let context = first;
  let running: AbortController | null = null;

  async function read(turnId: number, messages: ChatMessage[], selection: Selection): Promise<void> {
    running?.abort();
    const controller = new AbortController();
    running = controller;
    const { signal } = controller;
    const batch = frameBatch<ChatItem>((items) => receive(turnId, items, Date.now()), requestAnimationFrame);
    let isSettled = false;
    function settle(outcome: 'done' | 'stopped' | Failure) {
      if (isSettled) return;
      isSettled = true;
      batch.flush();
      settleAnswer(turnId, outcome, Date.now());
      if (running === controller) running = null;
    }
    // At once: a person who stops must not wait for the wire to agree.
    signal.addEventListener('abort', () => settle('stopped'), { once: true });
    try {
      const { system, temperature, maxTokens } = context.settings;
      const question = { selection, messages, system: system.trim() || null, temperature, maxTokens };
      let hasEnded = false;
      for await (const item of await client.chat.send(question, { signal })) {
        if (signal.aborted) break;
        batch.add(item);
        hasEnded = item.type === 'end';
      }
      settle(hasEnded ? 'done' : brokenOff);
    } catch (caught) {
      const failure = toFailure(caught);
      // Our own stop was settled above, so whoever cancelled was the wire.
      settle(failure.code === 'CANCELLED' ? brokenOff : failure);
    }
  }

  const ask: Ask = {
    ask(question) {
      const { selection } = context;
      if (!selection) return;
      const turnId = startTurn(question, selection, Date.now());
      void read(turnId, toMessages(useConversation.getState().turns), selection);
    },
    askAgain(question, other) {
      running?.abort();
      const last = useConversation.getState().turns.at(-1);
      const before = last?.versions[last.shown];
      const selection = other ?? context.selection;
      if (!last || !before || !selection) return;
      startVersion(last.id, question ?? before.question, selection, Date.now());
      void read(last.id, toMessages(useConversation.getState().turns), selection);
    },
    goOn() {
      const { turns } = useConversation.getState();
      const last = turns.at(-1);
      const { selection } = context;
      if (!last || !selection) return;
      resumeAnswer(last.id, Date.now());
      void read(last.id, [...toMessages(turns), { role: 'user', content: goOnWords }], selection);
    },
    stop: () => running?.abort(),
  };
  return {
    ask,
    take(latest) {
      context = latest;
    },
  };
}
