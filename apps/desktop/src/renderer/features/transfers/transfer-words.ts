// What a transfer does now, in words for a line.
import type { Transfer, TransferPhase } from '@hubdesk/shared/datasets/transfer';
import { formatByteRate, formatBytes } from '../../ui/format-bytes.ts';
import { formatPlural } from '../../ui/format-count.ts';
import { formatRemaining } from '../../ui/format-remaining.ts';

/** `1.2 MB of 4.0 MB`, files, what was spared, speed and time left: as many as are known. */
export function factsOf(transfer: Transfer): string[] {
  const { state, bytes, files, bytesPerSecond, remainingMs, commits } = transfer;
  const isMoving = state === 'running';
  const done = bytes.sent + bytes.spared;
  const facts = [
    bytes.total === 0
      ? null
      : done >= bytes.total
        ? formatBytes(bytes.total)
        : `${formatBytes(done)} of ${formatBytes(bytes.total)}`,
    files.total === 0
      ? null
      : files.done === files.total
        ? formatPlural(files.total, 'file')
        : `${files.done.toLocaleString('en')} of ${formatPlural(files.total, 'file')}`,
    isMoving && transfer.phases.includes('hashing') && bytes.hashed < bytes.total
      ? `${formatBytes(bytes.hashed)} hashed`
      : null,
    bytes.spared > 0 ? `${formatBytes(bytes.spared)} were there already` : null,
    transfer.kind === 'upload' && commits > 0 ? formatPlural(commits, 'commit') : null,
    isMoving && bytesPerSecond !== null ? formatByteRate(bytesPerSecond) : null,
    isMoving && remainingMs !== null ? `${formatRemaining(remainingMs)} left` : null,
  ];
  return facts.filter((fact) => fact !== null);
}

/** One or two words. */
export function stateWords({ state, kind, phases }: Pick<Transfer, 'state' | 'kind' | 'phases'>): string {
  if (state === 'running')
    return phaseWords[phases.toSorted((a, b) => telling.indexOf(a) - telling.indexOf(b))[0] ?? 'scanning'];
  return {
    planning: 'Getting ready',
    waiting: 'Waiting',
    paused: 'Paused',
    stopped: 'Stopped',
    done: kind === 'upload' ? 'On the Hub' : 'Downloaded',
    cancelled: 'Cancelled',
  }[state];
}

const phaseWords: Record<TransferPhase, string> = {
  uploading: 'Uploading',
  downloading: 'Downloading',
  committing: 'Committing',
  verifying: 'Verifying',
  hashing: 'Hashing',
  scanning: 'Looking through',
};
/** Where several are at work, the one that says most. */
const telling = Object.keys(phaseWords);

/** What stays when it is ended for good. */
export function keptWords({ kind, files, folder, repo }: Transfer): string {
  if (kind === 'download') {
    return files.done === 0
      ? `Nothing is complete yet. What was written so far stays in ${folder}.`
      : `${formatPlural(files.done, 'file')} already written to ${folder} ${files.done === 1 ? 'stays' : 'stay'} there.`;
  }
  return files.done === 0
    ? `Nothing was committed yet, so ${repo} stays as it was. Your own files are not touched.`
    : `${formatPlural(files.done, 'file')} already committed ${files.done === 1 ? 'stays' : 'stay'} in ${repo}. Your own files are not touched.`;
}
