import { execFileSync } from 'node:child_process';
import { mkdir, open, readFile, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listBackups } from '../files/backups.ts';
import { scratchFolder } from '../files/scratch-folder.ts';
import { testClock } from '../ports/clock.ts';
import { openSettings } from './settings-file.ts';
import { defaultSettings } from './settings-schema.ts';

// Thousands of small durable writes.
vi.setConfig({ testTimeout: 60_000 });

const clock = testClock(Date.parse('2026-09-01T12:00:00Z'));
const stamp = '2026-09-01T12-00-00-000Z';
const marker = { storedAt: '2026-09-01T11:00:00.000Z', store: 'keychain' as const };

/** A folder whose settings were written twice: a marker, then a theme. */
async function usedFolder() {
  const dir = await scratchFolder();
  const settings = await openSettings(dir, { clock });
  await settings.update((draft) => void (draft.providers['huggingface'] = { marker }));
  await settings.update((draft) => void (draft.preferences['theme'] = 'dark'));
  return { dir, path: join(dir, 'settings.json'), last: settings.current };
}

test('a first start has the defaults, nothing to tell, and writes nothing', async () => {
  const dir = join(await scratchFolder(), 'not', 'there');
  const settings = await openSettings(dir, { clock });
  expect(settings.current).toEqual(defaultSettings);
  expect(settings.notice).toBeNull();
  await expect(stat(dir)).rejects.toThrow('ENOENT');
});

test('a change is there at the next start, for its owner only', async () => {
  const { dir, path, last } = await usedFolder();
  const again = await openSettings(dir, { clock });
  expect(again.current).toEqual(last);
  expect(again.current.preferences).toEqual({ theme: 'dark' });
  expect(again.notice).toBeNull();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('changes made at once are applied in turn and none is lost', async () => {
  const settings = await openSettings(await scratchFolder(), { clock });
  await Promise.all(
    Array.from({ length: 20 }, () =>
      settings.update((draft) => void (draft.preferences['count'] = Number(draft.preferences['count'] ?? 0) + 1)),
    ),
  );
  expect(settings.current.preferences['count']).toBe(20);
});

test('a change that fails changes nothing and the next one works', async () => {
  const settings = await openSettings(await scratchFolder(), { clock });
  await expect(
    settings.update(() => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  await expect(settings.update((draft) => void Object.assign(draft, { providers: 7 }))).rejects.toMatchObject({
    code: 'INVALID_INPUT',
  });
  expect(settings.current).toEqual(defaultSettings);
  await settings.update((draft) => void (draft.preferences['a'] = 1));
  expect(settings.current.preferences).toEqual({ a: 1 });
});

test('the current settings cannot be changed in place', async () => {
  const settings = await openSettings(await scratchFolder(), { clock });
  expect(() => Object.assign(settings.current.preferences, { theme: 'dark' })).toThrow(TypeError);
});

test('listeners hear of each change once it is on disk, until they stop', async () => {
  const dir = await scratchFolder();
  const settings = await openSettings(dir, { clock });
  const heard: unknown[] = [];
  const stop = settings.onChange((current) => heard.push(current.preferences['n']));
  await settings.update((draft) => void (draft.preferences['n'] = 1));
  stop();
  await settings.update((draft) => void (draft.preferences['n'] = 2));
  expect(heard).toEqual([1]);
});

test('what looks like a token is refused, wherever it is put', async () => {
  const dir = await scratchFolder();
  const settings = await openSettings(dir, { clock });
  const canary = 'hf_CanaryCanaryCanaryCanaryCanaryCana';
  const changes = [
    settings.update((draft) => void (draft.preferences['x'] = { deep: [canary] })),
    settings.update((draft) => void (draft.providers['huggingface'] = { connectedAs: { id: '1', name: canary } })),
    settings.update((draft) => void (draft.providers[canary] = {})),
  ];
  for (const change of changes)
    await expect(change).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'settings' } });
  expect(await readdir(dir)).toEqual([]);
});

test('keys a later Hubdesk added are kept through a change', async () => {
  const { dir, path } = await usedFolder();
  const json = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(
    path,
    JSON.stringify({
      ...json,
      later: { deep: [1] },
      providers: { huggingface: { ...json.providers.huggingface, badge: 'x' } },
    }),
  );
  const settings = await openSettings(dir, { clock });
  await settings.update((draft) => void (draft.preferences['theme'] = 'light'));
  const written = JSON.parse(await readFile(path, 'utf8'));
  expect(written.later).toEqual({ deep: [1] });
  expect(written.providers.huggingface).toEqual({ marker, badge: 'x' });
});

const damages: [string, (path: string) => Promise<unknown>][] = [
  ['empty', (path) => writeFile(path, '')],
  ['not JSON', (path) => writeFile(path, '<html>')],
  ['cut in half', (path) => truncate(path, 60)],
  ['null', (path) => writeFile(path, 'null')],
  ['a list', (path) => writeFile(path, '[]')],
  [
    'of wrong types',
    (path) => writeFile(path, JSON.stringify({ ...defaultSettings, providers: { huggingface: { marker: 'yes' } } })),
  ],
  [
    'of an unknown store',
    (path) => writeFile(path, JSON.stringify({ ...defaultSettings, secretStore: { kind: 'cloud' } })),
  ],
  ['without a version', (path) => writeFile(path, JSON.stringify({ ...defaultSettings, version: undefined }))],
  ['not UTF-8', (path) => writeFile(path, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))],
  ['zeros', (path) => writeFile(path, Buffer.alloc(4_096))],
  [
    '50 MiB long',
    async (path) => {
      const handle = await open(path, 'w');
      await handle.truncate(50 * 1024 * 1024);
      await handle.close();
    },
  ],
];

