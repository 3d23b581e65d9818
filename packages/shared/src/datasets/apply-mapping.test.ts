import { describe, expect, it } from 'vitest';
import { applyMapping, formatOf, templateColumns } from './apply-mapping.ts';
import type { Mapping } from './mapping.ts';

const sharegpt: Mapping = {
  kind: 'sharegpt',
  conversations: 'conversations',
  system: 'system',
  roles: { human: 'user', gpt: 'assistant' },
};
const alpaca: Mapping = { kind: 'alpaca', instruction: 'instruction', input: 'input', output: 'output', system: null };
const pairs: Mapping = { kind: 'preference', prompt: 'prompt', chosen: 'chosen', rejected: 'rejected' };

describe('a mapping', () => {
  it('turns ShareGPT into messages, with the system column first and unnamed roles kept', () => {
    const row = {
      system: 'Be kind.',
      conversations: [
        { from: 'human', value: 'Hello' },
        { from: 'gpt', value: 'Hi' },
        { from: 'tool', value: '{}' },
      ],
      source: 'web',
    };
    expect(applyMapping(row, sharegpt)).toEqual({
      row: {
        messages: [
          { role: 'system', content: 'Be kind.' },
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: 'Hi' },
          { role: 'tool', content: '{}' },
        ],
      },
    });
    expect(formatOf(sharegpt)).toBe('messages');
  });

  it('joins instruction and input, and leaves a blank input out', () => {
    const asked = (input: string | null) => applyMapping({ instruction: 'Add', input, output: '3' }, alpaca);
    const expected = (content: string) => ({
      row: {
        messages: [
          { role: 'user', content },
          { role: 'assistant', content: '3' },
        ],
      },
    });
    expect(asked('1 + 2')).toEqual(expected('Add\n\n1 + 2'));
    expect(asked(' ')).toEqual(expected('Add'));
    expect(asked(null)).toEqual(expected('Add'));
  });

  it('refuses a row whose answer is missing or blank, and names the column', () => {
    for (const output of ['', '  \n', null, undefined, []]) {
      expect(applyMapping({ instruction: 'Add', output }, alpaca)).toEqual({
        problem: expect.stringContaining('“output”'),
      });
    }
    expect(applyMapping({ conversations: [{ from: 'gpt', value: '' }] }, sharegpt)).toEqual({
      problem: expect.stringContaining('Message 1'),
    });
    expect(applyMapping({ conversations: [{ from: 'human', value: 'Hi' }] }, sharegpt)).toEqual({
      problem: expect.stringContaining('No message'),
    });
    expect(applyMapping([], sharegpt)).toEqual({ problem: 'The row is not an object.' });
  });

  it('keeps an answer that only calls a tool, and the tools', () => {
    const calls = [{ type: 'function', function: { name: 'now', arguments: {} } }];
    const messages: Mapping = {
      kind: 'messages',
      messages: 'turns',
      role: 'who',
      content: 'what',
      roles: { bot: 'assistant' },
    };
    const row = {
      turns: [
        { who: 'user', what: 'Time?' },
        { who: 'bot', what: null, tool_calls: calls },
      ],
      tools: [{ name: 'now' }],
    };
    expect(applyMapping(row, messages)).toEqual({
      row: {
        messages: [
          { role: 'user', content: 'Time?' },
          { role: 'assistant', content: '', tool_calls: calls },
        ],
        tools: [{ name: 'now' }],
      },
    });
  });

  it('fills a template from columns of text and numbers, with doubled braces as braces', () => {
    const template = '{title}: {year} {{kept}} {absent}';
    expect(applyMapping({ title: 'A', year: 3 }, { kind: 'text', template })).toEqual({
      row: { text: 'A: 3 {kept} ' },
    });
    expect(applyMapping({ title: ['A'] }, { kind: 'text', template })).toEqual({
      problem: '“title” holds a list, not text.',
    });
    expect(applyMapping({}, { kind: 'text', template: '{title}' })).toEqual({ problem: 'The text would be empty.' });
    expect(templateColumns('{a}{b} {a} {{c}}')).toEqual(['a', 'b']);
  });

  it('gives a preference of conversations its prompt once, as messages', () => {
    const ask = { role: 'user', content: 'Why?' };
    const says = (content: string) => ({ role: 'assistant', content });
    const row = { prompt: 'Why?', chosen: [ask, says('Because.')], rejected: [ask, says('No.')] };
    expect(applyMapping(row, pairs)).toEqual({
      row: { prompt: [ask], chosen: [says('Because.')], rejected: [says('No.')] },
    });
    expect(applyMapping({ prompt: 'Why?', chosen: 'A', rejected: 'B' }, pairs)).toEqual({
      row: { prompt: 'Why?', chosen: 'A', rejected: 'B' },
    });
    expect(applyMapping({ prompt: 'Why?', chosen: 'A', rejected: 'A' }, pairs)).toEqual({
      problem: 'Both answers are the same.',
    });
    expect(applyMapping({ prompt: 'Why?', chosen: 'A', rejected: [says('B')] }, pairs)).toHaveProperty('problem');
  });

  it('reads a label as good only where it is the named value', () => {
    const votes: Mapping = { kind: 'unpaired-preference', prompt: 'q', completion: 'a', label: 'vote', good: '"up"' };
    const label = (vote: unknown) => applyMapping({ q: 'Q', a: 'A', vote }, votes);
    expect(label('up')).toEqual({ row: { prompt: 'Q', completion: 'A', label: true } });
    expect(label('down')).toEqual({ row: { prompt: 'Q', completion: 'A', label: false } });
    expect(label(null)).toEqual({ problem: '“vote” is missing.' });
  });

  it('keeps the columns rewards need beside a prompt', () => {
    expect(
      applyMapping({ q: 'Q', answer: '4', other: 1 }, { kind: 'prompt', prompt: 'q', keep: ['answer', 'gone'] }),
    ).toEqual({
      row: { prompt: 'Q', answer: '4', gone: null },
    });
  });
});
