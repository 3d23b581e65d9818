// One client of the Xet bench in a process of its own: told what to upload, it
// uploads and tells how long that took and what the process held at most.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { byteSender } from '../../packages/core/src/transfer/http/send-bytes.ts';
import { xetTokenInBody } from '../../packages/core/src/transfer/xet/xet-token.ts';
import { openXetSession } from '../../packages/core/src/transfer/xet/xet-session.ts';

export interface Job {
  client: 'ours' | 'official';
  url: string;
  token: string;
  repo: string;
  path: string;
  size: number;
  /** Of our client: the built script of its threads. */
  workerScript: string;
}

/** The most memory this process ever had, in MB. `maxRSS` would tell the parent's, which a child begins with. */
function heldMb(): number {
  const [, kib] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return (Number(kib) * 1024) / 1e6;
}

async function ours({ url, token, repo, path, size, workerScript }: Job): Promise<void> {
  const sender = byteSender({ sockets: 4 });
  const headers = { authorization: `Bearer ${token}` };
  const session = openXetSession({
    getToken: async () =>
      xetTokenInBody(
        (await sender.send({ method: 'GET', url: `${url}/api/datasets/${repo}/xet-write-token/main`, headers })).text,
      ),
    send: sender.send,
    insist: (ask) => ask(),
    workerScript: () => workerScript,
    workers: 2,
    now: () => Date.now(),
  });
  const { sha256 } = await session.uploadFile({ path, size });
  await session.finish();
  const lines = [
    { key: 'header', value: { summary: 'Add a file' } },
    { key: 'lfsFile', value: { path: 'ours.bin', algo: 'sha256', oid: sha256, size } },
  ];
  const body = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
  const answer = await sender.send({ method: 'POST', url: `${url}/api/datasets/${repo}/commit/main`, headers, body });
  if (answer.status !== 200) throw new Error(`The commit answered ${answer.status}.`);
  await session.close();
  sender.close();
}

async function official({ url, token, repo, path }: Job): Promise<void> {
  const { uploadFile } = await import('../../packages/core/node_modules/@huggingface/hub');
  const file = { path: 'official.bin', content: pathToFileURL(path) };
  await uploadFile({ repo: { type: 'dataset', name: repo }, file, accessToken: token, hubUrl: url, useXet: true });
}

async function work(): Promise<void> {
  const [job]: Job[] = await once(process, 'message');
  if (!job) throw new Error('There is nothing to do.');
  const idleMb = heldMb();
  const start = performance.now();
  await (job.client === 'ours' ? ours(job) : official(job));
  const ms = performance.now() - start;
  process.send?.({ ms, peakMb: heldMb(), idleMb }, () => process.exit());
}

void work();
