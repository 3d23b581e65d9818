import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { MarkdownBlock } from './markdown-block.tsx';
import { splitBlocks } from './split-blocks.ts';

/** What is drawn, without ids that count up and white space that is not seen. */
const draw = (texts: readonly string[]) =>
  texts
    .map((text) => renderToStaticMarkup(<MarkdownBlock text={text.trimEnd()} isGrowing={false} />))
    .join('')
    .replaceAll(/ id="base-ui-[^"]*"/g, '')
    .replaceAll(/\s*(<[^>]+>)\s*/g, '$1');

const documents: Record<string, string> = {
  'paragraphs and headings': '# One\n\nText *here*\nand on.\n\n## Two\n\nMore.\n\n---\n\nEnd.',
  'code with blank lines': 'Before\n\n```python\na = 1\n\n\nb = 2\n```\n\nAfter\n\n~~~\n```\n\nstill code\n~~~\n\nEnd',
  'a fence of four in which three stand': '````md\n```js\n\nx\n```\n\n````\n\nAfter',
  'a loose list with code and paragraphs':
    '1. One\n\n   ```sh\n   a\n\n   b\n   ```\n\n2. Two\n\n   More of two.\n\n- other\n\nAfter',
  'a list that text ends': '- a\n- b\n\nPlain\n\n- c\n\n  d\n\nEnd',
  'a fence that leaving its list closes': '- a\n\n  ```js\n  x\n\nPlain text\n\n```py\ny\n\nz\n```\n\nEnd',
  'a table': 'Look:\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\nAfter\n\n| c |\n| - |',
  quotes: '> one\n>\n> two\n\n> three\n\nEnd',
  'indented code': 'Text\n\n    code\n\n    more\n\nText',
  'raw HTML': 'a\n\n<div>\n\nb\n\n</div>\n\nc\n\n<!-- a\n\nb -->\n\nd',
  'a link described elsewhere': 'See [this][1].\n\nText\n\n[1]: https://example.com/a',
  footnotes: 'Text[^1].\n\nMore\n\n[^1]: The note.',
  'no end of code': 'Text\n\n```js\nconst a = 1;\n\nconst b',
  'a title under a line': 'Title\n===\n\nText\n\nOther\n---\nText',
};

describe.each(Object.entries(documents))('%s', (_name, text) => {
  it('reads the same in blocks as in one piece', () => {
    expect(draw(splitBlocks(text))).toBe(draw([text]));
  });

  it('reads the same at the start, middle and end of every line while it is written', () => {
    for (let start = 0; start < text.length;) {
      const end = text.indexOf('\n', start) === -1 ? text.length : text.indexOf('\n', start) + 1;
      for (const at of new Set([start + 1, Math.ceil((start + end) / 2), end])) {
        const part = text.slice(0, at);
        expect(draw(splitBlocks(part)), JSON.stringify(part)).toBe(draw([part]));
      }
      start = end;
    }
  });
});

it('leaves every block but the last as it was while text is added', () => {
  const text = documents['code with blank lines']!;
  let before: string[] = [];
  for (let end = 1; end <= text.length; end += 1) {
    const now = splitBlocks(text.slice(0, end));
    expect(now.slice(0, Math.max(0, before.length - 1))).toEqual(before.slice(0, -1));
    before = now;
  }
  expect(before).toHaveLength(5);
});
