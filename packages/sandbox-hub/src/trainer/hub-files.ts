// The little of the Hub's API that the tiny trainer needs from within its job: read a dataset, make a model repo,
// commit files. It goes through HTTP with the job's own token, as the real script does, so that its rights are real.
import { createHash } from 'node:crypto';
import { z } from 'zod';

export class HubRefused extends Error {}

export interface HubFiles {
  whoami(): Promise<string>;
  /** Files of a dataset by path, with a way to read each. */
  datasetFiles(id: string): Promise<{ path: string; bytes(): Promise<Uint8Array> }[]>;
  createModel(id: string, isPrivate: boolean): Promise<void>;
  commit(id: string, files: Readonly<Record<string, Uint8Array>>, title: string): Promise<void>;
  /** Size of each file of a model. */
  modelFiles(id: string): Promise<Map<string, number>>;
}

const tree = z.array(z.looseObject({ type: z.string(), path: z.string(), size: z.number().optional() }));
const preupload = z.object({
  files: z.array(z.looseObject({ path: z.string(), uploadMode: z.enum(['lfs', 'regular']) })),
});
const action = z.object({ href: z.string(), header: z.record(z.string(), z.string()).optional() });
const batch = z.object({
  objects: z.array(
    z.object({ oid: z.string(), actions: z.object({ upload: action, verify: action.optional() }).optional() }),
  ),
});

export function hubFiles(endpoint: string, token: string | undefined): HubFiles {
  const auth: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const url = path.startsWith('http') ? path : `${endpoint}${path}`;
    const answer = await fetch(url, {
      ...init,
      headers: { ...auth, ...(init.headers as Record<string, string> | undefined) },
    });
    if (answer.ok) return answer;
    const told = z.object({ error: z.string() }).safeParse(await answer.json().catch(() => undefined));
    throw new HubRefused(`${answer.status} for ${new URL(url).pathname}: ${told.success ? told.data.error : ''}`);
  }
  const post = (path: string, body: unknown, type = 'application/json') =>
    ask(path, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });

  async function filesOf(kind: 'datasets' | 'models', id: string) {
    const listed = tree.parse(await (await ask(`/api/${kind}/${id}/tree/main?recursive=true`)).json());
    return listed.filter(({ type }) => type === 'file');
  }

  async function uploadLarge(id: string, bytes: Uint8Array, oid: string): Promise<void> {
    const answer = await post(
      `/${id}.git/info/lfs/objects/batch`,
      { operation: 'upload', transfers: ['basic'], hash_algo: 'sha256', objects: [{ oid, size: bytes.length }] },
      'application/vnd.git-lfs+json',
    );
    const [object] = batch.parse(await answer.json()).objects;
    const actions = object?.actions;
    if (!actions) return;
    const sent = await fetch(actions.upload.href, { method: 'PUT', body: Buffer.from(bytes) });
    if (!sent.ok) throw new HubRefused(`${sent.status} while uploading`);
    if (actions.verify) await post(actions.verify.href, { oid, size: bytes.length });
  }

  return {
    whoami: async () => z.looseObject({ name: z.string() }).parse(await (await ask('/api/whoami-v2')).json()).name,
    datasetFiles: async (id) => {
      const files = await filesOf('datasets', id);
      return files.map(({ path }) => ({
        path,
        bytes: async () =>
          await (
            await ask(`/datasets/${id}/resolve/main/${path.split('/').map(encodeURIComponent).join('/')}`)
          ).bytes(),
      }));
    },
    createModel: async (id, isPrivate) => {
      const [organization, name] = id.split('/');
      const answer = await fetch(`${endpoint}/api/repos/create`, {
        method: 'POST',
        headers: { ...auth, 'content-type': 'application/json' },
        body: JSON.stringify({ type: 'model', name, organization, private: isPrivate }),
      });
      if (answer.ok || answer.status === 409) return;
      throw new HubRefused(`${answer.status} while creating ${id}: ${await answer.text()}`);
    },
    commit: async (id, files, title) => {
      const entries = Object.entries(files);
      const described = entries.map(([path, bytes]) => ({
        path,
        size: bytes.length,
        sample: Buffer.from(bytes.subarray(0, 512)).toString('base64'),
      }));
      const answer = await post(`/api/models/${id}/preupload/main`, { files: described });
      const modes = preupload.parse(await answer.json()).files;
      const lines: unknown[] = [{ key: 'header', value: { summary: title, description: '' } }];
      for (const [path, bytes] of entries) {
        if (modes.find((file) => file.path === path)?.uploadMode === 'lfs') {
          const oid = createHash('sha256').update(bytes).digest('hex');
          await uploadLarge(id, bytes, oid);
          lines.push({ key: 'lfsFile', value: { path, algo: 'sha256', oid, size: bytes.length } });
        } else {
          const content = Buffer.from(bytes).toString('base64');
          lines.push({ key: 'file', value: { path, content, encoding: 'base64' } });
        }
      }
      await ask(`/api/models/${id}/commit/main`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
        body: lines.map((line) => JSON.stringify(line)).join('\n'),
      });
    },
    modelFiles: async (id) => new Map((await filesOf('models', id)).map(({ path, size = 0 }) => [path, size])),
  };
}
