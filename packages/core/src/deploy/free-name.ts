// Another name for a Space whose own is taken, like it and free as far as anybody can see.
import { offerName } from '@hubdesk/shared/spaces/space-name';
import type { HubSpace } from '../hub/space-schema.ts';

/** `space` is `namespace/name`. Where the Spaces of the namespace cannot be listed, the next name is offered unseen. */
export async function freeName(
  space: string,
  list: (namespace: string) => Promise<readonly Pick<HubSpace, 'id'>[]>,
): Promise<string> {
  const [namespace = '', name = ''] = space.split('/');
  const known = await list(namespace).catch(() => []);
  return offerName(name, new Set([name, ...known.map(({ id }) => id.split('/')[1] ?? '')]));
}
