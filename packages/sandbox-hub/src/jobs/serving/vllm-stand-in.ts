// Answers in the place of vLLM where it is not installed: an OpenAI-compatible server on a loopback port of its own,
// for as long as the job runs. It says what the router would say for the same model, asks for a token that may read
// the job, and refuses what vLLM could not load.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { callerOf, namespacesOf } from '../../caller.ts';
import { readChatBody, textOf, type ChatBody } from '../../chat/chat-body.ts';
import { Completion, completionFrames, wholeReply } from '../../chat/completion.ts';
import { parseJson } from '../../http/read-body.ts';
import { json, Refusal, type Reply } from '../../http/reply.ts';
import { send } from '../../http/send.ts';
import type { HubContext } from '../../hub-context.ts';
import { unlistedModel } from '../../models/unlisted-model.ts';
import { maySee, requireFiles } from '../../repos/access.ts';
import { tokenize } from '../../text/little-model.ts';
import type { Job } from '../job.ts';
import type { ProcessEnd, RunningProcess } from '../run-process.ts';
import type { VllmServe } from './vllm-words.ts';

export interface ServedJob extends RunningProcess {
  /** `http://127.0.0.1:port`, once it listens; never for a model that cannot be loaded. */
  url: Promise<string | undefined>;
}

const BODY_LIMIT_BYTES = 20 * 2 ** 20;

/** `say` puts lines into the job's log. */
export function serveInPlaceOfVllm(
  hub: HubContext,
  job: Job,
  asked: VllmServe,
  say: (lines: string[]) => void,
): ServedJob {
  const stopped = new AbortController();
  const url = Promise.withResolvers<string | undefined>();
  const end = Promise.withResolvers<ProcessEnd>();
  const life = async (): Promise<ProcessEnd> => {
    say(['[sandbox] vLLM is not on this machine: the Sandbox answers in its place.']);
    const models = new Map<string, string>();
    for (const { names, source } of sourcesOf(job, asked)) {
      const reason = whyNotLoaded(hub, job, source);
      if (reason !== undefined) {
        say([reason]);
        return { kind: 'exit', code: 1 };
      }
      for (const name of names) models.set(name, source.name);
    }
    const server = createServer((request, response) => {
      void answer(
        { hub, job, models, maxModelLen: asked.maxModelLen, port: asked.port, stopped: stopped.signal },
        request,
        response,
      );
    });
    server.requestTimeout = 0;
    const at = await new Promise<string>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        if (address === null || typeof address === 'string') reject(new Error('There is no free port.'));
        else resolve(`http://127.0.0.1:${address.port}`);
      });
    });
    url.resolve(at);
    say([
      `[sandbox] Port ${asked.port} of the job is ${at} here. It serves ${[...models.keys()].join(', ')}.`,
      'INFO:     Application startup complete.',
    ]);
    if (!stopped.signal.aborted) await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));
    say(['INFO:     Shutting down']);
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
    return { kind: 'signal', signal: 'SIGTERM' };
  };
  life()
    .catch((error: unknown): ProcessEnd => ({
      kind: 'failed',
      message: error instanceof Error ? error.message : String(error),
    }))
    .then((how) => {
      url.resolve(undefined);
      end.resolve(how);
    })
    .catch(() => {});
  return { pid: 0, url: url.promise, ended: end.promise, kill: () => stopped.abort() };
}

interface Source {
  name: string;
  /** By the Hub, which asks for no token of the job. */
  mounted: boolean;
}

/** What is loaded, with the names it answers to: a path is the volume that is mounted there. */
function sourcesOf(job: Job, { adapters, model, names }: VllmServe): { names: readonly string[]; source: Source }[] {
  const source = (path: string): Source => {
    const volume = job.spec.volumes.find(({ mountPath }) => path === mountPath);
    return volume ? { name: volume.source, mounted: true } : { name: path, mounted: false };
  };
  return [
    { names, source: source(model) },
    ...adapters.map(({ name, path }) => ({ names: [name], source: source(path) })),
  ];
}

