import { describe, expect, it } from 'vitest';
import { matchRanges } from './match-ranges.ts';

/** The id with what is marked in brackets. */
function marked(id: string, typed: string): string {
  let text = '';
  let at = 0;
  for (const { start, end } of matchRanges(id, typed)) {
    text += `${id.slice(at, start)}[${id.slice(start, end)}]`;
    at = end;
  }
  return text + id.slice(at);
}

describe('marks', () => {
  it.each([
    ['a word, whatever its case', 'meta-llama/Llama-3.1-8B', 'LLAMA', 'meta-llama/[Llama]-3.1-8B'],
    ['several words in any order', 'Qwen/Qwen3-8B', '8b qwen3', 'Qwen/[Qwen3]-[8B]'],
    ['the namespace where the name has it not', 'meta-llama/Maverick', 'llama', 'meta-[llama]/Maverick'],
    ['part of a word', 'mistralai/Mixtral-8x7B', 'mixt', 'mistralai/[Mixt]ral-8x7B'],
    ['words typed as one', 'acme/Llama-3-8B', 'llama3', 'acme/[Llama]-[3]-8B'],
    ['a wrong letter', 'acme/Mistral-7B', 'mistrel', 'acme/[Mistr]a[l]-7B'],
    ['a missing letter', 'acme/Mistral-7B', 'misral', 'acme/[Mis]t[ral]-7B'],
    ['a letter too many', 'acme/Mistral-7B', 'misttral', 'acme/[Mistral]-7B'],
    ['two swapped letters', 'acme/Mistral-7B', 'mitsral', 'acme/[Mi]st[ral]-7B'],
    ['nothing where nothing was typed', 'acme/Mistral-7B', ' - ', 'acme/Mistral-7B'],
    ['nothing for a number that is another', 'acme/chat-70b', '7c', 'acme/chat-70b'],
  ])('%s', (_what, id, typed, expected) => {
    expect(marked(id, typed)).toBe(expected);
  });

  it('are joined where words overlap', () => {
    expect(marked('acme/llama', 'lla llam')).toBe('acme/[llam]a');
  });

  it('are left out rather than put beside the letters they mean', () => {
    expect(marked('acme/İstanbul-7b', '7b')).toBe('acme/İstanbul-7b');
  });
});
