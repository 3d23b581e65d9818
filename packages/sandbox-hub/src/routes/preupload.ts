// `…/preupload/{rev}`: how each file is to be sent, which are not wanted, and which are there already.
import { z } from 'zod';
import type { HubContext } from '../hub-context.ts';
import { readJson } from '../http/read-body.ts';
import { json, type Reply } from '../http/reply.ts';
import type { HubRequest, Route } from '../http/route-table.ts';
import { requireRevision, writeRepo } from '../repos/access.ts';
import type { Commit } from '../repos/repo-store.ts';
import { forEachGitType, type GitType } from '../repos/repo-types.ts';
import { ignoredBy, uploadModeOf } from '../repos/upload-mode.ts';

const wishShape = z.looseObject({
  files: z.array(z.looseObject({ path: z.string(), size: z.number(), sample: z.string().nullish() })),
  gitAttributes: z.string().nullish(),
  gitIgnore: z.string().nullish(),
});
const RULES_LIMIT_BYTES = 1024 * 1024;

export function preuploadRoutes(hub: HubContext): Route[] {
  return forEachGitType((type, api) => [
    { method: 'POST', pattern: `${api}/preupload/:revision`, answer: (request) => preupload(hub, request, type) },
  ]);
}

async function preupload(hub: HubContext, request: HubRequest, type: GitType): Promise<Reply> {
  const { repo } = writeRepo(hub, request, type);
  const commit = requireRevision(hub, repo, request.params.revision);
  const wish = await readJson(request, wishShape);
  const attributes = wish.gitAttributes ?? (await textOf(hub, commit, '.gitattributes'));
  const ignored = ignoredBy(wish.gitIgnore ?? (await textOf(hub, commit, '.gitignore')) ?? '');
  return json({
    files: wish.files.map(({ path, size, sample }) => {
      const known = hub.repos.file(commit, path);
      const oid = known?.sha256 ?? known?.oid;
      return {
        path,
        uploadMode: uploadModeOf(path, size, attributes, sample ? Buffer.from(sample, 'base64') : undefined),
        // Names that git could not take are left to the commit to refuse.
        shouldIgnore: isPlain(path) && ignored(path),
        ...(oid === undefined ? {} : { oid }),
      };
    }),
    commitOid: commit.oid,
  });
}

function isPlain(path: string): boolean {
  return (
    path !== '' &&
    !path.startsWith('/') &&
    !path.split('/').some((part) => part === '.' || part === '..' || part === '')
  );
}

async function textOf(hub: HubContext, commit: Commit, path: string): Promise<string | undefined> {
  const file = hub.repos.file(commit, path);
  if (!file || file.size > RULES_LIMIT_BYTES) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of file.stream()) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
