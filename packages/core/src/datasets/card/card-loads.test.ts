// The proof of a card: the `datasets` library itself reads the folder it stands in.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { datasetsEnvironment } from '../../../../sandbox-hub/conformance/python-environment.ts';
import { scratchFolder } from '../../files/scratch-folder.ts';
import { cardFor } from './card-for.ts';
import type { DraftDescription } from './draft-description.ts';

const answers = {
  title: 'Norsk: "prøve"',
  description: '---\n[x](y)',
  license: 'other',
  languages: ['no'],
  tags: ['yes'],
};
const rows = (count: number, word: string) =>
  Array.from(
    { length: count },
    (_, index) => `${JSON.stringify({ messages: [{ role: 'user', content: `${word} ${index}` }] })}\n`,
  ).join('');

const environment = await datasetsEnvironment();
const python = 'python' in environment ? environment.python : null;

async function load(folder: string): Promise<Record<string, { rows: number; columns: string[] }>> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      python ?? '',
      [join(import.meta.dirname, 'load_folder.py'), folder],
      {
        env: {
          PATH: process.env['PATH'],
          HF_HOME: join(folder, '..', 'hf-home'),
          HF_HUB_OFFLINE: '1',
          HF_DATASETS_DISABLE_PROGRESS_BARS: '1',
        },
      },
      (error, stdout, stderr) => (error ? reject(new Error(stderr.slice(-2_000))) : resolve(stdout)),
    );
  });
  return JSON.parse(output.trim().split('\n').at(-1) ?? '');
}

async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const describes = (splits: DraftDescription['splits']): DraftDescription => ({
  splits,
  columns: ['messages'],
  format: 'messages',
  longestRowBytes: 60,
});

describe.skipIf(python === null)(
  `a folder with our card${'missing' in environment ? ` (SKIPPED: ${environment.missing})` : ''}`,
  () => {
    it('loads with its splits, whatever lies beside the data', { timeout: 120_000 }, async () => {
      const folder = join(await scratchFolder(), 'tide');
      const description = describes([
        { split: 'train', path: 'data/part [1].jsonl', rows: 5, bytes: 300 },
        { split: 'train', path: 'data/part [2].jsonl', rows: 4, bytes: 300 },
        { split: 'validation', path: 'data/held-out.jsonl', rows: 2, bytes: 100 },
      ]);
      await write(folder, {
        'README.md': cardFor({ repo: 'sandy/tide', answers, description, existing: null }).text,
        'data/part [1].jsonl': rows(5, 'one'),
        'data/part [2].jsonl': rows(4, 'two'),
        'data/held-out.jsonl': rows(2, 'three'),
        'metadata.json': '{"made": "by hand", "rows": 11}',
        'data/metadata.json': '[{"other": "shape"}]',
      });
      expect(await load(folder)).toMatchObject({
        train: { rows: 9, columns: ['messages'] },
        validation: { rows: 2, columns: ['messages'] },
      });
    });

    it('loads also where the card that was there counted other files', { timeout: 120_000 }, async () => {
      const folder = join(await scratchFolder(), 'tide');
      const existing =
        '---\ndataset_info:\n  features:\n  - name: text\n    dtype: string\n  splits:\n  - name: train\n    num_bytes: 5\n    num_examples: 77\n  - name: test\n    num_bytes: 5\n    num_examples: 7\nconfigs:\n- config_name: default\n  data_files:\n  - split: test\n    path: gone.csv\n---\n# Mine\n';
      const description = describes([{ split: 'train', path: 'train.jsonl', rows: 3, bytes: 100 }]);
      await write(folder, {
        'README.md': cardFor({ repo: 'sandy/tide', answers, description, existing }).text,
        'train.jsonl': rows(3, 'one'),
      });
      expect(await load(folder)).toMatchObject({ train: { rows: 3, columns: ['messages'] } });
    });
  },
);
