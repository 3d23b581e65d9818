// A model's tokenizer as its repo has it, read from a folder: which files count
// and which wins where two say the same (transformers' `from_pretrained`).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import { compileChatTemplate, type ChatTemplate } from './chat-template.ts';
import { createTokenEncoder, tokenizerFileSchema, type TokenEncoder, type TokenizerFile } from './token-encoder.ts';

export const tokenizerFileNames = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'chat_template.jinja',
  'chat_template.json',
] as const;
export type TokenizerFileName = (typeof tokenizerFileNames)[number];

const tokenText = z.union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)]);
const namedTemplates = z.array(z.object({ name: z.string(), template: z.string() }));
const configSchema = z.looseObject({ chat_template: z.union([z.string(), namedTemplates]).nullish().catch(null) });
const specialTokenNames = ['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'];

export interface ModelTokenizer {
  encoder: TokenEncoder;
  /** The text that ends what is trained; null where the model names none. */
  endToken: string | null;
  /** The template for a row with or without tools; null for models that have none. Throws for one that cannot be read. */
  chatTemplate(tools: boolean): ChatTemplate | null;
}

/** Reads and prepares the tokenizer: a second of work for a large one. `chatTemplate` stands in for the model's own. */
export async function loadModelTokenizer(folder: string, chatTemplate: string | null = null): Promise<ModelTokenizer> {
  const read = async (name: TokenizerFileName) => {
    try {
      return await readFile(join(folder, name), 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  };
  const tokenizer = tokenizerFileSchema.safeParse(jsonOf(await read('tokenizer.json')));
  if (!tokenizer.success) throw unreadable('tokenizer.json');
  const config = configSchema.parse(jsonOf(await read('tokenizer_config.json')) ?? {});
  const specialTokens = namesOf({ ...recordOf(jsonOf(await read('special_tokens_map.json'))), ...config });
  const templates = chatTemplate === null ? templatesOf(await read('chat_template.jinja'), config.chat_template, await read('chat_template.json')) : new Map([['default', chatTemplate]]);
  const compiled = new Map<string, ChatTemplate>();
  const compile = (name: string): ChatTemplate | null => {
    const source = templates.get(name);
    if (source === undefined) return null;
    const known = compiled.get(name) ?? compileChatTemplate(source, specialTokens);
    compiled.set(name, known);
    return known;
  };
  return {
    encoder: createTokenEncoder(withNamedEnds(tokenizer.data, config, specialTokens), { ...config, ...specialTokens }),
    endToken: specialTokens['eos_token'] ?? null,
    chatTemplate: (tools) => (tools ? (compile('tool_use') ?? compile('default')) : compile('default')),
  };
}

/** A config that says whether a text begins and ends with a token is believed before the tokenizer (transformers 5). */
function withNamedEnds(file: TokenizerFile, config: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>): TokenizerFile {
  if (!('add_bos_token' in config || 'add_eos_token' in config)) return file;
  const token = (wanted: unknown, name: string) => (wanted === true && names[name] !== undefined ? [{ SpecialToken: { id: names[name], type_id: 0 } }] : []);
  const single = [...token(config['add_bos_token'], 'bos_token'), { Sequence: { id: 'A', type_id: 0 } }, ...token(config['add_eos_token'], 'eos_token')];
  return { ...file, post_processor: { type: 'TemplateProcessing', single, pair: single, special_tokens: {} } };
}

function jsonOf(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function recordOf(value: unknown): Record<string, unknown> {
  const parsed = z.record(z.string(), z.unknown()).safeParse(value);
  return parsed.success ? parsed.data : {};
}

function namesOf(config: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    specialTokenNames.flatMap((name) => {
      const token = tokenText.safeParse(config[name]);
      return token.success ? [[name, token.data]] : [];
    }),
  );
}

/** A file of its own wins over the config; the oldest place is a JSON file with nothing else in it. */
function templatesOf(file: string | null, inConfig: z.infer<typeof configSchema>['chat_template'], old: string | null): Map<string, string> {
  if (file !== null) return new Map([['default', file]]);
  const parsed = configSchema.safeParse(jsonOf(old));
  const found = inConfig ?? (parsed.success ? parsed.data.chat_template : null) ?? null;
  if (found === null) return new Map();
  if (typeof found === 'string') return new Map([['default', found]]);
  return new Map(found.map(({ name, template }) => [name, template]));
}

function unreadable(file: string): AppError {
  return new AppError('HUB_CHANGED', `This model’s ${file} cannot be read. Choose another model.`, { what: file });
}
