import { expect, it } from 'vitest';
import { type DropProgress, sendDrop, type Slice } from './send-drop.ts';
import type { DroppedFile } from './walk-entries.ts';

const drop = '6f1c3b1e-8d0e-4d0b-9c1b-0f6f3f6b7a11';

function dropped(path: string, text: string): DroppedFile {
  return { path, open: async () => new File([text], path) };
}

async function* inOrder(files: readonly DroppedFile[]): AsyncGenerator<DroppedFile> {
  yield* files;
}

/** Takes slices as the host does, and refuses one that does not follow the last. */
function host() {
  const slices: Slice[] = [];
  const texts = new Map<string, string>();
  const state = { now: 0, most: 0 };
  return {
    slices,
    texts,
    state,
    async receive(slice: Slice) {
      state.most = Math.max(state.most, (state.now += 1));
      await Promise.resolve();
      const before = texts.get(slice.path) ?? '';
      expect(slice.offset).toBe(before.length);
      texts.set(slice.path, before + atob(slice.base64));
      slices.push(slice);
      state.now -= 1;
    },
  };
}

function send(files: AsyncIterable<DroppedFile>, receive: (slice: Slice) => Promise<unknown>, signal?: AbortSignal) {
  const heard: DropProgress[] = [];
  const done = sendDrop({
    drop,
    files,
    receive,
    signal: signal ?? new AbortController().signal,
    onProgress: (progress) => heard.push(progress),
  });
  return { done, heard };
}

it('sends a long file in slices that follow one another, a short one first', async () => {
  const text = 'x'.repeat(7_000_000);
  const { receive, slices, texts } = host();
  await send(inOrder([dropped('train.jsonl', text)]), receive).done;
  expect(texts.get('train.jsonl')).toBe(text);
  expect(slices[0]?.base64.length).toBeLessThan(300_000);
  expect(Math.max(...slices.map(({ base64 }) => base64.length))).toBeLessThanOrEqual(4 * 1024 * 1024);
  expect(slices.every(({ totalBytes }) => totalBytes === 7_000_000)).toBe(true);
});

it('sends an empty file as well', async () => {
  const { receive, texts } = host();
  await send(inOrder([dropped('empty.jsonl', '')]), receive).done;
  expect([...texts]).toEqual([['empty.jsonl', '']]);
});

it('sends files side by side, four at most', async () => {
  const { receive, state, texts } = host();
  await send(inOrder(Array.from({ length: 50 }, (_, at) => dropped(`${at}.txt`, `${at}`))), receive).done;
  expect(texts.size).toBe(50);
  expect(state.most).toBe(4);
});

it('says with each slice whether names follow, and last that none does', async () => {
  const { receive, slices } = host();
  await send(inOrder(Array.from({ length: 9 }, (_, at) => dropped(`${at}.txt`, 'x'))), receive).done;
  const firstEnd = slices.findIndex(({ more }) => !more);
  expect(slices[0]?.more).toBe(true);
  expect(slices.at(-1)?.more).toBe(false);
  const named = new Set(slices.map(({ path }) => path));
  expect(named.size).toBe(9);
  expect(slices.slice(firstEnd).every(({ more }) => !more)).toBe(true);
});

it('says of a single file that nothing follows', async () => {
  const { receive, slices } = host();
  await send(inOrder([dropped('train.jsonl', 'x')]), receive).done;
  expect(slices.map(({ more }) => more)).toEqual([false]);
});

it('goes on past a file that cannot be opened, and names it', async () => {
  const { receive, slices, texts } = host();
  const closed = { path: 'closed.txt', open: () => Promise.reject(new DOMException('no', 'NotReadableError')) };
  const { done } = send(inOrder([closed, dropped('open.txt', 'x'), closed]), receive);
  expect((await done).unreadable).toEqual(['closed.txt', 'closed.txt']);
  expect([...texts]).toEqual([['open.txt', 'x']]);
  expect(slices.at(-1)?.more).toBe(false);
});

it('counts what was found and sent', async () => {
  const { receive } = host();
  const { done, heard } = send(inOrder([dropped('a', 'xx'), dropped('b', 'yyy')]), receive);
  await done;
  expect(heard.at(-1)).toEqual({
    filesFound: 2,
    filesSent: 2,
    bytesFound: 5,
    bytesSent: 5,
    walking: false,
    unreadable: [],
  });
});

it('stops when it is told to, and when the host refuses', async () => {
  const stop = new AbortController();
  const { receive, slices } = host();
  const { done } = send(
    inOrder(Array.from({ length: 50 }, (_, at) => dropped(`${at}`, 'x'))),
    async (slice) => {
      await receive(slice);
      stop.abort();
    },
    stop.signal,
  );
  await expect(done).rejects.toThrow(/abort/i);
  expect(slices.length).toBeLessThanOrEqual(4);
  await expect(send(inOrder([dropped('a', 'x')]), () => Promise.reject(new Error('full'))).done).rejects.toThrow(
    'full',
  );
});
