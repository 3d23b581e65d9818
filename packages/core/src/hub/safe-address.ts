// Where something of ours may be sent when the Hub names the place: encrypted, or to this machine.

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

export function isLoopback({ hostname }: URL): boolean {
  return loopback.has(hostname);
}

export function isSafeAddress(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}
