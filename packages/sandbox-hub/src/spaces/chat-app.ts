// The Sandbox's own chat app, for a Space whose real app cannot run here. It has the endpoints of a Gradio 6
// `ChatInterface` that its clients use: `/config`, `/info`, `/call/{fn}`, `/queue/join` and `/queue/data`.
// What it answers is given by `reply`; one call at a time and queue, as little as the clients need.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { CHAT_PAGE_SCRIPT, chatPage } from './chat-page.ts';
import type { RunningApp } from './running-app.ts';

export interface ChatAsk {
  message: string;
  system: string;
  maxNewTokens: number;
  temperature: number;
  topP: number;
}

export interface ChatAppOptions {
  title: string;
  /** The door's address. */
  root: string;
  /** Yields the pieces of an answer. */
  reply(ask: ChatAsk, gone: AbortSignal): AsyncIterable<string>;
  nextId(): string;
}

const API = '/gradio_api';
const BODY_LIMIT_BYTES = 2 ** 20;
const GRADIO_VERSION = '6.25.0';
const CALLS_KEPT = 200;

// The order is that of the function's arguments; the ids are those of the components in `/config`.
const INPUTS = [
  { name: 'message', label: 'Message', component: 'Textbox', type: 'string', initial: '' },
  { name: 'system', label: 'System prompt', component: 'Textbox', type: 'string', initial: '' },
  { name: 'max_new_tokens', label: 'Max new tokens', component: 'Slider', type: 'number', initial: 256 },
  { name: 'temperature', label: 'Temperature', component: 'Slider', type: 'number', initial: 0.7 },
  { name: 'top_p', label: 'Top-p', component: 'Slider', type: 'number', initial: 0.95 },
] as const;
const OUTPUT_ID = INPUTS.length;

const text = z.union([z.string(), z.looseObject({ text: z.string() }).transform((block) => block.text)]);
const ask = z
  .tuple([text])
  .rest(z.unknown())
  .transform(([message, system, maxNewTokens, temperature, topP]): ChatAsk => ({
    message,
    system: z.string().catch('').parse(system),
    maxNewTokens: z.coerce
      .number()
      .int()
      .min(1)
      .max(2048)
      .catch(256)
      .parse(maxNewTokens ?? 256),
    temperature: z.coerce
      .number()
      .min(0)
      .max(2)
      .catch(0.7)
      .parse(temperature ?? 0.7),
    topP: z.coerce
      .number()
      .gt(0)
      .max(1)
      .catch(0.95)
      .parse(topP ?? 0.95),
  }));
const callBody = z.object({ data: ask });
const namedBody = z
  .looseObject({ message: text })
  .transform((named) => ask.parse(INPUTS.map(({ name }) => named[name])));
const joinBody = z.looseObject({ data: ask, fn_index: z.literal(0), session_hash: z.string() });

class Unreadable extends Error {}

export function chatApp(options: ChatAppOptions): RunningApp {
  // Calls that were made and not yet fetched, by event id; and those of a session, for its one stream.
  const calls = new Map<string, ChatAsk>();
  const sessions = new Map<string, string[]>();
  const stopped = new AbortController();

  function keep(call: ChatAsk): string {
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
    let said = '';
    for await (const piece of options.reply(call, gone)) {
      said += piece;
      response.write(`event: generating\ndata: ${JSON.stringify([said])}\n\n`);
    }
    response.end(`event: complete\ndata: ${JSON.stringify([said])}\n\n`);
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
      let said = '';
      // After the first piece only what was added is told (protocol sse_v3).
      for await (const piece of options.reply(call, gone)) {
        const data = said === '' ? [piece] : [[['append', [], piece]]];
        say({ msg: 'process_generating', event_id, success: true, output: { data, is_generating: true } });
        said += piece;
      }
      const output = { data: [said], is_generating: false, duration: 0, average_duration: 0, render_config: null };
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
      const [, callId] = /^\/call\/chat\/(\w+)$/.exec(path) ?? [];
      try {
        if (request.method === 'POST') {
          if (path === '/call/chat') send(response, 200, { event_id: keep((await read(request, callBody)).data) });
          else if (path === '/call/v2/chat') send(response, 200, { event_id: keep(await read(request, namedBody)) });
          else if (path === '/queue/join') {
            const { data, session_hash } = await read(request, joinBody);
            const event_id = keep(data);
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
        else if (path === '/info') send(response, 200, INFO);
        else if (path === '/app_id') send(response, 200, { app_id: 1 });
        else if (path === '/') sendPage(response, 'text/html; charset=utf-8', chatPage(options.title));
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

function configOf({ title, root }: ChatAppOptions): Record<string, unknown> {
  const components = [
    ...INPUTS.map(({ label, component, initial }, id) => ({
      id,
      type: component.toLowerCase(),
      props: { label, value: initial, visible: true, name: component.toLowerCase() },
      skip_api: false,
      component_class_id: component,
      key: null,
    })),
    {
      id: OUTPUT_ID,
      type: 'textbox',
      props: { label: 'Response', value: '', visible: true, name: 'textbox' },
      skip_api: false,
      component_class_id: 'Textbox',
      key: null,
    },
  ];
  const dependency = {
    id: 0,
    targets: [[0, 'submit']],
    inputs: INPUTS.map((_, id) => id),
    outputs: [OUTPUT_ID],
    backend_fn: true,
    js: null,
    queue: true,
    api_name: 'chat',
    api_visibility: 'public',
    show_progress: 'full',
    batch: false,
    cancels: [],
    types: { generator: true, cancel: false },
    collects_event_data: false,
    trigger_mode: 'once',
    connection: 'sse',
    zerogpu: false,
  };
  const layout = { id: components.length, children: components.map(({ id }) => ({ id })) };
  return {
    version: GRADIO_VERSION,
    api_prefix: API,
    mode: 'chat_interface',
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

const INFO = {
  named_endpoints: {
    '/chat': {
      parameters: INPUTS.map(({ name, label, component, type, initial }, index) => ({
        label,
        parameter_name: name,
        parameter_has_default: index > 0,
        parameter_default: index > 0 ? initial : null,
        type: { type },
        python_type: { type: type === 'string' ? 'str' : 'float', description: '' },
        component,
        example_input: type === 'string' ? 'Hello!!' : initial,
      })),
      returns: [
        {
          label: 'Response',
          type: { type: 'string' },
          python_type: { type: 'str', description: '' },
          component: 'Textbox',
        },
      ],
      api_visibility: 'public',
      description: '',
    },
  },
  unnamed_endpoints: {},
};

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
    throw new Unreadable('The request is not what /chat takes.');
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
