// Kills a writer at every system call it makes, one run each, until a run ends
// by itself: the file must be wholly old or wholly new at each point.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listBackups } from './backups.ts';
import { safeWrite } from './safe-write.ts';
import { scratchFolder } from './scratch-folder.ts';
import { sweepStaleTemps } from './sweep-stale-temps.ts';

const calls =
  'openat,write,pwrite64,fsync,fdatasync,rename,renameat2,unlink,fchmod,fchown,close,statx,readlink,getdents64';
const fixture = fileURLToPath(new URL('./safe-write.fixture.ts', import.meta.url));

/** Answers how the writer ended when killed at its `nth` call: by itself or not. */
async function writeKilledAt(nth: number, path: string, content: string): Promise<'finished' | 'killed'> {
  // One pool thread, since strace counts calls by thread.
  const child = spawn(process.execPath, [fixture, path, content], {
    env: { UV_THREADPOOL_SIZE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  const tracer = spawn('strace', [
    '-f',
    '-p',
    String(child.pid),
    '-o',
    '/dev/null',
    '-e',
    `trace=${calls}`,
    '-e',
    `inject=${calls}:signal=KILL:when=${nth}`,
  ]);
  const traced = once(tracer, 'exit');
  await new Promise<void>((resolve, reject) => {
    tracer.stderr.on('data', (chunk: Buffer) => {
      if (chunk.includes('attached')) resolve();
    });
    tracer.once('exit', (code) => reject(new Error(`strace ended with ${code} before it began`)));
  });
  child.stdin.write('go');
  const [code] = await exited;
  await traced;
  return code === 0 ? 'finished' : 'killed';
}

test(
  'killed at any system call, a writer leaves the old file or the new one',
  { timeout: 180_000 },
  async ({ skip }) => {
    if (spawnSync('strace', ['-V']).status !== 0) skip('SKIPPED: strace is not installed');
    if (spawnSync('strace', ['-o', '/dev/null', 'true']).status !== 0) skip('SKIPPED: strace may not trace here');
    const seen = { old: 0, new: 0, leftovers: 0 };
    const oldContent = 'old '.repeat(1_000);
    const newContent = 'new '.repeat(5_000);
    for (let nth = 1; ; nth += 1) {
      const dir = await scratchFolder();
      const path = join(dir, 'settings.json');
      await writeFile(path, oldContent);
      const end = await writeKilledAt(nth, path, newContent);
      const found = await readFile(path, 'utf8');
      expect([oldContent, newContent]).toContain(found);
      for (const copy of await listBackups(path)) expect(await readFile(copy, 'utf8')).toBe(oldContent);
      seen[found === oldContent ? 'old' : 'new'] += 1;
      seen.leftovers += (await sweepStaleTemps(dir)).length;
      expect((await readdir(dir)).filter((name) => name.endsWith('-tmp'))).toEqual([]);
      if (end === 'finished') break;
      await safeWrite(path, 'next');
    }
    console.info(`killed at every call: ${seen.old} old, ${seen.new} new, 0 torn, ${seen.leftovers} leftovers swept`);
    expect(seen.old).toBeGreaterThan(5);
    expect(seen.new).toBeGreaterThan(1);
    expect(seen.leftovers).toBeGreaterThan(0);
  },
);
