import { expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const tensors = {
  a: { shape: [2, 3], values: new Float32Array([1, -2, 0.5, 1e-8, 3e8, 0]) },
  b: { shape: [1], values: new Float32Array([7]) },
};

test('what was written is read back', () => {
  expect(readSafetensors(writeSafetensors(tensors, { format: 'pt' }))).toEqual(tensors);
});

test('the file is laid out as the format says', () => {
  const file = Buffer.from(writeSafetensors(tensors, { format: 'pt' }));
  const length = Number(file.readBigUInt64LE(0));
  expect((8 + length) % 8).toBe(0);
  expect(JSON.parse(file.toString('utf8', 8, 8 + length))).toEqual({
    __metadata__: { format: 'pt' },
    a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    b: { dtype: 'F32', shape: [1], data_offsets: [24, 28] },
  });
  expect(file.length).toBe(8 + length + 28);
  expect(file.readFloatLE(8 + length + 4)).toBe(-2);
});

test.each([
  ['empty', Buffer.alloc(0)],
  ['cut in its header', Buffer.from(writeSafetensors(tensors, {})).subarray(0, 40)],
  ['cut in its numbers', Buffer.from(writeSafetensors(tensors, {})).subarray(0, -4)],
  ['no such file at all', Buffer.from('{"hello": "world"}')],
])('a file that is %s is refused', (_, bytes) => {
  expect(() => readSafetensors(bytes)).toThrow();
});
