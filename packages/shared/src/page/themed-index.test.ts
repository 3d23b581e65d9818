import { expect, test } from 'vitest';
import { themedIndex } from './themed-index.ts';

test('the theme is written on the html element and the rest is kept', () => {
  expect(themedIndex('<!doctype html><html lang="en"><body>', 'dark')).toBe(
    '<!doctype html><html lang="en" data-theme="dark"><body>',
  );
});

test('a theme that was there is replaced, not doubled', () => {
  expect(themedIndex(`<html data-theme='light' lang="en">`, 'system')).toBe('<html lang="en" data-theme="system">');
});
