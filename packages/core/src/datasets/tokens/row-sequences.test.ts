import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadModelTokenizer, type ModelTokenizer } from './model-files.ts';
import { createRowLengths, packLengths } from './row-lengths.ts';
import { rowSequences, type RowKind } from './row-sequences.ts';

const tinyLlama = fileURLToPath(new URL('../../../../sandbox-hub/tiny-llama', import.meta.url));
let tokenizer: ModelTokenizer;
beforeAll(async () => {
  tokenizer = await loadModelTokenizer(tinyLlama);
});

/** Each sequence as its text, with what is trained in brackets. */
function shown(row: object, kind: RowKind, using = tokenizer): string[] {
  return rowSequences(row, kind, using).map(({ ids, trained }) => {
    const texts = using.encoder.texts(ids);
    return texts.map((text, at) => `${trained.some(({ start }) => start === at) ? '[' : ''}${text}${trained.some(({ end }) => end === at + 1) ? ']' : ''}`).join('');
  });
}

const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });

describe('what is trained of a row', () => {
  it('is every turn of the assistant in a chat, and its end', () => {
    expect(shown({ messages: [user('A'), assistant('B'), user('C'), assistant('D')] }, { format: 'messages', method: 'sft' })).toEqual([
      '<|user|>\nA<|end|>\n<|assistant|>\n[B<|end|>]\n<|user|>\nC<|end|>\n<|assistant|>\n[D<|end|>]\n',
    ]);
  });

  it('is the completion alone, which ends once', () => {
    const kind: RowKind = { format: 'prompt-completion', method: 'sft' };
    expect(shown({ prompt: 'A:', completion: ' B' }, kind)).toEqual(['A:[ B<|end|>]']);
    expect(shown({ prompt: 'A:', completion: ' B<|end|>' }, kind)).toEqual(['A:[ B<|end|>]']);
    expect(shown({ prompt: [user('A')], completion: [assistant('B')] }, kind)).toEqual(['<|user|>\nA<|end|>\n<|assistant|>\n[B<|end|>\n]']);
  });

  it('is everything of a plain text, and nothing of a prompt alone', () => {
    expect(shown({ text: 'All of it' }, { format: 'text', method: 'sft' })).toEqual(['[All of it<|end|>]']);
    expect(shown({ prompt: 'A' }, { format: 'prompt', method: 'grpo' })).toEqual(['A']);
    expect(shown({ prompt: [user('A')], answer: 4 }, { format: 'prompt', method: 'grpo' })).toEqual(['<|user|>\nA<|end|>\n<|assistant|>\n']);
  });

  it('is both answers of a preference; where no prompt is given it is what both begin with', () => {
    const kind: RowKind = { format: 'preference', method: 'dpo' };
    const two = ['<|user|>\nA<|end|>\n<|assistant|>\n[B<|end|>\n]', '<|user|>\nA<|end|>\n<|assistant|>\n[C<|end|>\n]'];
    expect(shown({ prompt: [user('A')], chosen: [assistant('B')], rejected: [assistant('C')] }, kind)).toEqual(two);
    expect(shown({ chosen: [user('A'), assistant('B')], rejected: [user('A'), assistant('C')] }, kind)).toEqual(two);
    expect(shown({ chosen: 'Sky is blue', rejected: 'Sky is green' }, kind)).toEqual(['Sky is[ blue<|end|>]', 'Sky is[ green<|end|>]']);
  });

  it('is all that a reward model reads', () => {
    expect(shown({ prompt: 'A ', chosen: 'B', rejected: 'C' }, { format: 'preference', method: 'reward' })).toEqual(['[A B<|end|>]', '[A C<|end|>]']);
  });

  it('is refused where the trainer would stop: no text, half a character, a broken column of tools', () => {
    const kind: RowKind = { format: 'messages', method: 'sft' };
    expect(() => rowSequences({ messages: 'x' }, kind, tokenizer)).toThrow('not of the format messages');
    expect(() => rowSequences({ messages: [user('half \ud83d')] }, kind, tokenizer)).toThrow('not valid Unicode');
    expect(() => rowSequences({ messages: [user('x')], tools: '{' }, kind, tokenizer)).toThrow('not JSON');
  });

  it('can be told with another template than the model’s own', async () => {
    const parts = "{% for message in messages %}{{ message.role }}:{% for part in message.content %}{% if part.type == 'text' %}{{ part.text }}{% endif %}{% endfor %};{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}";
    const other = await loadModelTokenizer(tinyLlama, parts);
    const content = (text: string) => [{ type: 'image' }, { type: 'text', text }];
    expect(shown({ messages: [user(content('A')), assistant(content('B'))] }, { format: 'messages', method: 'sft' }, other)).toEqual(['user:A;assistant:[B;]']);
  });
});

describe('what a limit on length leaves', () => {
  const lengths = (kind: RowKind, rows: readonly (readonly [tokens: number, start: number])[]) => {
    const counted = createRowLengths(kind);
    counted.append(packLengths(rows.map(([tokens, start]) => ({ tokens, trained: start < tokens ? [{ start, end: tokens }] : [] }))));
    return counted;
  };

  it('is no row longer than it, for reward', () => {
    const counted = lengths({ format: 'preference', method: 'reward' }, [[10, 0], [20, 0], [5, 0], [6, 0]]);
    expect(counted.cutAt(15)).toEqual({ cutRows: 1, rowsWithoutAnswer: 1, tokensKept: 11, trainedTokensKept: 11 });
    expect(counted.cutAt(20)).toEqual({ cutRows: 0, rowsWithoutAnswer: 0, tokensKept: 41, trainedTokensKept: 41 });
  });

  it('is every prompt whole, for GRPO', () => {
    expect(lengths({ format: 'prompt', method: 'grpo' }, [[10, 10], [90, 90]]).cutAt(20)).toEqual({ cutRows: 0, rowsWithoutAnswer: 0, tokensKept: 100, trainedTokensKept: 0 });
  });

  it('counts rows of any length, in buckets that end at the longest', () => {
    const counted = lengths({ format: 'text', method: 'sft' }, [[3, 0], [16, 0], [17, 0], [100_000, 0], [70_000, 0]]);
    const { bounds, counts } = counted.histogram();
    expect(bounds.slice(0, 4)).toEqual([16, 24, 32, 48]);
    expect(bounds.at(-1)).toBe(131_072);
    expect(bounds.map((bound, at) => [bound, counts[at]]).filter(([, rows]) => rows)).toEqual([[16, 2], [24, 1], [98_304, 1], [131_072, 1]]);
    expect([0.2, 0.5, 0.8, 1].map((share) => counted.percentile(share))).toEqual([3, 17, 70_000, 100_000]);
  });
});
