import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { modelsWire, modelWire } from '../testing/wire.ts';

let hub: SandboxHub;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo' });
});
afterAll(() => hub.close());

type Row = z.infer<typeof modelWire>;

// What the cases below look at, when it was asked for.
const seenWire = z.looseObject({
  tags: z.array(z.string()).default([]),
  safetensors: z.object({ total: z.number() }).default({ total: 0 }),
});

async function get(path: string, token?: string) {
  const answer = await fetch(hub.url + path, token ? { headers: { authorization: `Bearer ${token}` } } : {});
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

async function rows(query: string, token?: string): Promise<Row[]> {
  const { status, body } = await get(`/api/models?${query}`, token);
  expect(status).toBe(200);
  return modelsWire.parse(body);
}

describe('listing', () => {
  test('shows some 180 warm text-generation models and more besides', async () => {
    const warm = await rows('pipeline_tag=text-generation&inference=warm');
    expect(warm.length).toBeGreaterThanOrEqual(170);
    expect((await rows('')).length).toBeGreaterThan(warm.length + 30);
  });

  test('a row has the default fields, and only asked ones with expand', async () => {
    const [row] = await rows('limit=1');
    expect(
      Object.keys(row ?? {})
        .toSorted()
        .join(' '),
    ).toBe('_id createdAt downloads id library_name likes modelId pipeline_tag private tags trendingScore');
    const [narrow] = await rows('limit=1&expand[]=gated&expand%5B%5D=author&expand=sha');
    expect(Object.keys(narrow ?? {}).toSorted()).toEqual(['_id', 'author', 'gated', 'id', 'modelId', 'sha']);
  });

  test('tells the provider mapping as an array', async () => {
    const [row] = await rows('search=gpt-oss-120b&expand=inferenceProviderMapping&expand=inference');
    expect(row?.inference).toBe('warm');
    expect(row?.inferenceProviderMapping).toContainEqual(
      expect.objectContaining({ provider: expect.any(String), status: 'live', task: 'conversational' }),
    );
  });

  test.each([
    ['author=openai', (row: Row) => row.id.startsWith('openai/')],
    ['search=coder%20instruct', (row: Row) => /coder/i.test(row.id) && /instruct/i.test(row.id)],
    ['filter=license:mit&filter=zh', (row: Row) => hasTags(row, 'license:mit', 'zh')],
    ['filter=license:mit,zh', (row: Row) => hasTags(row, 'license:mit', 'zh')],
    ['pipeline_tag=feature-extraction', (row: Row) => row.pipeline_tag === 'feature-extraction'],
    ['gated=true&expand=gated', (row: Row) => row.gated === 'auto' || row.gated === 'manual'],
    ['gated=False&expand=gated', (row: Row) => row.gated === false],
    ['num_parameters=min:1B,max:8B&expand=safetensors', (row: Row) => isBetween(row, 1e9, 8e9)],
    ['num_parameters=max:500M&expand=safetensors', (row: Row) => isBetween(row, 1, 5e8)],
    ['inference_provider=groq&expand=inferenceProviderMapping', (row: Row) => servedBy(row, 'groq')],
    [
      'inference_provider=groq,cerebras&expand=inferenceProviderMapping',
      (row: Row) => servedBy(row, 'groq') || servedBy(row, 'cerebras'),
    ],
    ['inference_provider[]=cohere&expand=inferenceProviderMapping', (row: Row) => servedBy(row, 'cohere')],
    ['apps=ollama', (row: Row) => hasTags(row, 'gguf')],
  ])('keeps what matches %s, all of it and nothing else', async (query, holds) => {
    const found = await rows(query);
    // Every model with every field any case looks at, judged by the case itself.
    const fields = ['gated', 'safetensors', 'inferenceProviderMapping', 'tags', 'pipeline_tag'];
    const all = await rows(fields.map((field) => `expand=${field}`).join('&'));
    const wanted = all.filter((row) => holds(row)).map((row) => row.id);
    expect(wanted.length).toBeGreaterThan(0);
    expect(found.map((row) => row.id).toSorted()).toEqual(wanted.toSorted());
  });

  test('inference_provider=all is the same as warm', async () => {
    expect(await rows('inference_provider=all')).toEqual(await rows('inference=warm'));
  });

  test.each([
    ['downloads', 'downloads'],
    ['likes', 'likes'],
    ['createdAt', 'createdAt'],
    ['lastModified', 'lastModified'],
    ['trendingScore', 'trendingScore'],
  ])('sorts by %s, greatest first', async (sort, field) => {
    const values = (await rows(`sort=${sort}&expand=${field}`)).map((row) =>
      z.union([z.number(), z.string()]).parse(row[field]),
    );
    expect(values).toEqual(values.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)));
  });

  test('pages by an absolute link until everything was shown once', async () => {
    const whole = (await rows('pipeline_tag=text-generation&sort=downloads')).map((row) => row.id);
    const paged: string[] = [];
    let path: string | undefined = '/api/models?pipeline_tag=text-generation&sort=downloads&limit=50';
    let pages = 0;
    while (path !== undefined) {
      const { headers, body } = await get(path);
      paged.push(...modelsWire.parse(body).map((row) => row.id));
      pages += 1;
      const [, next] = /^<(http:\/\/127\.0\.0\.1:\d+\/[^>]+)>; rel="next"$/.exec(headers.get('link') ?? '') ?? [];
      path = next?.slice(hub.url.length);
    }
    expect(paged).toEqual(whole);
    expect(pages).toBe(Math.ceil(whole.length / 50));
  });

  test.each(['sort=fame', 'limit=many', 'expand=secrets', 'num_parameters=lots', 'inference=hot', 'cursor=zzz'])(
    'does not guess at %s',
    async (query) => {
      expect((await get(`/api/models?${query}`)).status).toBe(400);
    },
  );

  test('shows private models to their owner alone', async () => {
    const own = await rows('author=sandy', hub.token);
    expect(own.map((row) => row.id)).toContain('sandy/unfinished-lighthouse');
    expect((await rows('author=sandy')).map((row) => row.id)).not.toContain('sandy/unfinished-lighthouse');
  });

  test('a wrong token is refused even where none is needed', async () => {
    expect((await get('/api/models', 'hf_wrong')).status).toBe(401);
  });
});

