// The Sandbox's own app, for a Space whose real app cannot run here. It has what clients use of a Gradio 6 app with one
// endpoint: `/config`, `/info`, `/call/{fn}`, `/queue/join` and `/queue/data`.
// What it answers is given by `answer`; one call at a time and queue, as little as the clients need.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { AppEndpoint } from './app-endpoint.ts';
import { CHAT_PAGE_SCRIPT, chatPage } from './chat-page.ts';
import type { RunningApp } from './running-app.ts';

export interface AppAsk {
  text: string;
  system: string;
  maxNewTokens: number;
  temperature: number;
  topP: number;
}

/** Pieces of a text as they come, or one value. */
export type AppAnswer = { pieces: AsyncIterable<string> } | { value: unknown };

export interface OwnAppOptions {
  title: string;
  /** The door's address. */
  root: string;
  endpoint: AppEndpoint;
  answer(ask: AppAsk, gone: AbortSignal): AppAnswer;
  nextId(): string;
}

const API = '/gradio_api';
const BODY_LIMIT_BYTES = 2 ** 20;
const GRADIO_VERSION = '6.25.0';
const CALLS_KEPT = 200;

const text = z.union([z.string(), z.looseObject({ text: z.string() }).transform((block) => block.text)]);
const number = z.coerce.number();
const settings = z
  .object({
    system: z.string().catch(''),
    max_new_tokens: number.int().min(1).max(2048).catch(256),
    temperature: number.min(0).max(2).catch(0.7),
    top_p: number.gt(0).max(1).catch(0.95),
  })
  .transform(({ system, max_new_tokens: maxNewTokens, temperature, top_p: topP }) => ({
    system,
    maxNewTokens,
    temperature,
    topP,
  }));
const callBody = z.object({ data: z.array(z.unknown()) });
const namedBody = z.record(z.string(), z.unknown());
const joinBody = z.looseObject({ data: z.array(z.unknown()), fn_index: z.literal(0), session_hash: z.string() });

/** What is asked, from the values of the inputs by their names; the first must be a text. Null leaves it at its initial value. */
function readAsk({ inputs }: AppEndpoint, named: Readonly<Record<string, unknown>>): AppAsk {
  const asked = text.safeParse(named[inputs[0]?.name ?? '']);
  if (!asked.success) throw new Unreadable('The request is not what this app takes.');
  return {
    text: asked.data,
    ...settings.parse(Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null))),
  };
}

function byName({ inputs }: AppEndpoint, data: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(inputs.map(({ name }, index) => [name, data[index]]));
}

class Unreadable extends Error {}

/** The whole answer; each piece of a text is told as it comes, with all of it up to there. */
async function told(answer: AppAnswer, tell: (piece: string, said: string) => void): Promise<unknown> {
  if ('value' in answer) return answer.value;
  let said = '';
  for await (const piece of answer.pieces) {
    said += piece;
    tell(piece, said);
  }
  return said;
}

export function ownApp(options: OwnAppOptions): RunningApp {
  const { endpoint } = options;
  // Calls that were made and not yet fetched, by event id; and those of a session, for its one stream.
  const calls = new Map<string, AppAsk>();
  const sessions = new Map<string, string[]>();
  const stopped = new AbortController();

  function keep(call: AppAsk): string {
    const id = options.nextId();
    calls.set(id, call);
    const [oldest] = calls.keys();
    if (calls.size > CALLS_KEPT && oldest !== undefined) calls.delete(oldest);
    return id;
  }

  async function streamCall(id: string, response: ServerResponse, gone: AbortSignal): Promise<void> {
    const call = calls.get(id);
    calls.delete(id);
    if (!call) {
      send(response, 404, { detail: 'Event not found' });
      return;
    }
    startStream(response);
    const whole = await told(options.answer(call, gone), (_, said) => {
      response.write(`event: generating\ndata: ${JSON.stringify([said])}\n\n`);
    });
    response.end(`event: complete\ndata: ${JSON.stringify([whole])}\n\n`);
  }

  async function streamSession(session: string, response: ServerResponse, gone: AbortSignal): Promise<void> {
    startStream(response);
    const say = (message: object) => response.write(`data: ${JSON.stringify(message)}\n\n`);
    const waiting = sessions.get(session) ?? [];
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const event_id = id;
      const call = calls.get(id);
      calls.delete(id);
      if (!call) continue;
      say({ msg: 'estimation', event_id, rank: 0, queue_size: 1, rank_eta: null });
      say({ msg: 'process_starts', event_id, eta: null });
      const whole = await told(options.answer(call, gone), (piece, said) => {
        // After the first piece only what was added is told (protocol sse_v3).
        const data = said === piece ? [piece] : [[['append', [], piece]]];
        say({ msg: 'process_generating', event_id, success: true, output: { data, is_generating: true } });
      });
      const output = { data: [whole], is_generating: false, duration: 0, average_duration: 0, render_config: null };
      say({ msg: 'process_completed', event_id, success: true, output, title: null });
    }
    sessions.delete(session);
    say({ msg: 'close_stream', event_id: null });
    response.end();
  }

  return {
    stop: async () => stopped.abort(),
    answer: async (request, response) => {
      const url = new URL(request.url ?? '/', options.root);
      const path = url.pathname.startsWith(`${API}/`) ? url.pathname.slice(API.length) : url.pathname;
      const left = new AbortController();
      response.once('close', () => left.abort());
      const gone = AbortSignal.any([left.signal, stopped.signal]);
      const callId = path.startsWith(`/call/${endpoint.name}/`)
        ? path.slice(`/call/${endpoint.name}/`.length)
        : undefined;
      try {
        if (request.method === 'POST') {
          if (path === `/call/${endpoint.name}`) {
            const { data } = await read(request, callBody);
            send(response, 200, { event_id: keep(readAsk(endpoint, byName(endpoint, data))) });
          } else if (path === `/call/v2/${endpoint.name}`) {
            send(response, 200, { event_id: keep(readAsk(endpoint, await read(request, namedBody))) });
          } else if (path === '/queue/join') {
            const { data, session_hash } = await read(request, joinBody);
            const event_id = keep(readAsk(endpoint, byName(endpoint, data)));
            const waiting = sessions.get(session_hash);
            if (waiting) waiting.push(event_id);
            else sessions.set(session_hash, [event_id]);
            send(response, 200, { event_id });
          } else if (path === '/cancel' || path === '/reset') send(response, 200, { success: true });
          else send(response, 404, { detail: 'Not Found' });
        } else if (callId !== undefined) await streamCall(callId, response, gone);
        else if (path === '/queue/data')
          await streamSession(url.searchParams.get('session_hash') ?? '', response, gone);
        else if (path === '/config') send(response, 200, configOf(options));
        else if (path === '/info') send(response, 200, infoOf(endpoint));
        else if (path === '/app_id') send(response, 200, { app_id: 1 });
        else if (path === '/') sendPage(response, 'text/html; charset=utf-8', chatPage(options.title, endpoint.name));
        else if (path === '/page.js') sendPage(response, 'text/javascript; charset=utf-8', CHAT_PAGE_SCRIPT);
        else send(response, 404, { detail: 'Not Found' });
      } catch (error) {
        if (gone.aborted) response.destroy();
        else if (error instanceof Unreadable) send(response, 422, { detail: error.message });
        else throw error;
      }
    },
  };
}

