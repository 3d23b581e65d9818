// The XSS corpus on both paths of an answer: while it is written, a piece at a
// time, and settled.
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { AnswerText } from './answer-text.tsx';
import { hostileMarkdown } from './hostile-markdown.fixture.ts';

afterEach(cleanup);

const activeElements =
  'script, style, img, picture, source, svg:not(.lucide), iframe, object, embed, video, audio, form, input, link, meta, base, math';

function findDanger(root: ParentNode): string[] {
  const found = [...root.querySelectorAll(activeElements)].map((element) => element.outerHTML);
  for (const element of root.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const loads = ['src', 'srcset', 'poster', 'data', 'action', 'formaction', 'background', 'xlink:href'].includes(
        name,
      );
      const leads = name === 'href' && !/^https?:\/\/[^@]+$/.test(value);
      if (name.startsWith('on') || loads || leads || /javascript:|url\(/i.test(name === 'style' ? value : '')) {
        found.push(`${element.tagName} ${name}=${value}`);
      }
    }
  }
  return found;
}

it.each([
  '<script>1</script>',
  '<img src="https://evil.example/b.png">',
  '<p onclick="x()">x</p>',
  '<a href="javascript:1">x</a>',
  '<a href="#/settings">x</a>',
  '<a href="https://a@evil.example">x</a>',
  '<p style="background: url(https://evil.example)">x</p>',
])('would notice %s', (html) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  expect(findDanger(page)).not.toEqual([]);
});

it.each(hostileMarkdown)('settled, %j runs nothing, loads nothing and leads only to the web', (text) => {
  const { container } = render(<AnswerText text={text} isGrowing={false} />);
  expect(findDanger(container)).toEqual([]);
  expect(container.textContent).not.toBe('');
});

it.each(hostileMarkdown)('while it is written, %j does the same', (text) => {
  const { container, rerender } = render(<AnswerText text="" isGrowing />);
  for (let end = 1; end <= text.length; end += 5) {
    rerender(<AnswerText text={text.slice(0, end)} isGrowing />);
    expect(findDanger(container)).toEqual([]);
  }
  rerender(<AnswerText text={text} isGrowing={false} />);
  expect(findDanger(container)).toEqual([]);
});

it('draws the same while it is written and after', () => {
  const text = hostileMarkdown.join('\n\nThen:\n\n');
  const settled = render(<AnswerText text={text} isGrowing={false} />).container.textContent;
  cleanup();
  const growing = render(<AnswerText text={text} isGrowing />).container.textContent;
  expect(growing).toBe(settled);
});

it('shows raw HTML as the text it is', () => {
  const { container } = render(
    <AnswerText text={'Look: <b>bold</b> and\n\n<div onclick="x()">block</div>'} isGrowing={false} />,
  );
  expect(container.textContent).toContain('<b>bold</b>');
  expect(container.textContent).toContain('<div onclick="x()">block</div>');
});

it('names the host of a link whose words say another, and opens it outside', () => {
  const { getByRole } = render(<AnswerText text="[https://bank.example](https://evil.example/x)" isGrowing={false} />);
  const link = getByRole('link');
  expect(link.textContent).toContain('(evil.example)');
  expect(link.getAttribute('target')).toBe('_blank');
  expect(link.getAttribute('rel')).toBe('noreferrer');
});

it('puts a link with its host in the place of an image', () => {
  const { getByRole } = render(<AnswerText text="![A cat](https://img.example/cat.png)" isGrowing={false} />);
  expect(getByRole('link').textContent).toContain('Image: A cat (img.example)');
});

it('names hidden characters in text, in code and behind entities', () => {
  const { container } = render(<AnswerText text={'a\u202Eb &#x2066;\n\n```js\nx\u200By\n```'} isGrowing={false} />);
  expect(container.textContent).toContain('aU+202Eb U+2066');
  expect(container.querySelector('pre')?.textContent).toContain('xU+200By');
});

it('gives long code, tables and their scrollers a name and a place in the tab order', () => {
  const { getByRole } = render(<AnswerText text={'```python\nx\n```\n\n| a |\n| - |\n| b |'} isGrowing={false} />);
  expect(getByRole('group', { name: 'Code, python' }).tabIndex).toBe(0);
  expect(getByRole('group', { name: 'Table' }).tabIndex).toBe(0);
});
