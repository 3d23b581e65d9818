// The words and rules of the upload's form: names, warnings, and what the button
// says it will do.
import type { UploadWarningKind } from '@hubdesk/shared/datasets/upload-warnings';
import { formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';

export const warningWords: Record<UploadWarningKind, string> = {
  'too-many-files': 'Many files',
  'crowded-folder': 'A crowded folder',
  'large-file': 'A large file',
  'file-too-large': 'A file the Hub does not take',
  'many-commits': 'Many commits',
  'refused-name': 'A name that is refused',
  'twin-name': 'Two names alike',
  'windows-name': 'A name Windows refuses',
  'other-content': 'Something is there already',
  'private-storage': 'Private storage',
  'skipped-entries': 'Some entries are left out',
  'viewer-reads-metadata': 'The viewer would read it as data',
};

/** A repository's name made of what a draft is called: `Weird name (2).jsonl` gives `Weird-name-2`. */
export function nameFrom(draftName: string): string {
  return draftName
    .normalize('NFKD')
    .replace(/(\.(jsonl|json|csv|tsv|parquet|txt|gz|ndjson))+$/i, '')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/[.-]{2,}/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 90);
}

/** Words between commas, each once. */
export function wordsOf(typed: string): string[] {
  return [...new Set(typed.split(',').map((word) => word.trim()))].filter((word) => word !== '');
}

export function uploadLabel(plan: { files: number; bytes: number } | undefined, repo: string | null): string {
  if (!plan || !repo) return 'Upload';
  return `Upload ${formatPlural(plan.files, 'file')}, ${formatBytes(plan.bytes)}, to ${repo}`;
}
