import { mkdir, readFile, readdir, rmdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { expect, test, vi } from 'vitest';
import { testClock } from '../ports/clock.ts';
import { createRedactor } from '../secrets/redact.ts';
import { Secret } from '../secrets/secret.ts';
import { createLog } from './log-file.ts';
import { scratchFolder } from './scratch-folder.ts';

// A busy disk makes durable writes slow.
vi.setConfig({ testTimeout: 30_000 });

const token = 'Canary/Canary"Canary\\1234';
const redactor = createRedactor(() => [Secret.from(token)]);

function parts(maxBytes = 1_000_000) {
  let next = 0;
  return { clock: testClock(0), newId: () => `ref-${(next += 1)}`, maxBytes };
}

async function lines(path: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('each event is one line of JSON with its time, readable by its owner only', async () => {
  const dir = join(await scratchFolder(), 'logs');
  const log = createLog(dir, redactor, parts());
  log.info('app.started', { host: 'local', text: 'two\nlines' });
  log.info('app.stopped');
  await log.flush();
  expect(await lines(join(dir, 'hubdesk.log'))).toEqual([
    { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'app.started', host: 'local', text: 'two\nlines' },
    { at: '1970-01-01T00:00:00.000Z', level: 'info', event: 'app.stopped' },
  ]);
  expect((await stat(dir)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dir, 'hubdesk.log'))).mode & 0o777).toBe(0o600);
});

test('an error is logged with its causes under the reference that is answered', async () => {
  const dir = await scratchFolder();
  const log = createLog(dir, redactor, parts());
  const error = new AppError(
    'INTERNAL',
    'It broke.',
    { ref: 'x' },
    { cause: new Error('deep', { cause: { errno: 5 } }) },
  );
  expect(log.error('chat.failed', error, { model: 'm' })).toBe('ref-1');
  await log.flush();
  expect((await lines(join(dir, 'hubdesk.log')))[0]).toMatchObject({
    event: 'chat.failed',
    ref: 'ref-1',
    model: 'm',
    error: {
      name: 'AppError',
      code: 'INTERNAL',
      message: 'It broke.',
      cause: { message: 'deep', cause: { errno: 5 } },
    },
  });
});

test('no secret reaches the file: in fields, messages, stacks, causes or wrapped', async () => {
  const dir = await scratchFolder();
  const log = createLog(dir, redactor, parts());
  log.info(`event ${token}`, {
    [token]: token,
    wrapped: Secret.from('another-secret-value'),
    url: encodeURIComponent(token),
  });
  log.error('failed', new Error(token, { cause: { headers: { authorization: `Bearer ${token}` } } }));
  log.info('long', { text: `${'x'.repeat(16_300)}${token}${token}${token}` });
  await log.flush();
  const text = await readFile(join(dir, 'hubdesk.log'), 'utf8');
  expect(text).not.toContain('Canary');
  expect(text).not.toContain('another-secret-value');
  expect(text.match(/\[secret\]/g)?.length).toBeGreaterThan(6);
});

test('the log stays within its files, newest lines in the first', async () => {
  const dir = await scratchFolder();
  const log = createLog(dir, redactor, parts(1_000));
  for (let n = 0; n < 200; n += 1) log.info('tick', { n });
  await log.flush();
  expect((await readdir(dir)).sort()).toEqual(['hubdesk.log', 'hubdesk.log.1', 'hubdesk.log.2']);
  for (const name of await readdir(dir)) expect((await stat(join(dir, name))).size).toBeLessThanOrEqual(1_000);
  const numbers = (await Promise.all(['.2', '.1', ''].map((end) => lines(join(dir, `hubdesk.log${end}`)))))
    .flat()
    .map((line) => line['n']);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => 200 - numbers.length + n));
});

test('what cannot be written is counted and does not disturb the work', async () => {
  const dir = await scratchFolder();
  await mkdir(join(dir, 'hubdesk.log'));
  const log = createLog(dir, redactor, parts());
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  log.info('lost', circle);
  log.info('lost too');
  await log.flush();
  await rmdir(join(dir, 'hubdesk.log'));
  await writeFile(join(dir, 'hubdesk.log'), '');
  log.info('back');
  await log.flush();
  const [first, second] = await lines(join(dir, 'hubdesk.log'));
  expect(first).toEqual({ dropped: 2 });
  expect(second).toMatchObject({ event: 'back' });
});
