// The official Gradio client, held to one app: each of its requests goes through our own `fetch`. Left alone it goes
// to huggingface.co with the token for whatever calls itself a Space, and sends it along wherever an app points.
// Loaded only when an app is asked.
import { Client } from '@gradio/client';
import { AppError } from '@hubdesk/shared/errors';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { z } from 'zod';
import type { AppFetch } from './app-origin.ts';

export interface GradioWire {
  fetch: AppFetch;
  /** Ends every request of it. */
  signal: AbortSignal;
  /** Told of what the client would keep to itself: the question is lost. */
  failed(error: unknown): void;
  /** What an answer means that is no success. */
  refusal(response: Response): Promise<AppError>;
}

export type GradioApp = Client;

const longestEvent = 16 * 1024 * 1024;

/** Asks the app at `url` what it has. What goes wrong is told to `wire.failed` too, in our own words. */
export function openGradioApp(url: string, wire: GradioWire): Promise<GradioApp> {
  class AppClient extends Client {
    override async fetch(input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> {
      try {
        const response = await wire.fetch(input instanceof Request ? input.url : input, {
          ...init,
          signal: wire.signal,
        });
        // The client says nothing of why it was turned away but from the queue.
        if (!response.ok && init?.method !== 'POST') throw await wire.refusal(response);
        return response;
      } catch (error) {
        wire.failed(error);
        throw error;
      }
    }

    override stream(target: URL): EventSource {
      const events = new AppEvents(target.href);
      const ended = new AbortController();
      this.abort_controller = ended;
      void readInto(events, wire, AbortSignal.any([wire.signal, ended.signal]))
        .then(() => lostStream)
        .catch((error: unknown) => error)
        .then((error) => {
          if (!ended.signal.aborted) wire.failed(error);
        });
      if (!standsForEventSource(events)) throw lostStream;
      return events;
    }

    override async _resolve_heartbeat(config: Parameters<Client['_resolve_heartbeat']>[0]): Promise<void> {
      // It keeps a visitor's session: nothing for a single question.
      config.connect_heartbeat = false;
      await super._resolve_heartbeat(config);
    }
  }
  // Without a token: with one the client fetches a pass for the app from huggingface.co. It is `wire.fetch` that has it.
  return AppClient.connect(url, { events: ['data', 'status'], record_history: false });
}

async function readInto(events: AppEvents, { fetch: ask, refusal }: GradioWire, signal: AbortSignal): Promise<void> {
  const response = await ask(events.url, { headers: { accept: 'text/event-stream' }, signal });
  if (!response.ok) throw await refusal(response);
  if (response.body === null) return;
  const told = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream({ maxBufferSize: longestEvent, onError: 'terminate' }));
  for await (const { data } of told) {
    if (!isHarmless(data))
      throw new AppError('HUB_CHANGED', 'The app sent something that no Gradio app sends.', { what: 'event' });
    events.onmessage?.(new MessageEvent('message', { data }));
  }
}

const messageSchema = z.object({
  event_id: z
    .string()
    .regex(/^[\w-]{1,100}$/)
    .refine((id) => !inPrototype.has(id))
    .nullish(),
  output: z
    .object({ data: z.array(z.unknown()).nullish().catch(null) })
    .nullish()
    .catch(null),
});
const editSchema = z.tuple([z.string(), z.array(z.union([z.string(), z.number()])), z.unknown()]);
const inPrototype = new Set(['__proto__', 'constructor', 'prototype']);

/** The client writes to whatever path within its own objects an app names: into all objects of this process, if let. */
function isHarmless(data: string): boolean {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch {
    return false;
  }
  const read = messageSchema.safeParse(body);
  if (!read.success) return false;
  const edits = (read.data.output?.data ?? []).flatMap((each) => (Array.isArray(each) ? each : []));
  return edits.every((edit) => {
    const path = editSchema.safeParse(edit);
    return !path.success || path.data[1].every((key) => !inPrototype.has(String(key)));
  });
}

const lostStream = new AppError('PROVIDER_UNAVAILABLE', 'The app broke off in the middle of its answer.', {
  provider: 'app',
  httpStatus: null,
});

/** As much of an EventSource as the client uses; the browser's own type, known to some of our compilations, asks for more. */
function standsForEventSource(events: EventTarget): events is EventSource {
  return events instanceof AppEvents;
}

class AppEvents extends EventTarget {
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readonly readyState = 1;
  readonly withCredentials = false;
  readonly url: string;
  onopen: ((event: Event) => unknown) | null = null;
  onmessage: ((event: MessageEvent) => unknown) | null = null;
  onerror: ((event: Event) => unknown) | null = null;

  constructor(url: string) {
    super();
    this.url = url;
  }

  close(): void {}
}
