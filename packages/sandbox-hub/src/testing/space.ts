// Makes and watches Spaces of a running Sandbox over its API, for tests.
import { z } from 'zod';
import type { SandboxHub } from '../index.ts';

export const runtimeWire = z.looseObject({
  stage: z.string(),
  hardware: z.object({ current: z.string().nullable(), requested: z.string().nullable() }),
  gcTimeout: z.number().nullable(),
  replicas: z.object({ current: z.number(), requested: z.number() }),
  devMode: z.boolean(),
  domains: z.array(z.object({ domain: z.string(), stage: z.string() })),
  errorMessage: z.string().optional(),
  sha: z.string().optional(),
  sandboxUrl: z.string().optional(),
});
export type RuntimeWire = z.infer<typeof runtimeWire>;

export class SpaceClient {
  readonly #hub: SandboxHub;
  readonly #token: string;

  constructor(hub: SandboxHub, token = hub.token) {
    this.#hub = hub;
    this.#token = token;
  }

  async ask(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${this.#hub.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.startsWith('application/json');
    return { status: answer.status, body: isJson ? JSON.parse(text) : text };
  }

  /** `id` is `namespace/name`. */
  create(id: string, wish: object = {}): Promise<{ status: number; body: unknown }> {
    const [organization, name] = id.split('/');
    return this.ask('POST', '/api/repos/create', { type: 'space', organization, name, sdk: 'gradio', ...wish });
  }

  commit(id: string, files: Readonly<Record<string, string>>): Promise<{ status: number; body: unknown }> {
    const lines = [
      { key: 'header', value: { summary: 'Change files' } },
      ...Object.entries(files).map(([path, content]) => ({ key: 'file', value: { path, content, encoding: 'utf-8' } })),
    ];
    return this.ask('POST', `/api/spaces/${id}/commit/main`, lines.map((line) => JSON.stringify(line)).join('\n'));
  }

  async runtime(id: string): Promise<RuntimeWire> {
    return runtimeWire.parse((await this.ask('GET', `/api/spaces/${id}/runtime`)).body);
  }

  /** What `act` made the Space go through, up to and including the wanted stage. */
  async stages(id: string, wanted: string, act: () => Promise<unknown>): Promise<string[]> {
    const seen: string[] = [];
    let acted: Promise<unknown> | undefined;
    for await (const { stage } of this.#runtimes(id)) {
      // The first frame is the state before the act.
      if (!acted) acted = act();
      else if (seen.at(-1) !== stage) seen.push(stage);
      if (seen.at(-1) === wanted) break;
    }
    await acted;
    return seen;
  }

  /** Waits until the Space is in a stage. */
  async until(id: string, wanted: string): Promise<RuntimeWire> {
    for await (const runtime of this.#runtimes(id)) if (runtime.stage === wanted) return runtime;
    throw new Error(`${id} never was ${wanted}`);
  }

  /** Waits until the Space neither builds nor starts any more. */
  async settled(id: string): Promise<RuntimeWire> {
    for await (const runtime of this.#runtimes(id)) {
      if (!/^(?:NO_APP_FILE|.*BUILDING|.*APP_STARTING)$/.test(runtime.stage)) return runtime;
    }
    throw new Error(`${id} never came to rest`);
  }

  async *#runtimes(id: string): AsyncGenerator<RuntimeWire> {
    const gone = new AbortController();
    const answer = await fetch(`${this.#hub.url}/api/spaces/${id}/events`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: gone.signal,
    });
    let text = '';
    try {
      for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += piece;
        const frames = text.split('\n\n');
        text = frames.pop() ?? '';
        for (const frame of frames) {
          // A comment keeps the stream alive while nothing happens.
          if (frame.startsWith('data: ')) yield runtimeWire.parse(JSON.parse(frame.slice('data: '.length)));
        }
      }
    } finally {
      gone.abort();
    }
  }

  /** Reads an event stream until it ends, or until what was read has `enough` in it. */
  async streamText(path: string, enough?: string): Promise<string> {
    const gone = new AbortController();
    const answer = await fetch(`${this.#hub.url}${path}`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: gone.signal,
    });
    let text = '';
    for await (const piece of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      if (enough !== undefined && text.includes(enough)) break;
    }
    gone.abort();
    return text;
  }
}
