// The person's own files, looked through and handed over. Reads names and
// sizes; of what is in a file it takes only what the page itself sends.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@hubdesk/shared/errors';
import { absolutePath, browseFolder } from '../files/browse-folder.ts';
import { createBrowsePlaces } from '../files/browse-places.ts';
import type { Drops } from '../files/drops.ts';
import { dropSegments } from '../files/drops-path.ts';
import { errnoOf, storageFailure } from '../files/storage-failure.ts';
import type { Dialogs } from '../ports/dialogs.ts';
import type { Implementer } from './implementer.ts';

export interface FilesParts {
  home: string;
  platform: NodeJS.Platform;
  dialogs: Dialogs;
  drops: Drops;
}

export function filesHandlers(os: Implementer['files'], { home, platform, dialogs, drops }: FilesParts) {
  const places = createBrowsePlaces(home);
  return os.router({
    places: os.places.handler(() => places.list()),
    list: os.list.handler(async ({ input }) => {
      const listing = await browseFolder(input.folder ?? home, { hidden: input.hidden });
      if (input.folder !== null) places.visit(listing.folder);
      return listing;
    }),
    makeFolder: os.makeFolder.handler(async ({ input }) => {
      const [name = '', ...deeper] = dropSegments(input.name, platform);
      if (deeper.length > 0) {
        const reason = 'A folder’s name has no / in it.';
        throw new AppError('INVALID_INPUT', reason, { field: 'name', reason });
      }
      const path = join(absolutePath(input.folder), name);
      await makeFolder(path);
      return { path };
    }),
    choose: os.choose.handler(async ({ input }) => {
      const paths = await dialogs.choose(input);
      return paths && { paths };
    }),
    receive: os.receive.handler(async ({ input }) => ({
      receivedBytes: await drops.receive({ ...input, bytes: decode(input.base64) }),
    })),
    forgetDrop: os.forgetDrop.handler(({ input }) => drops.forget(input.drop)),
  });
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw storageFailure(path, error);
    throw new AppError('ALREADY_THERE', `${path} is there already.`, { what: path, url: null }, { cause: error });
  }
}

function decode(base64: string): Uint8Array {
  // Node leaves out what is not base64; bytes must not go missing in silence.
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    const reason = 'The bytes are not base64.';
    throw new AppError('INVALID_INPUT', reason, { field: 'base64', reason });
  }
  return Buffer.from(base64, 'base64');
}
