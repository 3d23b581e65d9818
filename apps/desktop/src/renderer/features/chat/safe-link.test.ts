import { expect, it } from 'vitest';
import { safeLink, tellsHost } from './safe-link.ts';

it.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.com/x',
  '//example.com/x',
  '/settings',
  '#/settings',
  'mailto:a@example.com',
  'smb://host/share',
  'https://huggingface.co@evil.example/',
  'https://user:secret@example.com/',
  'https://',
])('makes no link of %j', (href) => {
  expect(safeLink(href)).toBeNull();
});

it('links to the web and names the host as it really is', () => {
  expect(safeLink('https://huggingface.co/docs?a=1#b')).toEqual({
    href: 'https://huggingface.co/docs?a=1#b',
    host: 'huggingface.co',
  });
  expect(safeLink('https://аpple.com')?.host).toBe('xn--pple-43d.com');
  expect(safeLink('http://127.0.0.1:8080/x')?.host).toBe('127.0.0.1:8080');
});

it('hides the host only where the words say the same one', () => {
  const link = { href: 'https://evil.example/x', host: 'evil.example' };
  expect(tellsHost('https://evil.example/x', link)).toBe(true);
  expect(tellsHost('evil.example', link)).toBe(true);
  expect(tellsHost('https://bank.example/x', link)).toBe(false);
  expect(tellsHost('https://bank.example@evil.example', link)).toBe(false);
  expect(tellsHost('click here', link)).toBe(false);
  expect(tellsHost('', link)).toBe(false);
});
