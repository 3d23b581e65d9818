// One local host a person: a second start asks the first to open a window and
// leaves. They meet at a socket only this person can reach; what passes over it
// is the wish, never a code or a bearer.
import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { withLock } from '@hubdesk/core/files/lock-file';
import type { Clock } from '@hubdesk/core/ports/clock';

/** What a Unix socket's address may hold on macOS, the tightest of the platforms. */
const maxSocketPathBytes = 103;
const answerWithinMs = 3_000;
const wish = 'open\n';

export type Instance =
  /** Nobody else runs: we answer from now on. */
  | { first: true; close(): Promise<void> }
  /** Another one runs and has been asked. */
  | { first: false };

/**
 * Finds out whether this is the first instance over `stateFolder`. If it is,
 * `onOpen` is called for each later start. A socket that a killed instance left
 * behind is taken over.
 */
export async function claimInstance(options: {
  stateFolder: string;
  platform: NodeJS.Platform;
  clock: Clock;
  onOpen(): void;
}): Promise<Instance> {
  const { stateFolder, platform, clock, onOpen } = options;
  await mkdir(stateFolder, { recursive: true, mode: 0o700 });
  const address = await meetingPlace(stateFolder, platform);

  // Two starts at the same moment must not both find nobody and both take over.
  return withLock(join(stateFolder, 'local.lock'), { clock, patienceMs: 10_000 }, async () => {
    if (await ask(address)) return { first: false };
    if (platform !== 'win32') await rm(address, { force: true });
    const server = await answer(address, onOpen);
    return { first: true, close: () => closed(server) };
  });
}

async function meetingPlace(stateFolder: string, platform: NodeJS.Platform): Promise<string> {
  const name = createHash('sha256').update(stateFolder).digest('hex').slice(0, 16);
  if (platform === 'win32') return `\\\\.\\pipe\\hubdesk-${name}`;
  const usual = join(stateFolder, 'local.sock');
  const address =
    Buffer.byteLength(usual) <= maxSocketPathBytes ? usual : join(tmpdir(), `hubdesk-${name}`, 'local.sock');
  await keepPrivate(dirname(address));
  return address;
}

/** Makes the folder ours alone, and refuses one that somebody else made. */
async function keepPrivate(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const facts = await lstat(folder);
  if (!facts.isDirectory() || facts.uid !== process.getuid?.()) throw new Error(`${folder} belongs to somebody else`);
  await chmod(folder, 0o700);
}

/** Whether a living instance took the wish. */
function ask(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    const settle = (heard: boolean) => {
      socket.destroy();
      resolve(heard);
    };
    socket.setTimeout(answerWithinMs, () => settle(false));
    socket.once('connect', () => socket.write(wish));
    socket.once('data', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}

function answer(address: string, onOpen: () => void): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.setTimeout(answerWithinMs, () => socket.destroy());
    let heard = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
      if (heard === wish) {
        onOpen();
        socket.end('opened\n');
      } else if (!wish.startsWith(heard)) socket.destroy();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => resolve(server));
  });
}

/** Node removes the socket's file as it closes. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
