// The files of one revision: an unchangeable tree of folders. A change gives a new tree that shares what is the same.
// Paths that could leave the repo are refused.
import type { Content } from './content-store.ts';
import { treeOid } from './git-oid.ts';

export interface FileNode {
  kind: 'file';
  size: number;
  /** The git id: of the bytes, or of the pointer of an LFS file. */
  oid: string;
  content: Content;
  /** Of the bytes; present for an LFS file. */
  sha256?: string;
  /** Epoch milliseconds; buckets only. */
  mtimeMs?: number;
  uploadedAtMs?: number;
}

export interface FolderNode {
  kind: 'folder';
  oid: string;
  entries: ReadonlyMap<string, TreeNode>;
}

export type TreeNode = FileNode | FolderNode;

/** A path and what it becomes; without a node it goes, a file or a whole folder. */
export interface TreeChange {
  path: string;
  node?: FileNode;
}

export const EMPTY_TREE: FolderNode = folder(new Map());

function folder(entries: ReadonlyMap<string, TreeNode>): FolderNode {
  const oid = treeOid([...entries].map(([name, node]) => ({ name, oid: node.oid, folder: node.kind === 'folder' })));
  return { kind: 'folder', oid, entries };
}

/** Whether a path may name a file of a repo: relative, with plain parts, nothing of git's own. */
export function isSafePath(path: string): boolean {
  // oxlint-disable-next-line no-control-regex -- a name with control characters cannot be written on every system
  if (path === '' || path.length > 1000 || /[\\\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}

export function applyChanges(tree: FolderNode, changes: readonly TreeChange[]): FolderNode {
  // Grouped by folder first, so that a thousand files in one folder copy and hash it once.
  const here: TreeChange[] = [];
  const deeper = new Map<string, TreeChange[]>();
  for (const change of changes) {
    const slash = change.path.indexOf('/');
    if (slash < 0) here.push(change);
    else {
      const name = change.path.slice(0, slash);
      const inside = deeper.get(name) ?? [];
      inside.push({ ...change, path: change.path.slice(slash + 1) });
      deeper.set(name, inside);
    }
  }
  const entries = new Map(tree.entries);
  for (const { path, node } of here) {
    if (node) entries.set(path, node);
    else entries.delete(path);
  }
  for (const [name, inside] of deeper) {
    const old = entries.get(name);
    const changed = applyChanges(old?.kind === 'folder' ? old : EMPTY_TREE, inside);
    if (changed.entries.size > 0) entries.set(name, changed);
    // A deletion below a name that is a file touches nothing.
    else if (old?.kind === 'folder') entries.delete(name);
  }
  return folder(entries);
}

/** The node at a path; the tree itself at ''. */
export function nodeAt(tree: FolderNode, path: string): TreeNode | undefined {
  let node: TreeNode | undefined = tree;
  for (const part of path.split('/').filter(Boolean)) {
    node = node?.kind === 'folder' ? node.entries.get(part) : undefined;
  }
  return node;
}

/** Everything below `path` in the order of names; a folder comes before what is in it. */
export function* walk(tree: FolderNode, path: string, recursive: boolean): Generator<{ path: string; node: TreeNode }> {
  for (const [name, node] of [...tree.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const full = path === '' ? name : `${path}/${name}`;
    yield { path: full, node };
    if (recursive && node.kind === 'folder') yield* walk(node, full, true);
  }
}

export function* filesIn(tree: FolderNode, path = ''): Generator<{ path: string; file: FileNode }> {
  for (const entry of walk(tree, path, true)) {
    if (entry.node.kind === 'file') yield { path: entry.path, file: entry.node };
  }
}
