import { beforeEach, describe, expect, it } from 'vitest';
import type { Selection } from '@hubdesk/shared/models/routing';
import {
  beginAnew,
  bringBack,
  claimConversation,
  forgetConversation,
  receive,
  resumeAnswer,
  setDraft,
  settleAnswer,
  showVersion,
  startTurn,
  startVersion,
  toMessages,
  useConversation,
} from './conversation.ts';

const selection: Selection = { model: 'org/name', routing: 'auto', billTo: null };
const state = () => useConversation.getState();
const answer = () => {
  const turn = state().turns.at(-1);
  return turn?.versions[turn.shown]?.answer;
};

beforeEach(() => forgetConversation());

describe('an answer on its way', () => {
  it('waits, is written batch by batch, and is done', () => {
    const id = startTurn('Why?', selection, 0);
    expect(answer()?.phase).toBe('waiting');
    receive(
      id,
      [
        { type: 'text', text: 'Be' },
        { type: 'text', text: 'cause' },
      ],
      10,
    );
    expect(answer()).toMatchObject({ phase: 'writing', text: 'Because' });
    receive(id, [{ type: 'text', text: '.' }], 20);
    settleAnswer(id, 'done', 30);
    expect(answer()).toMatchObject({ phase: 'done', text: 'Because.', settledAtMs: 30, failure: null });
  });

  it('knows how long it thought, from the first thought to the first word', () => {
    const id = startTurn('Why?', selection, 0);
    receive(id, [{ type: 'reasoning', text: 'Hm' }], 500);
    expect(answer()?.reasoningMs).toBeNull();
    receive(
      id,
      [
        { type: 'reasoning', text: ', well' },
        { type: 'text', text: 'So' },
      ],
      3_500,
    );
    receive(id, [{ type: 'text', text: ' it is' }], 9_000);
    expect(answer()).toMatchObject({ reasoning: 'Hm, well', text: 'So it is', reasoningMs: 3_000 });
  });

  it('measures thoughts that a provider left in the text as well', () => {
    const id = startTurn('Why?', selection, 0);
    receive(id, [{ type: 'text', text: '<think>Hm' }], 1_000);
    receive(id, [{ type: 'text', text: ', well' }], 2_000);
    expect(answer()?.reasoningMs).toBeNull();
    receive(id, [{ type: 'text', text: '</think>So' }], 3_000);
    expect(answer()?.reasoningMs).toBe(2_000);
    expect(toMessages(state().turns).at(-1)).toEqual({ role: 'assistant', content: 'So' });
  });

  it('keeps what had arrived when it is stopped or fails', () => {
    const id = startTurn('Why?', selection, 0);
    receive(id, [{ type: 'text', text: 'Be' }], 10);
    settleAnswer(id, { code: 'OFFLINE', message: '', data: { host: 'example' } }, 20);
    expect(answer()).toMatchObject({ phase: 'failed', text: 'Be', failure: { code: 'OFFLINE' } });
    resumeAnswer(id, 30);
    receive(id, [{ type: 'text', text: 'cause' }], 40);
    settleAnswer(id, 'stopped', 50);
    expect(answer()).toMatchObject({ phase: 'stopped', text: 'Because', failure: null });
  });

  it('never lands in a later conversation', () => {
    const id = startTurn('Why?', selection, 0);
    beginAnew();
    startTurn('Other', selection, 1);
    receive(id, [{ type: 'text', text: 'late' }], 2);
    expect(answer()?.text).toBe('');
  });
});

describe('asking again', () => {
  it('keeps the earlier answer within reach, with its own question', () => {
    const id = startTurn('Why?', selection, 0);
    receive(id, [{ type: 'text', text: 'First' }], 1);
    settleAnswer(id, 'done', 2);
    startVersion(id, 'Why not?', selection, 3);
    receive(id, [{ type: 'text', text: 'Second' }], 4);
    expect(toMessages(state().turns)).toEqual([
      { role: 'user', content: 'Why not?' },
      { role: 'assistant', content: 'Second' },
    ]);
    showVersion(id, 0);
    expect(toMessages(state().turns)).toEqual([
      { role: 'user', content: 'Why?' },
      { role: 'assistant', content: 'First' },
    ]);
  });

  it('replaces a failure of which nothing had arrived', () => {
    const id = startTurn('Why?', selection, 0);
    settleAnswer(id, { code: 'OFFLINE', message: '', data: { host: 'example' } }, 1);
    startVersion(id, 'Why?', selection, 2);
    expect(state().turns[0]?.versions).toHaveLength(1);
    expect(answer()?.phase).toBe('waiting');
  });
});

it('joins a question without an answer to the next, since the sides must take turns', () => {
  const first = startTurn('One', selection, 0);
  settleAnswer(first, { code: 'OFFLINE', message: '', data: { host: 'example' } }, 1);
  startTurn('Two', selection, 2);
  expect(toMessages(state().turns)).toEqual([{ role: 'user', content: 'One\n\nTwo' }]);
});

describe('a new conversation', () => {
  it('puts the old one aside until something is asked', () => {
    startTurn('One', selection, 0);
    setDraft('half a thought');
    beginAnew();
    expect(state()).toMatchObject({ turns: [], draft: 'half a thought' });
    bringBack();
    expect(state().turns).toHaveLength(1);
    beginAnew();
    startTurn('Two', selection, 1);
    expect(state().putAside).toEqual([]);
  });
});

describe('whose conversation it is', () => {
  it('stays while the same account is there, also while the Hub has not named it', () => {
    claimConversation({ workspace: 'hub', accountId: null });
    startTurn('One', selection, 0);
    claimConversation({ workspace: 'hub', accountId: 'a' });
    claimConversation({ workspace: 'hub', accountId: 'a' });
    expect(state().turns).toHaveLength(1);
  });

  it.each([
    { workspace: 'hub', accountId: 'b' },
    { workspace: 'sandbox', accountId: 'a' },
  ])('is gone, draft and all, for %j', (other) => {
    claimConversation({ workspace: 'hub', accountId: 'a' });
    startTurn('One', selection, 0);
    setDraft('secret');
    beginAnew();
    claimConversation(other);
    expect(state()).toMatchObject({ turns: [], putAside: [], draft: '', owner: other });
  });
});
