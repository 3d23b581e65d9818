// Which split a file belongs to, by its name or the folders it is in, as the
// `datasets` library reads it (hub-docs `datasets-file-names-and-splits.md`).
import type { Split } from '@hubdesk/shared/datasets/check-report';

const keywords: Record<Split, readonly string[]> = {
  validation: ['validation', 'valid', 'dev', 'val'],
  test: ['test', 'testing', 'eval', 'evaluation'],
  train: ['train', 'training'],
};

/** A keyword counts between separators only: `latest.csv` is no test. */
const patterns = Object.entries(keywords).map(
  ([split, words]) => [split, new RegExp(`(?:^|[-._ /0-9])(?:${words.join('|')})(?:[-._ /0-9]|$)`, 'i')] as const,
);

/** Null when neither its name nor a folder says: it is train then. The file's own name counts before its folders. */
export function splitOf(path: string): Split | null {
  const segments = path.split('/').toReversed();
  for (const segment of segments) {
    for (const [split, pattern] of patterns) {
      if (pattern.test(segment) && (split === 'train' || split === 'validation' || split === 'test')) return split;
    }
  }
  return null;
}
