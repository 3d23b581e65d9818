import { expect, test } from 'vitest';
import { isAppUrl } from './app-address.ts';

test('our own page is ours, whatever its place', () => {
  for (const url of ['app://bundle/', 'app://bundle/#/models', 'app://bundle/assets/main.js'])
    expect(isAppUrl(url), url).toBe(true);
});

test.for([
  '',
  'null',
  'about:blank',
  'app://bundle.evil/',
  'app://evil/',
  'app://user@bundle/',
  'app://bundle:1/',
  'APPX://bundle/',
  'https://bundle/',
  'file:///bundle/',
  'data:app://bundle/',
  'blob:app://bundle/x',
])('"%s" is not', (url) => {
  expect(isAppUrl(url)).toBe(false);
});
