// Random schedules of faults against the state machine: what a crash, a lost
// answer or a foreign commit may do, in any order, the promise holds (row T2).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { journalLine } from '../journal/journal-file.ts';
import { type CommitFile, commitStep } from './commit-step.ts';
import { commitLimits, nextCommitSize } from './commit-size.ts';
import type { UploadRecord } from './upload-records.ts';
import { applyUpload, emptyUpload, oidOf, uploadSnapshot, type UploadState } from './upload-state.ts';

const runs = Number(process.env['T2_RUNS'] ?? 2_000);
const paths = ['a', 'b', 'c', 'd'];

/** The Hub, as small as can be: what stands in each path, and every commit that was taken. */
interface Remote {
  tree: Map<string, string>;
  head: number;
  commits: string[][];
}

/** A computer with files that change, and a journal whose tail may be lost. */
interface World {
  content: Map<string, number>;
  remote: Remote;
  journal: UploadRecord[];
  /** As many of its records are surely on disk. */
  durable: number;
  state: UploadState;
  /** The commit we believe to be the last. */
  parent: number;
  foreign: Set<string>;
  asked: boolean;
}

const oidOfContent = (path: string, version: number) => `${path}${version}`.padEnd(64, '0').replaceAll(/[^0-9a-f]/g, '1');

function world(): World {
  const made: World = {
    content: new Map(paths.map((path) => [path, 0])),
    remote: { tree: new Map(), head: 0, commits: [] },
    journal: [],
    durable: 0,
    state: emptyUpload(),
    parent: 0,
    foreign: new Set(),
    asked: false,
  };
  record(made, { k: 'files', files: paths.map((path) => [path, 1, `/x/${path}`]) }, { k: 'listed' });
  made.durable = made.journal.length;
  return made;
}

function record(at: World, ...records: UploadRecord[]): void {
  for (const each of records) {
    if (!applyUpload(at.state, each)) throw new Error(`refused: ${JSON.stringify(each)} in ${JSON.stringify(at.state.files.map(({ stage }) => stage))}`);
    at.journal.push(each);
  }
}

const fileAt = (at: World, i: number) => at.state.files[i] ?? expect.unreachable();
const commitFile = (at: World, i: number): CommitFile => ({ path: paths[i] ?? '', oid: oidOf(fileAt(at, i)), base: fileAt(at, i).base });

function take(remote: Remote, files: readonly CommitFile[]): void {
  remote.head += 1;
  remote.commits.push(files.map(({ path, oid }) => `${path} ${oid}`));
  for (const { path, oid } of files) remote.tree.set(path, oid ?? '');
}

function look(at: World, files: readonly CommitFile[]): Map<string, { oid: string }> {
  return new Map(files.flatMap(({ path }) => (at.remote.tree.has(path) ? [[path, { oid: at.remote.tree.get(path) ?? '' }]] : [])));
}

/** One step of what the engine does for a file or the commit; `fault` is what the world does to it. */
function step(at: World, i: number, fault: number): void {
  const file = fileAt(at, i);
  const path = paths[i] ?? '';
  if (file.stage === 'planned') {
    const version = at.content.get(path) ?? 0;
    const was = { size: 1, mtimeNs: String(version), ctimeNs: '0', ino: '1' };
    record(at, { k: 'hashed', i, was, sha256: oidOfContent(path, version), sha1: null });
    return;
  }
  if (file.stage === 'hashed' && file.way === null) {
    const there = at.remote.tree.get(path) ?? null;
    at.parent = at.remote.head;
    record(at, there === file.sha256 ? { k: 'spared', i, ignored: false } : { k: 'way', i, way: 'lfs', base: there });
    return;
  }
  if (file.stage === 'hashed') return record(at, { k: 'uploaded', i, way: 'lfs' });
  if (file.stage === 'uploaded') commit(at, fault);
}

function commit(at: World, fault: number): void {
  const ready = at.state.files.flatMap((file, i) => (file.stage === 'uploaded' ? [i] : []));
  const files = ready.filter((i) => {
    const same = fileAt(at, i).was?.mtimeNs === String(at.content.get(paths[i] ?? ''));
    if (!same) record(at, { k: 'changed', i });
    return same;
  });
  if (files.length === 0 || at.state.open.size > 0) return;
  const batch = at.state.lastBatch + 1;
  record(at, { k: 'committing', batch, parent: String(at.parent), files });
  at.durable = at.journal.length;
  const wanted = files.map((i) => commitFile(at, i));
  // 0: taken and told. 1: taken, the answer lost. 2: lost on the way. 3: taken, and then we die.
  const stale = at.parent !== at.remote.head;
  const reaches = fault !== 2 && !stale;
  if (reaches) take(at.remote, wanted);
  if (fault === 3) return crash(at, 0);
  if (reaches && fault === 0) {
    record(at, { k: 'committed', batch, oid: String(at.remote.head) });
    at.parent = at.remote.head;
    return;
  }
  settle(at, batch, wanted);
}