function configOf({ title, root, endpoint: { inputs, name, output } }: OwnAppOptions): Record<string, unknown> {
  const components = [
    ...inputs.map(({ label, component, initial }, id) => ({
      id,
      type: component.toLowerCase(),
      props: { label, value: initial, visible: true, name: component.toLowerCase() },
      skip_api: false,
      component_class_id: component,
      key: null,
    })),
    {
      id: inputs.length,
      type: output.component.toLowerCase(),
      props: {
        label: output.label,
        value: output.component === 'Textbox' ? '' : null,
        visible: true,
        name: output.component.toLowerCase(),
      },
      skip_api: false,
      component_class_id: output.component,
      key: null,
    },
  ];
  const dependency = {
    id: 0,
    targets: [[0, 'submit']],
    inputs: inputs.map((_, id) => id),
    outputs: [inputs.length],
    backend_fn: true,
    js: null,
    queue: true,
    api_name: name,
    api_visibility: 'public',
    show_progress: 'full',
    batch: false,
    cancels: [],
    types: { generator: output.component === 'Textbox', cancel: false },
    collects_event_data: false,
    trigger_mode: 'once',
    connection: 'sse',
    zerogpu: false,
  };
  const layout = { id: components.length, children: components.map(({ id }) => ({ id })) };
  return {
    version: GRADIO_VERSION,
    api_prefix: API,
    mode: name === 'chat' ? 'chat_interface' : 'blocks',
    app_id: 1,
    title,
    root,
    // Not the Space's id: the JavaScript client would take the person's token to huggingface.co with it.
    space_id: null,
    protocol: 'sse_v3',
    enable_queue: true,
    connect_heartbeat: false,
    is_space: false,
    show_error: true,
    run_history: false,
    components,
    dependencies: [dependency],
    layout,
    page: { '': { components: components.map(({ id }) => id), dependencies: [0], layout } },
    pages: [['', 'Home', true]],
    username: null,
  };
}

function infoOf({ inputs, name, output }: AppEndpoint): Record<string, unknown> {
  const endpoint = {
    parameters: inputs.map((input, index) => ({
      label: input.label,
      parameter_name: input.name,
      parameter_has_default: index > 0,
      parameter_default: index > 0 ? input.initial : null,
      type: { type: input.type },
      python_type: { type: input.type === 'string' ? 'str' : 'float', description: '' },
      component: input.component,
      example_input: input.type === 'string' ? 'Hello!!' : input.initial,
    })),
    returns: [
      {
        label: output.label,
        type: output.type,
        python_type: { type: output.python, description: '' },
        component: output.component,
      },
    ],
    api_visibility: 'public',
    description: '',
  };
  return { named_endpoints: { [`/${name}`]: endpoint }, unnamed_endpoints: {} };
}

async function read<Schema extends z.ZodType>(request: IncomingMessage, schema: Schema): Promise<z.infer<Schema>> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > BODY_LIMIT_BYTES) throw new Unreadable('The request is too large.');
    pieces.push(bytes);
  }
  try {
    return schema.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
  } catch {
    throw new Unreadable('The request is not what this app takes.');
  }
}

function startStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
}

function send(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

function sendPage(response: ServerResponse, type: string, body: string): void {
  response.writeHead(200, {
    'content-type': type,
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'",
  });
  response.end(body);
}
