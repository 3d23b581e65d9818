import { describe, expect, it } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { collectRows } from './collect-rows.ts';
import { crossCheck, type CheckedFile } from './cross-check.ts';
import type { FileScan } from './file-scan.ts';
import { createHashStore } from './row-hashes.ts';

async function fileOf(
  name: string,
  split: CheckedFile['split'],
  ids: readonly number[],
  memoryRows?: number,
): Promise<CheckedFile> {
  const rows = collectRows({ name, format: 'csv', scratchFolder: await scratchFolder(), indexed: false });
  for (const id of ids) rows.add({ value: { id } });
  const scan = rows.scan(true, 0);
  if (memoryRows === undefined) return { scan, split };
  const hashes = createHashStore(await scratchFolder(), memoryRows);
  for (const piece of scan.hashes.pieces()) for (const hash of piece) hashes.add(BigUint64Array.of(hash));
  return { scan: { ...scan, hashes }, split };
}

const plain = (problems: Awaited<ReturnType<typeof crossCheck>>) =>
  problems.map((list) =>
    list.map(({ kind, count, rows, examples }) => ({
      kind,
      count,
      rows: [...rows],
      details: examples.map(({ detail }) => detail),
    })),
  );

describe('crossCheck', () => {
  it('finds rows that stand twice in a split, and rows of train in the others', async () => {
    const files = [
      await fileOf('validation.csv', 'validation', [3, 8, 8, 20]),
      await fileOf('a.csv', 'train', [1, 2, 3, 2]),
      await fileOf('b.csv', 'train', [4, 1]),
      await fileOf('test.csv', 'test', [8, 4]),
    ];
    expect(plain(await crossCheck(files))).toEqual([
      [
        { kind: 'duplicate', count: 1, rows: [2], details: ['same as row 2 of validation.csv'] },
        { kind: 'leak', count: 1, rows: [0], details: ['same as row 3 of a.csv'] },
      ],
      [{ kind: 'duplicate', count: 1, rows: [3], details: ['same as row 2 of a.csv'] }],
      [{ kind: 'duplicate', count: 1, rows: [1], details: ['same as row 1 of a.csv'] }],
      [{ kind: 'leak', count: 1, rows: [1], details: ['same as row 1 of b.csv'] }],
    ]);
  });

  it('finds the same in many small rounds with the hashes on disk', async () => {
    const ids = Array.from({ length: 40_000 }, (_, at) => (at * 7) % 30_011);
    const whole = plain(
      await crossCheck([await fileOf('a', 'train', ids), await fileOf('b', 'test', ids.slice(0, 5_000))]),
    );
    const pieces = plain(
      await crossCheck([await fileOf('a', 'train', ids, 1_000), await fileOf('b', 'test', ids.slice(0, 5_000), 10)], {
        maxRoundRows: 3_000,
      }),
    );
    expect(pieces).toEqual(whole);
    expect(whole[0]?.[0]).toMatchObject({ kind: 'duplicate', count: 40_000 - 30_011 });
    expect(whole[1]).toMatchObject([{ kind: 'leak', count: 5_000 }]);
  });

  it('asks for the lines of the few rows it shows', async () => {
    const asked: [FileScan, number][] = [];
    const [problems] = await crossCheck([await fileOf('a', 'train', [1, 1, 1])], {
      lineOf: async (scan, row) => {
        asked.push([scan, row]);
        return row + 1;
      },
    });
    expect(problems?.[0]?.examples.map(({ line }) => line)).toEqual([2, 3]);
    expect(asked.map(([, row]) => row)).toEqual([1, 2]);
  });

  it('stops when told to', async () => {
    await expect(crossCheck([await fileOf('a', 'train', [1])], { signal: AbortSignal.abort() })).rejects.toThrow(
      /abort/i,
    );
  });
});
