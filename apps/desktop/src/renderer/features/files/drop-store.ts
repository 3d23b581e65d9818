// What is on its way from a drop to the host. Lives as long as the page, not as
// long as the screen it was dropped on: one looks at the first rows meanwhile.
import { createStore } from 'zustand/vanilla';
import type { Failure } from '@hubdesk/shared/errors';
import { client } from '../../api/client.ts';
import { whenOpen } from '../../api/connection.ts';
import { toFailure } from '../../api/failure.ts';
import { type DropProgress, nothingSent, sendDrop, type Slice } from './send-drop.ts';
import { type DropRoot, walkEntries } from './walk-entries.ts';

export interface Drop {
  id: string;
  /** `train.jsonl`, or `train.jsonl and 2 more`. */
  name: string;
  progress: DropProgress;
  bytesPerSecond: number | null;
  /** The draft that was opened from it, as soon as it was. */
  draft: string | null;
  /** `empty`: there was no file in it. */
  state: 'sending' | 'done' | 'empty' | { failed: Failure };
}

/** In the order they were dropped. */
export const drops = createStore<readonly Drop[]>(() => []);

const shownEveryMs = 100;
const speedOverMs = 3_000;
const sendAgainAtMost = 3;

interface Running {
  stop: AbortController;
  roots: readonly DropRoot[];
  onDraft: (draft: string) => void;
}
const running = new Map<string, Running>();

/** Begins to send what was dropped; `onDraft` hears of the draft when the first bytes are there. */
export function startDrop(roots: readonly DropRoot[], onDraft: (draft: string) => void): void {
  const [first] = roots;
  if (!first) return;
  const id = crypto.randomUUID();
  const name = roots.length === 1 ? first.name : `${first.name} and ${roots.length - 1} more`;
  const drop: Drop = { id, name, progress: nothingSent, bytesPerSecond: null, draft: null, state: 'sending' };
  drops.setState([...drops.getState(), drop], true);
  running.set(id, { stop: new AbortController(), roots, onDraft });
  void run(id);
}

/** Ends it, and takes back from the host what had arrived. */
export async function stopDrop(id: string): Promise<void> {
  running.get(id)?.stop.abort();
  const draft = drops.getState().find((each) => each.id === id)?.draft ?? null;
  putDropAway(id);
  // What is left over at the host costs room alone, and the host forgets it with the next start.
  if (draft !== null) await client.drafts.close({ draft }).catch(() => undefined);
  await client.files.forgetDrop({ drop: id }).catch(() => undefined);
}

/** Takes the news of one that is over from the screen. */
export function putDropAway(id: string): void {
  running.delete(id);
  drops.setState(
    drops.getState().filter((each) => each.id !== id),
    true,
  );
}

/** Sends one that failed from its beginning. */
export async function dropAgain(id: string): Promise<void> {
  const before = running.get(id);
  await stopDrop(id);
  if (before) startDrop(before.roots, before.onDraft);
}

async function run(id: string): Promise<void> {
  const { stop, roots, onDraft } = running.get(id) ?? {};
  if (!stop || !roots) return;
  const { signal } = stop;
  const pace = new Pace();
  let opening: Promise<void> | undefined;

  async function openDraft(): Promise<void> {
    const draft = await client.drafts.open({ origin: { kind: 'drop', drop: id } });
    if (signal.aborted) return void (await client.drafts.close({ draft: draft.id }));
    change(id, { draft: draft.id });
    onDraft?.(draft.id);
  }
  async function receive(slice: Slice): Promise<void> {
    await sendPastGaps(() => client.files.receive(slice, { signal }), signal);
    if (opening) return;
    opening = openDraft();
    // Told when everything is sent; until then it is nobody's failure.
    opening.catch(() => undefined);
  }

  try {
    const progress = await sendDrop({
      drop: id,
      files: walkEntries(roots),
      receive,
      signal,
      onProgress(progress) {
        const bytesPerSecond = pace.step(progress.bytesSent, performance.now());
        if (bytesPerSecond !== undefined) change(id, { progress, bytesPerSecond });
      },
    });
    await opening;
    change(id, { progress, bytesPerSecond: null, state: opening ? 'done' : 'empty' });
    if (opening && progress.unreadable.length === 0) putDropAway(id);
  } catch (error) {
    if (signal.aborted) return;
    stop.abort();
    change(id, { bytesPerSecond: null, state: { failed: toFailure(error) } });
  }
}

function change(id: string, to: Partial<Drop>): void {
  drops.setState(
    drops.getState().map((each) => (each.id === id ? { ...each, ...to } : each)),
    true,
  );
}

/** Sends again after the wire was cut; anything else is a refusal. */
async function sendPastGaps(send: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (let count = 0; ; count += 1) {
    try {
      await send();
      return;
    } catch (error) {
      if (signal.aborted || count >= sendAgainAtMost || toFailure(error).code !== 'OFFLINE') throw error;
      await whenOpen(signal);
    }
  }
}

/** Says how fast it goes, and when it is time to show it. */
class Pace {
  readonly #marks: { atMs: number; bytes: number }[] = [];
  #shownAtMs = Number.NEGATIVE_INFINITY;

  /** Bytes a second over the last seconds, null while there is too little to tell; undefined when it was shown just now. */
  step(bytes: number, nowMs: number): number | null | undefined {
    if (nowMs - this.#shownAtMs < shownEveryMs) return undefined;
    this.#shownAtMs = nowMs;
    this.#marks.push({ atMs: nowMs, bytes });
    while (this.#marks.length > 2 && nowMs - (this.#marks[0]?.atMs ?? nowMs) > speedOverMs) this.#marks.shift();
    const [first] = this.#marks;
    if (!first || nowMs - first.atMs < 400) return null;
    return ((bytes - first.bytes) / (nowMs - first.atMs)) * 1_000;
  }
}
