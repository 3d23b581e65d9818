// The safetensors format, for 32-bit floats: eight bytes with the header's length, the header as JSON, the numbers.
// Written to huggingface.co/docs/safetensors; refuses what it cannot read.
import { z } from 'zod';

const LIMIT_BYTES = 64 * 2 ** 20;

export interface Tensor {
  shape: readonly number[];
  values: Float32Array;
}

export function writeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Record<string, string>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const end = offset + values.length * 4;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  }
  let text = JSON.stringify(header);
  // The numbers start at a multiple of eight; spaces fill up.
  text = text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8);
  const head = Buffer.from(text);
  const file = Buffer.alloc(8 + head.length + offset);
  file.writeBigUInt64LE(BigInt(head.length), 0);
  head.copy(file, 8);
  let at = 8 + head.length;
  for (const { values } of Object.values(tensors)) {
    for (const value of values) at = file.writeFloatLE(value, at);
  }
  return file;
}

const headerSchema = z.record(
  z.string(),
  z.union([
    z.object({
      dtype: z.literal('F32'),
      shape: z.array(z.int().nonnegative()),
      data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
    }),
    z.record(z.string(), z.string()),
  ]),
);

/** Throws for a file that is cut short, has other numbers than 32-bit floats, or points outside itself. */
export function readSafetensors(bytes: Uint8Array): Record<string, Tensor> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 8 || file.length > LIMIT_BYTES) throw new Error('Not a safetensors file that can be read here');
  const length = Number(file.readBigUInt64LE(0));
  const start = 8 + length;
  if (start > file.length) throw new Error('The header of the safetensors file is cut short');
  const header = headerSchema.parse(JSON.parse(file.toString('utf8', 8, start)));
  const tensors: Record<string, Tensor> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__' || !Array.isArray(entry.data_offsets) || !Array.isArray(entry.shape)) continue;
    const [from, to] = entry.data_offsets;
    const count = entry.shape.reduce((size, side) => size * side, 1);
    if (to - from !== count * 4 || start + to > file.length)
      throw new Error(`${name} points outside the safetensors file`);
    const values = new Float32Array(count);
    for (let index = 0; index < count; index += 1) values[index] = file.readFloatLE(start + from + index * 4);
    tensors[name] = { shape: entry.shape, values };
  }
  return tensors;
}
