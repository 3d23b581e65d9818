// All repos of a Sandbox: models, datasets, Spaces and buckets with their files and history.
// It knows nothing of HTTP or of who may do what. File bytes lie on disk; the rest is in memory and, when a folder is
// kept, in a journal. A bucket is a repo with one branch that keeps no history.
import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { parseCard, type Card } from './card.ts';
import { createContentStore, type ByteRange, type Content, type ContentStore } from './content-store.ts';
import { blobOid, commitOid, lfsPointer } from './git-oid.ts';
import {
  applyChanges,
  EMPTY_TREE,
  filesIn,
  isSafePath,
  nodeAt,
  type FileNode,
  type FolderNode,
  type TreeChange,
} from './git-tree.ts';
import { createJournal, NO_JOURNAL, type Journal, type RepoFacts } from './repo-journal.ts';
import { uploadModeOf } from './upload-mode.ts';
import { shaOf } from '../ids.ts';
import { createXetStore, type XetStore } from '../xet/xet-store.ts';

export type RepoType = RepoFacts['type'];
export type Visibility = RepoFacts['visibility'];

export interface Commit {
  oid: string;
  tree: FolderNode;
  parent?: Commit;
  title: string;
  description: string;
  author: string;
  atMs: number;
}

/** Read it freely; change it through the store only. */
export interface Repo {
  readonly facts: Readonly<RepoFacts>;
  /** By full name: `refs/heads/main`, `refs/tags/v1`, `refs/pr/1`. */
  readonly refs: ReadonlyMap<string, Commit>;
  readonly commits: ReadonlyMap<string, Commit>;
  /** The front matter of the README.md on main; empty without one. */
  readonly card: Card;
}

export interface NewRepo {
  type: RepoType;
  /** `namespace/name` */
  name: string;
  createdBy: string;
  visibility?: Visibility;
  gated?: RepoFacts['gated'];
  sdk?: string;
  likes?: number;
  downloads?: number;
  createdAtMs?: number;
  /** Small files of the first commit, as text or bytes. Without any, the repo has an empty first commit (a bucket: none of its own). */
  files?: Readonly<Record<string, string | Uint8Array>>;
  /** What the first commit is called and when it was made, when that is known already. */
  firstCommit?: { oid: string; atMs: number };
  /** Files of the first commit that are listed with a size and have no bytes. */
  hollow?: Readonly<Record<string, number>>;
}

export type Change =
  /** A small file, as text or bytes. */
  | { path: string; bytes: string | Uint8Array; mtimeMs?: number }
  /** A file of this machine, copied. Large or binary ones become LFS files. */
  | { path: string; file: string; mtimeMs?: number }
  /** Something the content store has: an LFS or Xet upload, or a copy. Without `sha256` it is no LFS file. */
  | { path: string; content: Content; size: number; sha256?: string; oid?: string; mtimeMs?: number }
  | { path: string; deleted: 'file' | 'folder' };

export interface CommitWords {
  title: string;
  description?: string;
  /** Account name. */
  author: string;
  /** Refused with `StaleParent` unless the branch is at this commit. */
  parent?: string;
}

export interface RepoFile {
  path: string;
  size: number;
  /** Git's id. */
  oid: string;
  sha256?: string;
  content: Content;
  /** The bytes, or a range of them; throws `HollowContent` for an invented file. */
  stream(range?: ByteRange): AsyncIterable<Uint8Array>;
}

export type RepoNews = 'created' | 'committed' | 'changed' | 'moved' | 'removed';
export type RepoWatcher = (news: RepoNews, repo: Repo, detail: { ref?: string; oldName?: string }) => void;

export class RepoExists extends Error {}
export class UnknownRevision extends Error {}
export class StaleParent extends Error {}
/** An operation that cannot be done: an unsafe path, a file deleted that is not there. */
export class InvalidChange extends Error {}

