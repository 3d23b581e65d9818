import { expect, test } from 'vitest';
import { z } from 'zod';
import { contractLock } from './contract-lock.ts';
import { contract } from './index.ts';

const lock = contractLock();
const operations = Object.entries(lock.operations);

test('the lock names every operation of the contract', () => {
  const names = Object.entries(contract).flatMap(([noun, verbs]) =>
    Object.keys(verbs).map((verb) => `${noun}.${verb}`),
  );
  expect(Object.keys(lock.operations)).toEqual(names);
});

test('only a command makes something stale', () => {
  for (const [name, { kind, touches }] of operations) if (kind !== 'command') expect(touches, name).toEqual([]);
});

test('a query without input can be asked with a plain GET, everything else is a POST', () => {
  for (const [name, { kind, route, input }] of operations) {
    const method = kind === 'query' && input === null ? 'GET' : 'POST';
    expect(route, name).toBe(`${method} /${name.replace('.', '/')}`);
  }
});

test('every example is an input its own operation takes', () => {
  for (const verbs of Object.values(contract)) {
    for (const procedure of Object.values(verbs)) {
      const { inputSchema, meta } = procedure['~orpc'];
      expect(z.instanceof(z.ZodType).parse(inputSchema).safeParse(meta.example).success, meta.summary).toBe(true);
    }
  }
});

test('nothing that leaves the app is a text named like a secret', () => {
  const named =
    /"(token|secret|passphrase|password|apiKey|bearer|credential)":\{("anyOf":\[\{)?"type":(\["string"|"string")/i;
  for (const [name, { output }] of operations) expect(JSON.stringify(output), name).not.toMatch(named);
  expect('{"token":{"type":"string"}}').toMatch(named);
});
