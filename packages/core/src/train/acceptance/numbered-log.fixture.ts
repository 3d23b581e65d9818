// A job that counts, so that a lost or doubled line of its log can be told.
import { expect } from 'vitest';
import type { RunDesk } from '../run/run-desk.ts';

export function counting(lines: number, everySeconds: number): string {
  return `for i in $(seq 1 ${lines}); do echo "line $i"; sleep ${everySeconds}; done`;
}

const anyLine = { level: null, events: true } as const;

export async function countedLines(desk: RunDesk, id: string): Promise<number[]> {
  const { lines } = await desk.log(id, (log) => log.read(anyLine, 0, 5_000));
  return lines.flatMap(({ text }) => (/^line \d+$/.test(text) ? [Number(text.slice(5))] : []));
}

/** Every line once, in order, and no gap. */
export async function expectWhole(desk: RunDesk, id: string, lines: number): Promise<void> {
  expect(await countedLines(desk, id)).toEqual(Array.from({ length: lines }, (_, at) => at + 1));
  expect(desk.view(id).log.gaps).toBe(0);
}
