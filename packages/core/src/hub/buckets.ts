// Buckets of the Hub: files without history, where runs keep their checkpoints (reference hub-api 3.5 and 5.6).
import { isAppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import type { HubClient } from './hub-client.ts';
import { readable } from './job-schema.ts';
import type { JobCall } from './jobs.ts';
import { listPages } from './list-pages.ts';
import { pathSegment } from './path-segment.ts';

/** Makes a private bucket, `namespace/name`; one that is there already is as good. */
export async function createBucket(hub: HubClient, bucket: string, call: JobCall): Promise<void> {
  try {
    await hub.send('POST', bucketUrl(hub, bucket), { private: true }, z.unknown(), { ...call, what: bucket });
  } catch (error) {
    if (!isAppError(error, 'CONFLICT')) throw error;
  }
}

const entrySchema = z.object({ type: z.string(), path: z.string(), size: z.number().nonnegative().catch(0) });

/** All files below a folder, by their paths within the bucket; a folder that is not there has none. NOT_FOUND where the bucket is not. */
export async function listBucketFolder(
  hub: HubClient,
  bucket: string,
  folder: string,
  call: JobCall,
): Promise<{ path: string; bytes: number }[]> {
  const path = folder.split('/').filter(Boolean).map(pathSegment).join('/');
  const url = new URL(`${bucketUrl(hub, bucket)}/tree${path && `/${path}`}?recursive=true`);
  const schema = z.array(z.unknown()).pipe(readable(entrySchema));
  const files: { path: string; bytes: number }[] = [];
  for await (const page of listPages(hub, url, schema, 'list of files', { ...call, what: bucket })) {
    for (const { type, path, size } of page) if (type === 'file') files.push({ path, bytes: size });
  }
  return files;
}

function bucketUrl(hub: HubClient, bucket: string): string {
  return `${hub.address.hubUrl}/api/buckets/${bucket.split('/').map(pathSegment).join('/')}`;
}