export interface RepoStore {
  content: ContentStore;
  xet: XetStore;
  /** Throws `RepoExists`. A repo other than a bucket gets a first commit on main. */
  create(repo: NewRepo): Repo;
  /** By type and `namespace/name` in any case. */
  find(type: RepoType, name: string): Repo | undefined;
  /** As `find`, and a catalogue model that has no files yet gets its made-up ones. */
  open(type: RepoType, name: string): Repo | undefined;
  /** Where a moved repo is now. */
  movedTo(type: RepoType, name: string): string | undefined;
  /** Names of repos that were there once and were removed. */
  removedNames(type: RepoType): string[];
  /** Oldest first. */
  list(type: RepoType): Iterable<Repo>;
  remove(repo: Repo): void;
  /** Throws `RepoExists`. */
  move(repo: Repo, name: string): void;
  change(
    repo: Repo,
    facts: Partial<
      Pick<RepoFacts, 'visibility' | 'gated' | 'discussionsDisabled' | 'access' | 'sdk' | 'likes' | 'downloads'>
    >,
  ): void;
  /** `main`, `HEAD`, a branch, a tag, `refs/…`, or a commit's id or the start of one (7 digits or more). */
  revision(repo: Repo, revision?: string): Commit | undefined;
  /** Throws `UnknownRevision` for a branch that is not there, `StaleParent`, `InvalidChange`. Bytes are kept first. */
  commit(repo: Repo, branch: string, changes: readonly Change[], words: CommitWords): Promise<Commit>;
  /** Points a ref at a commit, or removes it. Throws `UnknownRevision`. */
  setRef(repo: Repo, ref: string, oid: string | undefined): void;
  /** Makes the branch one commit without history. */
  squash(repo: Repo, branch: string, words: CommitWords): Commit;
  file(commit: Commit, path: string): RepoFile | undefined;
  readFile(repo: Repo, revision: string | undefined, path: string): RepoFile | undefined;
  /** Writes the files at or below `path` into a folder of this machine, without `path` itself in their names. */
  checkout(repo: Repo, revision: string | undefined, folder: string, path?: string): Promise<void>;
  /** For a client that reads by Xet alone: the Xet hash of a file, made up when it did not come through Xet. */
  xetHash(file: { content: Content; size: number }): string | undefined;
  /** Told after each change, with the repo as it is then. Returns its undo. */
  watch(watcher: RepoWatcher): () => void;
}

export interface RepoStoreOptions {
  /** Where bytes, and the journal if `keeps`, are put. */
  folder: string;
  /** Whether what is made is still there for the next hub in this folder. */
  keeps: boolean;
  now: () => number;
  nextId: () => string;
  /** What a repo that exists without files would be: the catalogue's models. */
  latent?: (type: RepoType, name: string) => NewRepo | undefined;
}

interface MutableRepo {
  facts: RepoFacts;
  refs: Map<string, Commit>;
  commits: Map<string, Commit>;
  card: Card;
}

const MAIN = 'refs/heads/main';
const README_LIMIT_BYTES = 1024 * 1024;

