// Which problems stop a training in the format it is for: what no loader or
// template takes, without what the format does not look at or a mapping mends.
import type { Mapping } from './mapping.ts';
import { rowProblemKinds, rowProblems, type RowProblem } from './row-problem.ts';
import type { RowFormat } from './training-format.ts';

const ofConversations: readonly RowProblem[] = ['unknown-role', 'system-not-first', 'no-answer'];

const unlookedAt: Record<RowFormat, readonly RowProblem[]> = {
  messages: ['no-preference'],
  'prompt-completion': ['no-preference'],
  text: [...ofConversations, 'empty-answer', 'no-preference'],
  preference: [],
  'unpaired-preference': ['no-preference'],
  prompt: ['no-answer', 'empty-answer', 'no-preference'],
};

/** Names in a list of `{from, value}` that are read as sides without being renamed. */
const readAsSides = ['system', 'user', 'assistant', 'tool', 'human', 'gpt', 'chatgpt', 'function_call', 'observation'];

/** `format` null: every kind that stops anything. `mapping` is the one the rows go through on their way to `format`. */
export function blockingKinds(format: RowFormat | null, mapping: Mapping | null): RowProblem[] {
  const without = new Set<RowProblem>(format === null ? [] : unlookedAt[format]);
  // Values are made text on the way, and what cannot be does not fit.
  if (mapping) without.add('type-differs');
  if (mapping && renames(mapping)) {
    without.add('unknown-role');
    without.add('no-answer');
  }
  return rowProblemKinds.filter((kind) => rowProblems[kind] === 'blocks' && !without.has(kind));
}

function renames(mapping: Mapping): boolean {
  if (mapping.kind !== 'sharegpt' && mapping.kind !== 'messages') return false;
  return Object.keys(mapping.roles).some((name) => !readAsSides.includes(name));
}
