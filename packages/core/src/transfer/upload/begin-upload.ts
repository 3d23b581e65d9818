// Before and after the work of an upload: the list of files, the repository, what
// an earlier run left, and in the end the comparison with what the Hub lists.
import { mkdir } from 'node:fs/promises';
import { AppError } from '@hubdesk/shared/errors';
import { judgeRepoPath } from '../../hub/judge-repo-path.ts';
import { walkFolder } from '../scan/walk-folder.ts';
import { commitStep } from '../state/commit-step.ts';
import { filesARecord, oidOf } from '../state/upload-state.ts';
import { conflict, type UploadContext, type UploadRun } from './upload-context.ts';

/** What the Hub puts into a repository by itself. */
const bornWith = new Set(['.gitattributes', 'README.md']);


/** Rejects with INVALID_INPUT for a name the Hub refuses, ALREADY_THERE and CONFLICT for what others put there. */
export async function beginUpload(run: UploadRun, context: UploadContext): Promise<void> {
  const { state, journal, hub, pace, live } = run;
  const { begin, inRepo, write } = context;
  const { signal } = run.abort;
  await Promise.all([list(), mkdir(run.folder, { recursive: true, mode: 0o700 })]);
  await prepareRepo();
  await reconcile();

  async function list(): Promise<void> {
    if (state.listed) return;
    live.phases.add('scanning');
    write({ k: 'relist' });
    const add = (files: readonly { path: string; bytes: number; source: string }[]) => {
      for (let at = 0; at < files.length; at += filesARecord) {
        write({ k: 'files', files: files.slice(at, at + filesARecord).map(({ path, bytes, source }) => [path, bytes, source]) });
      }
    };
    if (begin.source.kind === 'path') {
      for await (const found of walkFolder(begin.source.path, { skip: () => {}, signal })) add(found);
    } else add(await run.listDraft(signal));
    const refused = state.files.find(({ path }) => !judgeRepoPath(inRepo(path)).ok);
    if (refused) {
      const verdict = judgeRepoPath(inRepo(refused.path));
      const reason = verdict.ok ? '' : verdict.reason;
      throw new AppError('INVALID_INPUT', `The Hub cannot take a file of this name: ${reason}.`, { field: 'source', reason: `${JSON.stringify(refused.path)}: ${reason}` });
    }
    write({ k: 'listed' });
    live.phases.delete('scanning');
  }

  async function prepareRepo(): Promise<void> {
    if (state.repo === null && begin.create) {
      const { create } = begin;
      const made = await pace.insist(() => hub.createRepo(create));
      if (!made && !state.accepted) await refuseOtherContent();
      write({ k: 'repo', made });
      await journal.durable();
    }
  }

  async function refuseOtherContent(): Promise<void> {
    const head = await pace.insist(() => hub.head());
    const others = (await pace.insist(() => hub.list(head))).filter(({ path }) => !bornWith.has(path));
    const ours = new Set(state.files.map(({ path }) => inRepo(path)));
    // After a start that was cut short these may be our own; then they are compared one by one.
    if (others.every(({ path }) => ours.has(path)) && others.length < ours.size) return;
    if (others.length > 0) throw new AppError('ALREADY_THERE', `${begin.repo} has other files in it already.`, { what: begin.repo ?? '', url: hub.repoUrl });
  }

  /** Compares what an earlier run left with what stands on the Hub now. */
  async function reconcile(): Promise<void> {
    const open = new Set([...state.open.values()].flatMap(({ files }) => files));
    const pending = [...state.files.keys()].filter((i) => {
      const file = state.files[i];
      return file !== undefined && (open.has(i) || ((file.stage === 'hashed' || file.stage === 'uploaded') && file.way !== null));
    });
    if (pending.length === 0) return;
    const head = (context.head = await pace.insist(() => hub.head()));
    const there = await context.lookAt(head, pending);
    for (const [batch, { files }] of state.open) {
      const step = commitStep(files.map(context.commitFile), head, there);
      write(step.next === 'committed' ? { k: 'committed', batch, oid: step.oid } : { k: 'uncommitted', batch });
    }
    const foreign: string[] = [];
    for (const i of pending) {
      const file = state.files[i];
      if (!file || file.stage === 'committed' || file.way === null) continue;
      const found = there.get(inRepo(file.path))?.oid ?? null;
      if (found === oidOf(file)) write({ k: 'spared', i, ignored: false });
      else if (found !== file.base && !state.accepted) foreign.push(file.path);
      else if (found !== file.base) write({ k: 'base', i, base: found });
    }
    await journal.durable();
    if (foreign.length > 0) throw conflict(foreign);
  }
}

/** The promise, kept: what the Hub lists at our last commit is what we meant to upload. */
export async function compareWithHub({ state }: UploadRun, context: UploadContext, revision: string): Promise<void> {
  const mine = [...state.files.keys()].filter((i) => {
    const file = state.files[i];
    return file !== undefined && (file.stage === 'committed' || (file.stage === 'spared' && file.problem === null));
  });
  const there = await context.lookAt(revision, mine);
  const missing = mine.filter((i) => {
    const file = state.files[i];
    const found = there.get(context.inRepo(file?.path ?? ''));
    return found?.size !== file?.bytes || (found?.oid !== file?.sha256 && found?.oid !== file?.sha1);
  });
  if (missing.length === 0) return;
  context.write(...missing.map((i) => ({ k: 'overtaken' as const, i })));
  throw conflict(missing.map((i) => state.files[i]?.path ?? ''));
}
