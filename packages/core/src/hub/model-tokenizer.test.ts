import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import { commitLines, repoClient } from '../../../sandbox-hub/src/testing/repo-client.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModelTokenizer } from '../datasets/tokens/model-files.ts';
import { systemClock, testClock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { createHubClient, type HubClient } from './hub-client.ts';
import { fetchModelTokenizer } from './model-tokenizer.ts';

let hub: SandboxHub;
let client: HubClient;
let cacheFolder: string;
beforeEach(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
  client = createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl }, systemClock);
  cacheFolder = join(await mkdtemp(join(tmpdir(), 'hubdesk-tokenizers-')), 'tokenizers');
});
afterEach(async () => {
  await hub.close();
  await rm(join(cacheFolder, '..'), { recursive: true, force: true });
});

const call = () => ({ token: Secret.from(hub.token), cacheFolder });
const tiny = { model: 'sandy/tiny-llama' };

/** A model with these files, made over the API. */
async function makeModel(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const ask = repoClient(() => hub);
  await ask('POST', '/api/repos/create', { token: hub.token, body: { type: 'model', name } });
  const answer = await ask('POST', `/api/models/sandy/${name}/commit/main`, { token: hub.token, body: commitLines(files), headers: { 'content-type': 'application/x-ndjson' } });
  expect(answer.status).toBe(200);
  return `sandy/${name}`;
}

describe('a model’s tokenizer', () => {
  it('is fetched at the commit its branch has, and can be used', async () => {
    const kept = await fetchModelTokenizer(client, tiny, call());
    expect(kept).toMatchObject({ model: tiny.model, commit: expect.stringMatching(/^[0-9a-f]{40}$/), offline: false });
    const { encoder, endToken } = await loadModelTokenizer(kept.folder);
    expect(endToken).toBe('<|end|>');
    expect(encoder.texts(encoder.ids('Hello<|end|>', true)).join('')).toBe('Hello<|end|>');
  });

  it('is asked for once, and only whether it changed after that', async () => {
    await fetchModelTokenizer(client, tiny, call());
    const before = hub.requests.length;
    await fetchModelTokenizer(client, tiny, call());
    expect(hub.requests.slice(before).map(({ path }) => path)).toEqual(['/sandy/tiny-llama/resolve/main/tokenizer.json']);
  });

  it('is there without a network once it was fetched, and says so', async () => {
    const kept = await fetchModelTokenizer(client, tiny, call());
    await hub.close();
    expect(await fetchModelTokenizer(client, tiny, call())).toEqual({ ...kept, offline: true });
    await expect(fetchModelTokenizer(client, { model: 'sandy/other' }, call())).rejects.toMatchObject({ code: 'OFFLINE' });
    hub = await startSandboxHub({ seed: 'empty' });
  });

  it('is fetched again when what was kept is not whole', async () => {
    const kept = await fetchModelTokenizer(client, tiny, call());
    await writeFile(join(kept.folder, 'complete.json'), '{"model":');
    await fetchModelTokenizer(client, tiny, call());
    expect(JSON.parse(await readFile(join(kept.folder, 'complete.json'), 'utf8'))).toMatchObject({ commit: kept.commit });
  });

  it('makes room by leaving the ones that were not used for longest', async () => {
    const clock = testClock(Date.UTC(2026, 10, 1));
    const timed = createHubClient({ hubUrl: hub.url, routerUrl: hub.routerUrl }, clock);
    const tokenizer = JSON.stringify({ model: { type: 'BPE', vocab: { a: 0 }, merges: [] }, added_tokens: [] });
    for (const name of ['one', 'two']) {
      await fetchModelTokenizer(timed, { model: await makeModel(name, { 'tokenizer.json': tokenizer }) }, { ...call(), maxCacheBytes: tokenizer.length * 2 });
      clock.advance(60_000);
    }
    await fetchModelTokenizer(timed, { model: 'sandy/one' }, call());
    clock.advance(60_000);
    await fetchModelTokenizer(timed, { model: await makeModel('three', { 'tokenizer.json': tokenizer }) }, { ...call(), maxCacheBytes: tokenizer.length * 2 });
    expect((await readdir(cacheFolder)).map((name) => name.split('@')[0]).sort()).toEqual(['sandy--one', 'sandy--three']);
  });

  it('is refused in words when there is only a SentencePiece file, or nothing', async () => {
    const old = await makeModel('old', { 'tokenizer.model': 'binary' });
    await expect(fetchModelTokenizer(client, { model: old }, call())).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'model', reason: expect.stringContaining('SentencePiece') } });
    const none = await makeModel('none', { 'config.json': '{}' });
    await expect(fetchModelTokenizer(client, { model: none }, call())).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { reason: expect.stringContaining('no tokenizer') } });
  });

  it('is not found, or shut, as the Hub says', async () => {
    await expect(fetchModelTokenizer(client, { model: 'sandy/nothing' }, call())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    hub.fail('GET /:namespace/:name/resolve/:revision/*path', { status: 403, headers: { 'x-error-code': 'GatedRepo' } });
    await expect(fetchModelTokenizer(client, tiny, call())).rejects.toMatchObject({ code: 'GATED', data: { repo: tiny.model } });
  });
});
