// What a draft's files become by its plan: as they are, or a new file a split;
// and what may be said of them before they are written.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { applyMapping, formatOf } from '@hubdesk/shared/datasets/apply-mapping';
import { type Split, splits } from '@hubdesk/shared/datasets/check-report';
import type { DraftPlan } from '@hubdesk/shared/datasets/draft';
import { AppError } from '@hubdesk/shared/errors';
import { errnoOf, storageFailure } from '../../files/storage-failure.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import type { DraftDescription } from '../card/draft-description.ts';
import { runRowsTask } from '../read/run-rows-task.ts';
import type { FileToWrite, RowsMessage } from '../read/rows-task.ts';
import { allProblems, type CheckedFile, listedRows } from './checked-file.ts';
import type { DraftCheck } from './draft-check.ts';
import type { DraftEdits } from './draft-edits.ts';
import { reportOf, sampleOf } from './draft-report.ts';

export type WriteMessage = Extract<RowsMessage, { kind: 'writing' } | { kind: 'written' }>;

/** Whether a new file has to be written, or the files can be taken as they are. */
export function needsRewrite(check: DraftCheck, plan: DraftPlan, edits: DraftEdits): boolean {
  const { changed, dropped } = edits.counts();
  const drops = check.files.some((file) =>
    allProblems(file).some(({ kind, count }) => kind !== 'blank-line' && count > 0 && plan.dropped.includes(kind)),
  );
  const splitsOff = plan.validationShare > 0 && !check.files.some(({ source }) => source.split === 'validation');
  const odd = check.files.some(
    (file) =>
      file.mustRewrite ||
      file.problems.some(({ kind }) => kind === 'refused-name' || kind === 'unreadable' || kind === 'unknown-format'),
  );
  return plan.mapping !== null || changed + dropped > 0 || drops || splitsOff || odd;
}

/** Rejects with FILE_UNREADABLE while a file is not the one that was checked. */
export function filesToWrite(check: DraftCheck, plan: DraftPlan, edits: DraftEdits): FileToWrite[] {
  return check.files.flatMap((file): FileToWrite[] => {
    const { readable, scan, source, problems } = file;
    const changed = problems.find(({ kind }) => kind === 'changed-while-read');
    if (changed)
      throw new AppError('FILE_UNREADABLE', `${source.path} changed while it was read. Check it again.`, {
        path: source.path,
        reason: changed.detail,
      });
    if (!readable || !scan?.done) return [];
    return [
      {
        source: readable,
        split: source.split,
        leftOut: leftOutRows(file, plan),
        recheck: plan.dropped.filter((kind) =>
          allProblems(file).some((problem) => problem.kind === kind && problem.count > problem.rows.length),
        ),
        edits: edits.rowsOf(source.path).flatMap((row) => {
          const edit = edits.of(source.path, row);
          return edit ? [{ row, was: edit.was, at: edit.at, bytes: edit.bytes, dropped: edit.kind === 'drop' }] : [];
        }),
      },
    ];
  });
}

function leftOutRows(file: CheckedFile, plan: DraftPlan): Uint32Array {
  const kinds = plan.dropped.filter((kind) => kind !== 'blank-line');
  return kinds.length === 0 ? new Uint32Array() : listedRows(file, kinds);
}

/**
 * Writes into `folder`, which must not exist or be empty: beside it first, then
 * in its place. Rejects with ALREADY_THERE, STORAGE_FAILED, FILE_UNREADABLE or
 * CANCELLED, and leaves nothing then; leaving off reading does so too.
 */
