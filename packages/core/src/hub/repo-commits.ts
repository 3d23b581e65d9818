// The history of a repository, newest first, a page at a time (reference hub-api 5.6).
import type { RepoCommit } from '@hubdesk/shared/spaces/space';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { readable } from './job-schema.ts';
import { nextLink } from './model-list.ts';
import { pathSegment } from './path-segment.ts';

const commitSchema = z
  .object({
    id: z.string().min(1),
    title: z.string().catch(''),
    message: z.string().catch(''),
    date: z.string(),
    authors: readable(z.object({ user: z.string() })),
  })
  .transform(({ authors, date, ...commit }): RepoCommit => ({
    ...commit,
    authors: authors.map(({ user }) => user),
    at: date,
  }));

/** `GET /api/{type}s/{id}/commits/main`: one page, and the cursor of the next or null. Rejects with NOT_FOUND. */
export async function fetchCommits(
  hub: HubClient,
  type: 'model' | 'dataset' | 'space',
  id: string,
  cursor: string | null,
  call: { token: Secret | null; signal?: AbortSignal | undefined },
): Promise<{ commits: RepoCommit[]; cursor: string | null }> {
  const path = id.split('/').map(pathSegment).join('/');
  const url = new URL(`${hub.address.hubUrl}/api/${type}s/${path}/commits/main`);
  // This list alone counts its pages.
  if (cursor !== null) url.searchParams.set('p', cursor);
  const schema = z.array(z.unknown()).pipe(readable(commitSchema));
  const { value, headers } = await hub.get(url.href, schema, { ...call, repo: id, repoType: type });
  const next = nextLink(headers.get('link'));
  return { commits: value, cursor: next !== null && URL.canParse(next) ? new URL(next).searchParams.get('p') : null };
}
