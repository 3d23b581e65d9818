// The keychain helper process: the only code that loads keytar. It answers one
// request at a time and nothing else; the app kills it when it hangs. It never
// calls findCredentials, which crashes on a locked keyring.
import { randomBytes } from 'node:crypto';
import keytar from 'keytar';
import { keychainRequestSchema } from './keychain-messages.ts';
import type { KeychainReply, KeychainRequest } from './keychain-messages.ts';

const trialAccount = 'hubdesk-trial';

/** Without a display nobody can be asked, so a locked keyring refuses at once instead of prompting. */
const nobodyToPrompt = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];

async function answer(request: KeychainRequest): Promise<string | boolean | null> {
  switch (request.op) {
    case 'get':
      return keytar.getPassword(request.service, request.account);
    case 'set':
      await keytar.setPassword(request.service, request.account, request.secret);
      return null;
    case 'delete':
      return keytar.deletePassword(request.service, request.account);
    case 'probe':
      await keytar.getPassword(request.service, trialAccount);
      if (request.mayPrompt || nobodyToPrompt) await tryStoring(request.service);
      return null;
  }
}

/** Reading cannot tell a locked keyring from an empty one; storing can. */
async function tryStoring(service: string): Promise<void> {
  const value = randomBytes(8).toString('hex');
  await keytar.setPassword(service, trialAccount, value);
  const found = await keytar.getPassword(service, trialAccount);
  await keytar.deletePassword(service, trialAccount);
  if (found !== value) throw new Error('The trial entry came back different');
}

function serve(reply: (message: KeychainReply) => void): (message: unknown) => void {
  let busy = false;
  return (message) => {
    const parsed = keychainRequestSchema.safeParse(message);
    if (!parsed.success) return;
    const { id } = parsed.data;
    if (busy) {
      reply({ id, error: 'The helper is busy' });
      return;
    }
    busy = true;
    answer(parsed.data)
      .then(
        (value) => ({ id, value }),
        (error: unknown) => ({ id, error: error instanceof Error ? error.message : 'unknown' }),
      )
      .then((message) => {
        busy = false;
        reply(message);
      });
  };
}

interface ParentPort {
  on(event: 'message', listen: (event: { data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/** Electron's utility process has a port to its parent where Node has `process.send`. */
function parentPort(): ParentPort | null {
  const port: unknown = Reflect.get(process, 'parentPort');
  return isParentPort(port) ? port : null;
}

function isParentPort(port: unknown): port is ParentPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port && 'on' in port;
}

const port = parentPort();
if (port) {
  const handle = serve((message) => port.postMessage(message));
  port.on('message', (event) => handle(event.data));
} else {
  process.on(
    'message',
    serve((message) => process.send?.(message)),
  );
  // A native call that hangs would keep an orphan alive.
  process.on('disconnect', () => process.exit(0));
}
