// The person's own files: looked through in the page where the host has no
// dialog of its own, and received where a browser gives bytes and no path.
import { z } from 'zod';
import { command, query } from './operation.ts';

/** Absolute, as the system writes it. */
export const hostPathSchema = z.string().min(1).max(4_096);

export const folderEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['file', 'folder', 'other']),
  /** Null for what is not a file. */
  bytes: z.number().nullable(),
  modifiedAt: z.string().nullable(),
  readable: z.boolean(),
});
export type FolderEntry = z.infer<typeof folderEntrySchema>;

export const files = {
  places: query({
    summary: 'Where a person usually keeps files, and where they last looked',
    input: z.void(),
    output: z.array(z.object({ name: z.string(), path: z.string() })),
    example: undefined,
  }),
  list: query({
    summary: 'What is in a folder: folders first, then files, by name; null is the home folder',
    input: z.object({ folder: hostPathSchema.nullable(), hidden: z.boolean().default(false) }),
    output: z.object({
      folder: z.string(),
      /** From the root to this folder. */
      trail: z.array(z.object({ name: z.string(), path: z.string() })),
      entries: z.array(folderEntrySchema),
      /** More entries than are listed. */
      more: z.number(),
    }),
    example: { folder: null },
  }),
  makeFolder: command({
    summary: 'Make an empty folder in another',
    input: z.object({ folder: hostPathSchema, name: z.string().min(1).max(255) }),
    output: z.object({ path: z.string() }),
    example: { folder: '/nowhere', name: 'new' },
    touches: [],
  }),
  choose: command({
    summary: 'Ask with the system’s own dialog; null when the person closed it. UNSUPPORTED where the host has none',
    input: z.object({ what: z.enum(['files', 'folder', 'saveFolder']), title: z.string().max(200) }),
    output: z.object({ paths: z.array(z.string()) }).nullable(),
    example: { what: 'files', title: 'Choose a dataset' },
    touches: [],
  }),
  receive: command({
    summary: 'Take the next bytes of a file that was dropped on the page; a drop is kept until it is forgotten',
    input: z.object({
      /** Made by the page: one for everything dropped at once. */
      drop: z.uuid(),
      /** Relative, with `/`. */
      path: z.string().min(1).max(1_024),
      /** Where these bytes go; must be what was received so far. */
      offset: z.number().int().min(0),
      totalBytes: z.number().int().min(0),
      /** Files of this drop follow whose names were not sent yet, so it is not all there when this one is. False, once said, stays. */
      more: z.boolean().default(false),
      base64: z.string().max(6 * 1024 * 1024),
    }),
    output: z.object({ receivedBytes: z.number() }),
    example: {
      drop: '6f1c3b1e-8d0e-4d0b-9c1b-0f6f3f6b7a11',
      path: 'train.jsonl',
      offset: 0,
      totalBytes: 3,
      base64: 'e30K',
    },
    touches: [],
  }),
  forgetDrop: command({
    summary: 'Throw away what was received of a drop',
    input: z.object({ drop: z.uuid() }),
    output: z.void(),
    example: { drop: '6f1c3b1e-8d0e-4d0b-9c1b-0f6f3f6b7a11' },
    touches: [],
  }),
};
