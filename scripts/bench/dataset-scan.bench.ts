// Measures the full check of a 1 GB chat file beside DuckDB's `read_json` of the same file, with `wc -l` as the limit of
// reading at all, each in a process of its own and in turns; then the same with many short lines, where the search for
// duplicates, which DuckDB does not do, weighs most. Fails where the check of the chat is not faster than DuckDB, or any
// takes more than 150 MB. DuckDB comes by pip into a folder of its own; without pip it is left out.
//
//   node scripts/bench/dataset-scan.bench.ts          1 GB
//   BENCH_MB=200 node scripts/bench/dataset-scan.bench.ts
import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { once } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { z } from 'zod';
import { chatLine, shortLine } from './chat-rows.ts';
import { seeded, type Random } from './model-ids.ts';

const run = promisify(execFile);
const rounds = 5;
const memoryLimitMb = 150;
const resultSchema = z.object({ ms: z.number(), peakMb: z.number(), rows: z.number(), firstMs: z.number().optional() });
type Result = z.infer<typeof resultSchema>;

const duckdbScript = `
import json, sys, time, duckdb
db = duckdb.connect()
db.execute('set threads=2')
db.execute('set enable_progress_bar=false')
start = time.perf_counter()
rows = db.execute("select count(*), count(columns(*)) from read_json(?, format='newline_delimited')", [sys.argv[1]]).fetchone()[0]
ms = (time.perf_counter() - start) * 1000
peak = next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM'))
print(json.dumps({'ms': ms, 'rows': rows, 'peakMb': peak / 1024}))
`;

await measure();

async function measure(): Promise<void> {
  const megabytes = Number(process.env.BENCH_MB ?? 1_000);
  const folder = await mkdtemp(join(tmpdir(), 'hubdesk-bench-'));
  await bundle(folder);
  const python = await duckdb();
  if (!python) console.log('Without pip there is no DuckDB to measure against.');
  let failed = false;
  try {
    for (const [name, bytes, line] of [
      ['chat', megabytes * 1e6, chatLine],
      ['short lines', (megabytes * 1e6) / 4, shortLine],
    ] as const) {
      const file = join(folder, `${name.replace(' ', '-')}.jsonl`);
      await write(file, bytes, line);
      const { size } = await stat(file);
      const best = new Map<string, Result>();
      const contenders: [string, () => Promise<Result>][] = [
        ['wc -l', () => count(file)],
        ['check', () => measured(process.execPath, [join(folder, 'dataset-scan-once.mjs'), file])],
        ...(python
          ? [['DuckDB', () => measured(python, ['-c', duckdbScript, file])] as [string, () => Promise<Result>]]
          : []),
      ];
      for (let round = 0; round < rounds; round += 1) {
        for (const [contender, go] of contenders) {
          const result = await go();
          const before = best.get(contender);
          best.set(contender, {
            ...(before && before.ms < result.ms ? before : result),
            peakMb: Math.max(before?.peakMb ?? 0, result.peakMb),
          });
        }
      }
      console.log(`${name}: ${(size / 1e6).toFixed(0)} MB, ${best.get('check')?.rows} rows`);
      for (const [contender, { ms, peakMb, firstMs }] of best) {
        const first = firstMs === undefined ? '' : `  first findings after ${firstMs.toFixed(0)} ms`;
        console.log(
          `  ${contender.padEnd(8)} ${ms.toFixed(0).padStart(6)} ms  ${(size / 1e3 / ms).toFixed(0).padStart(6)} MB/s  peak ${peakMb.toFixed(0).padStart(4)} MB${first}`,
        );
      }
      const check = best.get('check');
      const limit = best.get('wc -l');
      const peer = best.get('DuckDB');
      if (check && limit)
        console.log(
          `  ${(check.ms / limit.ms).toFixed(2)} times wc -l${peer ? `, ${(peer.ms / check.ms).toFixed(2)} times as fast as DuckDB` : ''}`,
        );
      if (!check || check.peakMb > memoryLimitMb || (name === 'chat' && peer && check.ms > peer.ms)) failed = true;
      await rm(file);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  if (failed) {
    console.error(`Slower than DuckDB, or more than ${memoryLimitMb} MB.`);
    process.exitCode = 1;
  }
}

/** As the app ships: scripts of their own, nothing left to strip of types. */
async function bundle(folder: string): Promise<void> {
  const scan = join(import.meta.dirname, '../../packages/core/src/workers/scan-worker.ts');
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: {
        input: { 'dataset-scan-once': join(import.meta.dirname, 'dataset-scan-once.ts'), 'scan-worker': scan },
        output: { entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
      },
    },
  });
}

async function measured(program: string, input: readonly string[]): Promise<Result> {
  const { stdout, stderr } = await run(program, [...input]);
  if (process.env.BENCH_VERBOSE) process.stderr.write(stderr);
  return resultSchema.parse(JSON.parse(stdout));
}

async function count(file: string): Promise<Result> {
  const startMs = performance.now();
  const { stdout } = await run('wc', ['-l', file]);
  return { ms: performance.now() - startMs, peakMb: 0, rows: Number.parseInt(stdout, 10) };
}

/** A Python that has DuckDB, or null. */
async function duckdb(): Promise<string | null> {
  const environment = join(homedir(), '.cache/hubdesk/bench-env');
  const python = join(environment, 'bin/python');
  try {
    await access(python).catch(async () => {
      await mkdir(join(environment, '..'), { recursive: true });
      await run('python3', ['-m', 'venv', environment]);
    });
    await run(python, ['-c', 'import duckdb']).catch(() => run(python, ['-m', 'pip', 'install', '--quiet', 'duckdb']));
    return python;
  } catch {
    return null;
  }
}

async function write(file: string, bytes: number, line: (random: Random, id: number) => string): Promise<void> {
  const random = seeded(7);
  const out = createWriteStream(file);
  let written = 0;
  for (let id = 0; written < bytes;) {
    const lines: string[] = [];
    for (let length = 0; length < 1_000_000; id += 1) {
      const next = line(random, id);
      lines.push(next);
      length += next.length + 1;
    }
    const block = Buffer.from(`${lines.join('\n')}\n`);
    written += block.length;
    if (!out.write(block)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}
