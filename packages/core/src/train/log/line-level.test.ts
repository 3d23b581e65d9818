import { expect, test } from 'vitest';
import { createLevelGuess } from './line-level.ts';

const levelOf = (text: string) => createLevelGuess().next(text);

test.each([
  ['ERROR:root:it broke', 'error'],
  ['2026-01-01 12:00:00,123 - trainer - ERROR - it broke', 'error'],
  ['[2026-01-01 12:00:00] [CRITICAL] it broke', 'error'],
  ['error: Failed to fetch `torch`', 'error'],
  ['\x1b[1m\x1b[31merror\x1b[39m\x1b[0m: No solution found', 'error'],
  ['  × No solution found when resolving dependencies:', 'error'],
  ['torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB', 'error'],
  ['ValueError', 'error'],
  ['WARNING:root:careful', 'warning'],
  ['warning: `VIRTUAL_ENV` does not match', 'warning'],
  ['/usr/lib/x.py:12: UserWarning: this is slow', 'warning'],
  ['[rank0]:[W1121 06:00:00.1] Warning: destroy_process_group() was not called', 'warning'],
  ['DEBUG:urllib3:GET', 'debug'],
  ["{'loss': 0.4, 'eval_error': 0.3}", 'info'],
  ['mean error 0.2 after 10 steps', 'info'],
  ['Installed 60 packages in 1.2s', 'info'],
  ['ERRORS_TOTAL=0', 'info'],
])('%s: %s', (text, level) => {
  expect(levelOf(text)).toBe(level);
});

test('a traceback is grave from its head to its exception, and what follows is judged anew', () => {
  const { next } = createLevelGuess();
  const lines = [
    'Traceback (most recent call last):',
    '  File "train.py", line 3, in <module>',
    '    main()',
    '    ^^^^^^',
    'requests.exceptions.HTTPError: 403 Client Error',
    '',
    'During handling of the above exception, another exception occurred:',
    '',
    'Traceback (most recent call last):',
    '  File "train.py", line 9, in main',
    'GatedRepo: ask first',
    'Uploading 3 files',
  ];
  expect(lines.map(next)).toEqual([
    'error',
    'error',
    'error',
    'error',
    'error',
    'info',
    'info',
    'info',
    'error',
    'error',
    'error',
    'info',
  ]);
});
