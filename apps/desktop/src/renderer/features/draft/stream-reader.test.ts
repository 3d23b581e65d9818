import { expect, it } from 'vitest';
import type { Failure } from '@hubdesk/shared/errors';
import { createStreamReader } from './stream-reader.ts';

const offline: Failure = { code: 'OFFLINE', message: 'No way there.', data: { host: 'hubdesk' } };

interface Item {
  text: string;
  done: boolean;
}

/** A stream the test writes. */
function written() {
  const items: (Item | Error | 'end')[] = [];
  let wake = () => {};
  const stream = {
    signal: new AbortController().signal,
    async *read(): AsyncGenerator<Item> {
      for (;;) {
        const item = items.shift();
        if (item === 'end') return;
        if (item instanceof Error) throw item;
        if (item) yield item;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    open: async (signal: AbortSignal) => {
      stream.signal = signal;
      return stream.read();
    },
    async write(...more: (Item | Error | 'end')[]) {
      items.push(...more);
      wake();
      await settled();
    },
  };
  return stream;
}

/** The reader's microtasks; a macrotask comes after all of them. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve));
const item = (text: string, done = false): Item => ({ text, done });

function setup() {
  const frames: (() => void)[] = [];
  const reader = createStreamReader<Item, string>({
    fold: (before, { text }) => (before ?? '') + text,
    isDone: ({ done }) => done,
    toFailure: () => offline,
    schedule: (run) => frames.push(run),
  });
  return { reader, frame: () => frames.splice(0).forEach((run) => run()) };
}

it('shows what came once a frame, and the end at once', async () => {
  const { reader, frame } = setup();
  const stream = written();
  reader.start(stream.open);
  expect(reader.getState().phase).toBe('running');
  await stream.write(item('a'), item('b'));
  expect(reader.getState().value).toBeNull();
  frame();
  expect(reader.getState()).toMatchObject({ phase: 'running', value: 'ab' });
  await stream.write(item('c', true));
  expect(reader.getState()).toMatchObject({ phase: 'done', value: 'abc' });
});

it('keeps the old value until a new start has its first item, and ends the old stream', async () => {
  const { reader, frame } = setup();
  const first = written();
  reader.start(first.open);
  await first.write(item('old', true));
  const second = written();
  reader.start(second.open);
  const third = written();
  reader.start(third.open);
  expect(second.signal.aborted).toBe(true);
  expect(reader.getState()).toMatchObject({ phase: 'running', value: 'old' });
  await second.write(item('late', true));
  await third.write(item('new'));
  frame();
  expect(reader.getState()).toMatchObject({ phase: 'running', value: 'new' });
});

it('stops when told to and keeps what came', async () => {
  const { reader, frame } = setup();
  const stream = written();
  reader.start(stream.open);
  await stream.write(item('a'));
  frame();
  reader.stop();
  expect(stream.signal.aborted).toBe(true);
  expect(reader.getState()).toMatchObject({ phase: 'stopped', value: 'a' });
});

it('takes a stream that ends early for stopped, and a throw for a failure', async () => {
  const { reader } = setup();
  const short = written();
  reader.start(short.open);
  await short.write(item('a'), 'end');
  expect(reader.getState()).toMatchObject({ phase: 'stopped', value: 'a' });
  const broken = written();
  reader.start(broken.open);
  await broken.write(new Error('cut'));
  expect(reader.getState()).toMatchObject({ phase: 'failed', failure: offline, value: 'a' });
});
