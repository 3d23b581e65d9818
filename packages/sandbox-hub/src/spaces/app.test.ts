import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startSandboxHub, type SandboxHub } from '../index.ts';
import { control } from '../testing/control.ts';
import { SpaceClient } from '../testing/space.ts';

const APP = 'import gradio as gr\n';
let hub: SandboxHub;
let sandy: SpaceClient;
beforeAll(async () => {
  hub = await startSandboxHub({ seed: 'demo', tokenPace: 'none', spaces: { python: 'none' } });
  sandy = new SpaceClient(hub);
});
afterAll(() => hub.close());

let count = 0;
async function served(
  wish: object = {},
  files: Record<string, string> = { 'app.py': APP },
): Promise<{ id: string; url: string }> {
  count += 1;
  const id = `sandy/app-${count}`;
  await sandy.create(id, wish);
  await sandy.commit(id, files);
  const { sandboxUrl = '' } = await sandy.until(id, 'RUNNING');
  return { id, url: sandboxUrl };
}

async function call(url: string, data: unknown[], headers: Record<string, string> = {}) {
  const answer = await fetch(`${url}/gradio_api/call/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ data }),
  });
  return { status: answer.status, body: await answer.json() };
}

/** What a request is answered with when a browser, not a program, sends it. */
function browserStatus(url: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.once('error', reject);
    sent.end();
  });
}

describe("the Sandbox's own chat app", () => {
  test('answers as the model that the Space names', async () => {
    const { url } = await served({ variables: [{ key: 'MODEL_ID', value: 'sandy/harbour-helper' }] });
    const { body } = await call(url, ['What is a tide?', '', 40]);
    const { event_id } = z.object({ event_id: z.string() }).parse(body);
    const frames = (await (await fetch(`${url}/gradio_api/call/chat/${event_id}`)).text()).trim().split('\n\n');
    expect(frames.length).toBeGreaterThan(5);
    expect(frames[0]).toMatch(/^event: generating\ndata: \[/);
    expect(frames.at(-1)).toMatch(/^event: complete\ndata: \["I am the Sandbox's little model.*sandy\/harbour-helper/);
    expect((await fetch(`${url}/gradio_api/call/chat/${event_id}`)).status).toBe(404);
  });

  test.each([
    ['complete', /^"I am the Sandbox's little model/],
    ['embed', /"dimensions":\d+.*"similarity":\[\[1,0?\.?\d*\],/],
    ['classify', /^\{"label":"LABEL_[01]","confidences":\[\{"label":"LABEL_[01]","confidence":0?\.\d+\}/],
  ])('answers at /%s where the program names that', async (name, answer) => {
    const { url } = await served({}, { 'app.py': `${APP}ask.click(f, api_name="${name}")\n` });
    const post = await fetch(`${url}/gradio_api/call/${name}`, {
      method: 'POST',
      body: JSON.stringify({ data: ['The tide\nrises', 30] }),
    });
    const { event_id } = z.object({ event_id: z.string() }).parse(await post.json());
    const text = await (await fetch(`${url}/gradio_api/call/${name}/${event_id}`)).text();
    expect(text.trim().split('\n\n').at(-1)?.replace('event: complete\ndata: [', '')).toMatch(answer);
    const info = await (await fetch(`${url}/gradio_api/info`)).json();
    expect(Object.keys(z.object({ named_endpoints: z.looseObject({}) }).parse(info).named_endpoints)).toEqual([
      `/${name}`,
    ]);
  });

  test('answers as what is mounted where its variable points', async () => {
    const volumes = [{ type: 'model', source: 'sandy/tiny-llama', mountPath: '/model' }];
    const { url } = await served({ volumes, variables: [{ key: 'MODEL_PATH', value: '/model' }] });
    const { body } = await call(url, ['What is a tide?', '', 20]);
    const { event_id } = z.object({ event_id: z.string() }).parse(body);
    expect(await (await fetch(`${url}/gradio_api/call/chat/${event_id}`)).text()).toContain('sandy/tiny-llama');
    const refused = await sandy.create('sandy/no-mount', {
      volumes: [{ type: 'model', source: 'riley/no-such-model', mountPath: '/model' }],
    });
    expect(refused.status).toBe(400);
  });

  test('takes named arguments, and refuses what is no message', async () => {
    const { url } = await served();
    const post = (path: string, body: object) => fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
    expect((await post('/gradio_api/call/v2/chat', { message: 'Hello', temperature: 0 })).status).toBe(200);
    expect((await call(url, [])).status).toBe(422);
    expect((await call(url, [5])).status).toBe(422);
    expect((await post('/gradio_api/call/nothing', {})).status).toBe(404);
  });

  test('shows a page that loads nothing from elsewhere', async () => {
    const { url } = await served({}, { 'app.py': APP, 'README.md': '---\nsdk: gradio\ntitle: "<b>Tide"\n---\n' });
    const page = await fetch(url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('&#60;b&#62;Tide');
    expect(text).not.toMatch(/https?:\/\//);
  });
});

test('a static Space shows its files', async () => {
  const { id, url } = await served({ sdk: 'static' }, { 'index.html': '<h1>Tide</h1>', 'assets/style.css': 'h1{}' });
  expect(await (await fetch(url)).text()).toBe('<h1>Tide</h1>');
  const style = await fetch(`${url}/assets/style.css`);
  expect([style.headers.get('content-type'), await style.text()]).toEqual(['text/css; charset=utf-8', 'h1{}']);
  expect((await fetch(`${url}/%2e%2e/secret`)).status).toBe(404);
  await sandy.stages(id, 'RUNNING', () => sandy.commit(id, { 'index.html': '<h1>Ebb</h1>' }));
  expect(await (await fetch(url)).text()).toBe('<h1>Ebb</h1>');
});

describe('the door', () => {
  test('is one, however often the Space is built before it opens', async () => {
    const own = await startSandboxHub({ seed: 'empty', tokenPace: 'none', spaces: { python: 'none' } });
    const client = new SpaceClient(own);
    await client.create('newcomer/page', { sdk: 'static' });
    await Promise.all([1, 2, 3].map((text) => client.commit('newcomer/page', { 'index.html': `${text}` })));
    const { sandboxUrl } = await client.until('newcomer/page', 'RUNNING');
    await own.close();
    await expect(fetch(`${sandboxUrl}`)).rejects.toThrow();
  });

  test('of a private Space opens to its owner, by token or signed link, and to nobody else', async () => {
    const { id, url } = await served({ private: true });
    const status = async (path: string, token?: string) =>
      (await fetch(url + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await status('/config')).toBe(401);
    expect(await status('/config', hub.tokens.noCredits)).toBe(401);
    expect(await status('/config', 'hf_wrong')).toBe(401);
    expect(await status('/config', hub.token)).toBe(200);
    const { body } = await sandy.ask('GET', `/api/spaces/${id}/jwt`);
    const { token } = z.object({ token: z.string() }).parse(body);
    expect(await status(`/config?__sign=${token}`)).toBe(200);
    expect(await status(`/config?__sign=${token}x`)).toBe(401);
    await control(hub, 'POST', 'clock', { advanceMs: 3_600_000 });
    expect(await status(`/config?__sign=${token}`)).toBe(401);
  });

  test('answers no other web page and no other host, but may be framed', async () => {
    const { url } = await served();
    expect(await browserStatus(url, { host: 'evil.example' })).toBe(421);
    expect(await browserStatus(url, { origin: 'http://evil.example' })).toBe(403);
    expect(await browserStatus(url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' })).toBe(403);
    expect(await browserStatus(url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' })).toBe(200);
    expect(await browserStatus(url, { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }, 'POST')).toBe(403);
  });

  test('of a Space in error says so', async () => {
    const { id, url } = await served();
    await control(hub, 'POST', `spaces/${id}`, { stage: 'RUNTIME_ERROR', errorMessage: 'Out of memory' });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('Your space is in error')]);
  });

  test('of a ZeroGPU Space counts the GPU seconds of whoever asks', async () => {
    const { url } = await served({ hardware: 'zero-a10g' }, { 'app.py': 'import spaces\n@spaces.GPU\ndef f(): ...\n' });
    const riley = new SpaceClient(hub, hub.tokens.noCredits);
    const quota = async () =>
      z
        .looseObject({ base: z.number(), current: z.number() })
        .parse((await riley.ask('GET', '/api/spaces/zero-gpu/quota')).body);
    expect(await quota()).toEqual({ base: 300, current: 300, resetsAt: null });
    const headers = { authorization: `Bearer ${hub.tokens.noCredits}` };
    expect((await call(url, ['Hello'], headers)).status).toBe(200);
    expect(await quota()).toMatchObject({ current: 290, resetsAt: expect.stringMatching(/T00:00:00/) });
    for (let more = 0; more < 29; more += 1) await call(url, ['Hello'], headers);
    expect(await call(url, ['Hello'], headers)).toMatchObject({
      status: 429,
      body: { error: expect.stringContaining('quota') },
    });
    await control(hub, 'POST', 'clock', { advanceMs: 86_400_000 });
    expect((await quota()).current).toBe(300);
  });
});
