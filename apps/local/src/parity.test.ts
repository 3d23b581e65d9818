// The same answer over every wire: each operation's own example, run over a
// port as Electron serves it, over the local host's WebSocket and over REST.
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { startTestApp, type TestApp } from '@hubdesk/core/services/test-app.fixture';
import { systemClock, type Clock } from '@hubdesk/core/ports/clock';
import { contract } from '@hubdesk/shared/contract';
import { createORPCClient, ORPCError, type ClientLink } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { traverseContractProcedures } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createPortWire, type Port } from '../../desktop/src/main/port-wire.ts';
import { serve, type LocalHost } from './serve.ts';

/** What came of one call: a value, the first items of a stream, or a failure as the screen sees it. */
type Outcome =
  { value: unknown } | { items: unknown[] } | { failure: { code: string; message: string; data: unknown } };

interface Wire {
  run(name: string, input: unknown): Promise<Outcome>;
  /** Reads one item of a stream, then leaves. */
  taste(name: string, input: unknown): Promise<unknown>;
}

/** A stream is over for this test when nothing came for so long; its first item may take a slow machine longer. */
const quietMs = { first: 1_500, further: 400 };
/** The Sandbox never answers twice with the same words, so for this test it says these. */
const sameWords = [
  { choices: [{ index: 0, delta: { role: 'assistant', content: 'Hel' }, finish_reason: null }] },
  { choices: [{ index: 0, delta: { content: 'lo.' }, finish_reason: 'stop' }] },
  { choices: [], usage: { prompt_tokens: 12, completion_tokens: 2, total_tokens: 14 } },
];
const exampleToken = 'hf_exampleexampleexampleexampleexample';

const operations: { name: string; method: string; path: string; kind: string; example: unknown }[] = [];
traverseContractProcedures({ router: contract, path: [] }, ({ contract: procedure, path }) => {
  const { route, meta } = procedure['~orpc'];
  operations.push({
    name: path.join('.'),
    method: route.method ?? 'POST',
    path: route.path ?? '',
    kind: String(meta['kind']),
    example: meta['example'],
  });
});

/** Time stands still for the answers and runs for the waiting. */
const stillClock: Clock = { now: () => Date.parse('2026-11-20T12:00:00Z'), after: systemClock.after };

let app: TestApp;
let host: LocalHost;
let page: string;
let wires: Record<'port' | 'webSocket' | 'rest', Wire>;
let socket: WebSocket;
let channel: MessageChannel;

beforeAll(async () => {
  // The example token of the contract is a real one of this Hub.
  app = await startTestApp({
    hub: { tokens: { write: exampleToken }, now: stillClock.now },
    env: { HF_TOKEN: exampleToken },
    ports: { clock: stillClock },
  });
  await liftLimits();
  await mkdir(join(app.folder, 'home', '.cache', 'huggingface'), { recursive: true });
  await writeFile(join(app.folder, 'home', '.cache', 'huggingface', 'token'), exampleToken);
  page = await mkdtemp(join(tmpdir(), 'hubdesk-page-'));
  await writeFile(join(page, 'index.html'), '<html>');
  host = await serve({ app: app.app, pageFolder: page, port: 0, version: '1.0.0', clock: stillClock });
  const bearer = await enter(host);

  channel = new MessageChannel();
  createPortWire(app.app.router)(asElectronPort(channel.port1));
  channel.port2.start();

  socket = new WebSocket(host.origin.replace('http', 'ws') + '/wire', ['hubdesk', bearer], { origin: host.origin });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));

  wires = {
    port: linked(new PortLink({ port: channel.port2 as never })),
    webSocket: linked(new SocketLink({ websocket: socket as never })),
    rest: rest(host.origin, bearer),
  };
});

afterAll(async () => {
  socket.terminate();
  channel.port2.close();
  await host.close();
  await app.stop();
  await rm(page, { recursive: true });
});

