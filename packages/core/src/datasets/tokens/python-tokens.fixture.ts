// The real thing to hold our tokens against: `transformers` in the environment
// that also trains, where it is there. See python-reference.py.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const trainingPython = join(homedir(), '.cache/hubdesk/training-env/bin/python');
export const hasTrainingPython = existsSync(trainingPython);

const script = fileURLToPath(new URL('python-reference.py', import.meta.url));

export const families = ['gpt2', 'qwen', 'qwen-marked', 'qwen-thinking', 'llama3', 'llama3-tools', 'gpt-oss', 'deepseek', 'llama2', 'mistral', 'phi3', 'gemma', 'unigram', 'wordpiece'] as const;

/** Tokenizers of the known families, each in a folder of its own. */
export function buildFamilies(folder: string): void {
  runPython(['build', folder], '');
}

const answerSchema = z.union([
  z.object({ ids: z.array(z.number()), mask: z.array(z.number()).nullish() }),
  z.object({ error: z.string() }),
]);
export type ReferenceAnswer = z.infer<typeof answerSchema>;

/** What `transformers` makes of each task. */
export function referenceAnswers(folder: string, tasks: readonly object[]): ReferenceAnswer[] {
  const lines = runPython(['encode', folder], tasks.map((task) => `${JSON.stringify(task)}\n`).join(''));
  return lines.trim().split('\n').map((line) => answerSchema.parse(JSON.parse(line)));
}

const templateSchema = z.object({ name: z.string(), source: z.string(), texts: z.array(z.string().nullable()) });
export type ReferenceTemplate = z.infer<typeof templateSchema>;

/** The templates of the known families that TRL carries, and what each makes of the chats; null where it refuses one. */
export function referenceTemplates(chats: readonly object[]): ReferenceTemplate[] {
  const lines = runPython(['templates', '-'], chats.map((chat) => `${JSON.stringify(chat)}\n`).join(''));
  return lines.trim().split('\n').map((line) => templateSchema.parse(JSON.parse(line)));
}

function runPython(args: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(trainingPython, [script, ...args], { input, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: { ...process.env, HF_HUB_OFFLINE: '1' } });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}
