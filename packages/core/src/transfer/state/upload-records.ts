// What the journal of an upload can say. A record tells what became true, never
// what is intended next; the state is nothing but its records, folded.
import { transferProblemSchema } from '@hubdesk/shared/datasets/transfer';
import { cardAnswersSchema } from '@hubdesk/shared/datasets/dataset';
import { z } from 'zod';

/** What a file was when it was hashed. Nanoseconds and inode as decimal text: they are larger than a number holds. */
export const identitySchema = z.object({ size: z.number(), mtimeNs: z.string(), ctimeNs: z.string(), ino: z.string() });
export type Identity = z.infer<typeof identitySchema>;

/** A place in the list of files, which never changes once it is made. */
const index = z.number().int().min(0);
const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
const hex40 = z.string().regex(/^[0-9a-f]{40}$/);

export const uploadSourceRecordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('path'), path: z.string() }),
  z.object({ kind: z.literal('draft'), draft: z.string(), card: cardAnswersSchema.nullable() }),
]);
export type UploadSource = z.infer<typeof uploadSourceRecordSchema>;

export const multipartSchema = z.object({
  /** Where the list of parts is sent in the end. */
  href: z.string(),
  partBytes: z.number().int().positive(),
  /** One address a part. Each is a key to this one object and is worthless after `expiresAtMs`. */
  urls: z.array(z.string()),
  expiresAtMs: z.number(),
});
export type Multipart = z.infer<typeof multipartSchema>;

export const uploadRecordSchema = z.discriminatedUnion('k', [
  z.object({
    k: z.literal('begin'),
    kind: z.literal('upload'),
    id: z.string(),
    at: z.string(),
    name: z.string(),
    repo: z.string(),
    repoType: z.enum(['model', 'dataset', 'space']),
    create: z.object({ private: z.boolean() }).nullable(),
    /** Folder inside the repository, without slashes at its ends. */
    folder: z.string(),
    message: z.string(),
    /** Local folder the files are in; what is shown. */
    root: z.string(),
    source: uploadSourceRecordSchema,
  }),
  /** The repository is there; `made` when it is ours from this transfer on. */
  z.object({ k: z.literal('repo'), made: z.boolean() }),
  /** More of the list: path in the repository, bytes, and the file's own path. */
  z.object({ k: z.literal('files'), files: z.array(z.tuple([z.string(), z.number(), z.string()])) }),
  /** The list is whole. Without this it is made anew. */
  z.object({ k: z.literal('listed') }),
  z.object({ k: z.literal('relist') }),
  z.object({ k: z.literal('hashed'), i: index, was: identitySchema, sha256: hex64, sha1: hex40.nullable() }),
  /** How it travels, and what stood in its place on the Hub then. */
  z.object({ k: z.literal('way'), i: index, way: z.enum(['regular', 'lfs']), base: z.string().nullable() }),
  z.object({ k: z.literal('parts'), i: index, multipart: multipartSchema.nullable() }),
  z.object({ k: z.literal('part'), i: index, part: z.number().int().positive(), etag: z.string() }),
  z.object({ k: z.literal('uploaded'), i: index, way: z.enum(['lfs', 'xet']) }),
  z.object({ k: z.literal('spared'), i: index, ignored: z.boolean() }),
  z.object({ k: z.literal('committing'), batch: z.number().int(), parent: z.string(), files: z.array(index) }),
  z.object({ k: z.literal('committed'), batch: z.number().int(), oid: z.string() }),
  /** Surely not taken by the Hub. */
  z.object({ k: z.literal('uncommitted'), batch: z.number().int() }),
  /** What stands in its place on the Hub now, seen and accepted by the person. */
  z.object({ k: z.literal('base'), i: index, base: z.string().nullable() }),
  /** It was there, and somebody else put something else in its place. */
  z.object({ k: z.literal('overtaken'), i: index }),
  /** Its bytes are not what was hashed. */
  z.object({ k: z.literal('changed'), i: index }),
  z.object({ k: z.literal('failed'), i: index, problem: transferProblemSchema }),
  /** What failed is tried again, from the start. */
  z.object({ k: z.literal('again') }),
  z.object({ k: z.literal('intent'), intent: z.enum(['run', 'pause', 'cancel']), at: z.string() }),
  z.object({ k: z.literal('stopped'), problem: transferProblemSchema }),
  /** The person saw that others wrote there, and goes on. Holds until the next stop. */
  z.object({ k: z.literal('accepted') }),
  z.object({ k: z.literal('done'), oid: z.string(), at: z.string() }),
]);
export type UploadRecord = z.infer<typeof uploadRecordSchema>;
export type UploadBegin = Extract<UploadRecord, { k: 'begin' }>;
