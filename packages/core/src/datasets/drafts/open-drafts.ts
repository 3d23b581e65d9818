// The drafts there are: each with its record on the disk, its edits, and the
// check of its files, which is made again when they changed.
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { applyMapping, formatOf } from '@hubdesk/shared/datasets/apply-mapping';
import { bestVerdict } from '@hubdesk/shared/datasets/best-verdict';
import type { CheckItem } from '@hubdesk/shared/datasets/check-report';
import type { Draft, DraftOrigin, DraftPlan, DraftRow, RowName } from '@hubdesk/shared/datasets/draft';
import type { Mapping } from '@hubdesk/shared/datasets/mapping';
import { AppError } from '@hubdesk/shared/errors';
import { absolutePath } from '../../files/browse-folder.ts';
import { fileUnreadable } from '../../files/file-unreadable.ts';
import { wait } from '../../ports/clock.ts';
import type { WorkerScript } from '../../ports/workers.ts';
import type { DraftDescription } from '../card/draft-description.ts';
import { markOfRow } from '../derive/row-mark.ts';
import { haveChanged, requireThere } from '../open/still-there.ts';
import { runRowsTask } from '../read/run-rows-task.ts';
import { searcherFor } from '../read/search-rows.ts';
import { createScanPool } from '../scan/scan-pool.ts';
import { type DraftCheck, startDraftCheck } from './draft-check.ts';
import { type DraftEdits, openDraftEdits } from './draft-edits.ts';
import { arrivingOf, findOrigin, nameOfOrigin, type OriginParts } from './draft-origin.ts';
import { createDraftRecords, type DraftRecord } from './draft-record.ts';
import { checkItemOf, reportOf, sampleOf } from './draft-report.ts';
import { mendedFiles } from './mended-files.ts';
import {
  editOf,
  pageOfRows,
  type RowFilter,
  rowNamed,
  shownRow,
  tableTextLimit,
  wholeTextLimit,
} from './draft-rows.ts';
import { objectText, valueOf } from './row-value.ts';
import { untilAborted } from './until-aborted.ts';
import { describePlanned, needsRewrite, type WriteMessage, writeInto } from './planned-files.ts';

export interface DraftsParts extends OriginParts {
  newId: () => string;
  workerScript: WorkerScript;
  /** Our state folder. */
  state: string;
  /** Something in the list of drafts is another than before. */
  changed(): void;
}

interface OpenDraft {
  record: DraftRecord;
  edits: DraftEdits;
  check: DraftCheck | null;
  saving: Promise<void>;
  closed: boolean;
  /** Who waits for the check; it ends with the last one. */
  readers: number;
  /** Of the plan and the edits that were written last. */
  written: { plan: string; edits: number; message: Extract<WriteMessage, { kind: 'written' }> } | null;
}

export interface OutlinedDraft {
  name: string;
  folder: string;
  files: { path: string; bytes: number }[];
  rewrites: boolean;
}

export interface SearchItem {
  rows: DraftRow[];
  bytesRead: number;
  bytesTotal: number;
  done: boolean;
}

/** At most so many times a second is a growing report told. */
const tellEveryMs = 125;
const mostFound = 10_000;
const noPlan: DraftPlan = { mapping: null, dropped: [], validationShare: 0, seed: 42, splits: {} };

export type Drafts = ReturnType<typeof createDrafts>;

