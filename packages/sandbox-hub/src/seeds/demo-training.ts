// What the demo's owner needs to train something within seconds: the tiny Llama of `tiny-llama/` (made by
// `scripts/make-tiny-llama.py`) and a small dataset of questions and answers from the little model's own corpus.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NewRepo } from '../repos/repo-store.ts';
import { CORPUS } from '../text/corpus.ts';

// Beside the sources; in a bundle, beside the folder the bundle is in.
const PLACES = ['../../tiny-llama/', '../tiny-llama/'].map((place) => fileURLToPath(new URL(place, import.meta.url)));
const CREATED_MS = Date.UTC(2026, 8, 1, 9);
const HELD_OUT = 8;

export function demoTraining(owner: string): NewRepo[] {
  const files = PLACES.map(filesOf).find((found) => found !== undefined);
  const model: NewRepo[] = files
    ? [{ type: 'model', name: `${owner}/tiny-llama`, createdBy: owner, createdAtMs: CREATED_MS, files }]
    : [];
  const rows = questions();
  const lines = (some: readonly object[]) => some.map((row) => `${JSON.stringify(row)}\n`).join('');
  return [
    ...model,
    {
      type: 'dataset',
      name: `${owner}/small-questions`,
      createdBy: owner,
      createdAtMs: CREATED_MS,
      files: {
        'README.md': card(rows.length),
        'train.jsonl': lines(rows.slice(HELD_OUT)),
        'val.jsonl': lines(rows.slice(0, HELD_OUT)),
      },
    },
  ];
}

/** Undefined where the files are not. */
function filesOf(folder: string): Record<string, Uint8Array> | undefined {
  try {
    return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
  } catch {
    return undefined;
  }
}

/** Each passage of the corpus: its first sentence asked about, the rest as the answer. */
function questions(): object[] {
  return CORPUS.split(/\n%%\n/).flatMap((passage) => {
    const [first = '', ...rest] = passage
      .replace(/\s+/g, ' ')
      .trim()
      .split(/(?<=[.!?]) /);
    if (rest.length === 0) return [];
    return [
      {
        messages: [
          { role: 'user', content: `Tell me more: ${first}` },
          { role: 'assistant', content: rest.join(' ') },
        ],
      },
    ];
  });
}

function card(rows: number): string {
  return `---
license: apache-2.0
language:
- en
task_categories:
- text-generation
size_categories:
- n<1K
configs:
- config_name: default
  data_files:
  - split: train
    path: train.jsonl
  - split: validation
    path: val.jsonl
---

# small-questions

${rows} short questions about machine learning with their answers, as \`messages\`. Made for trying a training run.
`;
}
