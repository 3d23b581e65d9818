// The Spaces of one namespace, with how each of them is (reference hub-api 4.2). A Space that cannot be read is left
// out, so that one newer than this app hides none of the others.
import { z } from 'zod';
import type { HubClient } from './hub-client.ts';
import { readable } from './job-schema.ts';
import { listPages } from './list-pages.ts';
import { type HubSpace, hubSpaceSchema } from './space-schema.ts';
import type { SpaceCall } from './spaces.ts';

const fields = [
  'author',
  'cardData',
  'lastModified',
  'likes',
  'models',
  'private',
  'runtime',
  'sdk',
  'sha',
  'subdomain',
];
const pageSize = 100;

/** All Spaces of an account or organization that `call.token` may see, those changed last first. */
export async function listSpaces(hub: HubClient, namespace: string, call: SpaceCall): Promise<HubSpace[]> {
  const url = new URL(`${hub.address.hubUrl}/api/spaces`);
  url.searchParams.set('author', namespace);
  url.searchParams.set('sort', 'lastModified');
  url.searchParams.set('limit', String(pageSize));
  for (const field of fields) url.searchParams.append('expand', field);
  const schema = z.array(z.unknown()).pipe(readable(hubSpaceSchema(hub.address.hubUrl)));
  // A Space that changes while the list is read moves to another page.
  const spaces = new Map<string, HubSpace>();
  const { token, signal } = call;
  for await (const page of listPages(hub, url, schema, 'list of Spaces', { token, signal, what: namespace })) {
    for (const space of page) spaces.set(space.id, space);
  }
  return [...spaces.values()];
}
