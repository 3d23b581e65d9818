// One commit: written, announced to the journal, sent, and where the answer does
// not come, looked for on the Hub before anything is sent again.
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import { stopsAll } from '../requests/judge-failure.ts';
import { commitStep } from '../state/commit-step.ts';
import { conflict, type UploadContext, type UploadRun } from './upload-context.ts';

interface Body {
  files: number[];
  /** The whole text on this parent, in memory or in a file of ours. */
  on(parent: string): Promise<Uint8Array | { path: string; start: number; length: number }>;
  remove(): Promise<void>;
}

/** What becomes of the files of a commit that is not simply taken. */
export interface CommitFates {
  /** Not what was hashed any more. */
  changed(i: number): void;
  /** The Hub does not take these together. */
  refused(files: number[], error: AppError): void;
  /** Taken at the first try: what the size of the next one goes by. */
  took(files: number, ms: number): void;
}

/** Rejects with CONFLICT where somebody else changed the same files, and with what a person must mend. */
export async function commitFiles(run: UploadRun, context: UploadContext, indices: number[], fates: CommitFates): Promise<void> {
  const { state, journal, hub, pace, clock } = run;
  const { begin, inRepo, write } = context;
  const { signal } = run.abort;
  const batch = state.lastBatch + 1;
  await context.knownHead();
  const body = await writeBody(indices, batch);
  try {
    if (body.files.length > 0) await commitBody(batch, body);
  } finally {
    await body.remove();
  }

  async function writeBody(indices: number[], batch: number): Promise<Body> {
    const large: string[] = [];
    const regular: { i: number; path: string; source: string; sha256: string }[] = [];
    for (const i of indices) {
      const file = state.files[i];
      if (!file || file.sha256 === null) continue;
      if (file.way === 'regular') regular.push({ i, path: inRepo(file.path), source: file.source, sha256: file.sha256 });
      else large.push(JSON.stringify({ key: 'lfsFile', value: { path: inRepo(file.path), algo: 'sha256', oid: file.sha256, size: file.bytes } }));
    }
    const words = begin.message === '' ? `Upload ${begin.name}` : begin.message;
    // The parent is always as long, so that it can be put in another's place in a file.
    const headOf = (parent: string) => [JSON.stringify({ key: 'header', value: { summary: batch === 1 ? words : `${words} (part ${batch})`, description: '', parentCommit: parent } }), ...large].join('\n');
    if (regular.length === 0) return { files: indices, on: async (parent) => Buffer.from(headOf(parent)), remove: async () => {} };
    const path = join(run.folder, `commit-${batch}.ndjson`);
    const written = await run.hashes.lines({ path, head: headOf(context.head), files: regular });
    const lost = new Set<number>();
    for (const [at, { i }] of regular.entries()) {
      if (written[at] === true) continue;
      lost.add(i);
      fates.changed(i);
    }
    return {
      files: indices.filter((i) => !lost.has(i)),
      async on(parent) {
        const file = await open(path, 'r+');
        try {
          await file.write(headOf(parent), 0);
          return { path, start: 0, length: (await file.stat()).size };
        } finally {
          await file.close();
        }
      },
      remove: () => rm(path, { force: true }),
    };
  }

  async function commitBody(batch: number, body: Body): Promise<void> {
    const { files } = body;
    for (let attempt = 0; ; attempt += 1) {
      const beganMs = clock.now();
      const text = await body.on(context.head);
      // Before the request, and on disk: if we do not live to hear the answer, we know what to ask.
      write({ k: 'committing', batch, parent: context.head, files });
      await journal.durable();
      let unclear: unknown = null;
      try {
        const answer = await pace.once(() => hub.commit(text));
        if (answer.outcome === 'accepted') {
          fates.took(files.length, clock.now() - beganMs);
          return await committed(batch, answer.oid);
        }
        if (answer.outcome === 'refused') {
          write({ k: 'uncommitted', batch });
          return fates.refused(files, answer.error);
        }
      } catch (error) {
        if (signal.aborted) throw error;
        if (stopsAll(error) && !isAppError(error, 'HUB_CHANGED') && !isAppError(error, 'INTERCEPTED')) throw error;
        unclear = error;
        if (!stopsAll(error)) await pace.pause(error, attempt);
      }
      const head = (context.head = await pace.insist(() => hub.head()));
      const step = commitStep(files.map(context.commitFile), head, await context.lookAt(head, files));
      if (step.next === 'committed') return await committed(batch, step.oid);
      if (step.next === 'ask') {
        write({ k: 'uncommitted', batch });
        throw conflict(step.paths);
      }
      if (unclear !== null && stopsAll(unclear)) throw unclear;
      // Others commit as fast as we do: not at once again.
      if (unclear === null && attempt > 0) await pace.pause(busyRepo(), attempt);
    }
  }

  async function committed(batch: number, oid: string): Promise<void> {
    write({ k: 'committed', batch, oid });
    context.head = oid;
    await journal.durable();
  }
}

function busyRepo(): AppError {
  return new AppError('PROVIDER_UNAVAILABLE', 'Others are committing to this repository at the same time.', { provider: 'huggingface', httpStatus: 412 });
}
