// Object ids as git makes them: blobs, trees, commits, and the pointer that stands for an LFS file.
import { createHash } from 'node:crypto';

/** The SHA-1 of a whole blob. */
export function blobOid(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The text that git keeps in the place of an LFS file. */
export function lfsPointer(sha256: string, size: number): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
}

/** `entries` need not be sorted. */
export function treeOid(entries: readonly { name: string; oid: string; folder: boolean }[]): string {
  // Git sorts a folder as if its name ended in a slash.
  const sortName = (entry: { name: string; folder: boolean }) =>
    Buffer.from(entry.folder ? `${entry.name}/` : entry.name);
  const sorted = entries
    .map((entry) => ({ ...entry, key: sortName(entry) }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  const body = Buffer.concat(
    sorted.flatMap(({ name, oid, folder }) => [
      Buffer.from(`${folder ? '40000' : '100644'} ${name}\0`),
      Buffer.from(oid, 'hex'),
    ]),
  );
  return createHash('sha1').update(`tree ${body.length}\0`).update(body).digest('hex');
}

export function commitOid(commit: {
  tree: string;
  parents: readonly string[];
  author: string;
  atMs: number;
  message: string;
}): string {
  const who = `${commit.author} <${commit.author}@users.noreply.sandbox> ${Math.floor(commit.atMs / 1000)} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
    '',
    commit.message,
  ];
  const body = Buffer.from(lines.join('\n'));
  return createHash('sha1').update(`commit ${body.length}\0`).update(body).digest('hex');
}