describe('one model', () => {
  async function told(path: string): Promise<Row> {
    const { status, body } = await get(`/api/models/${path}`);
    expect(status).toBe(200);
    return modelWire.parse(body);
  }

  test('is told in full, and the same at main, HEAD and its sha', async () => {
    const body = await told('meta-llama/Llama-3.3-70B-Instruct');
    expect(body).toMatchObject({
      id: 'meta-llama/Llama-3.3-70B-Instruct',
      author: 'meta-llama',
      gated: 'manual',
      pipeline_tag: 'text-generation',
      cardData: { license: 'llama3.3' },
      safetensors: { total: 70e9 },
    });
    for (const revision of ['main', 'HEAD', z.string().parse(body.sha), 'refs%2Fheads%2Fmain']) {
      expect(await told(`meta-llama/Llama-3.3-70B-Instruct/revision/${revision}`)).toEqual(body);
    }
  });

  test('tells the provider mapping as an object', async () => {
    const body = await told('zai-org/GLM-4.6?expand[]=inferenceProviderMapping');
    expect(body.inferenceProviderMapping).toMatchObject({
      'zai-org': { status: 'live', providerId: 'GLM-4.6', task: 'conversational', isModelAuthor: true },
    });
  });

  test('has sizes of files when asked for blobs', async () => {
    const body = await told('Qwen/Qwen3-8B?blobs=true');
    expect(body.siblings).toContainEqual(
      expect.objectContaining({ rfilename: 'model.safetensors', size: 16e9, blobId: expect.any(String) }),
    );
  });

  test('that is missing or private is 401 to a stranger and 404 to a guest', async () => {
    for (const id of ['nobody/nothing', 'sandy/unfinished-lighthouse', 'gpt0']) {
      const stranger = await get(`/api/models/${id}`);
      expect([stranger.status, stranger.headers.get('x-error-code')]).toEqual([401, 'RepoNotFound']);
      const guest = await get(`/api/models/${id}`, hub.tokens.noCredits);
      expect([guest.status, guest.headers.get('x-error-code')]).toEqual([404, 'RepoNotFound']);
    }
    expect((await get('/api/models/sandy/unfinished-lighthouse', hub.token)).status).toBe(200);
  });

  test('at a revision it does not have is a 404 of its own', async () => {
    const { status, headers } = await get('/api/models/Qwen/Qwen3-8B/revision/v9%0A');
    expect([status, headers.get('x-error-code')]).toEqual([404, 'RevisionNotFound']);
  });
});

function hasTags(row: Row, ...tags: string[]): boolean {
  const seen = seenWire.parse(row);
  return tags.every((tag) => seen.tags.includes(tag));
}

function servedBy(row: Row, provider: string): boolean {
  return JSON.stringify(row.inferenceProviderMapping).includes(`"provider":"${provider}"`);
}

function isBetween(row: Row, min: number, max: number): boolean {
  const { total } = seenWire.parse(row).safetensors;
  return total >= min && total <= max;
}
