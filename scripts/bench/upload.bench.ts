// How fast files go up, held against the official clients in the same run and
// against the same Sandbox Hub, each client in a process of its own with its peak
// of memory. Goals: reference performance, "Goals".
//
//   node scripts/bench/upload.bench.ts                 all three
//   node scripts/bench/upload.bench.ts one|many|latency
//   BENCH_PYTHON=~/.cache/hubdesk/python-1.33.0/bin/python node scripts/bench/upload.bench.ts one
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { randomFillSync } from 'node:crypto';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { z } from 'zod';

const MIB = 1024 * 1024;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const LATENCY_MS = 50;
const GOALS = { one: 1, memoryMib: 150, many: 2, latency: 10 } as const;
const PYTHON = process.env.BENCH_PYTHON ?? join(homedir(), '.cache/hubdesk/python-1.33.0/bin/python');
const PYTHON_UPLOAD = `
import os, sys, time, json, resource
from huggingface_hub import HfApi
api = HfApi()
url, repo, folder = sys.argv[1:4]
api.whoami()
start = time.time()
api.create_repo(repo, repo_type="dataset", private=True)
api.upload_folder(repo_id=repo, repo_type="dataset", folder_path=folder)
print(json.dumps({"ms": (time.time() - start) * 1000, "peakMib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
`;

const readyMessage = z.object({ url: z.string(), token: z.string() });
const figures = z.object({ ms: z.number(), peakMib: z.number() });
type Figures = z.infer<typeof figures>;
type Client = 'ours' | 'js' | 'python';

const [role, ...rest] = process.argv.slice(2);
if (role === 'hub') await serveHub();
else if (role === 'proxy') await serveProxy(rest);
else if (role === 'js') await uploadJs(rest);
else await measure(role);

async function serveHub(): Promise<void> {
  const { startSandboxHub } = await import('../../packages/sandbox-hub/src/index.ts');
  const hub = await startSandboxHub({ seed: 'demo' });
  process.send?.({ url: hub.url, token: hub.token });
  await once(process, 'message');
  await hub.close();
  process.exit();
}

async function serveProxy([target = '']: string[]): Promise<void> {
  const { startFaultProxy } = await import('../../packages/core/src/transfer/fault-proxy.fixture.ts');
  const proxy = await startFaultProxy(target, { latencyMs: LATENCY_MS });
  process.send?.({ url: proxy.url, token: '' });
  await once(process, 'message');
  await proxy.close();
  process.exit();
}

async function uploadJs([url = '', token = '', repo = '', folder = '']: string[]): Promise<void> {
  const { uploadByJsClient } = await import('../../packages/core/src/transfer/js-client.fixture.ts');
  const start = performance.now();
  await uploadByJsClient({ hubUrl: url, token, repo, folder, xet: false });
  tell(start);
  process.exit();
}

function tell(start: number): void {
  process.send?.({ ms: performance.now() - start, peakMib: process.resourceUsage().maxRSS / 1024 });
}

