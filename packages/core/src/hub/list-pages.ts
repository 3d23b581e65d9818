// A list of the Hub that comes in pages, followed to its end (reference hub-api 0.1). Refuses one that leads back to
// where it was. The cursor alone is taken from the link: where it is asked is never the page's to say.
import { AppError } from '@hubdesk/shared/errors';
import type { z } from 'zod';
import { cursorOf } from './dataset-list.ts';
import type { HubCall, HubClient } from './hub-client.ts';

/** Each page as `schema` reads it. `list` names it for the words of a failure: `list of jobs`. */
export async function* listPages<T extends z.ZodType>(
  hub: HubClient,
  address: URL,
  schema: T,
  list: string,
  call: HubCall,
): AsyncGenerator<z.output<T>> {
  const url = new URL(address);
  const seen = new Set<string>();
  for (;;) {
    const { value, headers } = await hub.get(url.href, schema, call);
    yield value;
    const cursor = cursorOf(headers.get('link'));
    if (cursor === null) return;
    if (seen.has(cursor)) throw new AppError('HUB_CHANGED', `The Hub’s ${list} goes round in circles.`, { what: list });
    seen.add(cursor);
    url.searchParams.set('cursor', cursor);
  }
}
