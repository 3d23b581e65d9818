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

export interface FindCall {
  signal: AbortSignal;
  told: (bytesRead: number, bytesTotal: number) => void;
  /** Files of which only the beginning is there; asked again until it answers that it could read one. */
  glimpse: (there: SourceFiles) => Promise<boolean>;
}

/** Waits for what is still on its way from the page, and shows meanwhile what has come. */
export async function findOrigin(origin: DraftOrigin, parts: OriginParts, call: FindCall): Promise<SourceFiles> {
  switch (origin.kind) {
    case 'paths':
      return findPaths(origin.paths.map(absolutePath), call.signal);
    case 'hub':
      return fetchHubFiles(origin, { ...(await parts.hub()), cacheFolder: parts.hubCacheFolder, ...call });
    case 'drop':
      for (let seen = false; ;) {
        const { content } = await parts.drops.read(origin.drop);
        const arriving = await arrivingOf(origin, parts.drops);
        if (!arriving) return findPaths([content], call.signal);
        call.told(arriving.receivedBytes, arriving.totalBytes);
        seen ||= await call.glimpse(await findPaths([content], call.signal));
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
  switch (origin.kind) {
    case 'hub':
      return origin.config === null ? origin.dataset : `${origin.dataset}, ${origin.config}`;
    case 'paths':
      return firstOf(origin.paths.map((path) => basename(path)));
    case 'drop':
      return firstOf([...new Set((await drops.read(origin.drop)).files.map(({ path }) => path.split('/')[0] ?? path))]);
  }
}

function firstOf([first = 'Dataset', ...further]: string[]): string {
  return further.length === 0 ? first : `${first} and ${further.length} more`;
}
