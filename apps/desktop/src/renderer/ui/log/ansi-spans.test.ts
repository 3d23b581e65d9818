import { describe, expect, it } from 'vitest';
import { ansiSpans, plainText } from './ansi-spans.ts';

const esc = '\u001b[';
const hues = (line: string) => ansiSpans(line).map(({ text, style }) => [text, style.hue]);

describe('colours of a log line', () => {
  it('are spans of plain text', () => {
    expect(hues(`a ${esc}31mred${esc}0m b`)).toEqual([
      ['a ', null],
      ['red', 'red'],
      [' b', null],
    ]);
  });

  it('add up and end one by one', () => {
    const [first, second, third] = ansiSpans(`${esc}1;4;92mall${esc}22mless${esc}39;24mnone`);
    expect(first?.style).toMatchObject({ bold: true, underline: true, hue: 'green' });
    expect(second?.style).toMatchObject({ bold: false, underline: true, hue: 'green' });
    expect(third?.style).toMatchObject({ underline: false, hue: null });
  });

  it('that are exact become the nearest of the theme, greys the text’s own', () => {
    expect(hues(`${esc}38;5;196mx`)).toEqual([['x', 'red']]);
    expect(hues(`${esc}38;2;20;40;250mx`)).toEqual([['x', 'blue']]);
    expect(hues(`${esc}38;2;120;120;120mx`)).toEqual([['x', null]]);
    expect(hues(`${esc}38;5;244mx`)).toEqual([['x', null]]);
    expect(ansiSpans(`${esc}48;5;46;33mx`)[0]?.style).toMatchObject({ ground: 'green', hue: 'yellow' });
  });

  it('that make no sense change nothing and take no text', () => {
    for (const codes of ['', '999', '38', '38;5', '38;2;1', '48;9;9', ';;;', '38;5;99999']) {
      expect(plainText(`a${esc}${codes}mb`)).toBe('ab');
      expect(
        hues(`a${esc}${codes}mb`)
          .map(([text]) => text)
          .join(''),
      ).toBe('ab');
    }
  });
});

it('never obeys anything else: no other escape, control or turn of direction', () => {
  const line = `\u001b]0;title\u0007\u001b[2J\u0000\u009b31m\u202eabc<b>${esc}31m</b>`;
  const text = plainText(line);
  // oxlint-disable-next-line no-control-regex -- it is what must not be there
  expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(
    ansiSpans(line)
      .map((span) => span.text)
      .join(''),
  ).toBe(text);
  expect(text).toContain('<b></b>');
});
