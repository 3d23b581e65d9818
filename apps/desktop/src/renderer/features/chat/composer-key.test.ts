import { expect, it } from 'vitest';
import { type ComposerKey, isSendKey, isTypingKey } from './composer-key.ts';

const press = (key: string, more: Partial<ComposerKey> = {}): ComposerKey => ({
  key,
  shiftKey: false,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  isComposing: false,
  ...more,
});

it('sends with Enter, also with Ctrl or ⌘ held', () => {
  expect(isSendKey(press('Enter'))).toBe(true);
  expect(isSendKey(press('Enter', { ctrlKey: true }))).toBe(true);
  expect(isSendKey(press('Enter', { metaKey: true }))).toBe(true);
});

it('makes a new line with Shift or Alt', () => {
  expect(isSendKey(press('Enter', { shiftKey: true }))).toBe(false);
  expect(isSendKey(press('Enter', { altKey: true }))).toBe(false);
});

it('leaves Enter to an input method that is choosing letters', () => {
  expect(isSendKey(press('Enter', { isComposing: true }))).toBe(false);
});

it('takes a letter for typing, and no shortcut, space or named key', () => {
  expect(isTypingKey(press('a'))).toBe(true);
  expect(isTypingKey(press('é'))).toBe(true);
  expect(isTypingKey(press('A', { shiftKey: true }))).toBe(true);
  expect(isTypingKey(press('k', { ctrlKey: true }))).toBe(false);
  expect(isTypingKey(press(' '))).toBe(false);
  expect(isTypingKey(press('PageDown'))).toBe(false);
});
