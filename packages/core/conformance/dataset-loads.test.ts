// A dataset that was checked, mapped, split and uploaded here is what the
// official `datasets` library loads: the right splits, columns and rows.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { datasetsEnvironment } from '../../sandbox-hub/conformance/python-environment.ts';
import { pythonVariables } from '../../sandbox-hub/conformance/run-python.ts';
import { startTestApp, type TestApp } from '../src/services/test-app.fixture.ts';

const loadedSchema = z.record(z.string(), z.object({ rows: z.number(), columns: z.array(z.string()), first: z.unknown() }));
const card = { title: 'Harbour questions', description: 'Questions: "quoted", and [markup](x).', license: 'cc-by-4.0', languages: ['en'], tags: [] };

let app: TestApp;
let folder: string;

beforeAll(async () => {
  app = await startTestApp();
  await app.call.account.connect({ token: app.hub.token });
  folder = await mkdtemp(join(tmpdir(), 'hubdesk-load-'));
});
afterAll(async () => {
  await app.stop();
  await rm(folder, { recursive: true, force: true });
});

async function upload(origin: { kind: 'paths'; paths: string[] }, repo: string, change: object): Promise<void> {
  const draft = await app.call.drafts.open({ origin });
  for await (const item of await app.call.drafts.check({ draft: draft.id })) if (item.done) break;
  await app.call.drafts.plan({ draft: draft.id, change });
  const started = await app.call.transfers.upload({
    source: { kind: 'draft', draft: draft.id, card },
    target: { repo, create: { private: true } },
  });
  for await (const { transfers } of await app.call.transfers.follow()) {
    const mine = transfers.find(({ id }) => id === started.id) ?? (await app.call.transfers.get({ transfer: started.id }));
    if (mine.state === 'done') return;
    expect(mine.problem).toBeNull();
  }
}

async function load(python: string, repo: string) {
  const output = await new Promise<string>((resolve, reject) => {
    const child = execFile(
      python,
      [join(import.meta.dirname, 'load_dataset.py')],
      { env: { ...pythonVariables(app.hub, join(folder, 'hf-home')), HF_XET_CACHE: join(folder, 'xet') } },
      (error, stdout, stderr) => (error ? reject(new Error(stderr.slice(-2_000))) : resolve(stdout)),
    );
    child.stdin?.end(JSON.stringify({ repo, token: app.hub.token }));
  });
  return loadedSchema.parse(JSON.parse(output.trim().split('\n').at(-1) ?? ''));
}

const environment = await datasetsEnvironment();
if ('missing' in environment) console.warn(`Skipped: no Python environment with datasets (${environment.missing})`);

describe.skipIf('missing' in environment)('datasets.load_dataset', () => {
  const python = 'python' in environment ? environment.python : '';

  test('a ShareGPT file, mapped and split with a seed, loads as train and validation of messages', async () => {
    const path = join(folder, 'sharegpt.jsonl');
    const rows = Array.from({ length: 200 }, (_, index) => ({
      conversations: [
        { from: 'human', value: `Question ${index}?` },
        { from: 'gpt', value: `Answer ${index} – naïve 🙂` },
      ],
    }));
    await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
    const mapping = { kind: 'sharegpt', conversations: 'conversations', system: null, roles: { human: 'user', gpt: 'assistant' } };
    await upload({ kind: 'paths', paths: [path] }, 'sandy/mapped', { mapping, validationShare: 0.1, seed: 7 });
    const loaded = await load(python, 'sandy/mapped');
    expect(Object.keys(loaded)).toEqual(['train', 'validation']);
    expect((loaded['train']?.rows ?? 0) + (loaded['validation']?.rows ?? 0)).toBe(200);
    expect(loaded['validation']?.rows).toBeGreaterThan(5);
    expect(loaded['train']?.columns).toEqual(['messages']);
    expect(loaded['train']?.first).toMatchObject({ messages: [{ role: 'user' }, { role: 'assistant' }] });
  });

  test('a folder of files that need nothing is uploaded as it is, and a stray metadata.json is not read as data', async () => {
    const source = join(folder, 'plain');
    await mkdir(source);
    const row = (text: string) => JSON.stringify({ prompt: text, completion: text.toUpperCase() });
    await writeFile(join(source, 'train.jsonl'), ['a', 'b', 'c'].map(row).join('\n') + '\n');
    await writeFile(join(source, 'valid.jsonl'), row('d') + '\n');
    await writeFile(join(source, 'metadata.json'), '{"made":"by hand"}');
    await upload({ kind: 'paths', paths: [source] }, 'sandy/plain', {});
    const loaded = await load(python, 'sandy/plain');
    expect(loaded).toEqual({
      train: { rows: 3, columns: ['prompt', 'completion'], first: { prompt: 'a', completion: 'A' } },
      validation: { rows: 1, columns: ['prompt', 'completion'], first: { prompt: 'd', completion: 'D' } },
    });
  });
});
