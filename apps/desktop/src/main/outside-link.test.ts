import { describe, expect, test } from 'vitest';
import { judgeOutsideLink } from './outside-link.ts';

test.for(['https://huggingface.co/settings/tokens', 'https://hf.co/x', 'https://platform.openai.com/api-keys'])(
  '%s opens at once',
  (url) => {
    expect(judgeOutsideLink(url)).toEqual({ verdict: 'open', url });
  },
);

test.for([
  ['https://example.com/page', 'example.com'],
  ['https://huggingface.co.evil.example/', 'huggingface.co.evil.example'],
  ['https://huggingface.co:8443/', 'huggingface.co:8443'],
  // A letter that only looks like one of ours is shown as what it is.
  ['https://huggingfаce.co/', 'xn--huggingfce-6qi.co'],
])('%s is asked about as %s', ([url, host]) => {
  expect(judgeOutsideLink(url ?? '')).toMatchObject({ verdict: 'ask', host });
});

describe('never opened', () => {
  test.for([
    'http://huggingface.co/',
    'https://user@huggingface.co/',
    'https://user:secret@huggingface.co/',
    'https://huggingface.co@evil.example/',
    'file:///etc/passwd',
    'smb://host/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    'data:text/html,x',
    'app://bundle/',
    'mailto:a@b.c',
    'https:\\\\huggingface.co',
    '\\\\host\\share',
    '//huggingface.co',
    'huggingface.co',
    'https://',
    '',
  ])('%s', (url) => {
    expect(judgeOutsideLink(url)).toEqual({ verdict: 'refuse' });
  });
});
