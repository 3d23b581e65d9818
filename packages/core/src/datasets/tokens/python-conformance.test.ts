import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assistantSpans } from './assistant-spans.ts';
import { compileChatTemplate } from './chat-template.ts';
import { loadModelTokenizer } from './model-files.ts';
import { buildFamilies, families, hasTrainingPython, referenceTemplates, startTokenReference, type TokenReference, trainingPython, type ReferenceAnswer } from './python-tokens.fixture.ts';
import { rowSequences } from './row-sequences.ts';
import { variedChats, variedTexts } from './varied-texts.fixture.ts';

const tinyLlama = fileURLToPath(new URL('../../../../sandbox-hub/tiny-llama', import.meta.url));
const noSystem = ['gemma', 'mistral', 'llama2'];
const withChat = families.filter((name) => !['gpt2', 'gpt-oss', 'deepseek'].includes(name));
// The letters behind each other where they differ, not two arrays of thousands.
const ids = (answer: ReferenceAnswer) => ('error' in answer ? answer.error : answer.ids.join(' '));

if (!hasTrainingPython) process.stderr.write(`SKIPPED: tokens are not compared with transformers, for there is no ${trainingPython}\n`);

describe.skipIf(!hasTrainingPython)('our tokens and those of transformers', { timeout: 120_000 }, () => {
  let folder = '';
  let reference: TokenReference;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hubdesk-families-'));
    buildFamilies(folder);
    reference = startTokenReference();
  }, 120_000);
  afterAll(() => {
    reference.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const place = (name: string) => (name === 'tiny-llama' ? tinyLlama : join(folder, name));

  it.each(['tiny-llama', ...families])('are the same for plain texts: %s', async (name) => {
    const { encoder } = await loadModelTokenizer(place(name));
    const texts = variedTexts(400);
    const answers = await reference.answers(place(name), texts.map((text) => ({ text })));
    const ours = texts.map((text) => encoder.ids(text, true).join(' '));
    expect(ours).toEqual(answers.map(ids));
  });

  it.each(['tiny-llama', ...withChat])('are the same for conversations, and so is what is trained: %s', async (name) => {
    const tokenizer = await loadModelTokenizer(place(name));
    const chats = variedChats(300, { system: !noSystem.includes(name) });
    const answers = await reference.answers(place(name), chats.map((messages) => ({ messages })));
    let masks = 0;
    chats.forEach((messages, index) => {
      const [ours] = rowSequences({ messages }, { format: 'messages', method: 'sft' }, tokenizer);
      const answer = answers[index];
      if (!ours || !answer || 'error' in answer) throw new Error(JSON.stringify(answer));
      expect(ours.ids.join(' '), JSON.stringify(messages)).toBe(answer.ids.join(' '));
      if (!answer.mask?.includes(1)) return;
      masks += 1;
      const mask = ours.ids.map((_, at) => (ours.trained.some(({ start, end }) => at >= start && at < end) ? 1 : 0));
      expect(mask.join(''), JSON.stringify(messages)).toBe(answer.mask.join(''));
    });
    // Where the reference knows no marks there is nothing to compare.
    expect(masks).toBe(['llama3-tools', 'unigram', 'wordpiece'].includes(name) ? 0 : chats.length);
  });

  it.each(withChat)('are the same for the beginning of an answer: %s', async (name) => {
    const tokenizer = await loadModelTokenizer(place(name));
    const prompts = variedChats(60, { system: !noSystem.includes(name), seed: 9 }).map((messages) => messages.slice(0, -1));
    const answers = await reference.answers(place(name), prompts.map((messages) => ({ messages, prompt: true })));
    const ours = prompts.map((prompt) => rowSequences({ prompt }, { format: 'prompt', method: 'grpo' }, tokenizer)[0]?.ids.join(' '));
    expect(ours).toEqual(answers.map(ids));
  });

  it('are the same with tools, calls of tools and contents that are null', async () => {
    const tokenizer = await loadModelTokenizer(place('llama3-tools'));
    const tools = [{ type: 'function', function: { name: 'weather', description: 'Über das „Wetter“', parameters: { type: 'object', properties: { city: { type: 'string' }, days: { type: 'integer', default: 3 } } } } }];
    const messages = [
      { role: 'user', content: 'How is it in Kraków?' },
      { role: 'assistant', content: null, tool_calls: [{ type: 'function', function: { name: 'weather', arguments: { city: 'Kraków', days: 2 } } }] },
      { role: 'tool', content: '{"sun": true}' },
      { role: 'assistant', content: 'Sunny.' },
    ];
    const [answer] = await reference.answers(place('llama3-tools'), [{ messages, tools }]);
    const [ours] = rowSequences({ messages, tools: JSON.stringify(tools) }, { format: 'messages', method: 'sft' }, tokenizer);
    if (!ours || !answer || 'error' in answer) throw new Error(JSON.stringify(answer));
    expect(ours.ids).toEqual(answer.ids);
    const mask = ours.ids.map((_, at) => (ours.trained.some(({ start, end }) => at >= start && at < end) ? 1 : 0));
    expect(mask).toEqual(answer.mask);
  });

  it('are refused for the same conversations', async () => {
    const tokenizer = await loadModelTokenizer(place('gemma'));
    const bad = [
      [{ role: 'system', content: 'x' }],
      [{ role: 'user', content: 'x' }, { role: 'user', content: 'y' }],
      [{ role: 'user', content: 'half \ud83d' }],
    ];
    const answers = await reference.answers(place('gemma'), bad.map((messages) => ({ messages })));
    expect(answers.every((answer) => 'error' in answer)).toBe(true);
    for (const messages of bad) expect(() => rowSequences({ messages }, { format: 'messages', method: 'sft' }, tokenizer)).toThrow();
  });

  it('come from the same text for every chat template that TRL knows', () => {
    const chats = [...variedChats(20, { system: false }), ...variedChats(12, { system: true })];
    const names = { bos_token: '<s>', eos_token: '</s>', pad_token: '<pad>', unk_token: '<unk>' };
    // Models that see pictures: their templates walk through a text letter by letter.
    const others = /^(idefics3|smolvlm|llava_next)/;
    const templates = referenceTemplates(chats).filter(({ name }) => !others.test(name));
    expect(templates.length).toBeGreaterThan(30);
    const unmarked: string[] = [];
    for (const { name, source, texts } of templates) {
      const template = compileChatTemplate(source, names);
      chats.forEach((messages, index) => {
        const text = textOrNull(() => template.render(messages, {}).text);
        expect(text, `${name} ${JSON.stringify(messages)}`).toBe(texts[index]);
        // Thoughts in an answer are taken out by some, and then it is not there whole.
        if (text === null || template.marked || JSON.stringify(messages).includes('think>')) return;
        const spans = assistantSpans(template, messages, text, { endToken: '</s>' });
        const said = messages.filter(({ role }) => role === 'assistant').map(({ content }) => content.trim());
        if (spans?.length !== said.length || !said.every((words, at) => text.slice(spans[at]?.start, spans[at]?.end).includes(words))) unmarked.push(name);
      });
    }
    expect([...new Set(unmarked)]).toEqual([]);
  });
});

function textOrNull(make: () => string): string | null {
  try {
    return make();
  } catch {
    return null;
  }
}
