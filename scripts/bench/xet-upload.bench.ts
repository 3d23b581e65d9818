// How fast a file goes up by Xet, and how much memory that costs, with our client and with `@huggingface/hub`: the same
// bytes to the same Sandbox in the same run, each client in a process of its own. Exits non-zero when text is not sent
// four times as fast as by the other, or when our process ever holds 150 MB.
//
//   node scripts/bench/xet-upload.bench.ts              256 MB, three rounds, the best of each counts
//   BENCH_MB=64 BENCH_ROUNDS=1 node scripts/bench/xet-upload.bench.ts
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { z } from 'zod';
import { sourceWorkers } from '../../packages/core/src/ports/source-workers.ts';
import { startSandboxHub } from '../../packages/sandbox-hub/src/index.ts';
import type { Job } from './xet-upload-client.ts';

const textRatio = 4;
const memoryLimitMb = 150;
const kinds = ['text', 'random'] as const;
const clients = ['ours', 'official'] as const;

const result = z.object({ ms: z.number(), peakMb: z.number(), idleMb: z.number() });
const ready = z.object({ url: z.string(), token: z.string() });

const [role] = process.argv.slice(2);
await (role === 'sandbox' ? serveSandbox() : measure());

async function serveSandbox(): Promise<void> {
  const hub = await startSandboxHub({ seed: 'demo' });
  process.send?.({ url: hub.url, token: hub.token });
  await once(process, 'message');
  await hub.close();
  process.exit();
}

/** Both clients as the app would carry them: bundled, without types to strip. */
async function bundle(folder: string): Promise<void> {
  const input = { client: join(import.meta.dirname, 'xet-upload-client.ts'), worker: sourceWorkers('xet') };
  const output = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' } as const;
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rolldownOptions: { input, output },
    },
  });
}

async function measure(): Promise<void> {
  // oxlint-disable-next-line node/no-process-env -- a bench's own entry
  const { BENCH_MB = '256', BENCH_ROUNDS = '3' } = process.env;
  const size = Number(BENCH_MB) * 1_000_000;
  const rounds = Number(BENCH_ROUNDS);
  const folder = await mkdtemp(join(tmpdir(), 'xet-bench-'));
  const built = join(folder, 'built');
  await bundle(built);
  const sandbox = fork(import.meta.filename, ['sandbox']);
  const [first]: unknown[] = await once(sandbox, 'message');
  const hub = ready.parse(first);
  const best = new Map<string, z.infer<typeof result>>();
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of kinds) {
        // Other bytes each time: the Sandbox does not take twice what it has.
        for (const client of clients) {
          const path = join(folder, 'bytes');
          await write(path, kind, size);
          const name = `bench-${round}-${kind}-${client}`;
          const headers = { authorization: `Bearer ${hub.token}`, 'content-type': 'application/json' };
          const made = await fetch(`${hub.url}/api/repos/create`, {
            method: 'POST',
            headers,
            body: JSON.stringify({ name, type: 'dataset' }),
          });
          if (!made.ok) throw new Error(`Making a repo answered ${made.status}.`);
          const job: Job = {
            client,
            ...hub,
            repo: `sandy/${name}`,
            path,
            size,
            workerScript: join(built, 'worker.cjs'),
          };
          const measured = await inChild(join(built, 'client.cjs'), job);
          const before = best.get(`${kind} ${client}`);
          best.set(`${kind} ${client}`, {
            ms: Math.min(measured.ms, before?.ms ?? Infinity),
            peakMb: Math.max(measured.peakMb, before?.peakMb ?? 0),
            idleMb: measured.idleMb,
          });
        }
      }
    }
  } finally {
    sandbox.send('stop');
    await rm(folder, { recursive: true });
  }
  const ratios = new Map<string, number>();
  for (const kind of kinds) {
    for (const client of clients) {
      const { ms = NaN, peakMb = NaN, idleMb = NaN } = best.get(`${kind} ${client}`) ?? {};
      const speed = (size / 1e6 / (ms / 1000)).toFixed(0);
      console.log(
        `${kind.padEnd(8)}${client.padEnd(10)}${ms.toFixed(0).padStart(7)} ms ${speed.padStart(5)} MB/s   ${peakMb.toFixed(0).padStart(5)} MB at most (${idleMb.toFixed(0)} before)`,
      );
    }
    ratios.set(kind, (best.get(`${kind} official`)?.ms ?? NaN) / (best.get(`${kind} ours`)?.ms ?? NaN));
    console.log(`${kind.padEnd(8)}${ratios.get(kind)?.toFixed(1)} times as fast`);
  }
  const peakMb = Math.max(...kinds.map((kind) => best.get(`${kind} ours`)?.peakMb ?? Infinity));
  const good = (ratios.get('text') ?? 0) >= textRatio && peakMb < memoryLimitMb;
  console.log(
    good ? 'Within the limits.' : `OUTSIDE the limits: text ${textRatio} times as fast, ${memoryLimitMb} MB.`,
  );
  process.exitCode = good ? 0 : 1;
}

async function inChild(script: string, job: Job): Promise<z.infer<typeof result>> {
  const child = fork(script);
  child.send(job);
  const [message]: unknown[] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`The client ended with ${code}.`))),
  ]);
  return result.parse(message);
}

/** Rows of a chat as people write them, or noise; never the same twice. */
async function write(path: string, kind: (typeof kinds)[number], size: number): Promise<void> {
  const file = await open(path, 'w');
  const vocabulary = Array.from({ length: 4_000 }, () =>
    randomBytes(2 + Math.floor(Math.random() * 6))
      .toString('hex')
      .slice(0, 2 + Math.floor(Math.random() * 8)),
  );
  const words = (count: number) =>
    Array.from({ length: count }, () => vocabulary[Math.floor(Math.random() ** 2 * vocabulary.length)]).join(' ');
  for (let left = size; left > 0;) {
    let piece: Buffer;
    if (kind === 'random') piece = randomBytes(1_000_000);
    else {
      const rows = Array.from(
        { length: 1_000 },
        () =>
          `{"messages":[{"role":"user","content":"${words(30)}?"},{"role":"assistant","content":"${words(120)}."}]}\n`,
      );
      piece = Buffer.from(rows.join(''));
    }
    await file.write(piece.subarray(0, left));
    left -= piece.length;
  }
  await file.close();
}
