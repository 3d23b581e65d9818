import { expect, it } from 'vitest';
import { blockingKinds } from './blocking-kinds.ts';

const sharegpt = (roles: Record<string, string>) =>
  ({ kind: 'sharegpt', conversations: 'conversations', system: null, roles }) as const;

it('an empty answer stops what learns from answers, and not what only asks', () => {
  expect(blockingKinds('messages', null)).toContain('empty-answer');
  expect(blockingKinds('prompt', null)).not.toContain('empty-answer');
  expect(blockingKinds('prompt', null)).toContain('invalid-json');
});

it('a mapping mends types, and the roles it renames', () => {
  expect(blockingKinds('messages', null)).toEqual(expect.arrayContaining(['type-differs', 'unknown-role']));
  expect(blockingKinds('messages', sharegpt({ bot: 'assistant' }))).not.toContain('unknown-role');
  expect(blockingKinds('messages', sharegpt({ human: 'user', gpt: 'assistant' }))).toContain('unknown-role');
  expect(blockingKinds('messages', sharegpt({ human: 'user' }))).not.toContain('type-differs');
});

it('warnings and notes never stop anything', () => {
  expect(blockingKinds(null, null)).not.toContain('duplicate');
  expect(blockingKinds(null, null)).not.toContain('email');
});
