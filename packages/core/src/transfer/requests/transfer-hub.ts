// The Hub's routes that uploads use (reference hub-api 5.1, 5.2, 5.6), each one
// request, once. Answers are parsed tolerantly; the token goes to the Hub alone.
import { AppError } from '@hubdesk/shared/errors';
import { z } from 'zod';
import { parseAnswer } from '../../hub/hub-client.ts';
import { type Answer, hubFailure, isHtml } from '../../hub/hub-failure.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Secret } from '../../secrets/secret.ts';
import type { FileRange } from '../http/file-pieces.ts';
import type { SendBytes } from '../http/send-bytes.ts';

export type RepoType = 'model' | 'dataset' | 'space';

export interface TransferHubParts {
  hubUrl: string;
  repoType: RepoType;
  /** `namespace/name`. */
  repo: string;
  token: () => Promise<Secret | null>;
  send: SendBytes;
  clock: Clock;
  signal: AbortSignal;
}

const preuploadSchema = z.object({
  files: z.array(
    z.object({ path: z.string(), uploadMode: z.enum(['lfs', 'regular']), shouldIgnore: z.boolean().default(false), oid: z.string().nullish() }),
  ),
  commitOid: z.string().nullish(),
});
const action = z.object({
  href: z.string(),
  header: z.record(z.string(), z.string()).nullish(),
  expires_in: z.number().nullish(),
});
const batchSchema = z.object({
  transfer: z.string().nullish(),
  objects: z.array(
    z.object({
      oid: z.string(),
      size: z.number().nullish(),
      actions: z.object({ upload: action.nullish(), verify: action.nullish() }).nullish(),
      error: z.object({ code: z.number().nullish(), message: z.string().nullish() }).nullish(),
    }),
  ),
});
export type LfsObject = z.infer<typeof batchSchema>['objects'][number];
export type LfsAction = z.infer<typeof action>;
const commitSchema = z.object({ commitOid: z.string().nullish(), commitUrl: z.string().nullish() });
const entrySchema = z.object({
  type: z.string(),
  path: z.string(),
  size: z.number().nullish(),
  oid: z.string().nullish(),
  lfs: z.object({ oid: z.string(), size: z.number().nullish() }).nullish(),
});
/** A file on the Hub; `oid` is the SHA-256 of a large file and the git id of any other. */
export interface RemoteFile {
  path: string;
  size: number;
  oid: string;
  lfs: boolean;
}

/** What became of a commit, as far as its answer tells. */
export type CommitAnswer = { outcome: 'accepted'; oid: string } | { outcome: 'stale' } | { outcome: 'refused'; error: AppError };

export interface TransferHub {
  repoUrl: string;
  /** True when it was made now, false when it was there. */
  createRepo(visibility: { private: boolean }): Promise<boolean>;
  /** The commit `revision` stands at. */
  head(revision?: string): Promise<string>;
  /** All files of a revision, folder by folder inside each other. */
  list(revision: string, folder?: string): Promise<RemoteFile[]>;
  /** Those of `paths` that exist. */
  look(revision: string, paths: readonly string[]): Promise<Map<string, RemoteFile>>;
  preupload(files: readonly { path: string; size: number; sample: string }[]): Promise<z.infer<typeof preuploadSchema>>;
  lfsBatch(objects: readonly { oid: string; size: number }[], transfers: readonly string[]): Promise<{ transfer: string; objects: LfsObject[] }>;
  /** Asks the store to look at what it was sent. Rejects when it is not there. */
  verify(verify: LfsAction, object: { oid: string; size: number }): Promise<void>;
  /** GETs an address the Hub named; the token goes along only to the Hub itself. */
  ask(url: string): Promise<Answer>;
  /** `body` is NDJSON. Rejects where the outcome is not known, or the person must do something. */
  commit(body: Uint8Array | FileRange): Promise<CommitAnswer>;
}

const json = 'application/json';
const lfsJson = 'application/vnd.git-lfs+json';
const plural = { model: 'models', dataset: 'datasets', space: 'spaces' } as const;
const prefix = { model: '', dataset: 'datasets/', space: 'spaces/' } as const;

export function repoPageUrl(hubUrl: string, repoType: RepoType, repo: string): string {
  return `${hubUrl}/${prefix[repoType]}${repo}`;
}

