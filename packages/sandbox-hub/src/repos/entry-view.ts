// A file or folder of a tree as the tree and paths-info routes show it, with the commit that last touched it if asked.
import { nodeAt, type TreeNode } from './git-tree.ts';
import type { Commit, RepoStore } from './repo-store.ts';
import { iso, pointerSize } from './repo-view.ts';

export function entryView(
  repos: RepoStore,
  commit: Commit,
  expand: boolean,
): (entry: { path: string; node: TreeNode }) => Record<string, unknown> {
  return ({ path, node }) => {
    const more = expand
      ? { lastCommit: lastCommitOf(commit, path), ...(node.kind === 'file' ? { securityFileStatus: null } : {}) }
      : {};
    if (node.kind === 'folder') return { type: 'directory', oid: node.oid, size: 0, path, ...more };
    return {
      type: 'file',
      oid: node.oid,
      size: node.size,
      path,
      ...(node.sha256 === undefined
        ? {}
        : { lfs: { oid: node.sha256, size: node.size, pointerSize: pointerSize(node.size) } }),
      // Only what came through Xet: plain HTTP is the simpler way for the rest.
      ...(node.content.kind === 'xet' ? { xetHash: repos.xetHash(node) } : {}),
      ...more,
    };
  };
}

function lastCommitOf(head: Commit, path: string): Record<string, unknown> {
  let commit = head;
  const oid = nodeAt(head.tree, path)?.oid;
  while (commit.parent && nodeAt(commit.parent.tree, path)?.oid === oid) commit = commit.parent;
  return { id: commit.oid, title: commit.title, date: iso(commit.atMs) };
}