async function measure(only: string | undefined): Promise<void> {
  const hub = await begin('hub');
  const proxy = await begin('proxy', hub.url);
  const scratch = await mkdtemp(join(tmpdir(), 'bench-upload-'));
  const ours = await bundled(scratch);
  let good = true;
  let repos = 0;
  try {
    if (!only || only === 'one') {
      const clients: Client[] = existsSync(PYTHON) ? ['ours', 'python', 'js'] : ['ours', 'js'];
      const best = await race('1 GiB, one file, LFS', clients, hub.url, hub.token, [{ name: 'large.bin', bytes: 1024 * MIB }]);
      const peer = best.python ?? best.js;
      good = judge('as fast as Python', peer && best.ours && peer.ms / best.ours.ms, GOALS.one) && good;
      good = judge('memory, MiB', best.ours && GOALS.memoryMib / best.ours.peakMib, 1) && good;
    }
    if (!only || only === 'many') {
      const files = Array.from({ length: 5_000 }, (_, at) => ({ name: `part-${at % 50}/file-${at}.bin`, bytes: 20_000 }));
      const best = await race('5,000 × 20 KB, LFS', ['ours', 'js'], hub.url, hub.token, files);
      good = judge('times the JS client', best.js && best.ours && best.js.ms / best.ours.ms, GOALS.many) && good;
    }
    if (!only || only === 'latency') {
      const files = Array.from({ length: 1_000 }, (_, at) => ({ name: `file-${at}.bin`, bytes: 20_000 }));
      const best = await race(`1,000 × 20 KB, LFS, ${LATENCY_MS} ms of latency`, ['ours', 'js'], proxy.url, hub.token, files);
      good = judge('times the JS client', best.js && best.ours && best.js.ms / best.ours.ms, GOALS.latency) && good;
    }
  } finally {
    await rm(scratch, { recursive: true });
    hub.child.send('stop');
    proxy.child.send('stop');
  }
  process.exitCode = good ? 0 : 1;

  /** Each client sends bytes of its own, as the Hub takes nothing twice. Best of the rounds. */
  async function race(title: string, clients: Client[], url: string, token: string, files: { name: string; bytes: number }[]) {
    const best: Partial<Record<Client, Figures>> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const client of clients) {
        const folder = join(scratch, `${client}-${round}`);
        await make(folder, files);
        repos += 1;
        const found = await run(client, ours, [url, token, `sandy/bench-${repos}`, folder]);
        const known = best[client];
        if (!known || found.ms < known.ms) best[client] = { ms: found.ms, peakMib: Math.max(found.peakMib, known?.peakMib ?? 0) };
        await rm(folder, { recursive: true });
      }
    }
    console.log(title);
    for (const client of clients) {
      const { ms = 0, peakMib = 0 } = best[client] ?? {};
      const mb = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
      console.log(`  ${client.padEnd(8)} ${ms.toFixed(0).padStart(7)} ms ${((mb * 1000) / ms).toFixed(0).padStart(6)} MB/s ${peakMib.toFixed(0).padStart(6)} MiB peak`);
    }
    return best;
  }
}

function judge(what: string, figure: number | undefined, goal: number): boolean {
  if (figure === undefined) return false;
  const good = figure >= goal;
  console.log(`  ${good ? 'good' : 'SHORT'}: ${what}: ${figure.toFixed(2)} (goal ${goal})`);
  return good;
}

async function make(folder: string, files: { name: string; bytes: number }[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, bytes } of files) {
    if (name.includes('/')) await mkdir(join(folder, name, '..'), { recursive: true });
    const file = await open(join(folder, name), 'w');
    const block = Buffer.alloc(Math.min(bytes, MIB));
    for (let at = 0; at < bytes; at += block.length) await file.write(randomFillSync(block), 0, Math.min(block.length, bytes - at));
    await file.close();
  }
}

/** As the app carries it: from sources, Node would take the types out at each start, which costs memory in every thread. */
async function bundled(scratch: string): Promise<string> {
  const outDir = join(scratch, 'client');
  const source = (path: string) => join(import.meta.dirname, path);
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      target: 'node24',
      rolldownOptions: {
        input: { client: source('upload-client.ts'), 'hash-worker': source('../../packages/core/src/workers/hash-worker.ts') },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  });
  await writeFile(join(outDir, 'package.json'), '{"type":"module"}');
  return join(outDir, 'client.js');
}

async function begin(server: string, ...args: string[]): Promise<{ child: ChildProcess; url: string; token: string }> {
  const child = fork(import.meta.filename, [server, ...args]);
  const [message]: unknown[] = await once(child, 'message');
  return { child, ...readyMessage.parse(message) };
}

async function run(client: Client, ours: string, args: string[]): Promise<Figures> {
  if (client !== 'python') {
    const child = client === 'ours' ? fork(ours, args) : fork(import.meta.filename, [client, ...args]);
    const exited = once(child, 'exit');
    let told: unknown;
    child.on('message', (message) => (told = message));
    await exited;
    return figures.parse(told);
  }
  const [url = '', token = ''] = args;
  const home = await mkdtemp(join(tmpdir(), 'bench-hf-'));
  const env = { PATH: process.env.PATH ?? '', HF_ENDPOINT: url, HF_TOKEN: token, HF_HOME: home, HF_HUB_DISABLE_XET: '1', HF_HUB_DISABLE_PROGRESS_BARS: '1' };
  const [, , repo = '', folder = ''] = args;
  const child = spawn(PYTHON, ['-c', PYTHON_UPLOAD, url, repo, folder], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
  await once(child, 'close');
  await rm(home, { recursive: true });
  return figures.parse(JSON.parse(text.trim().split('\n').at(-1) ?? ''));
}
