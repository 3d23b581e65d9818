import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMapping, formatOf } from './apply-mapping.ts';
import { suggestMapping, suggestMappings } from './suggest-mapping.ts';

const rows = (row: Record<string, unknown>) => Array.from({ length: 5 }, () => row);
const words = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
const inAnyCase = (name: string) =>
  fc.constantFrom(
    name,
    name.toUpperCase(),
    name.replace(/^./, (first) => first.toUpperCase()),
    `_${name}`,
  );

describe('what a mapping is suggested for', () => {
  it.each([
    ['question', 'answer'],
    ['instruction', 'response'],
    ['prompt', 'response'],
    ['input', 'output'],
    ['query', 'reply'],
    ['Question', 'Response'],
    ['user_prompt', 'assistant_response'],
  ])('%s and %s are one conversation', (user, assistant) => {
    expect(suggestMapping(rows({ id: '7', [user]: 'Why?', [assistant]: 'So.' }), 'sft')).toEqual({
      kind: 'conversation',
      system: null,
      user,
      assistant,
    });
  });

  it('ShareGPT, with its roles renamed and its system column', () => {
    const row = {
      id: 'x',
      system: 'Be kind.',
      conversations: [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'Hello' },
      ],
    };
    expect(suggestMapping(rows(row), 'sft')).toEqual({
      kind: 'sharegpt',
      conversations: 'conversations',
      system: 'system',
      roles: { human: 'user', gpt: 'assistant' },
    });
  });

  it('Alpaca, with an input that is mostly null', () => {
    expect(suggestMapping(rows({ instruction: 'Add', input: null, output: '3' }), 'sft')).toEqual({
      kind: 'alpaca',
      instruction: 'instruction',
      input: 'input',
      output: 'output',
      system: null,
    });
  });

  it('messages under other names', () => {
    const row = {
      turns: [
        { speaker: 'Customer', text: 'Hi' },
        { speaker: 'Agent', text: 'Hello' },
      ],
    };
    const mapping = {
      kind: 'messages',
      messages: 'turns',
      role: 'speaker',
      content: 'text',
      roles: { Customer: 'user', Agent: 'assistant' },
    };
    expect(suggestMapping(rows(row), 'sft')).toEqual(mapping);
  });

  it('pairs of a better and a worse answer', () => {
    expect(suggestMapping(rows({ question: 'Why?', preferred: 'A', dispreferred: 'B' }), 'dpo')).toEqual({
      kind: 'preference',
      prompt: 'question',
      chosen: 'preferred',
      rejected: 'dispreferred',
    });
    expect(suggestMapping(rows({ chosen: 'A', rejected: 'B' }), 'reward')).toEqual({
      kind: 'preference',
      prompt: null,
      chosen: 'chosen',
      rejected: 'rejected',
    });
  });

  it('one answer with a verdict, whatever the verdict is called', () => {
    const voted = (up: unknown, down: unknown) =>
      [up, down, up].map((thumb, at) => ({ prompt: 'Why?', response: `A${at}`, thumb }));
    expect(suggestMapping(voted('up', 'down'), 'kto')).toMatchObject({
      kind: 'unpaired-preference',
      label: 'thumb',
      good: '"up"',
    });
    expect(suggestMapping(voted(1, 0), 'kto')).toMatchObject({ good: '1' });
    expect(suggestMapping(voted('ja', 'nein'), 'kto')).toBeNull();
  });

  it('a prompt for rewards, with all that stands beside it', () => {
    expect(suggestMapping(rows({ problem: '1+1', solution: '2' }), 'grpo')).toEqual({
      kind: 'prompt',
      prompt: 'problem',
      keep: ['solution'],
    });
  });

  it('the only column of text, for plain text', () => {
    expect(suggestMapping(rows({ id: 1, poem: 'Roses' }), 'sft')).toEqual({ kind: 'text', template: '{poem}' });
  });

  it('nothing where no row is an object, or a method needs what is not there', () => {
    expect(suggestMappings([], 'sft')).toEqual([]);
    expect(suggestMappings([1, null, []], 'sft')).toEqual([]);
    expect(suggestMapping(rows({ question: 'Why?', answer: 'So.' }), 'dpo')).toBeNull();
  });
});

it('a suggestion fits the rows it was made for, and makes rows of its format', () => {
  const pair = fc.tuple(
    inAnyCase('question'),
    inAnyCase('answer'),
    fc.dictionary(
      fc.string().filter((name) => !/question|answer|__proto__/i.test(name)),
      fc.integer(),
    ),
    fc.array(fc.tuple(words, words), { minLength: 1 }),
  );
  fc.assert(
    fc.property(pair, ([question, answer, rest, texts]) => {
      const sample = texts.map(([asked, said]) => ({ ...rest, [question]: asked, [answer]: said }));
      const mapping = suggestMapping(sample, 'sft');
      if (!mapping) throw new Error('nothing was suggested');
      expect(formatOf(mapping)).toBe('messages');
      for (const [at, row] of sample.entries()) {
        expect(applyMapping(row, mapping)).toEqual({
          row: {
            messages: [
              { role: 'user', content: texts[at]?.[0] },
              { role: 'assistant', content: texts[at]?.[1] },
            ],
          },
        });
      }
    }),
  );
});

it('suggests without failing whatever stands in the rows, and only what fits more than half', () => {
  fc.assert(
    fc.property(
      fc.array(fc.anything({ withNullPrototype: false }), { maxLength: 20 }),
      fc.constantFrom('sft', 'dpo', 'kto', 'grpo', 'reward'),
      (sample, method) => {
        for (const { mapping, share } of suggestMappings(sample, method)) {
          expect(share).toBeGreaterThan(0.5);
          expect(sample.filter((row) => 'row' in applyMapping(row, mapping)).length / sample.length).toBe(share);
        }
      },
    ),
  );
});

it('knows questions and answers by their names in other languages', () => {
  expect(suggestMapping([{ Nr: 1, Frage: 'Warum?', Antwort: 'Darum.', Fach: 'Biologie' }], 'sft')).toEqual({
    kind: 'conversation',
    system: null,
    user: 'Frage',
    assistant: 'Antwort',
  });
});
