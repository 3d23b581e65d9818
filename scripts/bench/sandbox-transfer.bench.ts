// How fast the Sandbox Hub takes and gives one large file, and how much memory that costs it, held against a bare Node
// server that writes the same bytes to a file in the same run.
//
//   node scripts/bench/sandbox-transfer.bench.ts            2 GiB
//   BENCH_MIB=256 node scripts/bench/sandbox-transfer.bench.ts
import { fork, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { startSandboxHub } from '../../packages/sandbox-hub/src/index.ts';

const MIB = 1024 * 1024;
const MEMORY_LIMIT_MIB = 200;
const SPEED_SHARE = 0.5;
const SAMPLE_MS = 50;
const ROUNDS = 2;

const ready = z.object({ url: z.string(), token: z.string(), rssMib: z.number() });
const batchAnswer = z.object({
  objects: z.tuple([z.object({ actions: z.object({ upload: z.object({ href: z.string() }) }) })]),
});

const [role] = process.argv.slice(2);
if (role === 'bare') await serveBare();
else if (role === 'sandbox') await serveSandbox();
else await measure();

async function serveBare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'bare-put-'));
  const server = createServer((message, response) => {
    void pipeline(message, createWriteStream(join(folder, 'put'))).then(() => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  report(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, '');
  await once(process, 'message');
  server.close();
  await rm(folder, { recursive: true });
  process.exit();
}

async function serveSandbox(): Promise<void> {
  const hub = await startSandboxHub({ seed: 'demo' });
  report(hub.url, hub.token);
  await once(process, 'message');
  await hub.close();
  process.exit();
}

/** Tells the parent where we are, and from then on how much memory we have. */
function report(url: string, token: string): void {
  const tell = () => process.send?.({ url, token, rssMib: process.memoryUsage.rss() / MIB });
  tell();
  setInterval(tell, SAMPLE_MS).unref();
}

async function measure(): Promise<void> {
  const sizeMib = Number(process.env.BENCH_MIB ?? 2048);
  const block = randomBytes(MIB);
  const bare = await begin('bare');
  const sandbox = await begin('sandbox');
  const idleMib = sandbox.peak();
  const best = { bare: 0, upload: 0, download: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    // Other bytes each time: the Sandbox does not take twice what it has.
    block.writeUInt32LE(round);
    best.bare = Math.max(best.bare, await put(`${bare.url}/put`, block, sizeMib));
    const { upload, download } = await throughSandbox(sandbox, block, sizeMib, `large-${round}`);
    best.upload = Math.max(best.upload, upload);
    best.download = Math.max(best.download, download);
  }
  const peakMib = sandbox.peak();
  const shares = { bare: 1, upload: best.upload / best.bare, download: best.download / best.bare };
  const row = (name: string, which: keyof typeof best) =>
    console.log(`${name.padEnd(18)} ${best[which].toFixed(0).padStart(6)} MiB/s  ${shares[which].toFixed(2)} of bare`);
  row('bare PUT', 'bare');
  row('Sandbox upload', 'upload');
  row('Sandbox download', 'download');
  const moved = `${sizeMib} MiB moved each way, best of ${ROUNDS}`;
  console.log(
    `Sandbox memory     ${peakMib.toFixed(0).padStart(6)} MiB at most, ${idleMib.toFixed(0)} MiB before (${moved})`,
  );
  const good = peakMib < MEMORY_LIMIT_MIB && Math.min(shares.upload, shares.download) >= SPEED_SHARE;
  console.log(good ? 'Within the limits.' : `OUTSIDE the limits: ${MEMORY_LIMIT_MIB} MiB, ${SPEED_SHARE} of bare.`);
  bare.child.send('stop');
  sandbox.child.send('stop');
  process.exitCode = good ? 0 : 1;
}

/** Creates a repo, uploads the block that many times as one LFS file, commits it and downloads it. MiB a second. */
async function throughSandbox(
  { url, token }: { url: string; token: string },
  block: Buffer,
  sizeMib: number,
  name: string,
): Promise<{ upload: number; download: number }> {
  const hash = createHash('sha256');
  for (let index = 0; index < sizeMib; index += 1) hash.update(block);
  const oid = hash.digest('hex');
  const size = sizeMib * MIB;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const post = async (path: string, body: string): Promise<unknown> => {
    const answer = await fetch(url + path, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  await post('/api/repos/create', JSON.stringify({ name, type: 'model' }));
  const wish = { operation: 'upload', transfers: ['basic'], objects: [{ oid, size }] };
  const batch = await post(`/sandy/${name}.git/info/lfs/objects/batch`, JSON.stringify(wish));
  const upload = await put(batchAnswer.parse(batch).objects[0].actions.upload.href, block, sizeMib);
  const lines = [
    { key: 'header', value: { summary: 'Add a large file' } },
    { key: 'lfsFile', value: { path: 'large.bin', algo: 'sha256', oid, size } },
  ];
  await post(`/api/models/sandy/${name}/commit/main`, lines.map((line) => JSON.stringify(line)).join('\n'));
  return { upload, download: await get(`${url}/sandy/${name}/resolve/main/large.bin`, size) };
}

async function begin(server: string): Promise<{ child: ChildProcess; url: string; token: string; peak: () => number }> {
  const child = fork(import.meta.filename, [server]);
  let peakMib = 0;
  child.on('message', (message) => (peakMib = Math.max(peakMib, ready.parse(message).rssMib)));
  const [first]: unknown[] = await once(child, 'message');
  const { url, token } = ready.parse(first);
  return { child, url, token, peak: () => peakMib };
}

/** Sends a block over and over; gives MiB a second until the answer. */
async function put(url: string, block: Buffer, count: number): Promise<number> {
  const start = performance.now();
  const sent = request(url, { method: 'PUT', headers: { 'content-length': block.length * count } });
  const answered = once(sent, 'response');
  await pipeline(Readable.from(Array.from({ length: count }, () => block)), sent);
  const [answer]: IncomingMessage[] = await answered;
  answer?.resume();
  if (answer?.statusCode !== 200) throw new Error(`PUT answered ${answer?.statusCode}`);
  return count / ((performance.now() - start) / 1000);
}

async function get(url: string, size: number): Promise<number> {
  const start = performance.now();
  const sent = request(url);
  sent.end();
  const [answer]: IncomingMessage[] = await once(sent, 'response');
  let length = 0;
  answer?.on('data', (piece: Buffer) => (length += piece.length));
  if (answer) await once(answer, 'end');
  if (length !== size) throw new Error(`${length} bytes came back instead of ${size}`);
  return size / MIB / ((performance.now() - start) / 1000);
}
