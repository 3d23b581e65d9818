import { startSandboxHub, type SandboxHub } from '@hubdesk/sandbox-hub';
import type { LogPiece } from '@hubdesk/shared/contract/spaces';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHubClient, type HubClient } from '../hub/hub-client.ts';
import { fetchSpace } from '../hub/spaces.ts';
import type { Clock } from '../ports/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { stuckAfterMs } from './explain-failure.ts';
import { followRuntime } from './follow-runtime.ts';
import { lookAtFailure } from './look-at-failure.ts';
import { followSpaceLog, lastLogLines } from './read-space-log.ts';

// Every wait takes a hundredth of its time.
const hasty: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs / 100);
    return () => clearTimeout(timer);
  },
};

let sandbox: SandboxHub;
let hub: HubClient;
let leave = new AbortController();
beforeAll(async () => {
  // Each line has its own second, as on the Hub.
  let nowMs = Date.UTC(2026, 8, 1);
  sandbox = await startSandboxHub({ tokenPace: 'none', spaces: { python: 'none' }, now: () => (nowMs += 1_000) });
  hub = createHubClient({ hubUrl: sandbox.url, routerUrl: sandbox.routerUrl }, hasty);
});
afterAll(() => sandbox.close());
afterEach(() => {
  leave.abort();
  leave = new AbortController();
});

const token = async () => Secret.from(sandbox.token);
const redact = (text: string) => text.replaceAll('hidden', '[secret]');
const parts = (space: string) => ({ hub, space, token, clock: hasty, redact, signal: leave.signal });

