// The files themselves: `/{repo}/resolve/{rev}/{path}` with ranges, hashes and the way to read by Xet, and `…/raw/…`,
// where an LFS file is its pointer.
import { extname } from 'node:path';
import type { HubContext } from '../hub-context.ts';
import { Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { serveBytes } from '../http/serve-bytes.ts';
import { missingEntry, readRepo, requireRevision } from '../repos/access.ts';
import { HollowContent } from '../repos/content-store.ts';
import { lfsPointer } from '../repos/git-oid.ts';
import type { RepoFile } from '../repos/repo-store.ts';
import { apiPath, forEachGitType, type GitType } from '../repos/repo-types.ts';

export function fileRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api, page) => [
    { method: 'GET', pattern: `${page}/resolve/:revision/*path`, answer: (request) => resolve(hub, request, type) },
    { method: 'GET', pattern: `${api}/resolve/:revision/*path`, answer: (request) => resolve(hub, request, type) },
    { method: 'GET', pattern: `${page}/raw/:revision/*path`, answer: (request) => raw(hub, request, type) },
  ]);
}

function resolve(hub: HubContext, request: HubRequest, type: GitType): Reply {
  const { repo } = readRepo(hub, request, type);
  const { revision = 'main', path = '' } = request.params;
  const commit = requireRevision(hub, repo, revision);
  const file = hub.repos.file(commit, path);
  if (!file) throw missingEntry(path, commit);
  const etag = `"${file.sha256 ?? file.oid}"`;
  const headers: Record<string, string> = {
    ...contentHeaders(path),
    'x-repo-commit': commit.oid,
    etag,
    'x-linked-size': String(file.size),
    'x-linked-etag': etag,
  };
  if (file.content.kind === 'xet') {
    const auth = `${hub.origin()}${apiPath(type, repo.facts.name)}/xet-read-token/${commit.oid}`;
    Object.assign(headers, xetHeaders(hub, file.content.hash, auth));
    if (request.headers.accept?.includes('application/vnd.xet-fileinfo+json')) {
      headers['content-type'] = 'application/vnd.xet-fileinfo+json';
      return { status: 200, headers, body: JSON.stringify({ hash: file.content.hash }) };
    }
  }
  if (request.headers['if-none-match'] === etag) return { status: 304, headers, body: '' };
  return sendFile(request, file, headers);
}

/** Where a client finds a file by Xet. */
export function xetHeaders(hub: HubContext, hash: string, authUrl: string): Record<string, string> {
  const info = `${hub.origin()}/xet/v2/reconstructions/${hash}`;
  return { 'x-xet-hash': hash, link: `<${authUrl}>; rel="xet-auth", <${info}>; rel="xet-reconstruction-info"` };
}

export function sendFile(
  request: HubRequest,
  file: Pick<RepoFile, 'size' | 'content' | 'stream'>,
  headers: Record<string, string>,
): Reply {
  if (file.content.kind === 'hollow') throw new Refusal(501, `${new HollowContent().message}.`, headers);
  return serveBytes(request.headers.range, file.size, (range) => file.stream(range), headers);
}

async function raw(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = readRepo(hub, request, type);
  const { revision = 'main', path = '' } = request.params;
  const commit = requireRevision(hub, repo, revision);
  const file = hub.repos.file(commit, path);
  if (!file) throw missingEntry(path, commit);
  const headers = { ...contentHeaders(path), 'x-repo-commit': commit.oid, etag: `"${file.oid}"` };
  if (file.sha256 === undefined) return sendFile(request, file, headers);
  return { status: 200, headers, body: lfsPointer(file.sha256, file.size) };
}

const TEXTS = new Set([
  '.md',
  '.txt',
  '.json',
  '.jsonl',
  '.csv',
  '.tsv',
  '.py',
  '.yaml',
  '.yml',
  '.toml',
  '.html',
  '.js',
  '.ts',
  '.css',
  '.xml',
  '.svg',
  '',
]);
const IMAGES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};

// A file of a repo is somebody's own: it never runs as a page of this origin.
export function contentHeaders(path: string): Record<string, string> {
  const ending = extname(path).toLowerCase();
  const name = path.slice(path.lastIndexOf('/') + 1);
  const text = TEXTS.has(ending) ? 'text/plain; charset=utf-8' : 'application/octet-stream';
  return {
    'content-type': IMAGES[ending] ?? text,
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}; filename="${name.replace(/[^\x20-\x7e]|["\\]/g, '_')}";`,
    'content-security-policy': "default-src 'none'; sandbox",
  };
}
