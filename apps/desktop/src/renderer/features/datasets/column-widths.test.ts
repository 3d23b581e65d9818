import { expect, it } from 'vitest';
import { columnWidths } from './column-widths.ts';

it('gives a column room for what stands in it, within bounds', () => {
  const text = JSON.stringify({ id: 7, topic: 'delivery times', body: 'x'.repeat(5_000) });
  const [id = 0, topic = 0, body = 0] = columnWidths({
    columns: [
      { name: 'id', type: 'int64' },
      { name: 'topic', type: 'string' },
      { name: 'body', type: 'string' },
    ],
    rows: [
      { row: 0, text, cut: false },
      { row: 1, text: '{"cut', cut: true },
    ],
  });
  expect(id).toBe(88);
  expect(topic).toBeGreaterThan(id);
  expect(body).toBe(460);
});