export async function* writeInto(
  folder: string,
  wish: { check: DraftCheck; plan: DraftPlan; edits: DraftEdits },
  parts: { workerScript: WorkerScript; signal?: AbortSignal | undefined },
): AsyncGenerator<WriteMessage> {
  const { check, plan, edits } = wish;
  await requireEmpty(folder);
  const files = filesToWrite(check, plan, edits);
  const beside = join(
    dirname(folder),
    `.${basename(folder)}.${process.pid}.${randomBytes(8).toString('hex')}.hubdesk-tmp`,
  );
  try {
    await mkdir(beside, { mode: 0o755 });
  } catch (error) {
    throw storageFailure(folder, error);
  }
  let written: WriteMessage | null = null;
  try {
    const { mapping, seed, validationShare } = plan;
    for await (const message of runRowsTask(
      { kind: 'write', files, editsPath: edits.path, plan: { mapping, seed, validationShare }, folder: beside },
      parts,
    )) {
      if (message.kind === 'unreadable')
        throw new AppError('FILE_UNREADABLE', `A file changed while it was read: ${message.reason}. Check it again.`, {
          path: folder,
          reason: message.reason,
        });
      if (message.kind === 'writing') yield message;
      if (message.kind === 'written') written = message;
    }
    if (!written) throw new Error('The rows were not written to their end.');
    await putInPlace(beside, folder);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    throw error;
  } finally {
    if (!written) await rm(beside, { recursive: true, force: true });
  }
  yield written;
}

async function requireEmpty(folder: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    if (errnoOf(error) !== 'ENOTDIR') throw storageFailure(folder, error);
    names = [folder];
  }
  if (names.length > 0)
    throw new AppError('ALREADY_THERE', `There is something in ${folder} already. Choose an empty folder.`, {
      what: folder,
      url: null,
    });
}

async function putInPlace(from: string, to: string): Promise<void> {
  try {
    // An empty folder in its place is no content; where there is none, there is nothing to remove.
    await rmdir(to).catch(() => {});
    await rename(from, to);
  } catch (error) {
    if (errnoOf(error) === 'ENOTEMPTY' || errnoOf(error) === 'EEXIST') await requireEmpty(to);
    throw storageFailure(to, error);
  }
}

/** `exact` is what was written last by this plan, or null: the rows a mapping does not fit are not known before. */
export function describePlanned(
  check: DraftCheck,
  plan: DraftPlan,
  edits: DraftEdits,
  exact: Extract<WriteMessage, { kind: 'written' }> | null,
): DraftDescription {
  const report = reportOf(check, plan);
  const [mapped] = plan.mapping
    ? sampleOf(check.files).map((row) => (plan.mapping ? applyMapping(row, plan.mapping) : { problem: '' }))
    : [];
  const columns = mapped && 'row' in mapped ? Object.keys(mapped.row) : report.columns.map(({ name }) => name);
  const ready = report.verdicts.find(({ state }) => state === 'ready');
  const format = plan.mapping ? formatOf(plan.mapping) : (ready?.format ?? null);
  return {
    splits: exact?.files ?? plannedSplits(check, plan, edits),
    columns,
    format,
    longestRowBytes: report.longestRowBytes || null,
  };
}

function plannedSplits(
  check: DraftCheck,
  plan: DraftPlan,
  edits: DraftEdits,
): { split: Split; path: string; rows: number; bytes: number }[] {
  const asTheyAre = check.files.flatMap(({ source, scan }) =>
    scan ? [{ split: source.split, path: source.path, rows: scan.rows, bytes: source.mark.bytes }] : [],
  );
  if (!needsRewrite(check, plan, edits)) return asTheyAre;
  const totals = new Map<Split, { rows: number; bytes: number }>();
  for (const file of check.files) {
    if (!file.scan) continue;
    const dropped = edits
      .rowsOf(file.source.path)
      .filter((row) => edits.of(file.source.path, row)?.kind === 'drop').length;
    const rows = Math.max(0, file.scan.rows - leftOutRows(file, plan).length - dropped);
    const total = totals.get(file.source.split) ?? { rows: 0, bytes: 0 };
    totals.set(file.source.split, {
      rows: total.rows + rows,
      bytes: total.bytes + Math.round((file.scan.rowBytes * rows) / Math.max(1, file.scan.rows)),
    });
  }
  const train = totals.get('train');
  if (train && plan.validationShare > 0 && !totals.has('validation') && train.rows > 1) {
    const aside = Math.max(1, Math.round(train.rows * plan.validationShare));
    const bytes = Math.round((train.bytes * aside) / train.rows);
    totals.set('validation', { rows: aside, bytes });
    totals.set('train', { rows: train.rows - aside, bytes: train.bytes - bytes });
  }
  return splits.flatMap((split) => {
    const total = totals.get(split);
    return total ? [{ split, path: `${split}.jsonl`, ...total }] : [];
  });
}
