// The real thing to hold our tokens against: `transformers` in the environment
// that also trains, where it is there. See python-reference.py.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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

/** One Python for all questions: it takes seconds to start. */
export interface TokenReference {
  /** What `transformers` makes of each task with the tokenizer of a folder. */
  answers(folder: string, tasks: readonly object[]): Promise<ReferenceAnswer[]>;
  close(): void;
}

export function startTokenReference(): TokenReference {
  const child = spawn(trainingPython, [script, 'encode', '-'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, HF_HUB_OFFLINE: '1' } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async answers(folder, tasks) {
      child.stdin.write(`${JSON.stringify({ folder, tasks })}\n`);
      const { value } = await lines.next();
      return z.array(answerSchema).parse(JSON.parse(value ?? 'null'));
    },
    close: () => void child.kill(),
  };
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
