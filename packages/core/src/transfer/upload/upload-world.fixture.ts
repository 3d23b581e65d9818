// A Sandbox Hub, a folder of files and an upload between them, for tests.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type SandboxHub, type SandboxHubOptions, startSandboxHub } from '@hubdesk/sandbox-hub';
import type { Transfer } from '@hubdesk/shared/datasets/transfer';
import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../ports/clock.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { Secret } from '../../secrets/secret.ts';
import type { Job } from '../job.ts';
import type { UploadBegin } from '../state/upload-records.ts';
import { openUploadJob, type UploadWorld } from './upload-job.ts';

export async function aHub(options: SandboxHubOptions = {}): Promise<SandboxHub> {
  const hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', ...options });
  onTestFinished(() => hub.close());
  return hub;
}

export async function aFolder(files: Readonly<Record<string, string | Uint8Array>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hubdesk-upload-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await fill(folder, files);
  return folder;
}

export async function fill(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

export interface UploadOptions extends Partial<Omit<UploadWorld, 'hubUrl'>> {
  hubUrl?: string;
  /** Of the journal; a new one when absent. */
  folder?: string;
  begin?: Partial<UploadBegin>;
  random?: () => number;
  clock?: Clock;
}

/** A job that uploads `source` to `sandy/made`, not yet started. */
export async function anUpload(hub: SandboxHub, source: string, options: UploadOptions = {}): Promise<{ job: Job; folder: string }> {
  const folder = options.folder ?? join(await aFolder(), 'journal');
  const { hubUrl = hub.url, begin, random = () => 0, folder: _, ...world } = options;
  const clock = options.clock ?? systemClock;
  const job = await openUploadJob(
    { id: 'one', folder, clock, random, changed: () => {} },
    { hubUrl, token: async () => Secret.from(hub.token), workerScript: sourceWorkers, xet: false, listDraft: async () => [], ...world, clock },
    options.folder === undefined ? [beginning(source, begin)] : [],
  );
  onTestFinished(() => job.close());
  return { job, folder };
}

export function beginning(source: string, begin: Partial<UploadBegin> = {}): UploadBegin {
  return {
    k: 'begin',
    kind: 'upload',
    id: 'one',
    at: '2026-11-20T12:00:00.000Z',
    name: 'data',
    repo: 'sandy/made',
    repoType: 'dataset',
    create: { private: true },
    folder: '',
    message: '',
    root: source,
    source: { kind: 'path', path: source },
    ...begin,
  };
}

/** Runs until the job rests: done, stopped, paused or cancelled. */
export async function settled(job: Job): Promise<Transfer> {
  await job.resume();
  return resting(job);
}

export async function resting(job: Job, atMostMs = 60_000): Promise<Transfer> {
  const untilMs = Date.now() + atMostMs;
  for (;;) {
    const view = job.view();
    if (['done', 'stopped', 'paused', 'cancelled'].includes(view.state)) return view;
    if (Date.now() > untilMs) throw new Error(`still ${view.state} after ${atMostMs} ms: ${JSON.stringify(view)}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

interface Entry {
  type: string;
  path: string;
  size: number;
  oid: string;
  lfs?: { oid: string };
}

/** Path → size and oid of all files of a repository but what it was born with. */
export async function listing(hub: SandboxHub, repo = 'sandy/made'): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  let url: string | undefined = `${hub.url}/api/datasets/${repo}/tree/main?recursive=true`;
  while (url !== undefined) {
    const answer: Response = await fetch(url, { headers: { authorization: `Bearer ${hub.token}` } });
    if (answer.status === 404) return {};
    for (const { type, path, size, oid, lfs } of (await answer.json()) as Entry[]) {
      if (type === 'file' && path !== '.gitattributes') found[path] = `${size} ${lfs?.oid ?? oid}`;
    }
    url = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
  }
  return found;
}

/** What `listing` should say of these files; `lfs` tells which are large ones. */
export function manifest(files: Readonly<Record<string, string | Uint8Array>>, lfs: (path: string) => boolean): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => {
      const bytes = Buffer.from(content);
      const oid = lfs(path)
        ? createHash('sha256').update(bytes).digest('hex')
        : createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
      return [path, `${bytes.length} ${oid}`];
    }),
  );
}

/** Titles of the commits, newest first. */
export async function commits(hub: SandboxHub, repo = 'sandy/made'): Promise<string[]> {
  const answer = await fetch(`${hub.url}/api/datasets/${repo}/commits/main?limit=1000`, { headers: { authorization: `Bearer ${hub.token}` } });
  return ((await answer.json()) as { title: string }[]).map(({ title }) => title);
}

/** Looks again and again until it is so. */
export async function until(isSo: () => boolean, atMostMs = 30_000): Promise<void> {
  for (const endMs = Date.now() + atMostMs; !isSo(); ) {
    if (Date.now() > endMs) throw new Error(`It never came to that: ${isSo.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