/** The clock stands still, so that no window of the Hub's rate limits would ever end. */
async function liftLimits(): Promise<void> {
  const { origin } = new URL(app.hub.url);
  for (const name of ['sandy', 'anonymous']) {
    const answer = await fetch(`${origin}/__sandbox__/limits`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.hub.controlSecret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, api: 100_000, resolvers: 100_000, whoami: 100_000 }),
    });
    expect(answer.ok).toBe(true);
  }
}

async function enter({ entryUrl, origin }: LocalHost): Promise<string> {
  const code = new URL(entryUrl()).hash.replace('#code=', '');
  const answer = await fetch(`${origin}/door`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ code }),
  });
  return ((await answer.json()) as { bearer: string }).bearer;
}

/** Node's port with the events of Electron's. */
function asElectronPort(port: MessagePort): Port {
  const events = new EventEmitter();
  port.on('message', (data) => events.emit('message', { data }));
  port.on('close', () => events.emit('close'));
  return {
    on: (name: string, listen: (event: { data: unknown }) => void) => events.on(name, listen),
    postMessage: (data) => port.postMessage(data),
    start: () => port.start(),
    close: () => port.close(),
  };
}

function linked(link: ClientLink<Record<never, never>>): Wire {
  const client = createORPCClient(link) as Record<
    string,
    Record<string, (input: unknown, options?: { signal: AbortSignal }) => Promise<unknown>>
  >;
  const call = (name: string, input: unknown) => {
    const [noun = '', verb = ''] = name.split('.');
    const operation = client[noun]?.[verb];
    if (!operation) throw new Error(`no ${name}`);
    return operation(input);
  };
  return {
    async run(name, input) {
      try {
        const answer = await call(name, input);
        return isStream(answer) ? { items: await firstItems(answer) } : { value: asJson(answer) };
      } catch (error) {
        if (!(error instanceof ORPCError)) throw error;
        return { failure: asJson({ code: error.code, message: error.message, data: error.data }) as never };
      }
    },
    async taste(name, input) {
      const answer = await call(name, input);
      if (!isStream(answer)) throw new Error(`${name} is no stream`);
      const iterator = answer[Symbol.asyncIterator]();
      const { value } = await iterator.next();
      await iterator.return?.();
      return asJson(value);
    },
  };
}

function rest(origin: string, bearer: string): Wire {
  const ask = async (name: string, input: unknown, signal?: AbortSignal) => {
    const operation = operations.find((each) => each.name === name);
    if (!operation) throw new Error(`no ${name}`);
    const writing = operation.method === 'GET' ? {} : { body: input === undefined ? null : JSON.stringify(input) };
    return fetch(`${origin}/api${operation.path}`, {
      method: operation.method,
      headers: { authorization: `Bearer ${bearer}`, origin, 'content-type': 'application/json' },
      ...(signal ? { signal } : {}),
      ...writing,
    });
  };
  return {
    async run(name, input) {
      const leave = new AbortController();
      const answer = await ask(name, input, leave.signal);
      if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
        const items = firstItems(events(answer));
        return items.then(
          (list) => (leave.abort(), { items: list }),
          (failure: Error) => ({ failure: failure.cause as never }),
        );
      }
      const text = await answer.text();
      const body: unknown = text === '' ? null : JSON.parse(text);
      if (answer.ok) return { value: body };
      const { code, message, data } = body as { code: string; message: string; data: unknown };
      return { failure: { code, message, data } };
    },
    async taste(name, input) {
      const leave = new AbortController();
      const { value } = await events(await ask(name, input, leave.signal)).next();
      leave.abort();
      return value;
    },
  };
}

/** The items of a server-sent event stream; an `error` event throws with the failure as its cause. */
async function* events(answer: Response): AsyncGenerator<unknown> {
  if (!answer.body) return;
  let text = '';
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = /^event: (\w+)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (event === 'message' && data !== undefined) yield JSON.parse(data);
      if (event === 'error' && data !== undefined) {
        const { code, message, data: detail } = JSON.parse(data) as { code: string; message: string; data: unknown };
        throw new Error(message, { cause: { code, message, data: detail } });
      }
      if (event === 'done') return;
    }
  }
}