export function createTransferHub(parts: TransferHubParts): TransferHub {
  const { hubUrl, repoType, repo, clock } = parts;
  const host = new URL(hubUrl).host;
  const api = `${hubUrl}/api/${plural[repoType]}/${repo}`;
  const repoUrl = repoPageUrl(hubUrl, repoType, repo);

  async function send(method: 'GET' | 'POST', url: string, body?: Uint8Array | FileRange, type = json, more: Record<string, string> = {}): Promise<Answer> {
    const headers: Record<string, string> = { accept: type === lfsJson ? lfsJson : json, ...more };
    if (body !== undefined) headers['content-type'] = type;
    // An action's address may be another server's.
    if (new URL(url).origin === new URL(hubUrl).origin) {
      const token = await parts.token();
      if (token) headers['authorization'] = `Bearer ${token.reveal()}`;
    }
    return parts.send({ method, url, headers, ...(body === undefined ? {} : { body }), signal: parts.signal });
  }

  function failure(answer: Answer): AppError {
    // Too early: again, later (RFC 8470).
    if (answer.status === 425) return new AppError('PROVIDER_UNAVAILABLE', 'The service has trouble at the moment.', { provider: 'huggingface', httpStatus: 425 });
    return hubFailure(answer, { hubUrl, host, repo, nowMs: clock.now() });
  }

  function read<S extends z.ZodType>(answer: Answer, schema: S, what: string): z.output<S> {
    if (answer.status < 200 || answer.status >= 300) throw failure(answer);
    if (isHtml(answer)) throw new AppError('INTERCEPTED', `${host} answered with a web page instead of data.`, { by: 'html', host });
    return parseAnswer(answer.text, schema, what);
  }

  const post = <S extends z.ZodType>(url: string, body: unknown, schema: S, what: string, type = json) =>
    send('POST', url, Buffer.from(JSON.stringify(body)), type).then((answer) => read(answer, schema, what));

  return {
    repoUrl,
    async createRepo(visibility) {
      const [namespace, name] = repo.includes('/') ? repo.split('/') : [undefined, repo];
      const wish = { type: repoType, name, ...(namespace === undefined ? {} : { organization: namespace }), private: visibility.private };
      const answer = await send('POST', `${hubUrl}/api/repos/create`, Buffer.from(JSON.stringify(wish)));
      if (answer.status === 409) {
        // Also said while the Hub is still busy with the same name.
        if (/conflicting operation is in progress/i.test(answer.text)) {
          throw new AppError('PROVIDER_UNAVAILABLE', 'The Hub is still busy with a repository of this name.', { provider: 'huggingface', httpStatus: 409 });
        }
        return false;
      }
      read(answer, z.unknown(), 'create');
      return true;
    },
    async head(revision = 'main') {
      const answer = await send('GET', `${api}/revision/${encodeURIComponent(revision)}?expand=sha`);
      return read(answer, z.object({ sha: z.string() }), 'revision').sha;
    },
    async list(revision, folder = '') {
      const inside = folder === '' ? '' : `/${encodePath(folder)}`;
      let url: string | null = `${api}/tree/${encodeURIComponent(revision)}${inside}?recursive=true&expand=false`;
      const files: RemoteFile[] = [];
      while (url !== null) {
        const answer: Answer = await send('GET', url);
        for (const entry of read(answer, z.array(entrySchema), 'tree')) files.push(...fileOf(entry));
        url = nextPage(answer.headers, hubUrl);
      }
      return files;
    },
    async look(revision, paths) {
      const answer = await post(`${api}/paths-info/${encodeURIComponent(revision)}`, { paths, expand: false }, z.array(entrySchema), 'paths-info');
      return new Map(answer.flatMap(fileOf).map((file) => [file.path, file]));
    },
    preupload: (files) => post(`${api}/preupload/main`, { files }, preuploadSchema, 'preupload'),
    async lfsBatch(objects, transfers) {
      const wish = { operation: 'upload', transfers, hash_algo: 'sha256', ref: { name: 'main' }, objects };
      const answer = await post(`${repoUrl}.git/info/lfs/objects/batch`, wish, batchSchema, 'lfs batch', lfsJson);
      return { transfer: answer.transfer ?? 'basic', objects: answer.objects };
    },
    async verify(verify, object) {
      const answer = await send('POST', verify.href, Buffer.from(JSON.stringify(object)), lfsJson, verify.header ?? {});
      if (answer.status < 200 || answer.status >= 300) throw failure(answer);
    },
    async ask(url) {
      const answer = await send('GET', url);
      if (answer.status < 200 || answer.status >= 300) throw failure(answer);
      return answer;
    },
    async commit(body) {
      const answer = await send('POST', `${api}/commit/main`, body, 'application/x-ndjson');
      if (answer.status === 409 || answer.status === 412) return { outcome: 'stale' };
      if (answer.status === 400 || answer.status === 413 || answer.status === 422) return { outcome: 'refused', error: failure(answer) };
      const { commitOid, commitUrl } = read(answer, commitSchema, 'commit');
      const oid = commitOid ?? /\/commit\/([0-9a-f]{40})/.exec(commitUrl ?? '')?.[1];
      if (!oid) throw new AppError('HUB_CHANGED', 'The Hub took a commit and did not say which.', { what: 'commit' });
      return { outcome: 'accepted', oid };
    },
  };
}

function fileOf(entry: z.infer<typeof entrySchema>): RemoteFile[] {
  const oid = entry.lfs?.oid ?? entry.oid;
  if (entry.type !== 'file' || !oid) return [];
  return [{ path: entry.path, size: entry.lfs?.size ?? entry.size ?? 0, oid, lfs: Boolean(entry.lfs) }];
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function nextPage(headers: Headers, hubUrl: string): string | null {
  const url = /<([^>]+)>\s*;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1];
  if (url === undefined) return null;
  if (!URL.canParse(url) || new URL(url).origin !== new URL(hubUrl).origin) {
    throw new AppError('HUB_CHANGED', 'The Hub pointed at a page that is not its own.', { what: 'link' });
  }
  return url;
}
