// One run of an upload, from whatever its journal says to a remote listing that
// equals the manifest, or to the reason why it cannot go on. Files move through
// it independently: hashed, asked about, sent, committed. What must survive is in
// the journal before anything is built on it.
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { TransferPhase } from '@hubdesk/shared/datasets/transfer';
import type { Clock } from '../../ports/clock.ts';
import type { HashPool } from '../hash/hash-pool.ts';
import type { SendBytes } from '../http/send-bytes.ts';
import type { Journal } from '../journal/journal-file.ts';
import { KeptProblem, type Problem, problemOf } from '../problem.ts';
import { stopsAll } from '../requests/judge-failure.ts';
import type { Pace } from '../requests/pace.ts';
import type { LfsAction, LfsObject, TransferHub } from '../requests/transfer-hub.ts';
import { walkFolder } from '../scan/walk-folder.ts';
import { judgeRepoPath } from '../scan/judge-repo-path.ts';
import { commitLimits, nextCommitSize } from '../state/commit-size.ts';
import { commitStep } from '../state/commit-step.ts';
import type { UploadRecord } from '../state/upload-records.ts';
import { applyUpload, filesARecord, oidOf, type UploadFile, type UploadState } from '../state/upload-state.ts';
import { sameFile } from './identity.ts';
import { createSemaphore } from './semaphore.ts';
import { AddressExpired, isChanged, isExpired, multipartOf, putBytes, putFile, putParts, type SendParts } from './send-object.ts';
import type { XetSender } from './xet-sender.ts';

export interface UploadLimits {
  /** Requests that carry small bodies, at the same time. */
  smallRequests: number;
  /** Streams of large bodies, at the same time. */
  streams: number;
  /** Files a question to the Hub. */
  askFiles: number;
  /** Small bytes held in memory between hashing and sending. */
  keptBytes: number;
}

export const uploadLimits: UploadLimits = { smallRequests: 128, streams: 4, askFiles: 256, keptBytes: 16 * 1024 * 1024 };

/** A file up to this size is read once, into memory: what is sent is then surely what was hashed. */
const smallBytes = 1024 * 1024;
/** Below this the commit itself, which refuses what is not there, is check enough: one request a file would double the work. */
const verifyFromBytes = 1024 * 1024;
/** A file that will not hold still fails after so many tries, each twice as long after the one before. */
const mostChanges = 4;
const firstStillMs = 250;
const lookPaths = 500;

/** What is moving now, beside what the journal holds. */
export interface LiveProgress {
  phases: Set<TransferPhase>;
  /** Bytes by file, of the hash or the sending at work. */
  hashing: Map<number, number>;
  sending: Map<number, number>;
}

export interface UploadRun {
  state: UploadState;
  journal: Journal<UploadRecord>;
  hub: TransferHub;
  send: SendBytes;
  hashes: HashPool;
  pace: Pace;
  clock: Clock;
  /** Ends the run; aborted by the run itself at the first failure of the whole. */
  abort: AbortController;
  /** A folder of ours for what is on its way. */
  folder: string;
  live: LiveProgress;
  limits: UploadLimits;
  xet: XetSender | null;
  /** Makes the list of files where it is not a folder as it is: a draft, written anew where needed. */
  listDraft: (signal: AbortSignal) => Promise<{ path: string; bytes: number; source: string }[]>;
}

interface SendTask {
  i: number;
  sha256: string;
  upload: LfsAction | null;
  verify: LfsAction | null;
}

/**
 * Resolves when everything is there and was compared. Rejects with what a person must mend first: the codes of
 * `stopsAll`, ALREADY_THERE and CONFLICT (somebody else's content stands there), or the first file's own failure when
 * all others are done.
 */
