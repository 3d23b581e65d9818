import { describe, expect, it } from 'vitest';
import { withCardModel } from './card-model.ts';

const readme = (head: string) => `---\n${head}---\n\n# Tide\n\n---\nmodels:\n- text/of-the-page\n`;
const swapped = (head: string, was: string | null = 'sandy/old') => withCardModel(readme(head), was, 'sandy/new');

describe('the model of a card', () => {
  it.each([
    [
      'in a list, with all that a person wrote around it',
      '# mine\ntitle:   Tide  # short\nmodels:   # what it runs\n  - other/one # kept\n  -   "sandy/old"   # the one\nemoji: 🌊\nlong: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccc\n',
      '# mine\ntitle:   Tide  # short\nmodels:   # what it runs\n  - other/one # kept\n  -   "sandy/new"   # the one\nemoji: 🌊\nlong: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb cccccccc\n',
    ],
    ['in brackets', 'models: [sandy/old, other/one]\n', 'models: [sandy/new, other/one]\n'],
    ['alone', "models: 'sandy/old'\nsdk: gradio\n", "models: 'sandy/new'\nsdk: gradio\n"],
    ['that the variable did not name', 'models:\n- other/one\n- other/two\n', 'models:\n- sandy/new\n- other/two\n'],
    ['of a card without any', 'sdk: gradio\n', 'sdk: gradio\nmodels:\n- sandy/new\n'],
    ['of an empty list', 'models: []\nsdk: gradio\n', 'models: [sandy/new]\nsdk: gradio\n'],
    ['of a list that was begun', 'models:\nsdk: gradio\n', 'models:\n- sandy/new\nsdk: gradio\n'],
    ['that is named already', 'models:\n- sandy/new\n- sandy/old\n', 'models:\n- sandy/new\n- sandy/old\n'],
  ])('is replaced where it stands: %s', (_name, before, after) => {
    expect(swapped(before)).toBe(readme(after));
  });

  it('keeps the line feeds of Windows', () => {
    const windows = '---\r\nsdk: gradio\r\n---\r\ntext\r\n';
    expect(withCardModel(windows, null, 'sandy/new')).toBe(
      '---\r\nsdk: gradio\r\nmodels:\r\n- sandy/new\r\n---\r\ntext\r\n',
    );
  });

  it('is left alone where there is no head', () => {
    expect(withCardModel('# Tide\n\n---\n', null, 'sandy/new')).toBe('# Tide\n\n---\n');
  });

  it.each([
    ['title: a: b\n', /no YAML, in line 2/],
    ['title: Tide\nmodels: "open\n', /no YAML, in line/],
    ['- title\n', /no list of names and values/],
    ['models:\n  name: sandy/old\n', /names no model/],
  ])('is not guessed in a head that is broken: %j', (head, reason) => {
    expect(() => swapped(head)).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringMatching(reason) }),
    );
  });
});
