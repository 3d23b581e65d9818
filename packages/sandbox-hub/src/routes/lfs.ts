// Git LFS: the batch that tells where to put what (whole, in parts, or by Xet), the PUTs themselves, and verify.
import { z } from 'zod';
import type { HubContext } from '../hub-context.ts';
import { readJson } from '../http/read-body.ts';
import { json, Refusal, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { lfsUploads, PART_BYTES, WrongContent, type LfsUpload, type LfsUploads } from '../lfs/lfs-uploads.ts';
import { readRepo, requireWrite, writeRepo } from '../repos/access.ts';
import { requireCaller } from '../caller.ts';
import { apiPath, forEachGitType, type GitType } from '../repos/repo-types.ts';
import type { XetTokens } from '../xet/xet-tokens.ts';
import { issueHeaders } from './xet-tokens.ts';

const object = z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.int().min(0) });
const batchWish = z.looseObject({
  operation: z.enum(['upload', 'download']),
  transfers: z.array(z.string()).default(['basic']),
  ref: z.looseObject({ name: z.string() }).nullish(),
  objects: z.array(object).max(1000),
});
const completeWish = z.looseObject({ parts: z.array(z.object({ partNumber: z.int(), etag: z.string() })) });

export function lfsRoutes(hub: HubContext, xetTokens: XetTokens): Route[] {
  const uploads = lfsUploads(hub.repos.content, hub.now);
  return [
    ...forEachGitType((type, _api, page) => [
      {
        method: 'POST',
        pattern: `${page}/info/lfs/objects/batch`,
        answer: (request) => batch(hub, uploads, xetTokens, withoutGit(request), type),
      },
      {
        method: 'POST',
        pattern: `${page}/info/lfs/objects/verify`,
        answer: (request) => verify(hub, withoutGit(request), type),
      },
    ]),
    { method: 'PUT', pattern: '/lfs/upload/:key', answer: (request) => put(uploads, request) },
    { method: 'PUT', pattern: '/lfs/upload/:key/:part', answer: (request) => putPart(uploads, request) },
    { method: 'POST', pattern: '/lfs/upload/:key', answer: (request) => complete(uploads, request) },
  ];
}

// The last part of these paths is `name.git`.
function withoutGit(request: HubRequest): HubRequest {
  return { ...request, params: { ...request.params, name: (request.params.name ?? '').replace(/\.git$/, '') } };
}

async function batch(
  hub: HubContext,
  uploads: LfsUploads,
  xetTokens: XetTokens,
  request: HubRequest,
  type: GitType,
): Promise<Reply> {
  const found = readRepo(hub, request, type);
  const wish = await readJson(request, batchWish);
  const { name } = found.repo.facts;
  const headers = { 'content-type': 'application/vnd.git-lfs+json' };
  if (wish.operation === 'download') {
    return json({ transfer: 'basic', objects: wish.objects.map((wanted) => downloadOf(hub, wanted)) }, headers);
  }
  requireWrite(requireCaller(hub.store, request.headers), found.repo);
  const missing = wish.objects.filter(({ oid }) => !hub.repos.content.find(oid));
  const multipart = wish.transfers.includes('multipart');
  const byXet = wish.transfers.includes('xet');
  const revision = encodeURIComponent(wish.ref?.name ?? 'main');
  const tokenHeaders = byXet && missing.length > 0 ? issueHeaders(hub, xetTokens, true) : {};
  const begun = new Map<string, LfsUpload>();
  if (!byXet) for (const wanted of missing) begun.set(wanted.oid, uploads.begin(wanted, multipart));
  return json(
    {
      transfer: byXet ? 'xet' : [...begun.values()].some(({ parts }) => parts > 0) ? 'multipart' : 'basic',
      objects: wish.objects.map(({ oid, size }) => {
        const upload = begun.get(oid);
        if (!missing.some((each) => each.oid === oid)) return { oid, size };
        if (!upload) {
          const href = `${hub.origin()}${apiPath(type, name)}/xet-write-token/${revision}`;
          return { oid, size, authenticated: true, actions: { upload: { href, header: tokenHeaders } } };
        }
        return { oid, size, authenticated: true, actions: actionsOf(hub, upload, request) };
      }),
    },
    headers,
  );
}

function actionsOf(hub: HubContext, upload: LfsUpload, request: HubRequest): Record<string, unknown> {
  const href = `${hub.origin()}/lfs/upload/${upload.key}`;
  if (upload.parts > 0) {
    const urls = Array.from({ length: upload.parts }, (_, index) => [
      String(index + 1).padStart(5, '0'),
      `${href}/${index + 1}`,
    ]);
    return { upload: { href, header: { chunk_size: String(PART_BYTES), ...Object.fromEntries(urls) } } };
  }
  const verifyHref = hub.origin() + request.url.pathname.replace(/batch$/, 'verify');
  return { upload: { href, header: {} }, verify: { href: verifyHref, header: {} } };
}

function downloadOf(hub: HubContext, { oid, size }: { oid: string; size: number }): Record<string, unknown> {
  return hub.repos.content.find(oid)
    ? { oid, size, error: { code: 501, message: 'Read LFS files of the Sandbox Hub from their resolve address' } }
    : { oid, size, error: { code: 404, message: 'Object does not exist' } };
}

async function verify(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  writeRepo(hub, request, type);
  const { oid, size } = await readJson(request, object);
  if (hub.repos.content.find(oid)?.size !== size) throw new Refusal(404, 'Object does not exist, or has another size');
  return json({ message: 'Object verified' });
}

async function put(uploads: LfsUploads, request: HubRequest): Promise<Reply> {
  const upload = requireUpload(uploads, request);
  if (upload.parts > 0) throw new Refusal(400, 'This upload comes in parts');
  await uploads.put(upload, request.body).catch(refuseWrong);
  return { status: 200, headers: { etag: `"${upload.oid}"` }, body: '' };
}

async function putPart(uploads: LfsUploads, request: HubRequest): Promise<Reply> {
  const upload = requireUpload(uploads, request);
  const etag = await uploads.putPart(upload, Number(request.params.part), request.body).catch(refuseWrong);
  return { status: 200, headers: { etag, 'access-control-expose-headers': 'ETag' }, body: '' };
}

async function complete(uploads: LfsUploads, request: HubRequest): Promise<Reply> {
  const upload = requireUpload(uploads, request);
  const { parts } = await readJson(request, completeWish);
  await uploads.complete(upload, parts).catch(refuseWrong);
  return json({ success: true });
}

function requireUpload(uploads: LfsUploads, { params }: HubRequest): LfsUpload {
  const upload = uploads.find(params.key ?? '');
  if (!upload) throw new Refusal(403, 'Request has expired');
  return upload;
}

function refuseWrong(error: unknown): never {
  if (error instanceof WrongContent) throw new Refusal(400, error.message);
  throw error;
}