export function createDrafts(parts: DraftsParts) {
  const { clock, workerScript, state, drops } = parts;
  const records = createDraftRecords(join(state, 'drafts'));
  const copies = join(state, 'checks');
  const pool = createScanPool({ workers: Math.max(2, Math.min(6, availableParallelism())), workerScript });
  let known: Promise<Map<string, OpenDraft>> | null = null;
  let checks = 0;

  const all = () => (known ??= load());

  async function load(): Promise<Map<string, OpenDraft>> {
    // Copies of an earlier start are of no use: nobody knows what they are of.
    await rm(copies, { recursive: true, force: true });
    const drafts = new Map<string, OpenDraft>();
    for (const record of await records.all()) drafts.set(record.id, await opened(record));
    return drafts;
  }

  async function opened(record: DraftRecord): Promise<OpenDraft> {
    return {
      record,
      edits: await openDraftEdits(records.editsPath(record.id)),
      check: null,
      saving: Promise.resolve(),
      closed: false,
      readers: 0,
      written: null,
    };
  }

  async function draftNamed(id: string): Promise<OpenDraft> {
    const draft = (await all()).get(id);
    if (draft) return draft;
    throw new AppError('NOT_FOUND', 'This draft is not there any more. Open its files again.', { what: id });
  }

  async function shown({ record, edits }: OpenDraft): Promise<Draft> {
    const { id, name, origin, plan, openedAt, found } = record;
    return {
      id,
      name,
      origin,
      plan,
      edits: edits.counts(),
      openedAt,
      arriving: await arrivingOf(origin, drops),
      found,
    };
  }

  /** One change after another; the record is what was saved last. */
  function change(draft: OpenDraft, given: Partial<DraftRecord>): Promise<void> {
    const changed = draft.saving.then(async () => {
      if (draft.closed) return;
      await records.save({ ...draft.record, ...given });
      draft.record = { ...draft.record, ...given };
    });
    draft.saving = changed.catch(() => {});
    return changed;
  }

  async function open(wanted: DraftOrigin): Promise<Draft> {
    const origin: DraftOrigin =
      wanted.kind === 'paths' ? { ...wanted, paths: [...new Set(wanted.paths.map(absolutePath))] } : wanted;
    const drafts = await all();
    const key = JSON.stringify(origin);
    const same = [...drafts.values()].find(({ record }) => JSON.stringify(record.origin) === key);
    if (same) return shown(same);
    if (origin.kind === 'paths') for (const path of origin.paths) await requireThere(path);
    const record: DraftRecord = {
      version: 1,
      id: parts.newId(),
      name: await nameOfOrigin(origin, drops),
      origin,
      plan: noPlan,
      openedAt: new Date(clock.now()).toISOString(),
      found: null,
    };
    await records.save(record);
    const draft = await opened(record);
    drafts.set(record.id, draft);
    return shown(draft);
  }

  // --- the check -------------------------------------------------------------

  /** The check of the files as they are now; begun when there is none. */
  async function checkOf(draft: OpenDraft, again = false): Promise<DraftCheck> {
    const { check } = draft;
    if (
      check &&
      (again || check.failure !== null || (check.done && (await haveChanged(check.files.map(({ source }) => source)))))
    )
      await endCheck(draft);
    if (draft.check) return draft.check;
    checks += 1;
    const begun = startDraftCheck({
      clock,
      workerScript,
      pool,
      folder: join(copies, `${process.pid}-${checks}`),
      find: (call) => findOrigin(draft.record.origin, parts, call),
      splits: draft.record.plan.splits,
    });
    draft.check = begun;
    begun.finished.then(() => remember(draft, begun)).catch(() => {});
    return begun;
  }

  async function endCheck(draft: OpenDraft): Promise<void> {
    const { check } = draft;
    draft.check = null;
    draft.written = null;
    await check?.end();
  }

  async function remember(draft: OpenDraft, check: DraftCheck): Promise<void> {
    const files = await mendedFiles(check, draft.edits);
    if (draft.check !== check) return;
    const { rows, bytes, verdicts } = reportOf(check, draft.record.plan, files);
    const verdict = bestVerdict(verdicts);
    const found = { rows, bytes, verdict: verdict && { method: verdict.method, state: verdict.state } };
    draft.record = { ...draft.record, found };
    // What could not be kept is found again by the next check.
    change(draft, { found }).catch(() => {});
    parts.changed();
  }

  /** Runs while somebody needs the check; the last who leaves ends one that is not done. */
  async function* held<T>(
    draft: OpenDraft,
    run: (check: DraftCheck) => AsyncGenerator<T>,
    again = false,
  ): AsyncGenerator<T> {
    draft.readers += 1;
    try {
      yield* run(await checkOf(draft, again));
    } finally {
      draft.readers -= 1;
      if (draft.readers === 0 && draft.check && !draft.check.done) await endCheck(draft);
    }
  }

  async function whole(draft: OpenDraft, signal: AbortSignal | undefined): Promise<DraftCheck> {
    const [check] = await drained(
      held(draft, async function* (running) {
        await untilAborted(running.finished, signal);
        yield running;
      }),
    );
    if (!check) throw new AppError('CANCELLED', 'Stopped.', {});
    return check;
  }

  async function* follow(id: string, again: boolean, signal: AbortSignal | undefined): AsyncGenerator<CheckItem> {
    const draft = await draftNamed(id);
    yield* held(
      draft,
      async function* (check) {
        for (;;) {
          if (check.failure) throw check.failure;
          const { version, done } = check;
          if (done) await check.finished;
          yield checkItemOf(check, draft.record.plan, await mendedFiles(check, draft.edits));
          if (done) return;
          await untilAborted(Promise.all([check.changed(version), wait(clock, tellEveryMs)]), signal);
          if (draft.check !== check) throw new AppError('CANCELLED', 'The check was begun anew.', {});
        }
      },
      again,
    );
  }

  // --- rows --------------------------------------------------------------------

  /** A check under way that has something to show. */
  async function withRows(
    draft: OpenDraft,
    signal: AbortSignal | undefined,
    enough: (check: DraftCheck) => boolean,
  ): Promise<DraftCheck> {
    const check = await checkOf(draft);
    while (!check.done && !enough(check)) {
      if (check.failure) throw check.failure;
      await untilAborted(check.changed(check.version), signal);
    }
    if (check.failure) throw check.failure;
    return check;
  }

  async function rows(
    id: string,
    wish: { file: string | null; filter: RowFilter; from: number; count: number },
    signal: AbortSignal | undefined,
  ) {
    const draft = await draftNamed(id);
    const check = await withRows(draft, signal, ({ files }) => files.some(({ scan }) => scan !== null));
    return pageOfRows(check, draft.edits, wish);
  }

  async function standing(draft: OpenDraft, name: RowName, signal: AbortSignal | undefined) {
    const known = ({ files }: DraftCheck) =>
      files.some(({ source, scan }) => source.path === name.file && (scan?.rows ?? 0) > name.row);
    return rowNamed(await withRows(draft, signal, known), name);
  }

  async function row(id: string, name: RowName, signal: AbortSignal | undefined): Promise<DraftRow> {
    const draft = await draftNamed(id);
    return shownRow(await standing(draft, name, signal), draft.edits, wholeTextLimit);
  }

  async function* search(
    id: string,
    wish: { file: string | null; text: string },
    signal: AbortSignal | undefined,
  ): AsyncGenerator<SearchItem> {
    const draft = await draftNamed(id);
    const check = await whole(draft, signal);
    const files = check.files.filter(
      ({ readable, source }) => readable !== null && (wish.file === null || source.path === wish.file),
    );
    const bytesTotal = files.reduce((sum, { source }) => sum + source.mark.bytes, 0);
    const item = (found: DraftRow[], bytesRead: number, done: boolean): SearchItem => ({
      rows: found,
      bytesRead: Math.min(bytesTotal, Math.round(bytesRead)),
      bytesTotal,
      done,
    });
    const holds = searcherFor(wish.text);
    let bytesBefore = 0;
    let current = 0;
    // A row that was changed is found by its new text only.
    const edited: DraftRow[] = [];
    for (const { source } of files) {
      for (const at of draft.edits.rowsOf(source.path)) {
        const shownAt = await shownRow(
          await rowNamed(check, { file: source.path, row: at }),
          draft.edits,
          tableTextLimit,
        );
        if (shownAt.edit === 'changed' && holds(shownAt.text)) edited.push(shownAt);
      }
    }
    if (edited.length > 0) yield item(edited, 0, false);
    const sources = files.flatMap(({ readable }) => readable ?? []);
    for await (const message of runRowsTask(
      { kind: 'search', files: sources, text: wish.text, most: mostFound },
      { workerScript, signal },
    )) {
      if (!('file' in message)) continue;
      const file = files[message.file];
      if (!file) continue;
      if (message.kind === 'unreadable') throw fileUnreadable(file.source.path, message.reason);
      for (; current < message.file; current += 1) bytesBefore += files[current]?.source.mark.bytes ?? 0;
      if (message.kind === 'searching') yield item([], bytesBefore + message.bytesRead, false);
      if (message.kind !== 'found') continue;
      const found: DraftRow[] = [];
      for (const at of message.rows) {
        const each = await rowNamed(check, { file: file.source.path, row: at });
        if (editOf(each, draft.edits)?.kind !== 'change') found.push(await shownRow(each, draft.edits, tableTextLimit));
      }
      yield item(found, bytesBefore, false);
    }
    yield item([], bytesTotal, true);
  }

  // --- what shall become of it ---------------------------------------------------

  async function plan(id: string, given: { [K in keyof DraftPlan]?: DraftPlan[K] | undefined }): Promise<Draft> {
    const draft = await draftNamed(id);
    const before = JSON.stringify(draft.record.plan.splits);
    const { mapping, dropped, validationShare, seed, splits } = draft.record.plan;
    const now: DraftPlan = {
      mapping: given.mapping === undefined ? mapping : given.mapping,
      dropped: given.dropped ?? dropped,
      validationShare: given.validationShare ?? validationShare,
      seed: given.seed ?? seed,
      splits: given.splits ?? splits,
    };
    await change(draft, { plan: now });
    // Duplicates and leaks are told by split.
    if (JSON.stringify(now.splits) !== before) await endCheck(draft);
    // The list of drafts tells the verdict too.
    if (draft.check?.done) await remember(draft, draft.check);
    return shown(draft);
  }

  async function edit(
    id: string,
    name: RowName,
    wish: { kind: 'change'; text: string } | { kind: 'drop' } | { kind: 'undo' },
    signal: AbortSignal | undefined,
  ): Promise<Draft> {
    const draft = await draftNamed(id);
    if (wish.kind === 'undo') {
      if (draft.edits.of(name.file, name.row)) await draft.edits.add({ ...name, kind: 'undo', was: '' });
      if (draft.check?.done) await remember(draft, draft.check);
      return shown(draft);
    }
    const there = await standing(draft, name, signal);
    if (there.text === null) throw fileUnreadable(name.file, `row ${name.row + 1} is too long to be edited`);
    const was = markOfRow(there.text);
    if (wish.kind === 'drop') await draft.edits.add({ ...name, kind: 'drop', was });
    else await draft.edits.add({ ...name, kind: 'change', was, text: objectText(wish.text) });
    return shown(draft);
  }

  async function preview(id: string, mapping: Mapping, count: number, signal: AbortSignal | undefined) {
    const draft = await draftNamed(id);
    const check = await withRows(draft, signal, ({ files }) => files.some(({ beginning }) => beginning.length > 0));
    const first = check.files
      .flatMap(({ source, beginning }) =>
        beginning.slice(0, count).map(({ text }, at) => ({ name: { file: source.path, row: at }, before: text ?? '' })),
      )
      .slice(0, count);
    const sample = sampleOf(check.files);
    return {
      rows: first.map(({ name, before }) => {
        const after = applyMapping(valueOf(before), mapping);
        const cut = before.slice(0, tableTextLimit);
        return 'row' in after
          ? { name, before: cut, after: JSON.stringify(after.row).slice(0, tableTextLimit), reason: null }
          : { name, before: cut, after: null, reason: after.problem };
      }),
      format: formatOf(mapping),
      sampled: sample.length,
      fitting: sample.filter((value) => 'row' in applyMapping(value, mapping)).length,
    };
  }

  async function* write(id: string, folder: string, signal: AbortSignal | undefined) {
    const draft = await draftNamed(id);
    const target = absolutePath(folder);
    const check = await whole(draft, signal);
    const rowsTotal = rowsIn(check);
    for await (const message of writing(draft, check, target, signal)) {
      const { rowsWritten, rowsLeftOut } = message;
      const done = message.kind === 'written';
      yield {
        rowsWritten,
        rowsTotal,
        rowsLeftOut,
        done,
        files: done ? message.files.map((file) => ({ ...file, path: join(target, file.path) })) : [],
      };
    }
  }

  async function* writing(
    draft: OpenDraft,
    check: DraftCheck,
    folder: string,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WriteMessage> {
    const planned = draft.record.plan;
    const version = draft.edits.version();
    for await (const message of writeInto(
      folder,
      { check, plan: planned, edits: draft.edits },
      { workerScript, signal },
    )) {
      if (message.kind === 'written') draft.written = { plan: JSON.stringify(planned), edits: version, message };
      yield message;
    }
  }

  async function describe(id: string, signal: AbortSignal | undefined): Promise<DraftDescription> {
    const draft = await draftNamed(id);
    const check = await whole(draft, signal);
    const { written, edits, record } = draft;
    const isOfNow = written?.plan === JSON.stringify(record.plan) && written.edits === edits.version();
    const exact = isOfNow ? written.message : null;
    return describePlanned(check, draft.record.plan, draft.edits, exact);
  }

  async function outline(id: string, signal: AbortSignal | undefined): Promise<OutlinedDraft> {
    const draft = await draftNamed(id);
    const check = await whole(draft, signal);
    const rewrites = needsRewrite(check, draft.record.plan, draft.edits);
    const { origin, name } = draft.record;
    const [first] = check.files;
    const { splits } = await describe(id, signal);
    return {
      name,
      folder:
        origin.kind === 'paths'
          ? origin.paths.length === 1
            ? (origin.paths[0] ?? state)
            : dirname(origin.paths[0] ?? state)
          : first
            ? dirname(first.source.absolutePath)
            : state,
      files: rewrites
        ? splits.map(({ path, bytes }) => ({ path, bytes }))
        : check.files.map(({ source }) => ({ path: source.path, bytes: source.mark.bytes })),
      rewrites,
    };
  }

  /** Where its files are as they are to be uploaded: their own places, or written into `folder`, which is ours. */
  async function materialise(
    id: string,
    folder: string,
    signal: AbortSignal | undefined,
  ): Promise<{ path: string; bytes: number; source: string }[]> {
    const draft = await draftNamed(id);
    const check = await whole(draft, signal);
    if (!needsRewrite(check, draft.record.plan, draft.edits)) {
      return check.files.map(({ source }) => ({
        path: source.path,
        bytes: source.mark.bytes,
        source: source.absolutePath,
      }));
    }
    await rm(folder, { recursive: true, force: true });
    let files: { path: string; bytes: number; source: string }[] = [];
    for await (const message of writing(draft, check, folder, signal)) {
      if (message.kind === 'written')
        files = message.files.map(({ path, bytes }) => ({ path, bytes, source: join(folder, path) }));
    }
    return files;
  }

  return {
    open,
    list: async () => {
      const newest = [...(await all()).values()].toSorted((a, b) => b.record.openedAt.localeCompare(a.record.openedAt));
      return Promise.all(newest.map(shown));
    },
    get: async (id: string) => shown(await draftNamed(id)),
    async close(id: string): Promise<void> {
      const draft = await draftNamed(id);
      (await all()).delete(id);
      draft.closed = true;
      await Promise.all([endCheck(draft), draft.saving]);
      await records.remove(id);
      await draft.edits.forget();
      if (draft.record.origin.kind === 'drop') await drops.forget(draft.record.origin.drop);
    },
    follow,
    rows,
    row,
    search,
    plan,
    edit,
    preview,
    write,
    describe,
    outline,
    materialise,
    /** For what works on the rows themselves: the finished check, the plan and the edits. */
    async checked(id: string, signal: AbortSignal | undefined) {
      const draft = await draftNamed(id);
      return { check: await whole(draft, signal), plan: draft.record.plan, edits: draft.edits };
    },
    async dispose(): Promise<void> {
      const drafts = await known?.catch(() => null);
      await Promise.all([...(drafts?.values() ?? [])].map(endCheck));
      await pool.close();
    },
  };
}

function rowsIn({ files }: DraftCheck): number {
  return files.reduce((sum, { scan }) => sum + (scan?.rows ?? 0), 0);
}

async function drained<T>(items: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
