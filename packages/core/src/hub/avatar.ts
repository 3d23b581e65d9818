// A person's picture as a `data:` URL: the screens may not load anything remote.
import type { HubAddress } from './hub-client.ts';
import { guardedFetch } from './guarded-fetch.ts';

const imageTypes = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/svg+xml']);
const limits = { headersMs: 8_000, stallMs: 8_000, maxBytes: 256 * 1024 };

/** Null for anything but a small image over https (or of the given Hub); a missing picture is never an error. */
export async function fetchAvatar(address: HubAddress, avatarUrl: string, signal?: AbortSignal): Promise<string | null> {
  if (!URL.canParse(avatarUrl, address.hubUrl)) return null;
  const url = new URL(avatarUrl, address.hubUrl);
  if (url.protocol !== 'https:' && url.origin !== new URL(address.hubUrl).origin) return null;
  try {
    const response = await guardedFetch(limits)(url, { signal: signal ?? null, headers: { accept: 'image/*' } });
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
    if (!response.ok || !imageTypes.has(type)) return null;
    return `data:${type};base64,${Buffer.from(await response.arrayBuffer()).toString('base64')}`;
  } catch {
    return null;
  }
}
