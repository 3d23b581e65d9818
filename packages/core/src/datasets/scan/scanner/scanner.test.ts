import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { factsOfLine } from '../facts-of-row.ts';
import { compileScanner } from './compile-scanner.ts';
import { flagProblems, rowFlag } from './row-flags.ts';
import { createScanner, inputAt } from './scanner.ts';

const scanner = createScanner();

interface Seen {
  readonly kinds: readonly string[];
  readonly unsure: boolean;
  readonly secretMaybe: boolean;
  readonly shape: string;
  readonly sequence: number;
  readonly hash: bigint;
}

function scanLines(bytes: Uint8Array, final = true): Seen[] {
  scanner.reserve(bytes.length);
  scanner.bytes().set(bytes, inputAt);
  const count = scanner.lines(inputAt, inputAt + bytes.length, inputAt + bytes.length, final);
  return seen(count);
}

function seen(count: number): Seen[] {
  const { flags, shapes, sequences, hashes } = scanner.records();
  return Array.from({ length: count }, (_, row) => {
    const bits = flags[row] ?? 0;
    return {
      kinds: flagProblems
        .filter(([flag]) => bits & flag)
        .map(([, kind]) => kind)
        .sort(),
      unsure: (bits & rowFlag.unsure) !== 0,
      secretMaybe: (bits & rowFlag.secretMaybe) !== 0,
      shape: `${shapes[2 * row]}:${shapes[2 * row + 1]}`,
      sequence: sequences[row] ?? 0,
      hash: hashes[row] ?? 0n,
    };
  });
}

function scanLine(text: string): Seen {
  const [row, ...more] = scanLines(Buffer.from(text));
  if (!row || more.length > 0) throw new Error(`${more.length + 1} rows in one line`);
  return row;
}

/** What the reference says, in the scanner's own terms. */
function reference(text: string) {
  const facts = factsOfLine(text);
  return {
    kinds: facts.faults.map(({ kind }) => kind).sort(),
    shape: JSON.stringify(facts.shape),
    sequence: JSON.stringify(facts.conversations),
  };
}

function expectAgreement(text: string): void {
  const found = scanLine(text);
  const told = reference(text);
  expect(found.kinds.includes('invalid-json') && !found.unsure, text).toBe(
    told.kinds.includes('invalid-json') && !found.unsure,
  );
  if (told.kinds.includes('secret')) expect(found.secretMaybe, text).toBe(true);
  if (told.kinds.includes('duplicate-key')) expect(found.unsure, text).toBe(true);
  if (!found.unsure) {
    expect(
      found.kinds.filter((kind) => kind !== 'not-an-object' || !found.kinds.includes('invalid-json')),
      text,
    ).toEqual(told.kinds.filter((kind) => kind !== 'secret'));
  }
}

const words = fc.constantFrom(
  '',
  ' ',
  '\n\t',
  'Hello',
  'Ü',
  '你好，世界',
  '\u00a0',
  '\u3000 ',
  'a "quoted" \\ word',
  'ann@mail.example.org',
  '\n@app.route',
  '🙂 yes',
  '\u0000',
  'risk-free',
  'x'.repeat(40),
);
const text = fc.oneof(
  { weight: 4, arbitrary: words },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const role = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('user', 'assistant', 'system', 'tool', 'human', 'gpt') },
  { weight: 1, arbitrary: fc.constantFrom('function_call', 'observation', 'chatgpt', 'bot', '', 'User') },
);
const content = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(null, [], {}, 3, false, [{ type: 'text', text: 'x' }]) },
);
const message = fc.oneof(
  { weight: 6, arbitrary: fc.record({ role, content }) },
  { weight: 3, arbitrary: fc.record({ from: role, value: content }) },
  {
    weight: 1,
    arbitrary: fc.record(
      { role, content, tool_calls: fc.constantFrom(null, [], [{ id: 1 }]), name: text },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, 1, 'text', [], { role: 3, content: 'x' }) },
);
const column = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'messages',
      'conversations',
      'conversation',
      'prompt',
      'completion',
      'chosen',
      'rejected',
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('text', 'input', 'instruction', 'output', 'question', 'answer', 'response', 'label'),
  },
  { weight: 1, arbitrary: fc.constantFrom('id', 'dialogue', 'a longer name', 'ключ', 'q"x', '') },
);
const cell = fc.oneof(
  { weight: 4, arbitrary: fc.array(message, { maxLength: 5 }) },
  { weight: 4, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom(null, true, 0, -1.5e30, [], {}, [1, [2, {}]], { a: [{}] }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);
const row = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(column, cell, { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue() },
);
/** A row as text, sometimes with white space as other writers put it. */
const line = fc
  .tuple(row, fc.constantFrom('', ' ', '  \t', '\r'), fc.boolean())
  .map(
    ([value, space, spaced]) =>
      space + (spaced ? JSON.stringify(value, null, 1).replaceAll('\n', '') : JSON.stringify(value)) + space,
  );
/** What is put into a line to break it, or nearly. */
const splinter = fc.oneof(
  fc.constantFrom(
    '"',
    '\\',
    ',',
    '}',
    '{',
    ']',
    '[',
    ':',
    "'",
    '0',
    '-',
    '.',
    'e',
    'E+',
    'null',
    'tru',
    'NaN',
    '\t',
    '\u0001',
    '\\u12',
    '\\u12G4',
    '\\x',
    ' ',
    '//',
    '\u00a0',
    '\ufeff',
    '"role":',
    '"role":"user",',
    '"messages":[],',
    '01',
    '1.',
    '-0',
  ),
  fc.string({ maxLength: 3 }),
);
const mutatedLine = fc
  .tuple(
    line,
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(3), splinter), { minLength: 1, maxLength: 2 }),
  )
  .map(([whole, wounds]) =>
    wounds
      .reduce(
        (cut, [share, gone, put]) => cut.slice(0, share * cut.length) + put + cut.slice(share * cut.length + gone),
        whole,
      )
      .replaceAll('\n', ' '),
  )
  .filter((broken) => /[^ \t\r]/.test(broken) && broken.isWellFormed());