/** Everything a stream gives until it ends or has been quiet for a while. */
async function firstItems(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const items: unknown[] = [];
  const iterator = stream[Symbol.asyncIterator]();
  for (;;) {
    const next = iterator.next();
    const quiet = Promise.withResolvers<null>();
    const timer = setTimeout(() => quiet.resolve(null), items.length === 0 ? quietMs.first : quietMs.further);
    const step = await Promise.race([next, quiet.promise]);
    clearTimeout(timer);
    // Leaving makes the item that was waited for an abort.
    if (step === null) next.catch(() => {});
    if (step === null || step.done) break;
    items.push(asJson(step.value));
  }
  void iterator.return?.().catch(() => {});
  return items;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));

/** Brings the app to where every example is meant to be run: outside the Sandbox, connected, with a model chosen. */
async function settle(): Promise<void> {
  await app.call.sandbox.leave();
  await app.call.account.connect({ token: exampleToken });
  await app.call.models.select({
    selection: { model: 'meta-llama/Llama-3.1-8B-Instruct', routing: 'auto', billTo: null },
  });
}

/** Tell how far they are whenever something is done, so that only what they come to is the same twice. */
const gradual = new Set(['runs.preflight']);

/** What differs between two runs and not between two wires: the port a Sandbox Hub happens to get, and when things are done. */
function steady(name: string, outcome: Outcome): unknown {
  const told = 'items' in outcome && gradual.has(name) ? { items: outcome.items.slice(-1) } : outcome;
  return JSON.parse(JSON.stringify(told).replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT'));
}

/** Examples of what changes something name what is not there, and this host has no dialogs: a failure is their answer. */
const namesNothing = (name: string, example: unknown): boolean =>
  name === 'files.choose' || /absent|no-such-|\/nowhere/.test(JSON.stringify(example) ?? '');

describe.for(operations)('$name', ({ name, example, kind }) => {
  test('answers the same over a port, a WebSocket and REST', async () => {
    const body = [...sameWords.map((each) => JSON.stringify(each)), '[DONE]']
      .map((each) => `data: ${each}\n\n`)
      .join('');
    const undo = app.hub.fail('POST /v1/chat/completions', { headers: { 'content-type': 'text/event-stream' }, body });
    onTestFinished(undo);
    const answers: Record<string, unknown> = {};
    for (const [wire, { run }] of Object.entries(wires)) {
      await settle();
      answers[wire] = steady(name, await run(name, example));
    }
    if (namesNothing(name, example)) expect(answers['port']).not.toHaveProperty('failure.code', 'INTERNAL');
    else expect(answers['port']).toHaveProperty(kind === 'stream' ? 'items' : 'value');
    expect(answers['webSocket']).toEqual(answers['port']);
    expect(answers['rest']).toEqual(answers['port']);
  });

  test('refuses a nonsense input the same over each', async ({ skip }) => {
    const nonsense = { nonsense: true };
    const answers: Record<string, unknown> = {};
    for (const [wire, { run }] of Object.entries(wires)) {
      // A GET has no body to put nonsense in.
      if (wire === 'rest' && operations.find((each) => each.name === name)?.method === 'GET') continue;
      const outcome = await run(name, nonsense);
      if (wire === 'port' && !('failure' in outcome)) return skip('every field has a default');
      answers[wire] = steady(name, outcome);
    }
    expect(answers['webSocket']).toEqual(answers['port']);
    if ('rest' in answers) expect(answers['rest']).toEqual(answers['port']);
  });
});

describe.for(['port', 'webSocket', 'rest'] as const)('a stream left over %s', (wire) => {
  test('ends the request to the Hub', async () => {
    await settle();
    const before = app.hub.requests.length;
    onTestFinished(app.hub.fail('POST /v1/chat/completions', { stallAtByte: 1_500 }));
    const input = operations.find((each) => each.name === 'chat.send')?.example;
    expect(await wires[wire].taste('chat.send', input)).toHaveProperty('type');
    await expect
      .poll(() => app.hub.requests.slice(before).find((request) => request.path.includes('/chat/completions'))?.outcome)
      .toBe('left');
  });
});
