import { expect, it } from 'vitest';
import { visibleLines, visibleText } from './visible-text.ts';

it('shows a mark for a character that turns the reading order around', () => {
  expect(visibleText('org/safe\u202Egpj.exe')).toBe('org/safe\ufffdgpj.exe');
});

it('shows a mark for controls and for what has no width', () => {
  expect(visibleText('a\u0000b\u200bc\nd')).toBe('a\ufffdb\ufffdc\ufffdd');
});

it('leaves markup and foreign letters as they are', () => {
  expect(visibleText('<b>نموذج</b> & モデル')).toBe('<b>نموذج</b> & モデル');
});

it('keeps the lines and tabs of a text that has them', () => {
  expect(visibleLines('a\tb\r\nc\u0000\u202Ed\u2028e')).toBe('a\tb\r\nc\ufffd\ufffdd\ufffde');
});
