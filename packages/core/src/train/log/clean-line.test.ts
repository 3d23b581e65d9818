import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanLine, cutLine, longestLine, withoutColours } from './clean-line.ts';

const clean = (raw: string): string => cleanLine(raw).text;

test.each([
  ['a colour', '\x1b[31mred\x1b[0m', '\x1b[31mred\x1b[0m'],
  ['a colour in its one-character form', '\x9b1;32mgreen\x9bm', '\x1b[1;32mgreen\x1b[m'],
  ['a true colour', '\x1b[38;2;1;2;3mx \x1b[4:3my', '\x1b[38;2;1;2;3mx \x1b[4:3my'],
  ['a tab', 'a\tb', 'a\tb'],
])('%s stays', (_, raw, shown) => {
  expect(clean(raw)).toBe(shown);
});

test.each([
  ['moving the cursor', 'a\x1b[2J\x1b[10;20Hb\x1b[?25lc', 'abc'],
  ['a private or odd m', '\x1b[>4;2mx\x1b[?1my\x1b[1 mz', 'xyz'],
  ['a colour with endless parameters', `\x1b[${'1;'.repeat(40)}mx`, 'x'],
  ['a title', '\x1b]0;title\x07a\x1b]2;t\x1b\\b\x9d0;t\x9cc', 'abc'],
  ['a link', '\x1b]8;;https://x.example\x1b\\text\x1b]8;;\x1b\\', 'text'],
  ['the clipboard', '\x1b]52;c;aGk=\x07a', 'a'],
  [
    'DCS, APC, PM and SOS',
    '\x1bPq#0\x1b\\a\x1b_G\x07x\x1b\\b\x1b^p\x1b\\c\x1bXs\x1b\\d\x90q\x9ce\x9fG\x9cf\x9ep\x9cg\x98s\x9ch',
    'abcdefgh',
  ],
  ['a character set, a reset and a keypad', '\x1b(Ba\x1bcb\x1b=c\x1b7d', 'abcd'],
  ['bell, backspace, null, delete, vertical tab', 'a\x07\x08\0\x7f\x0b\x0cb', 'ab'],
  ['other C1 controls', 'a\x85\x84\x8db', 'ab'],
  ['a lone escape', 'a\x1b', 'a'],
  ['an escape before what cannot follow it', 'a\x1béb\x1b\x07c', 'aébc'],
  ['a sequence that breaks off', 'a\x1b[31', 'a'],
  ['a sequence that another begins in', 'a\x1b[3\x1b[31mb', 'a\x1b[31mb'],
])('%s goes', (_, raw, shown) => {
  expect(clean(raw)).toBe(shown);
});

test('a title that nothing ends hides none of the text behind it', () => {
  expect(clean('a\x1b]0;b c')).toBe('a0;b c');
  expect(clean('a\x1bPb \x1b[31mc')).toBe('ab \x1b[31mc');
});

test('a progress bar shows what a terminal would show last', () => {
  expect(clean(' 1%\r 2%\r 100%')).toBe(' 100%');
  expect(clean(' 1%\r 2%\r')).toBe(' 2%');
  expect(clean('done\r\n')).toBe('done');
  expect(clean('\r\r')).toBe('');
});

test('what is invisible or turns the reading order around becomes a mark', () => {
  expect(clean('a\u202eb\u200bc\u2066d\ufeffe\u00adf')).toBe('a⟨U+202E⟩b⟨U+200B⟩c⟨U+2066⟩d⟨U+FEFF⟩e⟨U+00AD⟩f');
  expect(clean('\u{e0041}x')).toBe('⟨U+E0041⟩x');
});

test('other letters and pictures stay, and half of a pair does not', () => {
  expect(clean('模型 نموذج 🎉 ████▏')).toBe('模型 نموذج 🎉 ████▏');
  expect(clean('a\ud83cb')).toBe('a\ufffdb');
});

test('a line that is too long is told to be cut, and cut between characters and outside a colour', () => {
  const long = cleanLine('x'.repeat(longestLine + 1));
  expect([long.cut, long.text.length]).toEqual([true, longestLine + 1]);
  expect(cleanLine('x'.repeat(longestLine))).toEqual({ text: 'x'.repeat(longestLine), cut: false });
  expect(cutLine(`${'x'.repeat(longestLine - 1)}🎉`)).toBe('x'.repeat(longestLine - 1));
  expect(cutLine(`${'x'.repeat(longestLine - 3)}\x1b[31mred`)).toBe('x'.repeat(longestLine - 3));
});

test('whatever comes, nothing but text, tabs and colours is left, and cleaning once is enough', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.array(fc.nat(0xffff), { maxLength: 4 }).map((codes) => String.fromCharCode(...codes)),
    fc.constantFrom(
      '\x1b',
      '\x1b[',
      '\x1b]',
      '\x9b',
      '\x90',
      '\x07',
      '\x1b\\',
      '\x9c',
      '31',
      ';',
      'm',
      '\r',
      '\n',
      '\ud800',
      '\u202e',
      '\u{1f389}',
      '\x1bP',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = clean(pieces.join(''));
      // oxlint-disable-next-line no-control-regex -- they are what must not be there
      expect(withoutColours(text)).not.toMatch(/[\0-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
      expect(text.isWellFormed()).toBe(true);
      expect(clean(text)).toBe(text);
    }),
    { numRuns: 500 },
  );
});
