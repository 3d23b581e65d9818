import { expect, test } from 'vitest';
import { mayAppLoad, mayFrameGo } from './app-frame.ts';

const hub = 'https://sandy-chat.hf.space';
const sandbox = 'http://127.0.0.1:40123';

test('an app of the Hub loads from the web, and nothing from this computer or its network', () => {
  for (const address of ['https://cdn.example.org/x.js', 'wss://sandy-chat.hf.space/queue', 'data:text/css,a{}'])
    expect([address, mayAppLoad(hub, address)]).toEqual([address, true]);
  for (const address of [
    'http://127.0.0.1:7860/',
    'https://127.0.0.1/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://[::1]/',
    'https://192.168.1.1/',
    'https://localhost/',
    'https://app.localhost/',
    'https://printer.local/',
    'http://example.org/',
    'app://bundle/',
    'file:///etc/passwd',
  ])
    expect([address, mayAppLoad(hub, address)]).toEqual([address, false]);
});

test('an app of the Sandbox loads from itself alone', () => {
  expect(mayAppLoad(sandbox, `${sandbox}/theme.css`)).toBe(true);
  expect(mayAppLoad(sandbox, 'ws://127.0.0.1:40123/queue')).toBe(true);
  for (const address of ['http://127.0.0.1:40124/', 'https://example.org/', 'app://bundle/main.js'])
    expect([address, mayAppLoad(sandbox, address)]).toEqual([address, false]);
});

test('what nobody knows as an app loads nothing', () => {
  for (const origin of ['null', 'app://bundle', 'https://evil.test'])
    expect([origin, mayAppLoad(origin, 'https://example.org/')]).toEqual([origin, false]);
});

test('an app stays what it is, wherever it goes', () => {
  expect(mayFrameGo('null', `${hub}/`)).toBe(true);
  expect(mayFrameGo(hub, 'https://sandy-other.hf.space/')).toBe(true);
  expect(mayFrameGo(hub, `${sandbox}/`)).toBe(false);
  expect(mayFrameGo(hub, 'https://evil.test/')).toBe(false);
  expect(mayFrameGo(sandbox, `${sandbox}/next`)).toBe(true);
  expect(mayFrameGo(sandbox, 'http://127.0.0.1:40124/')).toBe(false);
});
