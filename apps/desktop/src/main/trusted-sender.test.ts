import type { IpcMainEvent } from 'electron';
import { expect, test } from 'vitest';
import { isTrustedSender } from './trusted-sender.ts';

type Frame = Pick<NonNullable<IpcMainEvent['senderFrame']>, 'origin' | 'parent' | 'detached'>;

const ours: Frame = { origin: 'app://bundle', parent: null, detached: false };
const from = (frame: Frame | null, id = 7) =>
  ({ sender: { id }, senderFrame: frame }) as Pick<IpcMainEvent, 'sender' | 'senderFrame'>;

test('the live main frame of our own window may speak', () => {
  expect(isTrustedSender(from(ours), new Set([7]))).toBe(true);
});

test.for([
  ['a frame that is gone', from(null)],
  ['a detached frame', from({ ...ours, detached: true })],
  ['a frame inside a page', from({ ...ours, parent: {} as never })],
  ['a page without an origin', from({ ...ours, origin: 'null' })],
  ['an empty page', from({ ...ours, origin: '' })],
  ['another origin', from({ ...ours, origin: 'https://huggingface.co' })],
  ['a host that begins like ours', from({ ...ours, origin: 'app://bundle.evil' })],
  ['a window we did not make', from(ours, 8)],
] as const)('%s may not', ([, event]) => {
  expect(isTrustedSender(event, new Set([7]))).toBe(false);
});
