import { expect, test } from 'vitest';
import { isVllmServe, readVllmServe } from './vllm-words.ts';

const words = (line: string) => line.split(' ');

test('only the words “vllm serve” begin one', () => {
  expect(isVllmServe(words('vllm serve a/b'))).toBe(true);
  expect(isVllmServe(words('vllm bench'))).toBe(false);
  expect(isVllmServe(words('sh -c vllm'))).toBe(false);
});

test('model, names, port and adapters are read, in any order and with either way of giving a value', () => {
  expect(readVllmServe(words('vllm serve a/b'))).toEqual({
    model: 'a/b',
    names: ['a/b'],
    adapters: [],
    port: 8000,
    maxModelLen: undefined,
  });
  const line = 'vllm serve --port=9000 /model --served-model-name a/b short --max-model-len 512';
  expect(readVllmServe(words(line))).toMatchObject({
    model: '/model',
    names: ['a/b', 'short'],
    port: 9000,
    maxModelLen: 512,
  });
  const lora = 'vllm serve a/base --enable-lora --max-lora-rank 64 --lora-modules one=a/one two=/two --host 0.0.0.0';
  expect(readVllmServe(words(lora)).adapters).toEqual([
    { name: 'one', path: 'a/one' },
    { name: 'two', path: '/two' },
  ]);
});

test('what vLLM would not take is refused', () => {
  expect(() => readVllmServe(words('vllm serve --port 8000'))).toThrow('no model');
  expect(() => readVllmServe(words('vllm serve a/b --lora-modules one=a/one'))).toThrow('--enable-lora');
  expect(() => readVllmServe(words('vllm serve a/b c/d'))).toThrow('unrecognized');
});
