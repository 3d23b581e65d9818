// Runs one situation of a real keyring and prints what the vault made of it, as
// JSON. Started by the test in a D-Bus session and a home folder of its own.
import { execFile, execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAppError } from '@hubdesk/shared/errors';
import { systemClock } from '../../ports/clock.ts';
import { openSettings } from '../../settings/settings-file.ts';
import { Secret } from '../secret.ts';
import { openVault } from '../vault.ts';
import type { Vault } from '../vault.ts';
import { forkKeychainProcess } from './fork-keychain-process.ts';
import { keychainClient } from './keychain-client.ts';
import { keychainService } from './keychain-store.ts';

const home = process.env['HOME'] ?? '';
const helperPath = join(import.meta.dirname, 'keychain-helper.ts');
const token = Secret.from('hf_CanaryCanaryCanaryCanaryCanaryCana');
const other = Secret.from('hf_OtherOtherOtherOtherOtherOtherOthe');

let slowestReadMs = 0;
let watching = true;

/** The app's own file work must not wait for a keyring. */
async function watchFileLatency(): Promise<void> {
  while (watching) {
    const startedMs = performance.now();
    await readFile(import.meta.filename);
    slowestReadMs = Math.max(slowestReadMs, performance.now() - startedMs);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function open(): Promise<Vault> {
  const settings = await openSettings(join(home, 'settings'), { clock: systemClock });
  return openVault({
    settings,
    stateDir: join(home, 'state'),
    keychain: forkKeychainProcess({ helperPath, env: process.env }),
    clock: systemClock,
    platform: process.platform,
  });
}

async function daemon(password: string): Promise<ChildProcess> {
  const child = spawn('gnome-keyring-daemon', ['--unlock', '--foreground', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin?.end(`${password}\n`);
  // Not synchronously: the password above is still on its way.
  await promisify(execFile)('gdbus', ['wait', '--session', '--timeout', '10', 'org.freedesktop.secrets']);
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

const bus = ['call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/org/freedesktop/DBus', '--method'];

/** What the bus says of the keyring's name; null where nobody owns it. */
async function askBus(method: string): Promise<string | null> {
  const asking = promisify(execFile)('gdbus', [...bus, `org.freedesktop.DBus.${method}`, 'org.freedesktop.secrets']);
  return asking.then(
    ({ stdout }) => stdout,
    () => null,
  );
}

async function stopWhoeverServes(): Promise<void> {
  const pid = /uint32 (\d+)/.exec((await askBus('GetConnectionUnixProcessID')) ?? '')?.[1];
  if (pid === undefined) return;
  process.kill(Number(pid), 'SIGKILL');
  while ((await askBus('NameHasOwner'))?.includes('true'));
}

function lockKeyring(): void {
  const service = ['--session', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets'];
  execFileSync('gdbus', [
    'call',
    ...service,
    '--method',
    'org.freedesktop.Secret.Service.Lock',
    "['/org/freedesktop/secrets/collection/login']",
  ]);
}

async function told(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return isAppError(error) ? { code: error.code, ...error.data } : String(error);
  }
}

async function read(vault: Vault): Promise<unknown> {
  const found = await vault.read('huggingface');
  if (found.state === 'ok')
    return found.secret.equals(token) ? 'token' : found.secret.equals(other) ? 'other' : 'wrong';
  return found.state === 'absent' ? 'absent' : found;
}

async function status(vault: Vault): Promise<unknown> {
  const { active, locked, chosen, stores } = await vault.status();
  return { active, locked, chosen, keychain: stores[0]?.reason ?? 'available' };
}

const keyring = join(home, 'data', 'keyrings', 'login.keyring');

const situations: Record<string, () => Promise<Record<string, unknown>>> = {
  /** Also for a session without a bus, and a bus without a service. */
  unreachable: async () => {
    const vault = await open();
    return {
      status: await status(vault),
      write: await told(vault.write('huggingface', token)),
      read: await read(vault),
      choose: await told(vault.choose('keychain')),
    };
  },
  healthy: async () => {
    await daemon('test');
    const vault = await open();
    const steps = {
      status: await status(vault),
      before: await read(vault),
      write: await told(vault.write('huggingface', token)),
      read: await read(vault),
      replace: await told(vault.write('huggingface', other)),
      replaced: await read(vault),
      remove: await told(vault.remove('huggingface')),
      after: await read(vault),
    };
    const helper = execFileSync('pgrep', ['-f', helperPath, '-P', String(process.pid)])
      .toString()
      .trim();
    const shown =
      (await readFile(`/proc/${helper}/cmdline`, 'latin1')) + (await readFile(`/proc/${helper}/environ`, 'latin1'));
    return {
      ...steps,
      helperShowsSecret: /Canary|Other|HF_TOKEN|sk-env/.test(shown),
      helperHasBus: shown.includes('DBUS_SESSION_BUS_ADDRESS'),
    };
  },
  locked: async () => {
    await daemon('test');
    const vault = await open();
    await vault.write('huggingface', token);
    lockKeyring();
    return {
      read: await read(vault),
      status: await status(vault),
      write: await told(vault.write('huggingface', other)),
      remove: await told(vault.remove('huggingface')),
      readAgain: await read(await open()),
    };
  },
  daemonKilled: async () => {
    const first = await daemon('test');
    const vault = await open();
    await vault.write('huggingface', token);
    await stop(first);
    const during = await read(vault);
    // Asked for one, the bus may have started another by itself, locked. Nobody asks until ours is there.
    await stopWhoeverServes();
    await daemon('test');
    return { during, after: await read(vault) };
  },
  wrongPassword: async () => {
    const first = await daemon('test');
    await (await open()).write('huggingface', token);
    await stop(first);
    await daemon('not the password');
    const vault = await open();
    return {
      read: await read(vault),
      write: await told(vault.write('huggingface', other)),
      status: await status(vault),
    };
  },
  fileDamaged: async () => {
    const first = await daemon('test');
    await (await open()).write('huggingface', token);
    await stop(first);
    await truncate(keyring, 40);
    await daemon('test');
    const vault = await open();
    return {
      read: await read(vault),
      write: await told(vault.write('huggingface', other)),
      readNew: await read(vault),
      remove: await told(vault.remove('huggingface')),
      files: (await readdir(join(home, 'data', 'keyrings'))).length,
    };
  },
  lost: async () => {
    await daemon('test');
    const vault = await open();
    await vault.write('huggingface', token);
    const helper = forkKeychainProcess({ helperPath, env: process.env });
    const client = keychainClient({ process: helper, clock: systemClock, platform: process.platform });
    await client.call({ op: 'delete', service: keychainService, account: 'huggingface' }, 'background');
    client.dispose();
    return { read: await read(vault), remove: await told(vault.remove('huggingface')), after: await read(vault) };
  },
  diskFull: async () => {
    await daemon('test');
    const vault = await open();
    await vault.write('huggingface', token);
    execFileSync('sh', ['-c', `head -c 10M /dev/zero > "${home}/data/fill" || true`], { stdio: 'ignore' });
    return { write: await told(vault.write('huggingface', Secret.from('x'.repeat(2_560)))), read: await read(vault) };
  },
};

void watchFileLatency();
const situation = situations[process.argv[2] ?? ''];
if (!situation) throw new Error('unknown situation');
const seen = await situation();
watching = false;
process.stdout.write(JSON.stringify({ ...seen, slowestReadMs }), () => process.exit(0));
