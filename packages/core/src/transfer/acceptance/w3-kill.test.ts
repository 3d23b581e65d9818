// Row W3 of the acceptance table (reference security 5.2).
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { aFolder, aHub, fill, listing, manifest } from '../upload/upload-world.fixture.ts';
import { commits } from '../upload/upload-world.fixture.ts';

const child = fileURLToPath(new URL('./upload-child.fixture.ts', import.meta.url));
/** More for a longer look; every kill costs the start of a process. */
const atLeast = Number(process.env['W3_KILLS'] ?? 12);
/** Of one upload, before it is let through. */
const killsAnUpload = Math.max(6, Math.ceil(atLeast / 4));
const lanes = 2;

it('W3: killed at random times, an upload ends as if it never had been', { timeout: 400_000 }, async () => {
  const hub = await aHub();
  const seen = { kills: 0, uploads: 0, torn: 0, sent: new Map<string, number>() };

  async function lane(number: number): Promise<void> {
    for (let round = 0; seen.kills < atLeast; round += 1) {
      const files: Record<string, Buffer> = { 'large.bin': randomBytes(22_000_000) };
      for (let at = 0; at < 120; at += 1) files[`many/${at}.bin`] = randomBytes(3_000);
      for (let at = 0; at < 60; at += 1) files[`text/${at}.txt`] = Buffer.from(`${number} ${round} ${at}`);
      const source = await aFolder();
      await fill(source, files);
      const journal = join(await aFolder(), 'one');
      const repo = `sandy/kill-${number}-${round}`;
      for (let left = killsAnUpload; ; left -= 1) {
        const run = start([hub.url, hub.token, repo, journal, source]);
        const said = collect(run);
        await Promise.race([said.ready, said.exited]);
        // At last it is let through, however unlucky the times were.
        const killed = left > 0 ? await killLater(run, Math.random() * 600, said.exited) : (await said.exited, false);
        if (killed) {
          seen.kills += 1;
          // What a power cut leaves: half a line.
          if (seen.kills % 3 === 0) {
            await appendFile(join(journal, 'journal'), '0badc0de {"k":"commit').catch(() => {});
            seen.torn += 1;
          }
          continue;
        }
        expect(said.lines().at(-1), said.errors()).toContain('"state":"done"');
        break;
      }
      expect(await listing(hub, repo)).toEqual(manifest(files, (path) => path.endsWith('.bin')));
      const made = (await commits(hub, repo)).filter((title) => title.startsWith('Upload data'));
      expect(made.length).toBeLessThanOrEqual(3);
      seen.uploads += 1;
    }
  }
  await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  console.info(`W3: ${seen.kills} kills in ${seen.uploads} uploads, ${seen.torn} torn tails, every listing equal to its manifest, no file committed in vain`);
  expect(seen.kills).toBeGreaterThanOrEqual(atLeast);
});

it('W3: a journal cut off at every byte is read up to its last whole record', { timeout: 60_000 }, async () => {
  const hub = await aHub();
  const source = await aFolder({ 'a.bin': randomBytes(2_000), 'b.txt': 'b' });
  const journal = join(await aFolder(), 'one');
  const run = start([hub.url, hub.token, 'sandy/whole', journal, source]);
  await collect(run).exited;
  const whole = await readFile(join(journal, 'journal'));
  const { readJournal } = await import('../journal/journal-file.ts');
  const { uploadRecordSchema } = await import('../state/upload-records.ts');
  const cut = join(journal, 'cut');
  for (let length = 0; length <= whole.length; length += 1) {
    await writeFile(cut, whole.subarray(0, length));
    let records = 0;
    const good = await readJournal(cut, uploadRecordSchema, () => (records += 1));
    const lines = whole.subarray(0, length).toString().split('\n').length - 1;
    expect(records).toBe(lines);
    expect(good).toBe(whole.lastIndexOf(10, length - 1) < 0 || length === 0 ? 0 : whole.lastIndexOf(10, length - 1) + 1);
  }
});

function start(args: string[]): ChildProcess {
  return spawn(process.execPath, [child, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
}

function collect(run: ChildProcess): { ready: Promise<unknown>; exited: Promise<unknown>; lines: () => string[]; errors: () => string } {
  let text = '';
  let errors = '';
  const ready = Promise.withResolvers<void>();
  run.stdout?.on('data', (piece: Buffer) => {
    text += piece.toString();
    if (text.includes('ready')) ready.resolve();
  });
  run.stderr?.on('data', (piece: Buffer) => (errors += piece.toString()));
  return { ready: ready.promise, exited: once(run, 'exit'), lines: () => text.trim().split('\n'), errors: () => errors };
}

async function killLater(run: ChildProcess, afterMs: number, exited: Promise<unknown>): Promise<boolean> {
  const timer = setTimeout(() => run.kill('SIGKILL'), afterMs);
  await exited;
  clearTimeout(timer);
  return run.signalCode === 'SIGKILL';
}