function settle(at: World, batch: number, wanted: readonly CommitFile[]): void {
  const next = commitStep(wanted, String(at.remote.head), look(at, wanted));
  if (next.next === 'committed') record(at, { k: 'committed', batch, oid: next.oid });
  else record(at, { k: 'uncommitted', batch });
  if (next.next === 'ask') {
    at.asked = true;
    // Only ever because somebody else wrote there.
    for (const path of next.paths) expect(at.foreign.has(path)).toBe(true);
    // The person looked, and goes on.
    for (const [i, file] of at.state.files.entries()) {
      if (next.paths.includes(paths[i] ?? '') && file.stage === 'uploaded') record(at, { k: 'base', i, base: at.remote.tree.get(paths[i] ?? '') ?? null });
    }
  }
  at.parent = at.remote.head;
}

/** Loses what was not yet on disk, and `lost` of what nobody waited for; starts again from the journal. */
function crash(at: World, lost: number): void {
  const left = Math.max(at.durable, at.journal.length - lost);
  at.journal = at.journal.slice(0, left);
  at.durable = left;
  const state = emptyUpload();
  for (const each of at.journal) expect(applyUpload(state, each), JSON.stringify(each)).toBe(true);
  at.state = state;
  at.parent = at.remote.head;
  for (const [batch, { files }] of state.open) settle(at, batch, files.map((i) => commitFile(at, i)));
  for (const [i, file] of state.files.entries()) {
    if (file.stage !== 'uploaded' && !(file.stage === 'hashed' && file.way !== null)) continue;
    const there = at.remote.tree.get(paths[i] ?? '') ?? null;
    if (there === file.sha256) record(at, { k: 'spared', i, ignored: false });
    else if (there !== file.base) {
      expect(at.foreign.has(paths[i] ?? '')).toBe(true);
      record(at, { k: 'base', i, base: there });
    }
  }
}

const action = fc.oneof(
  fc.record({ do: fc.constant('step' as const), i: fc.nat(3), fault: fc.nat(3) }),
  fc.record({ do: fc.constant('crash' as const), i: fc.nat(3), fault: fc.nat(6) }),
  fc.record({ do: fc.constant('change' as const), i: fc.nat(3), fault: fc.constant(0) }),
  fc.record({ do: fc.constant('foreign' as const), i: fc.nat(3), fault: fc.constant(0) }),
);

describe('T2: the state of an upload', () => {
  it(`holds the promise through ${runs} random schedules of crashes, lost answers, changed files and foreign commits`, () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const at = world();
        for (const { do: what, i, fault } of actions) {
          const path = paths[i] ?? '';
          if (what === 'step') step(at, i, fault);
          else if (what === 'crash') crash(at, fault);
          else if (what === 'change') at.content.set(path, (at.content.get(path) ?? 0) + 1);
          else {
            take(at.remote, [{ path, oid: `foreign${at.remote.head}`, base: null }]);
            at.remote.commits.pop();
            at.foreign.add(path);
          }
        }
        // Then the world holds still, and it is resumed until it rests.
        for (let turn = 0; turn < 50; turn += 1) for (let i = 0; i < paths.length; i += 1) step(at, i, 0);
        for (const file of at.state.files) expect(['committed', 'spared']).toContain(file.stage);
        // A file is in exactly one commit of ours for each content it had, never in two.
        const taken = at.remote.commits.flat();
        if (at.foreign.size === 0) expect(new Set(taken).size).toBe(taken.length);
        for (const [i, file] of at.state.files.entries()) {
          if (!at.foreign.has(paths[i] ?? '')) expect(at.remote.tree.get(paths[i] ?? '')).toBe(file.sha256);
        }
        // Totals are what the files add up to.
        expect(at.state.totals).toMatchObject({ doneFiles: 4, failedFiles: 0 });
        expect(at.state.totals.sent + at.state.totals.spared).toBe(4);
      }),
      { numRuns: runs },
    );
  });

  it('is the same after its journal was rewritten', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const at = world();
        for (const { do: what, i, fault } of actions) if (what === 'step') step(at, i, fault);
        const again = emptyUpload();
        for (const each of uploadSnapshot(at.state)) expect(applyUpload(again, each), journalLine(each)).toBe(true);
        expect(again.files).toEqual(at.state.files);
        expect(again.totals).toEqual(at.state.totals);
        expect([...again.open]).toEqual([...at.state.open]);
      }),
      { numRuns: 300 },
    );
  });

  it('takes no record twice that says something happened once', () => {
    const at = world();
    expect(applyUpload(at.state, { k: 'committed', batch: 1, oid: 'x' })).toBe(false);
    expect(applyUpload(at.state, { k: 'committing', batch: 1, parent: 'x', files: [0] })).toBe(false);
    expect(applyUpload(at.state, { k: 'uploaded', i: 0, way: 'lfs' })).toBe(false);
    expect(applyUpload(at.state, { k: 'hashed', i: 9, was: { size: 1, mtimeNs: '', ctimeNs: '', ino: '' }, sha256: '', sha1: null })).toBe(false);
  });
});

describe('the size of a commit', () => {
  it('stays between the fewest and the most, at most doubles, and halves when the Hub is slow', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 1_000 }), fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 0, max: 600_000 }), (size, files, tookMs) => {
        const next = nextCommitSize(size, files, tookMs);
        expect(next).toBeGreaterThanOrEqual(commitLimits.fewest);
        expect(next).toBeLessThanOrEqual(commitLimits.most);
        expect(next).toBeLessThanOrEqual(Math.max(size * 2, commitLimits.fewest));
      }),
    );
    expect(nextCommitSize(250, 250, 1_000)).toBe(500);
    expect(nextCommitSize(1_000, 1_000, 80_000)).toBe(500);
  });
});
