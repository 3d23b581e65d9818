// One full check of one file, as the bench runs it in a process of its own:
// every check, the search for duplicates too. Its worker stands beside it.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crossCheck } from '../../packages/core/src/datasets/scan/cross-check.ts';
import { scanFile } from '../../packages/core/src/datasets/scan/scan-file.ts';

const file = process.argv[2] ?? '';
const scratchFolder = await mkdtemp(join(tmpdir(), 'hubdesk-scan-'));
const startMs = performance.now();
let firstMs: number | undefined;
const found = await scanFile(file, 'jsonl', {
  name: 'bench.jsonl',
  workers: 2,
  workerScript: (name) => join(import.meta.dirname, `${name}-worker.mjs`),
  scratchFolder,
  onProgress: () => {
    firstMs ??= performance.now() - startMs;
  },
});
const scannedMs = performance.now() - startMs;
const [cross] = await crossCheck([{ scan: found, split: 'train' }]);
const ms = performance.now() - startMs;
found.hashes.dispose();
await rm(scratchFolder, { recursive: true });
const problems = [...found.problems, ...(cross ?? [])].map(({ kind, count }) => `${kind} ${count}`);
console.error(
  `    ${found.rows} rows, ${problems.join(', ') || 'no problems'}; ${scannedMs.toFixed(0)} ms before the search for duplicates`,
);
// What the system counts for a child begins with what its parent had; the high-water mark does not.
const peakKb = Number(
  /^VmHWM:\s+(\d+)/m.exec(await readFile('/proc/self/status', 'utf8').catch(() => ''))?.[1] ??
    process.resourceUsage().maxRSS,
);
console.log(JSON.stringify({ ms, firstMs, rows: found.rows, peakMb: peakKb / 1024 }));
