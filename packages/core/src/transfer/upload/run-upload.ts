// One run of an upload, from whatever its journal says to a remote listing that
// equals the manifest, or to the reason why it cannot go on. Files move through
// it independently: hashed, asked about, sent, committed. What must survive is in
// the journal before anything is built on it.
import { AppError, isAppError } from '@hubdesk/shared/errors';
import type { TransferPhase } from '@hubdesk/shared/datasets/transfer';
import { KeptProblem, type Problem, problemOf } from '../problem.ts';
import { stopsAll } from '../requests/judge-failure.ts';
import type { LfsAction, LfsObject } from '../requests/transfer-hub.ts';
import { commitLimits, nextCommitSize } from '../state/commit-size.ts';
import type { UploadFile } from '../state/upload-state.ts';
import { beginUpload, compareWithHub } from './begin-upload.ts';
import { commitFiles } from './commit-files.ts';
import { sameFile } from './identity.ts';
import { createSemaphore } from './semaphore.ts';
import { AddressExpired, isChanged, isExpired, multipartOf, putBytes, putFile, putParts, type SendParts } from './send-object.ts';
import { uploadContext, type UploadRun } from './upload-context.ts';

/** A file up to this size is read once, into memory: what is sent is then surely what was hashed. */
const smallBytes = 1024 * 1024;
/** Below this the commit itself, which refuses what is not there, is check enough: one request a file would double the work. */
const verifyFromBytes = 1024 * 1024;
/** A file that will not hold still fails after so many tries, each twice as long after the one before. */
const mostChanges = 4;
const firstStillMs = 250;

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
  const context = uploadContext(run);
  const { inRepo, write } = context;

  const samples = new Map<number, string>();
  const kept = new Map<number, Uint8Array>();
  let keptBytes = 0;
  const changes = new Map<number, number>();
  const askedAgain = new Set<number>();

  function keep(i: number, bytes: Uint8Array): void {
    kept.set(i, bytes);
    keptBytes += bytes.length;
  }
  function drop(i: number): void {
    keptBytes -= kept.get(i)?.length ?? 0;
    kept.delete(i);
  }

  await beginUpload(run, context);

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
  /** No more small files are read until half of what is kept is gone: read one by one, each would cost a question of its own. */
  let full = false;

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
    const room = () => {
      full = keptBytes + expectedBytes >= (full ? limits.keptBytes / 2 : limits.keptBytes);
      return !full;
    };
    while (queues.hash.length > 0 && busy.hash < limits.askFiles * 2 && (room() || busy.hash + busy.ask + busy.classify + busy.small + busy.commit === 0)) {
      const i = queues.hash.pop();
      if (i !== undefined) start('hash', () => hashOne(i));
    }
    const beforeClassify = queues.hash.length + busy.hash;
    // Full, and nothing on its way would make room.
    const stuck = full && busy.hash + busy.classify + busy.ask + busy.small + queues.sendSmall.length === 0;
    while (queues.classify.length >= limits.askFiles || (queues.classify.length > 0 && (beforeClassify === 0 || stuck))) {
      const some = queues.classify.splice(0, limits.askFiles);
      start('classify', () => classify(some));
    }
    const beforeAsk = queues.classify.length + busy.classify + (full ? 0 : beforeClassify);
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
      context.head ||= answer.commitOid ?? '';
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
          if (file.stage === 'hashed' && (multipart ?? file.multipart)) write({ k: 'parts', i, multipart });
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
    const took = (count: number, ms: number) => void (commitSize = nextCommitSize(commitSize, count, ms));
    if (files.length > 0) await commitFiles(run, context, files, { changed: fileChanged, refused, took });
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
  const revision = state.lastCommit ?? (await context.knownHead());
  await compareWithHub(run, context, revision);
  if (failed?.problem) throw new KeptProblem(failed.problem);
  write({ k: 'done', oid: revision, at: new Date(clock.now()).toISOString() });
  await journal.durable();
  live.phases = new Set();
}

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