async function send(path: string, body: object, secret = sandbox.token): Promise<void> {
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const answer = await fetch(`${sandbox.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status, await answer.text()).toBe(200);
}
const force = (space: string, body: object) => send(`/__sandbox__/spaces/${space}`, body, sandbox.controlSecret);

async function make(name: string, sdk = 'gradio'): Promise<string> {
  const files = Object.entries({
    'README.md': `---\nsdk: ${sdk}\n---\n`,
    'app.py': 'import gradio',
    'requirements.txt': 'peft\n',
  }).map(([path, content]) => ({ path, content, encoding: 'utf-8' }));
  await send('/api/repos/create', { type: 'space', name, sdk, files });
  for await (const { runtime } of followRuntime(parts(`sandy/${name}`))) if (runtime.stage === 'RUNNING') break;
  return `sandy/${name}`;
}

/** What a screen has when it folds the pieces; every piece must go on where the last one ended, or begin anew. */
async function folded(pieces: AsyncIterable<LogPiece>, enough: (lines: string[], state: LogPiece['state']) => boolean) {
  let lines: string[] = [];
  const states = new Set<string>();
  let anew = 0;
  for await (const { from, lines: more, state } of pieces) {
    states.add(state);
    if (from === 0 && lines.length > 0 && more.length > 0) {
      anew += 1;
      lines = [];
    }
    expect(from).toBe(lines.length);
    expect(more.map(({ line }) => line)).toEqual(more.map((_, index) => from + index));
    expect(more.length).toBeLessThanOrEqual(500);
    lines = [...lines, ...more.map(({ text }) => text)];
    if (enough(lines, state)) break;
  }
  return { lines, states, anew };
}
const isOver = (_lines: string[], state: string) => state === 'over';
const logs = (log: string) => `GET /api/spaces/:namespace/:name/logs/${log}`;

describe('a log that is followed', () => {
  it('has each line once, whatever breaks off', async () => {
    const space = await make('cut-often');
    const whole = await folded(followSpaceLog({ ...parts(space), log: 'build' }), isOver);
    expect(whole.lines[0]).toMatch(/^===== Build Queued at /);
    expect(whole.lines.at(-1)).toBe('DONE');
    sandbox.fail(logs('build'), { cutAtByte: 330, times: 1 });
    sandbox.fail(logs('build'), { reset: true, times: 1 });
    sandbox.fail(logs('build'), { cutAtByte: 200, times: 1 });
    sandbox.fail(logs('build'), { status: 429, headers: { 'retry-after': '1' }, times: 1 });
    sandbox.fail(logs('build'), { status: 503, times: 1 });
    const broken = await folded(followSpaceLog({ ...parts(space), log: 'build' }), isOver);
    expect(broken.lines).toEqual(whole.lines);
    expect([...broken.states]).toEqual(expect.arrayContaining(['waiting', 'live', 'over']));
  });

  it('begins anew with the next start, and is over in between', async () => {
    const space = await make('starts-again');
    const banner = (lines: string[]) => lines.filter((line) => line.startsWith('===== Application Startup'));
    let first = '';
    let step = 'begin';
    const { anew, lines, states } = await folded(followSpaceLog({ ...parts(space), log: 'run' }), (now, state) => {
      const [shown = ''] = banner(now);
      expect(banner(now).length).toBeLessThanOrEqual(1);
      if (step === 'begin' && shown !== '') {
        first = shown;
        step = 'paused';
        void send(`/api/spaces/${space}/pause`, {});
      } else if (step === 'paused' && state === 'over') {
        step = 'restarted';
        void send(`/api/spaces/${space}/restart`, {});
      }
      return step === 'restarted' && shown !== '' && shown !== first;
    });
    expect(anew).toBe(1);
    expect(states).toContain('over');
    expect(lines[0]).not.toBe(first);
  });

  it('waits where there is none yet', async () => {
    const space = await make('none-yet');
    sandbox.fail(logs('build'), { status: 404, times: 2 });
    // Whether the Space is there cannot be had either: that says nothing of it.
    sandbox.fail('GET /api/spaces/:namespace/:name/runtime', { status: 503, times: 1 });
    expect((await folded(followSpaceLog({ ...parts(space), log: 'build' }), isOver)).lines.at(-1)).toBe('DONE');
  });

  it('shows neither what a program says to a terminal nor what is secret', async () => {
    const frame = (data: string) => `data: ${JSON.stringify({ data, timestamp: '2026-09-01T00:00:00.000Z' })}\n\n`;
    const body =
      frame('\u001b[31mred\u001b[0m and \u001b]0;title\u0007hid\u001b[32mden\n') +
      frame('10%\r100%\n') +
      'data: nonsense\n\n';
    sandbox.fail(logs('run'), { body, headers: { 'content-type': 'text/event-stream' }, times: 1 });
    const { lines } = await folded(followSpaceLog({ ...parts('sandy/old-buoy'), log: 'run' }), (all) => all.length > 0);
    expect(lines).toEqual(['red and [secret]', '100%']);
  });

  it('ends where only a person can help', async () => {
    const space = await make('locked-out');
    const all = (pieces: AsyncIterable<LogPiece>) => folded(pieces, () => false);
    sandbox.fail(logs('run'), { cutAtByte: 150, times: 1 });
    const undo = sandbox.fail(logs('run'), { status: 401, times: 1 });
    await expect(all(followSpaceLog({ ...parts(space), log: 'run' }))).rejects.toMatchObject({
      code: 'TOKEN_REJECTED',
    });
    undo();
    await expect(all(followSpaceLog({ ...parts('sandy/nowhere'), log: 'run' }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(all(followSpaceLog({ ...parts('space-templates/chatbot'), log: 'run' }))).rejects.toMatchObject({
      code: 'MISSING_PERMISSION',
    });
  });

  it('is looked at once without being followed', async () => {
    const space = await make('looked-at');
    expect(await lastLogLines({ ...parts(space), log: 'build' }, 2)).toEqual(['--> Pushing image', 'DONE']);
    // It goes on.
    expect((await lastLogLines({ ...parts(space), log: 'run' }, 400))[0]).toMatch(/^===== Application Startup/);
    await expect(lastLogLines({ ...parts('sandy/nowhere'), log: 'run' }, 2)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

it('a Space that has been building for a whole summer is called stuck', async () => {
  const space = await make('stuck');
  await force(space, { stage: 'PAUSED', holdAt: 'BUILDING' });
  await send(`/api/spaces/${space}/restart?factory=true`, {});
  const look = async (sinceMs: number) =>
    lookAtFailure(await fetchSpace(hub, space, { token: await token() }), sinceMs, parts(space));
  expect(await look(hasty.now())).toMatchObject({
    kind: 'stuck',
    log: 'build',
    lines: expect.arrayContaining([expect.stringContaining('Build Queued')]),
    remedies: [{ change: { kind: 'restart', factory: true } }, {}],
  });
  // Where no log says when it began, it is believed from when it was first seen.
  const undo = sandbox.fail(logs('build'), { status: 500 });
  expect(await look(hasty.now())).toBeNull();
  expect(await look(hasty.now() - stuckAfterMs)).toMatchObject({ kind: 'stuck', lines: [] });
  undo();
});

describe('a Space that is followed', () => {
  const events = 'GET /api/spaces/:namespace/:name/events';
  const runtime = 'GET /api/spaces/:namespace/:name/runtime';
  const space = 'sandy/whale-song';

  it('is told once a change, and with stages that nobody has heard of', async () => {
    const news = followRuntime(parts(space));
    expect((await news.next()).value).toMatchObject({ runtime: { stage: 'RUNTIME_ERROR' }, following: 'live' });
    await force(space, { stage: 'HIBERNATING' });
    await force(space, { stage: 'HIBERNATING' });
    await force(space, { stage: 'PAUSED' });
    expect((await news.next()).value).toMatchObject({ runtime: { stage: 'HIBERNATING' } });
    expect((await news.next()).value).toMatchObject({ runtime: { stage: 'PAUSED' } });
  });

  it('is asked for where there is no stream, and waited for where there is nothing', async () => {
    const undoEvents = sandbox.fail(events, { status: 500 });
    const news = followRuntime(parts(space));
    expect((await news.next()).value).toMatchObject({ runtime: { stage: 'PAUSED' }, following: 'live' });
    const undoRuntime = sandbox.fail(runtime, { reset: true });
    expect((await news.next()).value).toMatchObject({ runtime: { stage: 'PAUSED' }, following: 'waiting' });
    undoRuntime();
    await force(space, { stage: 'STOPPED' });
    expect((await news.next()).value).toMatchObject({ following: 'live' });
    undoEvents();
    await force(space, { stage: 'RUNTIME_ERROR', errorMessage: 'Exit code: 1' });
    for await (const { runtime: now } of news) if (now.errorMessage === 'Exit code: 1') break;
  });

  it('is asked for once, however much comes that nobody can read', async () => {
    const body = 'data: {"news":1}\n\n'.repeat(60);
    sandbox.fail(events, { body, headers: { 'content-type': 'text/event-stream' }, times: 1 });
    const asked = () => sandbox.requests.filter(({ path }) => path.endsWith('/runtime')).length;
    const before = asked();
    const news = followRuntime(parts(space));
    await news.next();
    const next = news.next();
    await force(space, { stage: 'PAUSED' });
    expect((await next).value).toMatchObject({ runtime: { stage: 'PAUSED' } });
    expect(asked() - before).toBeLessThan(6);
  });

  it('ends where only a person can help, and when nobody looks any more', async () => {
    for (const route of [events, runtime]) sandbox.fail(route, { status: 401, times: 1 });
    await expect(followRuntime(parts(space)).next()).rejects.toMatchObject({ code: 'TOKEN_REJECTED' });
    await expect(followRuntime(parts('sandy/nowhere')).next()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const news = followRuntime(parts(space));
    await news.next();
    const next = news.next();
    leave.abort();
    expect(await next).toMatchObject({ done: true });
  });
});
