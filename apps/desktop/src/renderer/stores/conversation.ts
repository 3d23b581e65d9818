// The conversation and the draft of the next question. Lives in memory alone:
// it outlasts the page, not the window, and belongs to one account in one
// workspace. Knows nothing of how an answer is fetched.
import { create } from 'zustand';
import type { ChatItem, ChatMessage } from '@hubdesk/shared/contract/chat';
import type { Failure } from '@hubdesk/shared/errors';
import type { Selection } from '@hubdesk/shared/models/routing';
import { readThinking } from './thinking.ts';

export type AnswerEnd = Extract<ChatItem, { type: 'end' }>;

export interface Answer {
  /** What was asked for: the model, who serves it, who pays. */
  selection: Selection;
  phase: 'waiting' | 'writing' | 'done' | 'stopped' | 'failed';
  text: string;
  reasoning: string;
  /** Epoch milliseconds. */
  startedAtMs: number;
  reasoningStartedAtMs: number | null;
  /** How long it thought before its first word; null while it still does or never did. */
  reasoningMs: number | null;
  settledAtMs: number | null;
  failure: Failure | null;
  /** One for each request that ended by itself; going on after a limit adds one. */
  ends: readonly AnswerEnd[];
}

/** A question with its answer. Asking again, or asking differently, adds another and loses none. */
export interface Version {
  question: string;
  answer: Answer;
}

export interface Turn {
  id: number;
  versions: readonly Version[];
  shown: number;
}

/** Whose conversation it is. `accountId` is null while the Hub has not said who the token belongs to. */
export interface Owner {
  workspace: string;
  accountId: string | null;
}

export interface Conversation {
  owner: Owner | null;
  turns: readonly Turn[];
  /** The conversation before this one, while this one is empty. */
  putAside: readonly Turn[];
  draft: string;
  /** Ids are never given twice, so that an answer on its way cannot land in a later conversation. */
  lastId: number;
}

const nothing = { owner: null, turns: [], putAside: [], draft: '' };

export const useConversation = create<Conversation>(() => ({ ...nothing, lastId: 0 }));
const { setState: set, getState: get } = useConversation;

/** Makes the conversation this owner's; one that was somebody else's is forgotten. */
export function claimConversation(owner: Owner): void {
  const { owner: before } = get();
  if (before === null || isSameOwner(before, owner)) set({ owner });
  else set({ ...nothing, owner });
}

/** Nobody is connected: nothing of the conversation may stay. */
export function forgetConversation(): void {
  set(nothing);
}

function isSameOwner(before: Owner, now: Owner): boolean {
  if (before.workspace !== now.workspace) return false;
  return before.accountId === null || now.accountId === null || before.accountId === now.accountId;
}

export function setDraft(draft: string): void {
  set({ draft });
}

/** Appends a question whose answer is waited for; answers the new turn's id. */
export function startTurn(question: string, selection: Selection, nowMs: number): number {
  const { turns, lastId } = get();
  const id = lastId + 1;
  const version: Version = { question, answer: newAnswer(selection, nowMs) };
  set({ turns: [...turns, { id, versions: [version], shown: 0 }], putAside: [], lastId: id });
  return id;
}

/** Asks the last question again, perhaps in other words. An answer of which nothing had arrived is replaced. */
export function startVersion(turnId: number, question: string, selection: Selection, nowMs: number): void {
  const version: Version = { question, answer: newAnswer(selection, nowMs) };
  changeTurn(turnId, (turn) => {
    const shown = turn.versions[turn.shown];
    const isEmpty = shown !== undefined && shown.question === question && !hasWords(shown.answer);
    const kept = isEmpty ? turn.versions.filter((each) => each !== shown) : turn.versions;
    return { ...turn, versions: [...kept, version], shown: kept.length };
  });
}

/** Lets a cut answer be written on. */
export function resumeAnswer(turnId: number, nowMs: number): void {
  changeAnswer(turnId, (answer) => ({
    ...answer,
    phase: 'waiting',
    failure: null,
    settledAtMs: null,
    startedAtMs: nowMs,
  }));
}

