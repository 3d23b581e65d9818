import { expect, it } from 'vitest';
import { mayFrame } from './app-frames.ts';

it.each([
  'https://sandy-chat.hf.space',
  'https://sandy-chat.hf.space/?__theme=dark',
  'https://a.b.hf.space/',
  'http://127.0.0.1:40123/',
])('takes %s into a frame', (address) => expect(mayFrame(address)).toBe(true));

it.each([
  'http://sandy-chat.hf.space/',
  'https://sandy-chat.hf.space:8443/',
  'https://user@sandy-chat.hf.space/',
  'https://sandy.hf.space@evil.test/',
  'https://sandy.hf.space\\@evil.test/',
  'https://hf.space/',
  'https://sandy.hf.space.evil.test/',
  'https://evil-hf.space/',
  'https://huggingface.co/',
  'http://127.0.0.1/',
  'http://127.0.0.1:80@evil.test/',
  'http://localhost:40123/',
  'http://127.0.0.2:40123/',
  ' https://sandy-chat.hf.space/',
  'javascript:alert(1)',
  'data:text/html,x',
  'app://bundle/',
  '',
])('takes %s into none', (address) => expect(mayFrame(address)).toBe(false));
