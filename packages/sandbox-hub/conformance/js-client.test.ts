// The official JavaScript clients drive the Sandbox Hub: `@huggingface/hub` by its `hubUrl`, `@huggingface/inference`
// by a fetch that sends its fixed hosts to ours.
import { HubApiError, listModels, modelInfo, whoAmI } from '@huggingface/hub';
import { InferenceClient, InferenceClientProviderApiError } from '@huggingface/inference';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSandboxHub, type SandboxHub } from '../src/index.ts';
import { conformanceTable } from './table.ts';

const MODEL = 'meta-llama/Llama-3.1-8B-Instruct';
const table = conformanceTable('@huggingface/hub, @huggingface/inference');
let hub: SandboxHub;

beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none' });
});
afterAll(async () => {
  await hub.close();
  table.print();
});

function proves(row: string, run: () => Promise<void>): void {
  test(row, async () => {
    onTestFinished(({ task }) => {
      if (task.result?.state === 'pass') table.passed(row);
    });
    await run();
  });
}

function inference(token = hub.token): InferenceClient {
  const toSandbox: typeof fetch = (input, init) =>
    fetch(
      String(input).replace('https://router.huggingface.co', hub.routerUrl).replace('https://huggingface.co', hub.url),
      init,
    );
  return new InferenceClient(token, { fetch: toSandbox, retry_on_error: false });
}

const ask = { model: MODEL, messages: [{ role: 'user', content: 'What is a token?' }], max_tokens: 60 };

proves('whoAmI', async () => {
  const who = await whoAmI({ accessToken: hub.token, hubUrl: hub.url });
  expect(who).toMatchObject({ type: 'user', name: 'sandy', auth: { type: 'access_token' } });
  expect(who.auth.accessToken?.createdAt).toBeInstanceOf(Date);
});

proves('whoAmI refuses an expired token in the words of the Hub', async () => {
  const refused = whoAmI({ accessToken: hub.tokens.expired ?? '', hubUrl: hub.url });
  await expect(refused).rejects.toBeInstanceOf(HubApiError);
  await expect(refused).rejects.toMatchObject({
    statusCode: 401,
    requestId: expect.stringMatching(/^[0-9a-f]{24}$/),
    message: expect.stringContaining('is expired'),
  });
});

proves('listModels follows every page', async () => {
  const big = await startSandboxHub({ seed: 'huge' });
  try {
    const seen = new Set<string>();
    for await (const model of listModels({ hubUrl: big.url, search: { task: 'text-generation' }, limit: 1700 })) {
      seen.add(model.name);
    }
    expect(seen.size).toBe(1700);
    expect(big.requests.length).toBe(4);
  } finally {
    await big.close();
  }
});

proves('listModels with search, owner, tags, providers, apps and sort', async () => {
  const collect = async (params: Parameters<typeof listModels>[0]) => {
    const models = [];
    for await (const model of listModels({ ...params, hubUrl: hub.url })) models.push(model);
    return models;
  };
  const mine = await collect({ search: { owner: 'sandy' }, accessToken: hub.token });
  expect(mine.some((model) => model.private)).toBe(true);
  const coders = await collect({
    search: { query: 'coder', tags: ['license:apache-2.0'], inferenceProviders: ['together', 'novita'] },
    sort: 'downloads',
    additionalFields: ['inferenceProviderMapping', 'tags'],
  });
  expect(coders.length).toBeGreaterThan(1);
  const downloads = coders.map((model) => model.downloads);
  expect(downloads).toEqual(downloads.toSorted((a, b) => b - a));
  expect(coders[0]?.updatedAt.getTime()).toBeGreaterThan(0);
  expect(await collect({ search: { apps: ['ollama'] } })).toHaveLength(1);
});

proves('modelInfo, also of a gated model and of a revision', async () => {
  const info = await modelInfo({ name: MODEL, hubUrl: hub.url, additionalFields: ['sha', 'cardData', 'filePaths'] });
  expect(info).toMatchObject({
    name: MODEL,
    gated: 'manual',
    task: 'text-generation',
    cardData: { license: 'llama3.3' },
  });
  expect(info.filePaths).toContain('config.json');
  expect((await modelInfo({ name: MODEL, hubUrl: hub.url, revision: info.sha ?? '' })).id).toBe(info.id);
});

proves('modelInfo of a missing model', async () => {
  await expect(modelInfo({ name: 'no/such', hubUrl: hub.url, accessToken: hub.token })).rejects.toMatchObject({
    statusCode: 404,
  });
});

proves('chatCompletion', async () => {
  const { choices, usage } = await inference().chatCompletion(ask);
  expect(choices[0]?.message.content).toMatch(/Sandbox's little model/);
  expect(usage.completion_tokens).toBeLessThanOrEqual(60);
});

proves('chatCompletionStream with usage', async () => {
  let text = '';
  let used = 0;
  const stream = inference().chatCompletionStream({ ...ask, stream_options: { include_usage: true } });
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    used = chunk.usage?.total_tokens ?? used;
  }
  expect(text).toMatch(/Sandbox's little model/);
  expect(used).toBeGreaterThan(10);
});

proves('chatCompletion through a provider of the mapping', async () => {
  const { choices } = await inference().chatCompletion({ ...ask, provider: 'groq' });
  expect(choices[0]?.message.content).toMatch(/Sandbox's little model/);
  expect(hub.requests.at(-1)?.path).toBe('/router/groq/openai/v1/chat/completions');
});

proves('chatCompletion billed to an organization', async () => {
  const billed = inference().chatCompletion(ask, { billTo: 'tidewater' });
  await expect(billed).resolves.toMatchObject({ object: 'chat.completion' });
  await expect(inference().chatCompletion(ask, { billTo: 'strangers' })).rejects.toMatchObject({
    httpResponse: { status: 403 },
  });
});

proves('chat errors 400, 402, 403, 429 and 503 carry status, body and request id', async () => {
  const statusOf = (run: Promise<unknown>) =>
    run.then(
      () => 200,
      (error: unknown) => {
        expect(error).toBeInstanceOf(InferenceClientProviderApiError);
        if (!(error instanceof InferenceClientProviderApiError)) return 0;
        expect(error.httpResponse.requestId).toMatch(/^[0-9a-f]{24}$/);
        return error.httpResponse.status;
      },
    );
  expect(await statusOf(inference().chatCompletion({ ...ask, model: 'no/such' }))).toBe(400);
  expect(await statusOf(inference(hub.tokens.noCredits).chatCompletion(ask))).toBe(402);
  expect(await statusOf(inference(hub.tokens.fineGrainedNoInference).chatCompletion(ask))).toBe(403);
  for (const status of [429, 503]) {
    hub.fail('POST /v1/chat/completions', { status, times: 1 });
    expect(await statusOf(inference().chatCompletion(ask))).toBe(status);
  }
});

proves('an error in the middle of a stream', async () => {
  hub.fail('POST /v1/chat/completions', {
    errorFrame: { afterFrames: 4, error: { message: 'The provider went away' } },
    times: 1,
  });
  let frames = 0;
  const reading = (async () => {
    for await (const _ of inference().chatCompletionStream(ask)) frames += 1;
  })();
  await expect(reading).rejects.toThrow(/The provider went away/);
  expect(frames).toBe(4);
});