export async function runUpload(run: UploadRun): Promise<void> {
  const { state, journal, hub, pace, clock, live, limits } = run;
  const { signal } = run.abort;
  const begin = state.begin;
  if (!begin) throw new AppError('INTERNAL', 'This transfer has no beginning.', { ref: '' });
  const inRepo = (path: string) => (begin.folder === '' ? path : `${begin.folder}/${path}`);

  function write(...records: UploadRecord[]): void {
    for (const record of records) {
      if (!applyUpload(state, record)) throw new AppError('INTERNAL', 'An upload came into a state it cannot be in.', { ref: record.k });
    }
    journal.append(records);
  }

  const samples = new Map<number, string>();
  const kept = new Map<number, Uint8Array>();
  let keptBytes = 0;
  const changes = new Map<number, number>();
  const askedAgain = new Set<number>();
  const looking = createSemaphore(limits.streams);
  /** The commit ours come after; known from the first answer that names it. */
  let head = '';

  function keep(i: number, bytes: Uint8Array): void {
    kept.set(i, bytes);
    keptBytes += bytes.length;
  }
  function drop(i: number): void {
    keptBytes -= kept.get(i)?.length ?? 0;
    kept.delete(i);
  }

  // --- the beginning -------------------------------------------------------

  async function list(): Promise<void> {
    if (state.listed) return;
    live.phases.add('scanning');
    write({ k: 'relist' });
    const add = (files: readonly { path: string; bytes: number; source: string }[]) => {
      for (let at = 0; at < files.length; at += filesARecord) {
        write({ k: 'files', files: files.slice(at, at + filesARecord).map(({ path, bytes, source }) => [path, bytes, source]) });
      }
    };
    if (begin?.source.kind === 'path') {
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
    if (state.repo === null && begin?.create) {
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
    if (others.length > 0) throw new AppError('ALREADY_THERE', `${begin?.repo} has other files in it already.`, { what: begin?.repo ?? '', url: hub.repoUrl });
  }

  /** Compares what an earlier run left with what stands on the Hub now. */
  async function reconcile(): Promise<void> {
    const open = new Set([...state.open.values()].flatMap(({ files }) => files));
    const pending = [...state.files.keys()].filter((i) => {
      const file = state.files[i];
      return file !== undefined && (open.has(i) || ((file.stage === 'hashed' || file.stage === 'uploaded') && file.way !== null));
    });
    if (pending.length === 0) return;
    head = await pace.insist(() => hub.head());
    const there = await lookAt(head, pending);
    for (const [batch, { files }] of state.open) {
      const step = commitStep(files.map(commitFile), head, there);
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

  function conflict(paths: readonly string[]): AppError {
    const [first = ''] = paths;
    const words = paths.length === 1 ? `${first} was changed on the Hub meanwhile.` : `${paths.length} files were changed on the Hub meanwhile, ${first} among them.`;
    return new AppError('CONFLICT', `${words} Resuming replaces them.`, { what: first });
  }

  async function lookAt(revision: string, indices: readonly number[]): Promise<Map<string, { oid: string; size: number }>> {
    const found = new Map<string, { oid: string; size: number }>();
    const looks: Promise<void>[] = [];
    for (let at = 0; at < indices.length; at += lookPaths) {
      const paths = indices.slice(at, at + lookPaths).map((i) => inRepo(state.files[i]?.path ?? ''));
      looks.push(
        looking(async () => {
          for (const [path, file] of await pace.insist(() => hub.look(revision, paths))) found.set(path, file);
        }),
      );
    }
    await Promise.all(looks);
    return found;
  }

  const commitFile = (i: number) => {
    const file = state.files[i];
    return { path: inRepo(file?.path ?? ''), oid: file ? oidOf(file) : null, base: file?.base ?? null };
  };

  await Promise.all([list(), mkdir(run.folder, { recursive: true, mode: 0o700 })]);
  await prepareRepo();
  await reconcile();

  // --- the pump ------------------------------------------------------------

  const queues = {
    hash: [] as number[],
    classify: [] as number[],
    ask: [] as number[],
    sendSmall: [] as SendTask[],
    sendLarge: [] as SendTask[],
    ready: [] as number[],
  };
  const busy = { hash: 0, classify: 0, ask: 0, small: 0, large: 0, commit: 0 };
  /** Objects asked about or stored already, with the files that wait for them: equal files are sent once. */
  const objects = new Map<string, { stored: boolean; waiting: number[] }>();
  const stream = createSemaphore(limits.streams);
  const sendParts: SendParts = { send: run.send, pace, clock, signal, stream };
  let commitSize: number = commitLimits.first;
  let readySinceMs = 0;
  /** Of what is ready, the bytes that travel in the commit itself. */
  let readyInlineBytes = 0;
  const { promise: finished, resolve: finish, reject: abort } = Promise.withResolvers<void>();
  let over = false;
  const underWay = new Set<Promise<void>>();
  /** Of small files on their way through the hashing threads. */
  let expectedBytes = 0;

  for (const [i, file] of state.files.entries()) {
    if (file.stage === 'planned') queues.hash.push(i);
    else if (file.stage === 'hashed' && file.way === null) queues.hash.push(i);
    else if (file.stage === 'hashed' && file.way === 'regular') makeReady(i);
    else if (file.stage === 'hashed' || file.stage === 'uploaded') queues.ask.push(i);
  }
  // Taken from the end: it costs nothing there.
  queues.hash.reverse();

  function fatal(error: unknown): void {
    if (over) return;
    over = true;
    abort(error);
    // At once: whatever is under way must not ask once more with a token that was refused.
    run.abort.abort(error);
  }

  /** Starts work and looks again for more when it ends. */
  function start(what: keyof typeof busy, work: () => Promise<void>): void {
    busy[what] += 1;
    const ended = work()
      .catch(fatal)
      .then(() => {
        busy[what] -= 1;
        underWay.delete(ended);
        pump();
      });
    underWay.add(ended);
  }

  let pumping = false;
  function pump(): void {
    if (pumping) return;
    pumping = true;
    // Many ends in one turn of the loop are looked at once.
    setImmediate(() => {
      pumping = false;
      if (!over) turn();
    });
  }

  function turn(): void {
    const small = () => keptBytes + expectedBytes < limits.keptBytes;
    while (queues.hash.length > 0 && busy.hash < limits.askFiles * 2 && (small() || busy.hash + busy.ask + busy.classify + busy.small + busy.commit === 0)) {
      const i = queues.hash.pop();
      if (i !== undefined) start('hash', () => hashOne(i));
    }
    const beforeClassify = queues.hash.length + busy.hash;
    while (queues.classify.length >= limits.askFiles || (queues.classify.length > 0 && (beforeClassify === 0 || (busy.hash === 0 && !small())))) {
      const some = queues.classify.splice(0, limits.askFiles);
      start('classify', () => classify(some));
    }
    const beforeAsk = queues.classify.length + busy.classify + (small() ? beforeClassify : 0);
    // Addresses grow old: no more of them than are soon used.
    while (queues.sendSmall.length < limits.askFiles * 2 && busy.ask < 4 && (queues.ask.length >= limits.askFiles || (queues.ask.length > 0 && beforeAsk === 0))) {
      const some = queues.ask.splice(0, limits.askFiles);
      start('ask', () => ask(some));
    }
    while (queues.sendSmall.length > 0 && busy.small < limits.smallRequests) {
      const task = queues.sendSmall.shift();
      if (task) start('small', () => sendOne(task));
    }
    while (queues.sendLarge.length > 0 && busy.large < limits.streams) {
      const task = queues.sendLarge.shift();
      if (task) start('large', () => sendOne(task));
    }
    if (queues.ready.length > 0 && busy.commit === 0 && commitIsDue()) {
      const batch = takeBatch();
      start('commit', () => commit(batch));
    }
    live.phases = phasesNow();
    const left = Object.values(queues).reduce((sum, queue) => sum + queue.length, 0) + Object.values(busy).reduce((sum, count) => sum + count, 0);
    if (left === 0) {
      over = true;
      finish();
    }
  }

  function phasesNow(): Set<TransferPhase> {
    const now = new Set<TransferPhase>();
    if (busy.hash > 0) now.add('hashing');
    if (busy.classify + busy.ask + busy.small + busy.large > 0) now.add('uploading');
    if (busy.commit > 0) now.add('committing');
    return now;
  }

  function commitIsDue(): boolean {
    const upstream = queues.hash.length + queues.classify.length + queues.ask.length + queues.sendSmall.length + queues.sendLarge.length;
    const working = busy.hash + busy.classify + busy.ask + busy.small + busy.large;
    if (upstream + working === 0 || queues.ready.length >= commitSize) return true;
    if (clock.now() - readySinceMs > commitLimits.longestWaitMs) return true;
    return readyInlineBytes >= commitLimits.inlineBytes;
  }

  function inlineBytes(i: number): number {
    const file = state.files[i];
    return file?.way === 'regular' ? file.bytes : 0;
  }

  function takeBatch(): number[] {
    let count = 0;
    for (let bytes = 0; count < Math.min(commitSize, queues.ready.length); count += 1) {
      bytes += inlineBytes(queues.ready[count] ?? -1);
      if (count > 0 && bytes > commitLimits.inlineBytes) break;
    }
    const batch = queues.ready.splice(0, count);
    for (const i of batch) readyInlineBytes -= inlineBytes(i);
    return batch;
  }

  function makeReady(i: number): void {
    if (queues.ready.length === 0) readySinceMs = clock.now();
    queues.ready.push(i);
    readyInlineBytes += inlineBytes(i);
  }

  /** What belongs to one file fails that file; anything else ends the run. */
  function fileFailed(i: number, error: unknown): void {
    if (signal.aborted || stopsAll(error)) throw error;
    drop(i);
    live.sending.delete(i);
    write({ k: 'failed', i, problem: problemOf(error) });
  }

  function fileChanged(i: number): void {
    drop(i);
    live.sending.delete(i);
    const times = (changes.get(i) ?? 0) + 1;
    changes.set(i, times);
    const file = state.files[i];
    if (times > mostChanges) {
      write({ k: 'failed', i, problem: unreadable(file?.source ?? '', 'it is being written to all the time') });
      return;
    }
    write({ k: 'changed', i });
    // Whoever writes to it may need a moment more.
    start('hash', async () => {
      await stillFor(firstStillMs * 2 ** (times - 1));
      queues.hash.push(i);
    });
  }

  function stillFor(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const takeBack = clock.after(ms, resolve);
      signal.addEventListener(
        'abort',
        () => {
          takeBack();
          resolve();
        },
        { once: true },
      );
    });
  }

  // --- hashing -------------------------------------------------------------

  async function hashOne(i: number): Promise<void> {
    const file = state.files[i];
    if (!file) return;
    live.hashing.set(i, 0);
    const small = file.bytes <= smallBytes;
    const expected = small ? file.bytes : 0;
    expectedBytes += expected;
    const answer = await run.hashes
      .hash({ path: file.source, bytes: file.bytes, keepUpToBytes: small ? smallBytes : -1, onProgress: (done) => live.hashing.set(i, done) })
      .finally(() => {
        expectedBytes -= expected;
        live.hashing.delete(i);
      });
    signal.throwIfAborted();
    if (answer.state === 'gone') return write({ k: 'failed', i, problem: unreadable(file.source, 'it is not there any more') });
    if (answer.state === 'unreadable') return write({ k: 'failed', i, problem: unreadable(file.source, readFailures[answer.reason] ?? `the system answered ${answer.reason}`) });
    if (answer.state !== 'ok') return fileChanged(i);
    if (file.stage !== 'planned') write({ k: 'changed', i });
    write({ k: 'hashed', i, was: answer.was, sha256: answer.sha256, sha1: answer.sha1 });
    samples.set(i, answer.sample);
    if (answer.bytes) keep(i, answer.bytes);
    queues.classify.push(i);
  }

  // --- the Hub's questions -------------------------------------------------

  /** A question about many files that is refused for what is in it is asked again in halves, until the one at fault is alone. */
  async function inHalves(indices: number[], question: (some: number[]) => Promise<void>): Promise<void> {
    try {
      await question(indices);
    } catch (error) {
      const [only] = indices;
      if (signal.aborted || !isAppError(error, 'INVALID_INPUT') || only === undefined) throw error;
      if (indices.length === 1) return fileFailed(only, error);
      const middle = Math.ceil(indices.length / 2);
      await inHalves(indices.slice(0, middle), question);
      await inHalves(indices.slice(middle), question);
    }
  }

  const classify = (indices: number[]) =>
    inHalves(indices, async (some) => {
      const wishes = some.map((i) => ({ path: inRepo(state.files[i]?.path ?? ''), size: state.files[i]?.bytes ?? 0, sample: samples.get(i) ?? '' }));
      const answer = await pace.insist(() => hub.preupload(wishes));
      if (head === '') head = answer.commitOid ?? '';
      const byPath = new Map(answer.files.map((file) => [file.path, file]));
      for (const i of some) {
        const file = state.files[i];
        const said = byPath.get(inRepo(file?.path ?? ''));
        if (!file || !said) throw new AppError('HUB_CHANGED', 'The Hub forgot a file it was asked about.', { what: 'preupload' });
        samples.delete(i);
        const there = said.oid ?? null;
        if (said.shouldIgnore || (there !== null && (there === file.sha256 || there === file.sha1))) {
          drop(i);
          write({ k: 'spared', i, ignored: said.shouldIgnore });
          continue;
        }
        // An empty file is always kept in git; one without a git id is too large for it.
        const way = file.bytes === 0 || (said.uploadMode === 'regular' && file.sha1 !== null) ? 'regular' : 'lfs';
        write({ k: 'way', i, way, base: there });
        if (way === 'lfs') {
          queues.ask.push(i);
          continue;
        }
        // Read again when its commit is written: a hundred megabytes of them are not kept.
        drop(i);
        makeReady(i);
      }
    });

  const ask = (indices: number[]) =>
    inHalves(indices, async (some) => {
      const wanted: number[] = [];
      for (const i of some) {
        const file = state.files[i];
        if (!file || file.sha256 === null) continue;
        const object = objects.get(file.sha256);
        if (object?.stored) stored(i, 'lfs');
        else if (object && !object.waiting.includes(i)) object.waiting.push(i);
        else {
          if (!object) objects.set(file.sha256, { stored: false, waiting: [i] });
          if (file.multipart && !isExpired(file.multipart, clock.now())) queues.sendLarge.push({ i, sha256: file.sha256, upload: null, verify: null });
          else wanted.push(i);
        }
      }
      if (wanted.length === 0) return;
      const wishes = wanted.map((i) => ({ oid: state.files[i]?.sha256 ?? '', size: state.files[i]?.bytes ?? 0 }));
      const transfers = ['basic', 'multipart', ...(run.xet ? ['xet'] : [])];
      const answer = await pace.insist(() => hub.lfsBatch(wishes, transfers));
      const byOid = new Map(answer.objects.map((object) => [object.oid, object]));
      const byXet: { i: number; object: LfsObject }[] = [];
      for (const i of wanted) {
        const file = state.files[i];
        const object = byOid.get(file?.sha256 ?? '');
        if (!file || file.sha256 === null || !object) throw new AppError('HUB_CHANGED', 'The Hub forgot an object it was asked about.', { what: 'lfs batch' });
        if (object.error) {
          const reason = object.error.message ?? `error ${object.error.code ?? ''}`;
          objectFailed(file.sha256, new AppError('INVALID_INPUT', 'The Hub does not take this file.', { reason }));
        } else if (!object.actions?.upload) objectStored(file.sha256, 'lfs');
        else if (answer.transfer === 'xet' && run.xet) byXet.push({ i, object });
        else {
          const { upload, verify } = object.actions;
          const task: SendTask = { i, sha256: file.sha256, upload, verify: verify ?? null };
          const multipart = multipartOf(upload, file.bytes, clock.now());
          if (file.stage === 'hashed') write({ k: 'parts', i, multipart });
          (multipart === null && file.bytes <= smallBytes ? queues.sendSmall : queues.sendLarge).push(task);
        }
      }
      if (byXet.length > 0) start('large', () => sendByXet(byXet));
    });

  /** The object is there: so are all files that have these bytes. */
  function objectStored(sha256: string, way: 'lfs' | 'xet'): void {
    const object = objects.get(sha256) ?? { stored: true, waiting: [] };
    object.stored = true;
    objects.set(sha256, object);
    for (const i of object.waiting.splice(0)) if (state.files[i]?.sha256 === sha256) stored(i, way);
  }

  function objectFailed(sha256: string, error: unknown): void {
    const waiting = objects.get(sha256)?.waiting.splice(0) ?? [];
    objects.delete(sha256);
    for (const i of waiting) fileFailed(i, error);
  }

  function stored(i: number, way: 'lfs' | 'xet'): void {
    drop(i);
    live.sending.delete(i);
    if (state.files[i]?.stage === 'hashed') write({ k: 'uploaded', i, way });
    makeReady(i);
  }

  // --- sending -------------------------------------------------------------

  async function sendOne(task: SendTask): Promise<void> {
    const { i, sha256 } = task;
    const file = state.files[i];
    if (!file?.was) return;
    const onSent = (bytes: number) => live.sending.set(i, bytes);
    onSent(0);
    try {
      if (file.multipart) {
        const keep = (part: number, etag: string) => write({ k: 'part', i, part, etag });
        await putParts(sendParts, file.multipart, { source: file.source, was: file.was, sha256 }, file.etags, { keep, onSent });
      } else if (task.upload && file.bytes <= smallBytes) {
        const bytes = kept.get(i) ?? (await readAgain(file, sha256));
        if (bytes === null) return objectChanged(i, sha256);
        await putBytes(sendParts, task.upload, bytes);
      } else if (task.upload) await putFile(sendParts, task.upload, { source: file.source, was: file.was }, onSent);
      const { verify } = task;
      if (verify && file.bytes >= verifyFromBytes) await pace.insist(() => hub.verify(verify, { oid: sha256, size: file.bytes }));
      objectStored(sha256, 'lfs');
    } catch (error) {
      if (signal.aborted) throw error;
      if (isChanged(error)) objectChanged(i, sha256);
      else if (error instanceof AddressExpired) askOnce(i, sha256, error);
      else objectFailed(sha256, error);
    } finally {
      live.sending.delete(i);
    }
  }

  async function readAgain(file: UploadFile, sha256: string): Promise<Uint8Array | null> {
    const answer = await run.hashes.hash({ path: file.source, bytes: file.bytes, keepUpToBytes: smallBytes });
    return answer.state === 'ok' && answer.sha256 === sha256 ? answer.bytes : null;
  }

  /** The file that was to bring these bytes changed; others that have them may still. */
  function objectChanged(i: number, sha256: string): void {
    const others = objects.get(sha256)?.waiting.filter((each) => each !== i) ?? [];
    objects.delete(sha256);
    fileChanged(i);
    queues.ask.push(...others);
  }

  /** An address that is refused is asked for anew; one that is refused time and again fails its file. */
  function askOnce(i: number, sha256: string, error: Error): void {
    const waiting = objects.get(sha256)?.waiting ?? [];
    objects.delete(sha256);
    const file = state.files[i];
    if (file?.multipart) write({ k: 'parts', i, multipart: null });
    if (askedAgain.has(i)) {
      for (const each of waiting) fileFailed(each, new AppError('INVALID_INPUT', 'The store does not take this file.', { reason: error.message }));
      return;
    }
    askedAgain.add(i);
    queues.ask.push(...waiting);
  }

  async function sendByXet(items: { i: number; object: LfsObject }[]): Promise<void> {
    const files = items.flatMap(({ i, object }) => {
      const file = state.files[i];
      const upload = object.actions?.upload;
      return file?.was && file.sha256 !== null && upload ? [{ i, source: file.source, bytes: file.bytes, sha256: file.sha256, was: file.was, action: upload }] : [];
    });
    await run.xet?.send(files, {
      pace,
      signal,
      onSent: (i, bytes) => live.sending.set(i, bytes),
      stored: (i) => objectStored(state.files[i]?.sha256 ?? '', 'xet'),
      failed: (i, error) => {
        if (signal.aborted) return;
        const sha256 = state.files[i]?.sha256 ?? '';
        if (isChanged(error)) objectChanged(i, sha256);
        else objectFailed(sha256, error);
      },
    });
  }

  // --- committing ----------------------------------------------------------

  async function commit(indices: number[]): Promise<void> {
    const same = await Promise.all(indices.map((i) => ({ i, was: state.files[i]?.was })).map(async ({ i, was }) => was !== null && was !== undefined && sameFile(state.files[i]?.source ?? '', was)));
    const files = indices.filter((i, at) => {
      if (same[at] === true) return true;
      objects.delete(state.files[i]?.sha256 ?? '');
      fileChanged(i);
      return false;
    });
    if (files.length > 0) await commitFiles(files);
  }

  async function commitFiles(indices: number[]): Promise<void> {
    const batch = state.lastBatch + 1;
    if (head === '') head = await pace.insist(() => hub.head());
    const body = await writeBody(indices, batch);
    try {
      if (body.files.length > 0) await commitBody(batch, body);
    } finally {
      await body.remove();
    }
  }

  interface Body {
    files: number[];
    /** The whole text on this parent, in memory or in a file of ours. */
    on(parent: string): Promise<Uint8Array | { path: string; start: number; length: number }>;
    remove(): Promise<void>;
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
    const words = begin?.message === '' || !begin ? `Upload ${begin?.name ?? 'files'}` : begin.message;
    // The parent is always as long, so that it can be put in another's place in a file.
    const headOf = (parent: string) => [JSON.stringify({ key: 'header', value: { summary: batch === 1 ? words : `${words} (part ${batch})`, description: '', parentCommit: parent } }), ...large].join('\n');
    if (regular.length === 0) return { files: indices, on: async (parent) => Buffer.from(headOf(parent)), remove: async () => {} };
    const path = join(run.folder, `commit-${batch}.ndjson`);
    const written = await run.hashes.lines({ path, head: headOf(head), files: regular });
    const lost = new Set<number>();
    for (const [at, { i }] of regular.entries()) {
      if (written[at] === true) continue;
      lost.add(i);
      fileChanged(i);
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
      const text = await body.on(head);
      // Before the request, and on disk: if we do not live to hear the answer, we know what to ask.
      write({ k: 'committing', batch, parent: head, files });
      await journal.durable();
      let unclear: unknown = null;
      try {
        const answer = await pace.once(() => hub.commit(text));
        if (answer.outcome === 'accepted') {
          commitSize = nextCommitSize(commitSize, files.length, clock.now() - beganMs);
          return await committed(batch, answer.oid);
        }
        if (answer.outcome === 'refused') {
          write({ k: 'uncommitted', batch });
          return refused(files, answer.error);
        }
      } catch (error) {
        if (signal.aborted) throw error;
        if (stopsAll(error) && !isAppError(error, 'HUB_CHANGED') && !isAppError(error, 'INTERCEPTED')) throw error;
        unclear = error;
        if (!stopsAll(error)) await pace.pause(error, attempt);
      }
      head = await pace.insist(() => hub.head());
      const step = commitStep(files.map(commitFile), head, await lookAt(head, files));
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
    head = oid;
    await journal.durable();
  }

  function refused(files: number[], error: AppError): void {
    const [only] = files;
    if (files.length === 1 && only !== undefined) {
      const file = state.files[only];
      // The store may have lost what it was sent long ago: it is asked once more.
      if (file && file.way !== 'regular' && !askedAgain.has(only)) {
        askedAgain.add(only);
        objects.delete(file.sha256 ?? '');
        queues.ask.push(only);
        return;
      }
      return fileFailed(only, error);
    }
    commitSize = Math.max(1, Math.ceil(files.length / 2));
    for (const i of files) makeReady(i);
  }

  // --- the end -------------------------------------------------------------

  pump();
  try {
    await finished;
  } finally {
    over = true;
    // What was still under way may have something to say to the journal.
    await Promise.all(underWay);
  }
  signal.throwIfAborted();
  const failed = state.files.find(({ stage }) => stage === 'failed');
  live.phases = new Set(['verifying']);
  const revision = state.lastCommit ?? (head === '' ? await pace.insist(() => hub.head()) : head);
  await compare(revision);
  if (failed?.problem) throw new KeptProblem(failed.problem);
  write({ k: 'done', oid: revision, at: new Date(clock.now()).toISOString() });
  await journal.durable();
  live.phases = new Set();

  /** The promise, kept: what the Hub lists at our last commit is what we meant to upload. */
  async function compare(revision: string): Promise<void> {
    const mine = [...state.files.keys()].filter((i) => {
      const file = state.files[i];
      return file !== undefined && (file.stage === 'committed' || (file.stage === 'spared' && file.problem === null));
    });
    const there = await lookAt(revision, mine);
    const missing = mine.filter((i) => {
      const file = state.files[i];
      const found = there.get(inRepo(file?.path ?? ''));
      return found?.size !== file?.bytes || (found?.oid !== file?.sha256 && found?.oid !== file?.sha1);
    });
    if (missing.length === 0) return;
    write(...missing.map((i) => ({ k: 'overtaken' as const, i })));
    throw conflict(missing.map((i) => state.files[i]?.path ?? ''));
  }
}

/** What the Hub puts into a repository by itself. */
const bornWith = new Set(['.gitattributes', 'README.md']);

const readFailures: Record<string, string> = {
  EACCES: 'you have no permission to read it',
  EPERM: 'you have no permission to read it',
  ELOOP: 'it is a link now',
  ENOTFILE: 'it is no plain file any more',
  EISDIR: 'it is a folder now',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
};

function unreadable(path: string, reason: string): Problem {
  return problemOf(new AppError('FILE_UNREADABLE', `${path.split(/[\\/]/).at(-1) ?? path} cannot be uploaded: ${reason}.`, { path, reason }));
}

function busyRepo(): AppError {
  return new AppError('PROVIDER_UNAVAILABLE', 'Others are committing to this repository at the same time.', { provider: 'huggingface', httpStatus: 412 });
}