test.each(damages)('a settings file that is %s is kept aside and the last good copy is used', async (_, damage) => {
  const { dir, path, last } = await usedFolder();
  await damage(path);
  const bad = await stat(path);
  const startedMs = performance.now();
  const settings = await openSettings(dir, { clock });
  expect(performance.now() - startedMs).toBeLessThan(3_000);
  expect(settings.current).toEqual(last);
  expect(settings.notice).toEqual({ kind: 'recovered', keptAs: join(dir, `settings.corrupt-${stamp}.json`) });
  expect((await stat(join(dir, `settings.corrupt-${stamp}.json`))).size).toBe(bad.size);
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(last);
  settings.dismissNotice();
  expect(settings.notice).toBeNull();
  expect((await openSettings(dir, { clock })).notice).toBeNull();
});

test('cut at any byte, the settings come back whole', async () => {
  const { dir, path, last } = await usedFolder();
  const whole = await readFile(path);
  for (let length = 0; length < whole.length - 1; length += 1) {
    await writeFile(path, whole.subarray(0, length));
    expect((await openSettings(dir, { clock })).current).toEqual(last);
  }
});

test('whatever bytes are flipped, the app starts, keeps the file, and stays changeable', async () => {
  const { dir, path } = await usedFolder();
  const whole = await readFile(path);
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ flip;
      await writeFile(path, flipped);
      const settings = await openSettings(dir, { clock });
      if (settings.notice?.kind === 'recovered') expect(await readFile(settings.notice.keptAs)).toEqual(flipped);
      await settings.update((draft) => void (draft.preferences['theme'] = 'dark'));
      await writeFile(path, whole);
    }),
    { numRuns: 60 },
  );
});

test('with no good copy left the defaults are used and the person is told', async () => {
  const { dir, path } = await usedFolder();
  for (const file of [path, ...(await listBackups(path))]) await writeFile(file, '{');
  const settings = await openSettings(dir, { clock });
  expect(settings.current).toEqual(defaultSettings);
  expect(settings.notice?.kind).toBe('reset');
});

test('a settings file that was removed comes back from its last copy', async () => {
  const { dir, path, last } = await usedFolder();
  const [copy] = await listBackups(path);
  execFileSync('rm', [path]);
  const settings = await openSettings(dir, { clock });
  expect(settings.current).toEqual(last);
  expect(settings.notice).toEqual({ kind: 'recovered', keptAs: copy });
});

test('a file of a later version is used as far as it is understood, and kept before the first change', async () => {
  const { dir, path, last } = await usedFolder();
  const later = JSON.stringify({ ...last, version: 2, fresh: true });
  await writeFile(path, later);
  const settings = await openSettings(dir, { clock });
  const keptAs = join(dir, `settings.newer-${stamp}.json`);
  expect(settings.notice).toEqual({ kind: 'newer', keptAs });
  expect(settings.current.providers['huggingface']?.marker).toEqual(marker);
  expect(await readFile(path, 'utf8')).toBe(later);
  await settings.update((draft) => void (draft.preferences['theme'] = 'light'));
  expect(await readFile(keptAs, 'utf8')).toBe(later);
  expect(JSON.parse(await readFile(path, 'utf8')).version).toBe(1);
});

test('a folder that cannot be written lets the app start, and each change says why it failed', async ({ skip }) => {
  const { dir, path, last } = await usedFolder();
  await writeFile(path, '{');
  try {
    execFileSync('mount', ['--bind', dir, dir], { stdio: 'pipe' });
    execFileSync('mount', ['-o', 'remount,bind,ro', dir], { stdio: 'pipe' });
  } catch (error) {
    skip(`SKIPPED: needs root and a read-only mount (${String(error).split('\n')[0]})`);
  }
  onTestFinished(() => void execFileSync('umount', [dir]));
  const settings = await openSettings(dir, { clock });
  expect(settings.current).toEqual(last);
  expect(settings.notice?.kind).toBe('recovered');
  await expect(settings.update((draft) => void (draft.preferences['theme'] = 'light'))).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
  });
  expect(settings.current).toEqual(last);
});

test('a folder in the file’s place neither stops the start nor is touched', async () => {
  const dir = await scratchFolder();
  await mkdir(join(dir, 'settings.json'));
  const settings = await openSettings(dir, { clock });
  expect(settings.notice?.kind).toBe('reset');
  await expect(settings.update((draft) => void (draft.preferences['theme'] = 'light'))).rejects.toMatchObject({
    code: 'STORAGE_FAILED',
  });
});
