// The chat template that the training script gives a model without one of its own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseChatTemplates } from '@hubdesk/shared/train/base-chat-templates';

/** Chosen by the tokens there are in `tokenizer.json`; `folder` is of `fetchModelTokenizer`. Null where none fits. */
export async function standInTemplate(folder: string): Promise<string | null> {
  const tokenizer = await readFile(join(folder, 'tokenizer.json'), 'utf8');
  const has = (token: string) => tokenizer.includes(JSON.stringify(token));
  return baseChatTemplates.find(({ needs }) => needs.every(has))?.template ?? null;
}
