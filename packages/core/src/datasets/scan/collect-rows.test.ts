import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { sourceWorkers } from '../../ports/source-workers.ts';
import { collectRows } from './collect-rows.ts';
import type { FileScan } from './file-scan.ts';
import { scanFile } from './scan-file.ts';

/** What does not depend on where the rows come from. */
function known({ rows, columns, shapes, conversations, problems, hashes, longest, rowBytes }: FileScan) {
  return {
    rows,
    columns,
    shapes,
    conversations,
    problems: problems
      .map(({ kind, count, rows: listed, examples }) => ({
        kind,
        count,
        listed: [...listed],
        details: examples.map(({ detail }) => detail),
      }))
      .sort((a, b) => (a.kind < b.kind ? -1 : 1)),
    hashes: [...hashes.pieces()].flatMap((piece) => [...piece]),
    longest,
    rowBytes,
  };
}

it('comes to the same as the scanner from the same rows', async () => {
  const folder = await scratchFolder();
  const roles = ['user', 'assistant', 'system', 'tool', 'bot'];
  const values = Array.from({ length: 2_000 }, (_, id) => ({
    messages: Array.from({ length: id % 4 }, (_, at) => ({
      role: roles[(id + at * at) % (id % 5 === 0 ? 5 : 2)],
      content: id % 11 === 0 ? ' ' : `Text ${id} ü`,
    })),
    ...(id % 13 === 0 ? { id: id % 2 ? id : null } : {}),
    ...(id % 17 === 0 ? { chosen: 'same', rejected: id % 2 ? 'same' : 'other' } : {}),
    ...(id % 19 === 0 ? { note: `ann${id}@mail.example.org and hf_${'a1B'.repeat(11)}` } : {}),
  }));
  const path = join(folder, 'rows.jsonl');
  await writeFile(path, values.map((value) => JSON.stringify(value)).join('\n'));
  const scanned = await scanFile(path, 'jsonl', {
    name: 'rows',
    workers: 2,
    workerScript: sourceWorkers,
    scratchFolder: folder,
  });
  const collected = collectRows({ name: 'rows', format: 'parquet', scratchFolder: folder, indexed: false });
  for (const value of values) collected.add({ value });
  expect(known(collected.scan(true, 0))).toEqual(known(scanned));
});

it('takes what the reader itself found wrong, and where', async () => {
  const rows = collectRows({ name: 'rows.csv', format: 'csv', scratchFolder: await scratchFolder(), indexed: true });
  for (let id = 0; id < 300; id += 1) {
    rows.add({
      value: { text: `row ${id}` },
      offset: 10 * id,
      line: id + 2,
      ...(id === 7 ? { faults: [{ kind: 'wrong-cell-count', detail: '3 cells, not 2' }] } : {}),
    });
  }
  const scan = rows.scan(true, 3_000);
  expect(scan.problems).toMatchObject([
    { kind: 'wrong-cell-count', count: 1, examples: [{ file: 'rows.csv', row: 7, line: 9, detail: '3 cells, not 2' }] },
  ]);
  expect([...(scan.index?.rows ?? [])]).toEqual([0, 128, 256]);
  expect([...(scan.index?.offsets ?? [])]).toEqual([0, 1_280, 2_560]);
});
