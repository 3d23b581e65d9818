import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createDrops } from '../../files/drops.ts';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { systemClock } from '../../ports/clock.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { openDraftEdits } from './draft-edits.ts';
import { createDrafts } from './open-drafts.ts';

// Every check starts threads.
vi.setConfig({ testTimeout: 60_000 });

const pairs = (count: number) =>
  Array.from({ length: count }, (_, at) => `{"question":"Q${at}","answer":"A${at}"}\n`).join('');
const mapping = { kind: 'conversation', system: null, user: 'question', assistant: 'answer' } as const;

async function draftOf(name: string, content: string) {
  const folder = await scratchFolder();
  const state = join(folder, 'state');
  const path = join(folder, name);
  await writeFile(path, content);
  let ids = 0;
  const drafts = createDrafts({
    clock: systemClock,
    newId: () => `id-${(ids += 1)}`,
    workerScript: sourceWorkers,
    state,
    hubCacheFolder: join(state, 'hub-files'),
    drops: createDrops({ folder: join(state, 'drops'), clock: systemClock, platform: process.platform }),
    hub: () => Promise.reject(new Error('There is no Hub here.')),
    changed: () => {},
  });
  onTestFinished(() => drafts.dispose());
  const { id } = await drafts.open({ kind: 'paths', paths: [path] });
  return { drafts, id, path, folder, signal: new AbortController().signal };
}

it('is uploaded as it is, under its own name, where nothing is planned', async () => {
  const { drafts, id, path, folder, signal } = await draftOf('answers.jsonl', pairs(10));
  const bytes = Buffer.byteLength(pairs(10));
  expect(await drafts.outline(id, signal)).toEqual({
    name: 'answers.jsonl',
    folder: path,
    files: [{ path: 'answers.jsonl', bytes }],
    rewrites: false,
  });
  expect(await drafts.materialise(id, join(folder, 'out'), signal)).toEqual([
    { path: 'answers.jsonl', bytes, source: path },
  ]);
  expect(await drafts.describe(id, signal)).toEqual({
    splits: [{ split: 'train', path: 'answers.jsonl', rows: 10, bytes }],
    columns: ['answer', 'question'],
    format: null,
    longestRowBytes: 31,
  });
  expect(await readdir(folder)).not.toContain('out');
});

it('is written anew where something is planned, also over an earlier try, and described as it was written', async () => {
  const { drafts, id, folder, signal } = await draftOf('answers.jsonl', `${pairs(20)}broken\n{"question":"alone"}\n`);
  await drafts.plan(id, { mapping, validationShare: 0.25 });
  const out = join(folder, 'out');
  await mkdir(out);
  await writeFile(join(out, 'train.jsonl'), 'half of it');
  const files = await drafts.materialise(id, out, signal);
  expect(files.map(({ path, source }) => [path, source])).toEqual([
    ['train.jsonl', join(out, 'train.jsonl')],
    ['validation.jsonl', join(out, 'validation.jsonl')],
  ]);
  const lines = async (path: string) => (await readFile(path, 'utf8')).trim().split('\n').length;
  expect([await lines(join(out, 'train.jsonl')), await lines(join(out, 'validation.jsonl'))]).toEqual([15, 5]);
  const { splits, columns, format } = await drafts.describe(id, signal);
  expect(splits.map(({ path, rows }) => [path, rows])).toEqual([
    ['train.jsonl', 15],
    ['validation.jsonl', 5],
  ]);
  expect([columns, format]).toEqual([['messages'], 'messages']);
});

it('is described as it would be written now, not as it was before a row was left out or taken back', async () => {
  const { drafts, id, folder, signal } = await draftOf('answers.jsonl', pairs(4));
  await drafts.plan(id, { mapping });
  const rows = async () => (await drafts.describe(id, signal)).splits.map((split) => split.rows);
  const row = { file: 'answers.jsonl', row: 1 };
  await drafts.edit(id, row, { kind: 'drop' }, signal);
  await drafts.materialise(id, join(folder, 'out'), signal);
  expect(await rows()).toEqual([3]);
  await drafts.edit(id, row, { kind: 'undo' }, signal);
  expect(await rows()).toEqual([4]);
});

it('stops writing when it is told to, and leaves nothing', async () => {
  const { drafts, id, folder } = await draftOf('answers.jsonl', pairs(200_000));
  await drafts.plan(id, { mapping });
  const abort = new AbortController();
  await expect(
    (async () => {
      for await (const { rowsWritten } of drafts.write(id, join(folder, 'new'), abort.signal))
        if (rowsWritten > 0) abort.abort();
    })(),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await readdir(folder)).toSorted()).toEqual(['answers.jsonl', 'state']);
});

it('keeps a hundred thousand edits, of which a line that broke off is not one', async () => {
  const { drafts, id, folder, signal } = await draftOf('answers.jsonl', pairs(3));
  await drafts.edit(
    id,
    { file: 'answers.jsonl', row: 0 },
    { kind: 'change', text: '{"question":"new","answer":"newer"}' },
    signal,
  );
  const edits = join(folder, 'state', 'drafts', `${id}.edits.jsonl`);
  const [first = ''] = (await readFile(edits, 'utf8')).split('\n');
  const further = Array.from({ length: 100_000 }, (_, at) =>
    JSON.stringify({ file: 'other.jsonl', row: at, kind: 'drop', was: 'x' }),
  ).join('\n');
  await writeFile(edits, `${first}\n${further}\n{"file":"answers.jsonl","row":1,"ki`);
  const again = await openDraftEdits(edits);
  expect(again.counts()).toEqual({ changed: 1, dropped: 100_000 });
  await again.add({ file: 'answers.jsonl', row: 2, kind: 'drop', was: 'y' });
  expect((await openDraftEdits(edits)).rowsOf('answers.jsonl')).toEqual([0, 2]);
  const edit = again.of('answers.jsonl', 0);
  if (!edit) throw new Error('no edit');
  expect(await again.textOf(edit)).toBe('{"question":"new","answer":"newer"}');
});