/** The words of the library that loads models, or undefined where it would. */
function whyNotLoaded(hub: HubContext, { spec }: Job, { mounted, name }: Source): string | undefined {
  if (mounted) return undefined;
  const repo = hub.repos.open('model', name);
  const token = spec.secrets['HF_TOKEN'] ?? spec.environment['HF_TOKEN'];
  try {
    const caller = callerOf(hub.store, token === undefined ? {} : { authorization: `Bearer ${token}` });
    if (repo && maySee(caller, repo)) {
      requireFiles(hub, { repo, caller });
      return undefined;
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return `OSError: You are trying to access a gated repo. Make sure to have access to it at ${hub.origin()}/${name}. ${error.message}`;
  }
  return `OSError: ${name} is not a local folder and is not a valid model identifier listed on '${hub.origin()}/models'. If this is a private repository, make sure to pass a token having permission to this repo.`;
}

interface Serving {
  hub: HubContext;
  job: Job;
  /** Repos by the names they answer to. */
  models: ReadonlyMap<string, string>;
  maxModelLen: number | undefined;
  /** By which the job speaks of itself. */
  port: number;
  stopped: AbortSignal;
}

async function answer(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  const gone = AbortSignal.any([left.signal, serving.stopped]);
  let reply: Reply;
  try {
    admit(serving, request);
    reply = await replyTo(serving, request, gone);
  } catch (error) {
    request.resume();
    reply = error instanceof Refusal ? error.reply : refusal(500, 'InternalServerError', String(error)).reply;
  }
  await send(response, reply, gone).catch(() => response.destroy());
}

/** The Hub's own door before the job: whoever may read the job, unless the port is public. */
function admit({ hub, job, port }: Serving, { headers, socket }: IncomingMessage): void {
  if (headers.host !== `127.0.0.1:${socket.localPort}`)
    throw new Refusal(421, 'This job answers only to its own address.');
  if (headers.origin !== undefined) throw new Refusal(403, 'This job does not answer web pages.');
  if (job.spec.expose?.portsPublic?.includes(port)) return;
  let caller;
  try {
    caller = callerOf(hub.store, headers);
  } catch {
    caller = undefined;
  }
  if (!caller || !namespacesOf(caller).has(job.owner.name)) {
    throw new Refusal(401, 'A token that may read this job is needed.');
  }
}

async function replyTo(serving: Serving, request: IncomingMessage, gone: AbortSignal): Promise<Reply> {
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  switch (`${request.method} ${pathname}`) {
    case 'GET /health':
      return { status: 200, headers: {}, body: '' };
    case 'GET /v1/models':
      return json({ object: 'list', data: [...serving.models].map(([name, root]) => modelWire(serving, name, root)) });
    case 'POST /v1/chat/completions': {
      const body = await readChatBody({ text: (limit) => textOfBody(request, limit) });
      return chat(serving, body, gone);
    }
    case 'POST /v1/completions': {
      const body = parseJson(await textOfBody(request, BODY_LIMIT_BYTES), completionBody);
      return complete(serving, body, gone);
    }
    default:
      throw refusal(404, 'NotFoundError', 'Not Found');
  }
}

function modelWire({ hub, job, maxModelLen, models }: Serving, id: string, root: string): Record<string, unknown> {
  const [base] = models.keys();
  return {
    id,
    object: 'model',
    created: Math.floor((job.startedAtMs ?? hub.now()) / 1000),
    owned_by: 'vllm',
    root,
    parent: id === base ? null : base,
    max_model_len: maxModelLen ?? 4096,
  };
}

async function chat(serving: Serving, body: ChatBody, gone: AbortSignal): Promise<Reply> {
  const completion = await completionOf(serving, body);
  const nothing = () => {};
  if (!body.stream) return wholeReply(completion, gone, {}, nothing);
  return streamed(completionFrames(completion, gone, body.stream_options?.include_usage === true, nothing));
}

const completionBody = z.object({
  model: z.string(),
  prompt: z.union([
    z.string(),
    z
      .array(z.string())
      .length(1)
      .transform(([text = '']) => text),
  ]),
  stream: z.boolean().nullish(),
  max_tokens: z.int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
});

async function complete(
  serving: Serving,
  { prompt, ...body }: z.infer<typeof completionBody>,
  gone: AbortSignal,
): Promise<Reply> {
  const asked = { ...body, max_tokens: body.max_tokens ?? 16, messages: [{ role: 'user' as const, content: prompt }] };
  const completion = await completionOf(serving, asked);
  const wire = (text: string, finish_reason: string | null, more: object = {}) => ({
    id: completion.id,
    object: 'text_completion',
    created: completion.created,
    model: body.model,
    choices: [{ index: 0, text, logprobs: null, finish_reason }],
    ...more,
  });
  const pieces = completion.pieces(gone);
  if (body.stream) {
    return streamed(
      (async function* () {
        for (;;) {
          const step = await pieces.next();
          yield `data: ${JSON.stringify(step.done ? wire('', step.value) : wire(step.value, null))}\n\n`;
          if (step.done) break;
        }
        yield 'data: [DONE]\n\n';
      })(),
    );
  }
  let text = '';
  for (;;) {
    const step = await pieces.next();
    if (step.done) return json(wire(text, step.value, { usage: completion.usage() }));
    text += step.value;
  }
}

async function completionOf({ hub, models }: Serving, body: ChatBody): Promise<Completion> {
  const id = models.get(body.model);
  if (id === undefined) throw refusal(404, 'NotFoundError', `The model \`${body.model}\` does not exist.`);
  // A model that was just pushed answers for itself as soon as it is loaded.
  await hub.tinyModels.settled();
  const model = hub.store.catalogue.find(id) ?? unlistedModel(id);
  const promptTokens = body.messages.reduce((sum, message) => sum + tokenize(textOf(message)).length, 0);
  const serving = { provider: 'job', status: 'live', task: 'conversational', isModelAuthor: false } as const;
  return new Completion(hub, body, { model, serving }, promptTokens);
}

function streamed(body: AsyncIterable<string>): Reply {
  return { status: 200, headers: { 'content-type': 'text/event-stream; charset=utf-8' }, body };
}

function refusal(code: number, type: string, message: string): Refusal {
  return new Refusal(code, { error: { message, type, param: null, code } });
}

async function textOfBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > limitBytes) throw new Refusal(413, 'Request Entity Too Large');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}
