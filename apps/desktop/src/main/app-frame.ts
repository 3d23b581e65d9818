// What the app of a Space may do in its frame: where it may go, and what it may
// ask for. Everything that is not clearly an app's own business is a no.
import { mayFrame } from '@hubdesk/shared/page/app-frames';

/** Whether a frame of ours may go on from one origin to an address: an app stays what it is. */
export function mayFrameGo(fromOrigin: string, to: string): boolean {
  if (!mayFrame(to)) return false;
  if (isHubApp(fromOrigin)) return isHubApp(to);
  return !isLocalApp(fromOrigin) || URL.parse(to)?.origin === fromOrigin;
}

/**
 * Whether it may ask for an address. An app of the Hub may go where the web goes, and never to this computer or its
 * network by number; one of the Sandbox to itself alone. `appOrigin` is that of the frame our page made.
 */
export function mayAppLoad(appOrigin: string, address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  const { protocol, hostname, host } = url;
  if (protocol === 'data:' || protocol === 'blob:') return true;
  if (isHubApp(appOrigin)) return (protocol === 'https:' || protocol === 'wss:') && isPublicName(hostname);
  return isLocalApp(appOrigin) && `http://${host}` === appOrigin && (protocol === 'http:' || protocol === 'ws:');
}

const isHubApp = (address: string) => mayFrame(address) && address.startsWith('https:');
const isLocalApp = (address: string) => mayFrame(address) && address.startsWith('http:');

/** A name with a dot that does not end in a number, as every IPv4 address does once it is parsed. */
function isPublicName(hostname: string): boolean {
  return /\.[a-z][a-z0-9-]*\.?$/i.test(hostname) && !/\.(?:localhost|local|internal|home\.arpa)\.?$/i.test(hostname);
}
