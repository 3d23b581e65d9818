// Sends bodies of any size over node:http, from a file or from memory, without
// holding them: `fetch` copies a whole body (1.1 GB for 1 GiB). Follows no
// redirect, adds no authorization of its own, and never waits without an end.
import { Agent as HttpAgent, request as httpRequest, type ClientRequest } from 'node:http';
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

/** For requests that nobody calls off. */
const uncalled = new AbortController().signal;

const underWay = new WeakMap<AbortSignal, Set<() => void>>();

/** What is called when the signal aborts: one listener for all requests, as adding each to the signal is slow. */
function whenAborted(signal: AbortSignal): Set<() => void> {
  const known = underWay.get(signal);
  if (known) return known;
  const calls = new Set<() => void>();
  underWay.set(signal, calls);
  signal.addEventListener('abort', () => [...calls].forEach((call) => call()), { once: true });
  return calls;
}

// By events and not by promises and composed signals: of a small body that would be half the work.
async function exchange(
  asked: SendRequest,
  url: URL,
  limits: SendLimits,
  start: typeof httpRequest,
  agent: HttpAgent,
): Promise<Answer> {
  const { host } = url;
  const { signal = uncalled } = asked;
  let request: ClientRequest;
  try {
    signal.throwIfAborted();
    const length = asked.body === undefined ? {} : { 'content-length': String(asked.body.length) };
    request = start(url, { method: asked.method, headers: { ...asked.headers, ...length }, agent });
  } catch (error) {
    throw networkFailure(error, host, signal);
  }
  const callable = asked.signal && whenAborted(asked.signal);
  return new Promise<Answer>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let answering = false;
    let over = false;
    const giveUpAfter = (ms: number, why: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(new AppError('TIMEOUT', `${host} ${why}`, { host })), ms);
    };
    const end = () => {
      over = true;
      clearTimeout(timer);
      callable?.delete(cancelled);
    };
    const fail = (error: unknown) => {
      if (over) return;
      end();
      reject(error);
      request.destroy();
    };
    const broken = (error: unknown) => {
      if (!over) fail(networkFailure(error, host, signal));
    };
    const cancelled = () => broken(signal.reason);
    callable?.add(cancelled);
    // Not once: a connection may break again after its answer.
    request.on('error', broken);
    // Its turn among the agent's sockets may take long: nothing is read and no clock runs until then.
    request.once('socket', (socket) => {
      const goesOn = () => {
        if (answering || over || request.destroyed) return false;
        giveUpAfter(limits.stallMs, 'stopped taking what is sent.');
        return true;
      };
      const send = () => {
        const { body, onSent } = asked;
        const sent = () => {
          if (goesOn()) giveUpAfter(limits.headersMs, 'did not answer in time.');
        };
        if (!goesOn()) return;
        if (!isSmall(body)) return void sendBody(request, body, onSent, goesOn).then((whole) => whole && sent(), fail);
        request.end(body, () => {
          if (body !== undefined && !answering && !over) onSent?.(body.length);
          sent();
        });
      };
      if (!socket.connecting) return send();
      giveUpAfter(limits.connectMs, 'cannot be reached.');
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', send);
    });
    request.once('response', (answer) => {
      answering = true;
      const status = answer.statusCode ?? 0;
      if (status >= 300 && status < 400 && status !== 304) {
        return fail(
          new AppError('INTERCEPTED', `${host} tried to send this request elsewhere.`, { by: 'redirect', host }),
        );
      }
      const pieces: Buffer[] = [];
      let length = 0;
      const moved = () => giveUpAfter(limits.stallMs, 'stopped in the middle of its answer.');
      moved();
      answer.on('error', broken);
      answer.on('data', (piece: Buffer) => {
        if (over) return;
        moved();
        length += piece.length;
        pieces.push(piece);
        if (length <= limits.maxAnswerBytes) return;
        fail(new AppError('HUB_CHANGED', `${host} sent far more than this answer should hold.`, { what: 'size' }));
      });
      answer.once('end', () => {
        if (over) return;
        end();
        // A server that refuses a body may answer in the middle of it: that connection is of no more use.
        if (!request.writableFinished) request.destroy();
        resolve(answerOf(status, answer.rawHeaders, pieces));
      });
      answer.once('close', () => over || broken(new Error('The answer broke off.')));
    });
  });
}

/** Handed over in one go, with the headers. */
function isSmall(body: SendRequest['body']): body is Uint8Array | undefined {
  return body === undefined || (body instanceof Uint8Array && body.length <= fromMemoryBytes);
}

/** Sends the body piece by piece, each when the one before is with the network. False when there is nobody to send to any more. */
async function sendBody(
  request: ClientRequest,
  body: Uint8Array | FileRange,
  onSent: SendRequest['onSent'],
  goesOn: () => boolean,
): Promise<boolean> {
  let sentBytes = 0;
  const closed = new Promise<boolean>((resolve) => request.once('close', () => resolve(false)));
  for await (const piece of body instanceof Uint8Array ? memoryPieces(body) : filePieces(body, fromFileBytes)) {
    if (!goesOn()) return false;
    // A connection that is reset may never say what became of a piece.
    const taken = await Promise.race([
      new Promise<boolean>((resolve) => request.write(piece, (error) => resolve(!error))),
      closed,
    ]);
    // Why the connection broke is told by the request itself.
    if (!taken || !goesOn()) return false;
    sentBytes += piece.length;
    onSent?.(sentBytes);
  }
  request.end();
  return true;
}

function* memoryPieces(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += fromMemoryBytes) yield body.subarray(at, at + fromMemoryBytes);
}

/** Of most answers nobody reads the headers. */
function answerOf(status: number, rawHeaders: readonly string[], pieces: readonly Buffer[]): Answer {
  let headers: Headers | undefined;
  return {
    status,
    get headers() {
      if (headers) return headers;
      headers = new Headers();
      for (let at = 0; at + 1 < rawHeaders.length; at += 2)
        headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
      return headers;
    },
    text: pieces.length === 0 ? '' : Buffer.concat(pieces).toString('utf8'),
  };
}