export function receive(turnId: number, items: readonly ChatItem[], nowMs: number): void {
  changeAnswer(turnId, (answer) => foldItems(answer, items, nowMs));
}

/** The answer ends here, as `done`, `stopped`, or with what went wrong. */
export function settleAnswer(turnId: number, outcome: 'done' | 'stopped' | Failure, nowMs: number): void {
  changeAnswer(turnId, (answer) => ({
    ...answer,
    phase: typeof outcome === 'string' ? outcome : 'failed',
    failure: typeof outcome === 'string' ? null : outcome,
    settledAtMs: nowMs,
    reasoningMs: thoughtFor(answer, nowMs),
  }));
}

export function showVersion(turnId: number, shown: number): void {
  changeTurn(turnId, (turn) => (turn.versions[shown] ? { ...turn, shown } : turn));
}

/** Begins a new conversation. The one before it is put aside until something is asked in the new one. The draft stays. */
export function beginAnew(): void {
  set(({ turns }) => ({ turns: [], putAside: turns }));
}

export function bringBack(): void {
  set(({ putAside }) => ({ turns: putAside, putAside: [] }));
}

function newAnswer(selection: Selection, nowMs: number): Answer {
  return {
    selection,
    phase: 'waiting',
    text: '',
    reasoning: '',
    startedAtMs: nowMs,
    reasoningStartedAtMs: null,
    reasoningMs: null,
    settledAtMs: null,
    failure: null,
    ends: [],
  };
}

/** What a batch of the stream makes of an answer. */
export function foldItems(answer: Answer, items: readonly ChatItem[], nowMs: number): Answer {
  let text = '';
  let reasoning = '';
  const ends: AnswerEnd[] = [];
  for (const item of items) {
    if (item.type === 'text') text += item.text;
    else if (item.type === 'reasoning') reasoning += item.text;
    else ends.push(item);
  }
  const whole = answer.text + text;
  const { thoughts, isOpen } = readThinking(whole);
  const next: Answer = {
    ...answer,
    phase: text || reasoning ? 'writing' : answer.phase,
    text: whole,
    reasoning: answer.reasoning + reasoning,
    reasoningStartedAtMs: answer.reasoningStartedAtMs ?? (reasoning || thoughts ? nowMs : null),
    ends: [...answer.ends, ...ends],
  };
  return text && !isOpen ? { ...next, reasoningMs: thoughtFor(next, nowMs) } : next;
}

function thoughtFor({ reasoningMs, reasoningStartedAtMs }: Answer, nowMs: number): number | null {
  return reasoningMs ?? (reasoningStartedAtMs === null ? null : nowMs - reasoningStartedAtMs);
}

export function isUnderWay({ phase }: Answer): boolean {
  return phase === 'waiting' || phase === 'writing';
}

export function hasWords(answer: Answer): boolean {
  return answer.text !== '' || answer.reasoning !== '';
}

/**
 * The turns as a model reads them. Many models insist that the two sides take
 * turns, so a question that got no answer is joined to the one after it.
 */
export function toMessages(turns: readonly Turn[]): ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const turn of turns) {
    const version = turn.versions[turn.shown];
    if (!version) continue;
    const before = messages.at(-1);
    if (before?.role === 'user') before.content += `\n\n${version.question}`;
    else messages.push({ role: 'user', content: version.question });
    const { said } = readThinking(version.answer.text);
    if (said) messages.push({ role: 'assistant', content: said });
  }
  return messages;
}

function changeTurn(turnId: number, change: (turn: Turn) => Turn): void {
  set(({ turns }) => ({ turns: turns.map((turn) => (turn.id === turnId ? change(turn) : turn)) }));
}

/** Changes the shown answer of a turn, if the turn is still there. */
function changeAnswer(turnId: number, change: (answer: Answer) => Answer): void {
  changeTurn(turnId, (turn) => ({
    ...turn,
    versions: turn.versions.map((version, index) =>
      index === turn.shown ? { ...version, answer: change(version.answer) } : version,
    ),
  }));
}
