import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { systemClock, testClock } from '../../ports/clock.ts';
import { openJournal, readJournal } from './journal-file.ts';

const schema = z.object({ n: z.number() });

async function numbers(path: string): Promise<{ numbers: number[]; goodBytes: number }> {
  const found: number[] = [];
  const goodBytes = await readJournal(path, schema, ({ n }) => found.push(n));
  return { numbers: found, goodBytes };
}

describe('a journal', () => {
  it('gives back its records in order', async () => {
    const path = join(await scratchFolder(), 'journal');
    const journal = await openJournal(path, 0, { clock: systemClock });
    journal.append([{ n: 1 }, { n: 2 }]);
    await journal.durable();
    journal.append([{ n: 3 }]);
    await journal.close();
    expect((await numbers(path)).numbers).toEqual([1, 2, 3]);
    expect((await numbers(join(path, '..', 'none'))).numbers).toEqual([]);
  });

  it('puts many records on disk with one write, and by itself after a moment', async () => {
    const path = join(await scratchFolder(), 'journal');
    const clock = testClock(0);
    const journal = await openJournal(path, 0, { clock });
    for (let n = 0; n < 1_000; n += 1) journal.append([{ n }]);
    expect(clock.pending).toBe(1);
    expect(await readFile(path, 'utf8')).toBe('');
    clock.advance(20);
    await journal.durable();
    expect((await numbers(path)).numbers).toHaveLength(1_000);
    await journal.close();
  });

  it('forgets a torn tail, also one in the middle of a write, and goes on after the last whole record', async () => {
    const path = join(await scratchFolder(), 'journal');
    const first = await openJournal(path, 0, { clock: systemClock });
    first.append([{ n: 1 }, { n: 2 }]);
    await first.close();
    await appendFile(path, '12345678 {"n":3');
    const { goodBytes } = await numbers(path);
    const second = await openJournal(path, goodBytes, { clock: systemClock });
    second.append([{ n: 4 }]);
    await second.close();
    expect((await numbers(path)).numbers).toEqual([1, 2, 4]);
  });

  it('believes nothing after a damaged record', async () => {
    const path = join(await scratchFolder(), 'journal');
    const journal = await openJournal(path, 0, { clock: systemClock });
    journal.append([{ n: 1 }, { n: 2 }, { n: 3 }]);
    await journal.close();
    const whole = await readFile(path);
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = Buffer.from(whole);
      damaged[at] = (damaged[at] ?? 0) ^ 1;
      await writeFile(path, damaged);
      const found = (await numbers(path)).numbers;
      expect([[], [1], [1, 2]]).toContainEqual(found);
    }
  });

  it('is rewritten in one step, and goes on after that', async () => {
    const path = join(await scratchFolder(), 'journal');
    const journal = await openJournal(path, 0, { clock: systemClock });
    journal.append([{ n: 1 }, { n: 2 }, { n: 3 }]);
    await journal.rewrite([{ n: 3 }]);
    journal.append([{ n: 4 }]);
    await journal.close();
    expect((await numbers(path)).numbers).toEqual([3, 4]);
  });
});
