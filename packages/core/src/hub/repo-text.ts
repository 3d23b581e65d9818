// A file of a repository as a person reads and edits it: text, whole or not at all.
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { fetchRepoFile } from './repo-file.ts';

/**
 * `text` is null where the file is longer than `maxBytes`, or is no UTF-8 text; `bytes` is its length. What the text
 * says is kept to the byte. Rejects as `fetchRepoFile` does.
 */
export async function fetchRepoText(
  hub: HubClient,
  type: 'model' | 'dataset' | 'space',
  id: string,
  path: string,
  revision: string,
  maxBytes: number,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<{ text: string | null; bytes: number; commit: string | null }> {
  // One byte more than is wanted: who gives it has more.
  const range = { start: 0, end: maxBytes + 1 };
  const place = { type, repo: id, revision, path, range };
  const { bytes, size, commit } = await fetchRepoFile(hub, place, { ...call, maxBytes: maxBytes + 1 });
  const isWhole = bytes.length <= maxBytes;
  return { text: isWhole ? textOf(bytes) : null, bytes: size ?? bytes.length, commit };
}

/** Null for bytes that are no UTF-8 text. */
export function textOf(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
