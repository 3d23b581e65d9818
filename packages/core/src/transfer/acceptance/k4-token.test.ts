// Row K4 of the acceptance table (reference security 5.2).
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { Secret } from '../../secrets/secret.ts';
import { aFolder, aHub, anUpload, listing, manifest, settled } from '../upload/upload-world.fixture.ts';

const files = Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`${at}.bin`, randomBytes(1_000)]));

for (const [name, route, fault, code] of [
  ['revoked before the questions', 'POST /api/datasets/*/preupload/*', { status: 401, body: { error: 'Invalid credentials in Authorization header' } }, 'TOKEN_REJECTED'],
  ['revoked before the commit', 'POST /api/datasets/*/commit/*', { status: 401, body: { error: 'Invalid credentials in Authorization header' } }, 'TOKEN_REJECTED'],
  ['without its right any more', 'POST /api/datasets/*/commit/*', { status: 403, body: { error: 'You do not have write access to this repo' } }, 'MISSING_PERMISSION'],
] as const) {
  it(`K4: a token ${name} stops the upload, and a new one goes on without sending again`, { timeout: 60_000 }, async () => {
    const hub = await aHub();
    const undo = hub.fail(route, fault);
    let token = hub.token;
    const { job } = await anUpload(hub, await aFolder(files), { token: async () => Secret.from(token) });
    expect(await settled(job)).toMatchObject({ state: 'stopped', problem: { code } });
    const refused = hub.requests.findIndex(({ status }) => status === fault.status);
    const after = hub.requests.slice(refused + 1).filter(({ status }) => status !== undefined && status !== 0);
    const started = after.filter(({ method, path }) => method !== 'PUT' || !path.startsWith('/lfs/'));
    const sent = hub.requests.filter(({ method, status }) => method === 'PUT' && status === 200).length;
    undo();
    token = hub.tokens['write'] ?? hub.token;
    expect(await settled(job)).toMatchObject({ state: 'done' });
    const sentAfter = hub.requests.filter(({ method, status }) => method === 'PUT' && status === 200).length;
    console.info(`K4 ${name}: ${started.length} requests to the Hub after the refusal; ${sent} objects sent before, ${sentAfter} in all of 600`);
    // Questions that were under way beside it may still be answered.
    expect(started.length).toBeLessThanOrEqual(2);
    expect(sentAfter).toBe(600);
    expect(await listing(hub)).toEqual(manifest(files, () => true));
  });
}

it('K4: a repository deleted while the upload runs stops it with the reason', async () => {
  const hub = await aHub();
  hub.fail('POST /api/datasets/*/preupload/*', { status: 404, headers: { 'x-error-code': 'RepoNotFound' }, body: { error: 'Repository not found' } });
  const { job } = await anUpload(hub, await aFolder({ 'a.txt': 'a' }));
  expect(await settled(job)).toMatchObject({ state: 'stopped', problem: { code: 'NOT_FOUND' } });
});