const runs = { numRuns: Number(process.env.SCAN_RUNS ?? 3_000) };

describe('the scanner', () => {
  it('is compiled from the source beside it', async () => {
    expect(await readFile(`${import.meta.dirname}/scanner-wasm.ts`, 'utf8')).toBe(await compileScanner());
    // The compiler is slow where other tests keep the machine busy.
  }, 60_000);

  it('finds what the reference finds in any row', () => {
    fc.assert(fc.property(line, expectAgreement), runs);
  });

  it('agrees with JSON.parse and the reference on lines that were damaged', () => {
    fc.assert(fc.property(mutatedLine, expectAgreement), runs);
  });

  it('gives rows of one shape one shape, and others another', () => {
    const sure = line.filter(
      (text) =>
        !scanLine(text).unsure && !reference(text).kinds.includes('invalid-json') && reference(text).shape !== 'null',
    );
    fc.assert(
      fc.property(sure, sure, (a, b) => {
        expect(scanLine(a).shape === scanLine(b).shape).toBe(reference(a).shape === reference(b).shape);
      }),
      runs,
    );
  });

  it('tells the same sequences of roles from others', () => {
    const talk = fc
      .record({ messages: fc.array(fc.record({ role, content: fc.constant('x') }), { maxLength: 3 }) })
      .map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(talk, talk, (a, b) => {
        expect(scanLine(a).sequence === scanLine(b).sequence).toBe(reference(a).sequence === reference(b).sequence);
      }),
      runs,
    );
  });

  it('says of any bytes whether they are UTF-8 as TextDecoder does', () => {
    const strict = new TextDecoder('utf-8', { fatal: true });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(fc.string({ unit: 'binary', maxLength: 40 }), fc.nat(60), fc.nat(255), fc.boolean())
        .map(([inside, at, byte, wound]) => {
          const whole = Uint8Array.from(Buffer.from(inside));
          if (wound && at < whole.length) whole[at] = byte;
          return whole;
        }),
    );
    fc.assert(
      fc.property(bytes, (inside) => {
        const quoted = Buffer.concat([
          Buffer.from('{"a":"'),
          inside.filter((byte) => byte > 0x22 && byte !== 0x5c),
          Buffer.from('"}'),
        ]);
        let valid = true;
        try {
          strict.decode(quoted);
        } catch {
          valid = false;
        }
        expect(scanLines(quoted)[0]?.kinds.includes('invalid-utf8')).toBe(!valid);
      }),
      runs,
    );
  });

  it('hashes a row alike wherever it stands, and any two rows differently', () => {
    const one = '{"a":"the quick brown fox jumps over the lazy dog"}';
    const [first, second, third] = scanLines(Buffer.from(`${one}\n  ${one}\t\r\n${one.replace('dog', 'dot')}`));
    expect(first?.hash).toBe(second?.hash);
    expect(third?.hash).not.toBe(first?.hash);
    expect(scanner.hashOf(one)).toBe(first?.hash);
    const many = scanLines(Buffer.from(Array.from({ length: 4_000 }, (_, id) => `{"a":"${id}"}`).join('\n')));
    expect(new Set(many.map(({ hash }) => hash)).size).toBe(4_000);
  });

  it('follows nesting as deep as JSON.parse does', () => {
    for (const depth of [10, 4_000]) {
      const text = `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      expect(scanLine(text)).toMatchObject({ kinds: [], unsure: false });
      expect(scanLine(text.slice(0, -1)).kinds).toContain('invalid-json');
    }
    expect(scanLine(`{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`).unsure).toBe(true);
  });
});
