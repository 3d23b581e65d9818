// Where a draft's files are, by its origin, and what the draft is called.
import { basename } from 'node:path';
import type { DraftOrigin } from '@hubdesk/shared/datasets/draft';
import { absolutePath } from '../../files/browse-folder.ts';
import type { Drops } from '../../files/drops.ts';
import { type Clock, wait } from '../../ports/clock.ts';
import { fetchHubFiles, type HubFilesParts } from '../open/hub-files.ts';
import { findPaths, type SourceFiles } from '../open/source-files.ts';

export interface OriginParts {
  clock: Clock;
  drops: Drops;
  hub(): Promise<Pick<HubFilesParts, 'hub' | 'token'>>;
  hubCacheFolder: string;
}

const lookAgainMs = 200;

/** Waits for what is still on its way from the page. */
export async function findOrigin(
  origin: DraftOrigin,
  parts: OriginParts,
  call: { signal: AbortSignal; told: (bytesRead: number, bytesTotal: number) => void },
): Promise<SourceFiles> {
  switch (origin.kind) {
    case 'paths':
      return findPaths(origin.paths.map(absolutePath), call.signal);
    case 'hub':
      return fetchHubFiles(origin, { ...(await parts.hub()), cacheFolder: parts.hubCacheFolder, ...call });
    case 'drop':
      for (;;) {
        const { content } = await parts.drops.read(origin.drop);
        const arriving = await arrivingOf(origin, parts.drops);
        if (!arriving) return findPaths([content], call.signal);
        call.told(arriving.receivedBytes, arriving.totalBytes);
        await wait(parts.clock, lookAgainMs);
        call.signal.throwIfAborted();
      }
  }
}

/** Null when nothing is on its way, or it cannot be told. */
export async function arrivingOf(
  origin: DraftOrigin,
  drops: Drops,
): Promise<{ receivedBytes: number; totalBytes: number } | null> {
  if (origin.kind !== 'drop') return null;
  const read = await drops.read(origin.drop).catch(() => null);
  if (!read) return null;
  const receivedBytes = read.files.reduce((sum, file) => sum + file.receivedBytes, 0);
  const totalBytes = read.files.reduce((sum, file) => sum + file.totalBytes, 0);
  return read.more || receivedBytes < totalBytes ? { receivedBytes, totalBytes } : null;
}

export async function nameOfOrigin(origin: DraftOrigin, drops: Drops): Promise<string> {
  if (origin.kind === 'hub') return origin.config === null ? origin.dataset : `${origin.dataset}, ${origin.config}`;
  const names =
    origin.kind === 'paths'
      ? origin.paths.map((path) => basename(path))
      : [...new Set((await drops.read(origin.drop)).files.map(({ path }) => path.split('/')[0] ?? path))];
  const [first = 'Dataset', ...further] = names;
  return further.length === 0 ? first : `${first} and ${further.length} more`;
}
