import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { pythonArguments, pythonLiteral } from './python-literal.ts';

const awkward = [
  '',
  'plain',
  `'single' and "double"`,
  `'''three''' """three"""`,
  'back\\slash \\n \\',
  'line\nbreak\r\n\ttab',
  '{braces} {{two}} %s %(name)s $HOME `date`',
  'nul \u0000 bell \u0007 del \u007f next \u0085 line \u2028 para \u2029',
  'right \u202e left \u2066 isolate zero\u200bwidth',
  'naïve 日本語 🙂 👩‍👩‍👧',
  'lone \ud83d half',
  '#comment\n"""\nSETTINGS = dict(model="evil")\n',
];

test('constants and numbers are Python’s own', () => {
  expect([null, true, false, 0, -1, 2e-5, 1e21, 4_294_967_295].map(pythonLiteral)).toEqual([
    'None',
    'True',
    'False',
    '0',
    '-1',
    '0.00002',
    '1e+21',
    '4294967295',
  ]);
  expect(() => pythonLiteral(Number.NaN)).toThrow(RangeError);
  expect(pythonLiteral(['a', null, [1]])).toBe('["a", None, [1]]');
});

test('any text stays on one line, without a character that cannot be seen, and is the same in JSON', () => {
  for (const text of awkward) {
    const literal = pythonLiteral(text);
    expect(literal).not.toMatch(/[\r\n\u007f-\u009f\u200b-\u200f\u2028-\u202e]/);
    expect(JSON.parse(literal)).toBe(text);
  }
});

test('arguments stand one to a line', () => {
  expect(pythonArguments({ model: 'a/b', seed: 1 })).toBe('    model="a/b",\n    seed=1,\n');
});

// A program of Python that reads literals, one a line, and says their code points.
const reader =
  'import ast, json, sys\nfor line in sys.stdin:\n    print(json.dumps([ord(each) for each in ast.literal_eval(line)]))';
const python = pythonThere();

test.skipIf(python === undefined)('Python reads each as what it was', () => {
  const seeds = Array.from({ length: 300 }, (_, seed) => randomText(seed));
  const all = [...awkward, ...seeds];
  const input = all.map((text) => `${pythonLiteral(text)}\n`).join('');
  const told = execFileSync(python ?? '', ['-c', reader], { input, encoding: 'utf8' })
    .trim()
    .split('\n');
  expect(told.map((line) => String(JSON.parse(line)))).toEqual(
    all.map((text) => String([...text].map((each) => each.codePointAt(0)))),
  );
});

function pythonThere(): string | undefined {
  try {
    execFileSync('python3', ['--version']);
    return 'python3';
  } catch {
    return undefined;
  }
}

/** The same for the same seed; made of what breaks literals. */
function randomText(seed: number): string {
  const pieces = [
    '"',
    "'",
    '\\',
    '\n',
    '\r',
    '{',
    '}',
    '%',
    '#',
    '\u0000',
    '\u2028',
    '\u202e',
    'é',
    '🙂',
    'n',
    'x41',
    'N{DASH}',
    '"""',
    "'''",
  ];
  let state = seed * 2_654_435_761 + 1;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
  return Array.from({ length: next() % 12 }, () => pieces[next() % pieces.length]).join('');
}
