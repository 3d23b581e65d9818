// Files written to a repository and deleted from it, in one commit (reference hub-api 5.1). Meant for the few and small
// files of an app: all of them are held in memory. Uploads of data go through `transfer/`.
import { AppError } from '@hubdesk/shared/errors';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../secrets/secret.ts';
import type { HubClient } from './hub-client.ts';
import { pathSegment } from './path-segment.ts';
import { storeLargeFiles } from './repo-lfs.ts';
import { textOf } from './repo-text.ts';

export interface TextCommit {
  /** `content` null deletes the file. */
  files: readonly { path: string; content: Uint8Array | string | null }[];
  /** Its first line is the title. */
  message: string;
  /** The commit that the files were read at; null: whatever others did since. */
  parent: string | null;
}

interface Call {
  token: Secret;
  signal?: AbortSignal | undefined;
}
type RepoType = 'model' | 'dataset' | 'space';
interface Piece {
  path: string;
  bytes: Buffer<ArrayBuffer>;
}

/** What is longer, or no text, the Hub is asked about first: it may want it beside git. */
const plainBytes = 1024 * 1024;
const sampleBytes = 512;
/** As the official client does. */
const askedAtOnce = 100;
const commitLimits = { headersMs: 120_000 };
const answerSchema = z.object({
  commitOid: z.string().nullish().catch(null),
  commitUrl: z.string().nullish().catch(null),
});

/**
 * One commit on `main` with all of it, sent once. Rejects with CONFLICT where others have committed since `parent`, with
 * INVALID_INPUT for what the Hub does not take (a README whose head is no YAML), and with the codes of `hubFailure`.
 */
export async function commitTexts(
  hub: HubClient,
  type: RepoType,
  id: string,
  { files, message, parent }: TextCommit,
  call: Call,
): Promise<{ commit: string }> {
  const api = `${hub.address.hubUrl}/api/${type}s/${id.split('/').map(pathSegment).join('/')}`;
  const about = { ...call, repo: id, repoType: type, limits: commitLimits };
  const pieces = files.flatMap(({ path, content }): Piece[] =>
    content === null ? [] : [{ path, bytes: Buffer.from(content) }],
  );
  const large = await askForLarge(hub, api, pieces, about);
  const hashed = large.map(({ path, bytes }) => ({ path, bytes, oid: sha256(bytes) }));
  // The same content under two names is stored once.
  const contents = new Map(hashed.map((file) => [file.oid, file]));
  await storeLargeFiles(hub, type, id, [...contents.values()], call);
  const stored = new Map(hashed.map(({ path, bytes, oid }) => [path, { oid, size: bytes.length }]));
  const [summary = '', ...rest] = message.trim().split('\n');
  const lines = [
    {
      key: 'header',
      value: {
        summary: summary || 'Change files',
        description: rest.join('\n').trim(),
        ...(parent === null ? {} : { parentCommit: parent }),
      },
    },
    ...pieces.map(({ path, bytes }) => {
      const pointer = stored.get(path);
      if (pointer !== undefined) return { key: 'lfsFile', value: { path, algo: 'sha256', ...pointer } };
      return { key: 'file', value: { path, content: bytes.toString('base64'), encoding: 'base64' } };
    }),
    ...files.flatMap(({ path, content }) => (content === null ? [{ key: 'deletedFile', value: { path } }] : [])),
  ];
  const answer = await hub.sendLines(`${api}/commit/main`, lines, answerSchema, about);
  const commit = answer.commitOid ?? /\/commit\/([0-9a-f]{40})/.exec(answer.commitUrl ?? '')?.[1];
  if (!commit) throw new AppError('HUB_CHANGED', 'The Hub took a commit and did not say which.', { what: 'commit' });
  return { commit };
}

const preuploadSchema = z.object({
  files: z.array(z.object({ path: z.string(), uploadMode: z.string() })),
});

/** Those that the Hub wants beside git. */
async function askForLarge(
  hub: HubClient,
  api: string,
  pieces: readonly Piece[],
  call: Parameters<HubClient['send']>[4],
): Promise<Piece[]> {
  const unsure = pieces.filter(
    ({ bytes }) => bytes.length > 0 && (bytes.length > plainBytes || textOf(bytes) === null),
  );
  const modes = new Map<string, string>();
  for (let start = 0; start < unsure.length; start += askedAtOnce) {
    const wish = unsure.slice(start, start + askedAtOnce).map(({ path, bytes }) => ({
      path,
      size: bytes.length,
      sample: bytes.subarray(0, sampleBytes).toString('base64'),
    }));
    const { files } = await hub.send('POST', `${api}/preupload/main`, { files: wish }, preuploadSchema, call);
    for (const { path, uploadMode } of files) modes.set(path, uploadMode);
  }
  return unsure.filter(({ path }) => modes.get(path) === 'lfs');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
