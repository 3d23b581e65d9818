// What a person should know before an upload starts: the Hub's limits (reference
// hub-api 5.8) and names that some systems cannot hold. Fed file by file, so that
// a hundred thousand names are gone through once.
import type { UploadWarning } from '@hubdesk/shared/datasets/transfer';
import { uploadWarningKinds } from '@hubdesk/shared/datasets/upload-warnings';
import { twinKey } from '../../files/system-names.ts';
import { judgeRepoPath } from '../../hub/judge-repo-path.ts';
import type { Skipped } from './walk-folder.ts';

const gb = 1_000 ** 3;
/** Recommended, and the most that is taken. */
const limits = {
  filesARepo: 100_000,
  entriesAFolder: 10_000,
  largeFileBytes: 200 * gb,
  fileBytes: 500 * gb,
  commitsAnHour: 128,
  privateBytes: 100 * gb,
} as const;
const shownPaths = 5;
/** The viewer reads every file of such a kind as data. */
const dataKinds = /\.(?:jsonl|parquet|csv|tsv|arrow)(?:\.gz|\.zst)?$/i;
const metadataNames = /(?:^|\/)(?:metadata|meta|config|info|stats|statistics|state|schema|package|dataset_infos?|tokenizer_config)\.(?:json|csv)$/i;

export interface WarningCollector {
  file(path: string, bytes: number): void;
  skipped(skipped: Skipped): void;
  /** The Hub's side of it. */
  otherContent(count: number, paths: string[]): void;
  /** What was found, the most serious kinds first. */
  list(target: { commits: number; private: boolean }): UploadWarning[];
  readonly files: number;
  readonly bytes: number;
}

export function collectWarnings(): WarningCollector {
  const found = new Map<UploadWarning['kind'], { count: number; paths: string[]; detail: string }>();
  const note = (kind: UploadWarning['kind'], path: string | null, detail: string, count = 1) => {
    const known = found.get(kind) ?? { count: 0, paths: [], detail };
    known.count += count;
    if (path !== null && known.paths.length < shownPaths) known.paths.push(path);
    found.set(kind, known);
  };
  const names = new Set<string>();
  const entries = new Map<string, number>();
  const folders = new Set<string>();
  const metadata: string[] = [];
  let data = 0;
  let files = 0;
  let bytes = 0;

  function count(path: string): void {
    // Folders are entries of the one above them.
    for (let at = path; ; ) {
      const slash = at.lastIndexOf('/');
      const folder = slash < 0 ? '' : at.slice(0, slash);
      entries.set(folder, (entries.get(folder) ?? 0) + 1);
      if (folder === '' || folders.has(folder)) return;
      folders.add(folder);
      at = folder;
    }
  }

  return {
    file(path, size) {
      files += 1;
      bytes += size;
      const verdict = judgeRepoPath(path);
      if (!verdict.ok) note('refused-name', path, `${shown(path)}: ${verdict.reason}`);
      else if (verdict.windows !== null) note('windows-name', path, `${path}: ${verdict.windows}`);
      const key = twinKey(path);
      if (names.has(key)) note('twin-name', path, `${path} has the same name as another file on systems that do not tell case or accents`);
      names.add(key);
      if (size > limits.fileBytes) note('file-too-large', path, `${inWords(size)}, the Hub takes at most 500 GB a file`);
      else if (size > limits.largeFileBytes) note('large-file', path, `${inWords(size)}, the Hub recommends less than 200 GB a file`);
      if (dataKinds.test(path)) data += 1;
      else if (metadataNames.test(path)) metadata.push(path);
      count(path);
    },
    skipped: ({ path, reason }) => note('skipped-entries', path, skippedWords[reason]),
    otherContent: (other, paths) => {
      for (const path of paths) note('other-content', path, `${other.toLocaleString('en')} files are in the repository already`, 0);
      const known = found.get('other-content');
      if (known) known.count = other;
    },
    list({ commits, private: isPrivate }) {
      for (const [folder, size] of entries) {
        if (size > limits.entriesAFolder) {
          note('crowded-folder', folder === '' ? '/' : folder, `${size.toLocaleString('en')} entries in a folder, the Hub recommends fewer than 10,000`);
        }
      }
      if (files > limits.filesARepo) note('too-many-files', null, `${files.toLocaleString('en')} files, the Hub recommends fewer than 100,000 a repository`, files);
      if (commits >= limits.commitsAnHour) note('many-commits', null, `About ${commits} commits, the Hub takes about 128 an hour: it will pause in between`, commits);
      if (isPrivate && bytes > limits.privateBytes) note('private-storage', null, `${inWords(bytes)}, a free account has 100 GB of private storage`);
      if (data > 0 && metadata.length > 0) {
        for (const path of metadata) note('viewer-reads-metadata', path, 'The dataset viewer would read this file as data');
      }
      return uploadWarningKinds.flatMap((kind) => {
        const warning = found.get(kind);
        return warning ? [{ kind, ...warning }] : [];
      });
    },
    get files() {
      return files;
    },
    get bytes() {
      return bytes;
    },
  };
}

const skippedWords: Record<Skipped['reason'], string> = {
  link: 'Links are not followed',
  socket: 'A socket is no file',
  pipe: 'A pipe is no file',
  device: 'A device is no file',
  unreadable: 'The system does not let us read it',
  git: 'Git’s own folder is not uploaded',
  cache: 'The cache of Hugging Face’s tools is not uploaded',
};

function inWords(bytes: number): string {
  return `${(bytes / gb).toFixed(0)} GB`;
}

/** A name with its control characters made visible. */
function shown(path: string): string {
  return JSON.stringify(path).slice(0, 300);
}
