// Which split a file belongs to, by its name or the folders it is in, as the
// `datasets` library reads it (hub-docs `datasets-file-names-and-splits.md`).
import type { Split } from '@hubdesk/shared/datasets/check-report';

/** The words by which the library knows a split. */
export const splitKeywords: Readonly<Record<Split, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'dev', 'val'],
  test: ['test', 'testing', 'eval', 'evaluation'],
};

/** A keyword counts between separators only: `latest.csv` is no test. */
const patterns = (['validation', 'test', 'train'] as const).map(
  (split) => [split, new RegExp(`(?:^|[-._ 0-9])(?:${splitKeywords[split].join('|')})(?:[-._ 0-9]|$)`, 'i')] as const,
);

/** Null when neither its name nor a folder says: it is train then. The file's own name counts before its folders. */
export function splitOf(path: string): Split | null {
  for (const segment of path.split('/').toReversed()) {
    for (const [split, pattern] of patterns) if (pattern.test(segment)) return split;
  }
  return null;
}
