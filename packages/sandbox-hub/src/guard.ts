// The door: loopback callers only, and no web page but our own.
// A browser tells where a request comes from (Origin, Sec-Fetch-Site); programs send neither and pass.
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './http/reply.ts';

/** Throws the Refusal for a request that must not be served; `host` is our own exact `127.0.0.1:port`. */
export function guard(method: string, headers: IncomingHttpHeaders, host: string): void {
  if (headers.host !== host) {
    throw new Refusal(421, `The Sandbox Hub answers only to ${host}.`);
  }
  const { origin } = headers;
  if (origin !== undefined && origin !== `http://${host}`) {
    throw new Refusal(403, 'The Sandbox Hub does not answer other web pages.');
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  // A link to one of our pages and an avatar in an <img> are harmless: the other page cannot read them.
  const seenOnly = headers['sec-fetch-dest'] === 'document' || headers['sec-fetch-dest'] === 'image';
  if (method !== 'GET' || !seenOnly) {
    throw new Refusal(403, 'The Sandbox Hub does not answer other web pages.');
  }
}
