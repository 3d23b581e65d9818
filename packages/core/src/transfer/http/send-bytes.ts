// Sends bodies of any size over node:http, from a file or from memory, without
// holding them: `fetch` copies a whole body (1.1 GB for 1 GiB). Follows no
// redirect, adds no authorization of its own, and never waits without an end.
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { AppError } from '@hubdesk/shared/errors';
import type { Answer } from '../../hub/hub-failure.ts';
import { networkFailure } from '../../hub/network-failure.ts';
import { filePieces, type FileRange } from './file-pieces.ts';

export interface SendLimits {
  /** Until the connection (and TLS) stands. */
  connectMs: number;
  /** From the last byte sent to the answer's headers. */
  headersMs: number;
  /** Longest time in which not one piece moves, either way. */
  stallMs: number;
  /** Most bytes of answer that are read. */
  maxAnswerBytes: number;
}

export const sendLimits: SendLimits = {
  connectMs: 10_000,
  headersMs: 60_000,
  stallMs: 60_000,
  maxAnswerBytes: 4 * 1024 * 1024,
};

export interface ByteSenderOptions {
  /** Connections to one host at the same time; what is more waits for its turn. */
  sockets: number;
  limits?: SendLimits;
}

export interface SendRequest {
  method: 'PUT' | 'POST' | 'GET';
  url: string;
  /** Sent as they are, to this address only: a token goes nowhere the caller did not write it. */
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array | FileRange;
  /** Bytes of body handed to the network so far; ends at the whole length, unless the server answers sooner. */
  onSent?: ((sentBytes: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface ByteSender {
  /**
   * One request, once: nothing is repeated here. Every status but a redirect is returned.
   * Rejects with OFFLINE, TIMEOUT, CANCELLED, PROVIDER_UNAVAILABLE (hung up), INTERCEPTED
   * (a redirect), HUB_CHANGED (an endless answer), `FileChanged`, or the system's error for an unreadable file.
   */
  send(request: SendRequest): Promise<Answer>;
  /** Closes idle connections and cuts busy ones. */
  close(): void;
}

/** The function half of a `ByteSender`, for those who only send. */
export type SendBytes = ByteSender['send'];

const fromFileBytes = 512 * 1024;
const fromMemoryBytes = 256 * 1024;
const idleSocketMs = 30_000;

export function byteSender({ sockets, limits = sendLimits }: ByteSenderOptions): ByteSender {
  const options = {
    keepAlive: true,
    noDelay: true,
    maxSockets: sockets,
    maxFreeSockets: sockets,
    scheduling: 'lifo',
    timeout: idleSocketMs,
  } as const;
  const http = new HttpAgent(options);
  const https = new HttpsAgent(options);
  return {
    send: (asked) => {
      const url = new URL(asked.url);
      return url.protocol === 'https:'
        ? exchange(asked, url, limits, httpsRequest, https)
        : exchange(asked, url, limits, httpRequest, http);
    },
    close: () => {
      http.destroy();
      https.destroy();
    },
  };
}

async function exchange(
  asked: SendRequest,
  url: URL,
  limits: SendLimits,
  start: typeof httpRequest,
  agent: HttpAgent,
): Promise<Answer> {
  const { host } = url;
  const stop = new AbortController();
  const signal = asked.signal ? AbortSignal.any([asked.signal, stop.signal]) : stop.signal;
  let timer: NodeJS.Timeout | undefined;
  const giveUpAfter = (ms: number, why: string) => {
    clearTimeout(timer);
    timer = setTimeout(() => stop.abort(new AppError('TIMEOUT', `${host} ${why}`, { host })), ms);
  };
  let unreadable: { error: unknown } | undefined;
  let answering = false;
  try {
    signal.throwIfAborted();
    const length = asked.body === undefined ? {} : { 'content-length': String(asked.body.length) };
    const request = start(url, { method: asked.method, headers: { ...asked.headers, ...length }, agent, signal });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', (answer) => {
        answering = true;
        resolve(answer);
      });
      // Not once: a connection may break again after its answer.
      request.on('error', reject);
    });
    // Its turn among the agent's sockets may take long: nothing is read and no clock runs until then.
    request.once('socket', (socket) => {
      const send = () => {
        const goesOn = () => {
          if (answering || request.destroyed) return false;
          giveUpAfter(limits.stallMs, 'stopped taking what is sent.');
          return true;
        };
        sendBody(request, asked, goesOn).then(
          (whole) => whole && goesOn() && giveUpAfter(limits.headersMs, 'did not answer in time.'),
          (error: unknown) => {
            unreadable = { error };
            request.destroy();
          },
        );
      };
      if (!socket.connecting) return send();
      giveUpAfter(limits.connectMs, 'cannot be reached.');
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', send);
    });
    const answer = await answered;
    const read = await readAnswer(answer, host, limits, () =>
      giveUpAfter(limits.stallMs, 'stopped in the middle of its answer.'),
    );
    // A server that refuses a body may answer in the middle of it: that connection is of no more use.
    if (!request.writableFinished) request.destroy();
    return read;
  } catch (error) {
    throw unreadable ? unreadable.error : networkFailure(error, host, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Sends the body piece by piece, each when the one before is with the network. False when there is nobody to send to any more. */
async function sendBody(
  request: ClientRequest,
  { body, onSent }: SendRequest,
  goesOn: () => boolean,
): Promise<boolean> {
  let sentBytes = 0;
  const closed = new Promise<boolean>((resolve) => request.once('close', () => resolve(false)));
  if (body !== undefined) {
    for await (const piece of body instanceof Uint8Array ? memoryPieces(body) : filePieces(body, fromFileBytes)) {
      if (!goesOn()) return false;
      // A connection that is reset may never say what became of a piece.
      const taken = await Promise.race([new Promise<boolean>((resolve) => request.write(piece, (error) => resolve(!error))), closed]);
      // Why the connection broke is told by the request itself.
      if (!taken || !goesOn()) return false;
      sentBytes += piece.length;
      onSent?.(sentBytes);
    }
  }
  request.end();
  return true;
}

function* memoryPieces(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += fromMemoryBytes) yield body.subarray(at, at + fromMemoryBytes);
}

async function readAnswer(
  answer: IncomingMessage,
  host: string,
  limits: SendLimits,
  moved: () => void,
): Promise<Answer> {
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400 && status !== 304) {
    answer.destroy();
    throw new AppError('INTERCEPTED', `${host} tried to send this request elsewhere.`, { by: 'redirect', host });
  }
  const pieces: Buffer[] = [];
  let length = 0;
  moved();
  for await (const piece of answer as AsyncIterable<Buffer>) {
    moved();
    length += piece.length;
    if (length > limits.maxAnswerBytes)
      throw new AppError('HUB_CHANGED', `${host} sent far more than this answer should hold.`, { what: 'size' });
    pieces.push(piece);
  }
  const headers = new Headers();
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2)
    headers.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
  return { status, headers, text: Buffer.concat(pieces).toString('utf8') };
}