export function createRepoStore(options: RepoStoreOptions): RepoStore {
  const { folder, now } = options;
  mkdirSync(folder, { recursive: true });
  const xet = createXetStore(folder);
  const content = createContentStore(folder, xet);
  const journal: Journal = options.keeps ? createJournal(join(folder, 'repos')) : NO_JOURNAL;
  const repos = new Map<string, MutableRepo>();
  const moved = new Map<string, string>();
  const removed = new Set<string>();
  const ids = new Set<string>();
  const watchers = new Set<RepoWatcher>();
  const key = (type: string, name: string) => `${type}:${name.toLowerCase()}`;
  const own = (repo: Repo): MutableRepo => {
    const found = repos.get(key(repo.facts.type, repo.facts.name));
    if (!found || found !== repo) throw new Error(`${repo.facts.name} is not a repo of this store any more`);
    return found;
  };
  const tell: RepoWatcher = (news, repo, detail) => {
    for (const watcher of watchers) watcher(news, repo, detail);
  };
  const newId = (): string => {
    let id = options.nextId();
    while (ids.has(id)) id = options.nextId();
    ids.add(id);
    return id;
  };

  function addCommit(
    repo: MutableRepo,
    ref: string,
    tree: FolderNode,
    parent: Commit | undefined,
    words: CommitWords,
    { atMs, oid: given }: { atMs: number; oid?: string },
  ): Commit {
    const { title, description = '', author } = words;
    const made = commitOid({
      tree: tree.oid,
      parents: parent ? [parent.oid] : [],
      author,
      atMs,
      message: description ? `${title}\n\n${description}` : title,
    });
    const oid = given ?? made;
    const commit: Commit = { oid, tree, title, description, author, atMs, ...(parent ? { parent } : {}) };
    // A bucket forgets what was before.
    if (repo.facts.type === 'bucket') repo.commits.clear();
    repo.commits.set(oid, commit);
    repo.refs.set(ref, commit);
    return commit;
  }

  function record(
    repo: MutableRepo,
    ref: string,
    parent: Commit | undefined,
    changes: readonly TreeChange[],
    words: CommitWords,
    card?: Card,
    known: { atMs: number; oid?: string } = { atMs: now() },
  ): Commit {
    const bucket = repo.facts.type === 'bucket';
    const base = bucket ? repo.refs.get(ref) : parent;
    const commit = addCommit(
      repo,
      ref,
      applyChanges(base?.tree ?? EMPTY_TREE, changes),
      bucket ? undefined : parent,
      words,
      known,
    );
    if (card) repo.card = card;
    journal.write(repo.facts.id, {
      kind: 'commit',
      ref,
      title: words.title,
      description: words.description ?? '',
      author: words.author,
      ...known,
      changes: [...changes],
      ...(base ? { parent: base.oid } : {}),
      ...(card ? { card } : {}),
    });
    return commit;
  }

  function saveFacts(repo: MutableRepo): void {
    journal.write(repo.facts.id, { kind: 'facts', facts: repo.facts });
  }

  function textNode(text: string | Uint8Array): FileNode {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const { sha256, size } = content.putBytes(bytes);
    return { kind: 'file', size, oid: blobOid(bytes), content: { kind: 'blob', sha256 } };
  }

  function lfsNode(stored: { content: Content; size: number; sha256: string }): FileNode {
    const oid = blobOid(Buffer.from(lfsPointer(stored.sha256, stored.size)));
    return { kind: 'file', oid, size: stored.size, content: stored.content, sha256: stored.sha256 };
  }

  function firstNode(path: string, bytes: string | Uint8Array): FileNode {
    if (typeof bytes === 'string' || uploadModeOf(path, bytes.length) !== 'lfs') return textNode(bytes);
    const stored = content.putBytes(bytes);
    return lfsNode({ ...stored, content: { kind: 'blob', sha256: stored.sha256 } });
  }

  async function nodeOf(repo: MutableRepo, change: Exclude<Change, { deleted: unknown }>): Promise<FileNode> {
    const times = repo.facts.type === 'bucket' ? { mtimeMs: change.mtimeMs ?? now(), uploadedAtMs: now() } : {};
    if ('bytes' in change) return { ...textNode(change.bytes), ...times };
    if ('file' in change) {
      const stored = await content.putFile(change.file);
      const blob: Content = { kind: 'blob', sha256: stored.sha256 };
      if (uploadModeOf(change.path, stored.size) === 'lfs')
        return { ...lfsNode({ ...stored, content: blob }), ...times };
      const pieces: Uint8Array[] = [];
      for await (const piece of content.read(blob, stored.size)) pieces.push(piece);
      return { kind: 'file', size: stored.size, oid: blobOid(Buffer.concat(pieces)), content: blob, ...times };
    }
    const { content: kept, size, sha256, oid } = change;
    if (sha256 !== undefined) return { ...lfsNode({ content: kept, size, sha256 }), ...times };
    const name = kept.kind === 'xet' ? kept.hash : kept.kind === 'blob' ? kept.sha256 : change.path;
    return { kind: 'file', size, oid: oid ?? blobOid(Buffer.from(name)), content: kept, ...times };
  }

  async function cardOf(node: FileNode | undefined): Promise<Card> {
    if (!node || node.size > README_LIMIT_BYTES) return {};
    const pieces: Uint8Array[] = [];
    for await (const piece of content.read(node.content, node.size)) pieces.push(piece);
    return parseCard(Buffer.concat(pieces).toString('utf8')).card;
  }

  function create(repo: NewRepo): Repo {
    const at = key(repo.type, repo.name);
    if (repos.has(at)) throw new RepoExists(repo.name);
    const made: MutableRepo = {
      facts: {
        id: newId(),
        type: repo.type,
        name: repo.name,
        visibility: repo.visibility ?? 'public',
        gated: repo.gated ?? false,
        discussionsDisabled: false,
        createdAtMs: repo.createdAtMs ?? now(),
        createdBy: repo.createdBy,
        likes: repo.likes ?? 0,
        downloads: repo.downloads ?? 0,
        access: {},
        ...(repo.sdk === undefined ? {} : { sdk: repo.sdk }),
      },
      refs: new Map(),
      commits: new Map(),
      card: {},
    };
    repos.set(at, made);
    moved.delete(at);
    removed.delete(at);
    saveFacts(made);
    const changes: TreeChange[] = [
      ...Object.entries(repo.files ?? {}).map(([path, bytes]) => ({ path, node: firstNode(path, bytes) })),
      ...Object.entries(repo.hollow ?? {}).map(([path, size]): TreeChange => ({
        path,
        node: { kind: 'file', size, oid: shaOf(`${repo.name}/${path}`), content: { kind: 'hollow' } },
      })),
    ];
    const card = parseCard(Buffer.from(repo.files?.['README.md'] ?? '').toString()).card;
    record(
      made,
      MAIN,
      undefined,
      changes,
      { title: 'initial commit', author: repo.createdBy },
      card,
      repo.firstCommit ?? { atMs: made.facts.createdAtMs },
    );
    tell('created', made, { ref: MAIN });
    return made;
  }

  function replay(): void {
    for (const events of journal.told()) {
      let repo: MutableRepo | undefined;
      for (const event of events) {
        if (event.kind === 'facts') {
          if (repo) repos.delete(key(repo.facts.type, repo.facts.name));
          if (repo && repo.facts.name !== event.facts.name) {
            moved.set(key(repo.facts.type, repo.facts.name), event.facts.name);
          }
          repo = { ...(repo ?? { refs: new Map(), commits: new Map(), card: {} }), facts: event.facts };
          ids.add(event.facts.id);
          repos.set(key(event.facts.type, event.facts.name), repo);
        } else if (event.kind === 'removed') {
          repos.delete(key(event.type, event.name));
          removed.add(key(event.type, event.name));
        } else if (repo && event.kind === 'commit') {
          const parent = event.parent === undefined ? undefined : repo.commits.get(event.parent);
          const keptParent = repo.facts.type === 'bucket' ? undefined : parent;
          addCommit(repo, event.ref, applyChanges(parent?.tree ?? EMPTY_TREE, event.changes), keptParent, event, event);
          if (event.card) repo.card = event.card;
        } else if (repo && event.kind === 'ref') {
          const commit = event.oid === undefined ? undefined : repo.commits.get(event.oid);
          if (commit) repo.refs.set(event.ref, commit);
          else repo.refs.delete(event.ref);
        }
      }
    }
  }
  replay();

  function revision(repo: Repo, wanted = 'main'): Commit | undefined {
    const { refs, commits } = repo;
    if (wanted === 'HEAD') return refs.get(MAIN);
    const named =
      refs.get(wanted) ?? refs.get(`refs/heads/${wanted}`) ?? refs.get(`refs/tags/${wanted}`) ?? commits.get(wanted);
    if (named || !/^[0-9a-f]{7,40}$/.test(wanted)) return named;
    for (const [oid, commit] of commits) if (oid.startsWith(wanted)) return commit;
    return undefined;
  }

  async function commit(repo: Repo, branch: string, changes: readonly Change[], words: CommitWords): Promise<Commit> {
    const mine = own(repo);
    const ref = branch === 'HEAD' ? MAIN : branch.startsWith('refs/') ? branch : `refs/heads/${branch}`;
    const head = () => {
      const commitNow = mine.refs.get(ref);
      if (!commitNow) throw new UnknownRevision(branch);
      if (words.parent !== undefined && !commitNow.oid.startsWith(words.parent)) throw new StaleParent(words.parent);
      return commitNow;
    };
    const before = head();
    const applied: TreeChange[] = [];
    for (const change of changes) {
      const path = 'deleted' in change ? change.path.replace(/\/+$/, '') : change.path;
      if (!isSafePath(path)) throw new InvalidChange(`Invalid path: ${path}`);
      if ('deleted' in change) {
        if (!nodeAt(before.tree, path)) throw new InvalidChange(`A file with the name "${path}" does not exist`);
        applied.push({ path });
      } else applied.push({ path, node: await nodeOf(mine, change) });
    }
    const readme = ref === MAIN ? applied.findLast(({ path }) => path === 'README.md') : undefined;
    const card = readme ? await cardOf(readme.node) : undefined;
    // Keeping the bytes took time: what was true of the branch may have changed. From here on nothing waits.
    own(repo);
    const made = record(mine, ref, head(), applied, words, card);
    tell('committed', mine, { ref });
    return made;
  }

  function file(at: Commit, path: string): RepoFile | undefined {
    const node = nodeAt(at.tree, path);
    if (node?.kind !== 'file') return undefined;
    return {
      path,
      size: node.size,
      oid: node.oid,
      content: node.content,
      ...(node.sha256 === undefined ? {} : { sha256: node.sha256 }),
      stream: (range) => content.read(node.content, node.size, range),
    };
  }

  const find = (type: RepoType, name: string): Repo | undefined => repos.get(key(type, name));

  return {
    content,
    xet,
    create,
    find,
    revision,
    commit,
    file,
    open: (type, name) => {
      const known = find(type, name);
      if (known || removed.has(key(type, name)) || moved.has(key(type, name))) return known;
      const latent = options.latent?.(type, name);
      return latent && create(latent);
    },
    movedTo: (type, name) => {
      let at = moved.get(key(type, name));
      for (let next = at; next !== undefined; next = moved.get(key(type, next))) at = next;
      return at;
    },
    removedNames: (type) =>
      [...removed].filter((at) => at.startsWith(`${type}:`)).map((at) => at.slice(type.length + 1)),
    list: function* (type) {
      for (const repo of repos.values()) if (repo.facts.type === type) yield repo;
    },
    remove: (repo) => {
      const { facts } = own(repo);
      repos.delete(key(facts.type, facts.name));
      removed.add(key(facts.type, facts.name));
      if (options.latent?.(facts.type, facts.name)) {
        journal.write(facts.id, { kind: 'removed', type: facts.type, name: facts.name });
      } else journal.forget(facts.id);
      tell('removed', repo, {});
    },
    move: (repo, name) => {
      const mine = own(repo);
      const oldName = mine.facts.name;
      const { type } = mine.facts;
      const renamedOnly = key(type, name) === key(type, oldName);
      if (!renamedOnly && repos.has(key(type, name))) throw new RepoExists(name);
      repos.delete(key(type, oldName));
      mine.facts = { ...mine.facts, name };
      repos.set(key(type, name), mine);
      moved.delete(key(type, name));
      if (!renamedOnly) moved.set(key(type, oldName), name);
      saveFacts(mine);
      tell('moved', mine, { oldName });
    },
    change: (repo, facts) => {
      const mine = own(repo);
      mine.facts = { ...mine.facts, ...facts };
      saveFacts(mine);
      tell('changed', mine, {});
    },
    setRef: (repo, ref, oid) => {
      const mine = own(repo);
      const target = oid === undefined ? undefined : mine.commits.get(oid);
      if (oid !== undefined && !target) throw new UnknownRevision(oid);
      if (target) mine.refs.set(ref, target);
      else if (!mine.refs.delete(ref)) throw new UnknownRevision(ref);
      journal.write(mine.facts.id, { kind: 'ref', ref, ...(oid === undefined ? {} : { oid }) });
      tell('changed', mine, { ref });
    },
    squash: (repo, branch, words) => {
      const mine = own(repo);
      const ref = `refs/heads/${branch}`;
      const head = mine.refs.get(ref);
      if (!head) throw new UnknownRevision(branch);
      const all = [...filesIn(head.tree)].map(({ path, file: node }) => ({ path, node }));
      const made = record(mine, ref, undefined, all, words);
      tell('committed', mine, { ref });
      return made;
    },
    readFile: (repo, wanted, path) => {
      const at = revision(repo, wanted);
      return at && file(at, path);
    },
    checkout: async (repo, wanted, target, path = '') => {
      const at = revision(repo, wanted);
      if (!at) throw new UnknownRevision(wanted ?? 'main');
      const from = nodeAt(at.tree, path);
      const files =
        from?.kind === 'file'
          ? [{ path: path.slice(path.lastIndexOf('/') + 1), file: from }]
          : from
            ? [...filesIn(from)]
            : [];
      await mkdir(target, { recursive: true });
      for (const { path: name, file: node } of files) {
        // A hollow file stays away: an empty one would look as if it could be loaded.
        if (node.content.kind === 'hollow') continue;
        const written = join(target, name);
        await mkdir(join(written, '..'), { recursive: true });
        await content.writeTo(node.content, node.size, written);
      }
    },
    xetHash: ({ content: kept, size }) => {
      if (kept.kind === 'xet') return kept.hash;
      return kept.kind === 'blob' ? xet.addBlob(content.pathOf(kept.sha256), kept.sha256, size) : undefined;
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
  };
}
