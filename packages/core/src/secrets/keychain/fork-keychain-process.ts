// Runs the keychain helper as a plain Node process, for hosts without Electron.
// The helper gets the few variables a keychain needs and none of the others: no
// provider's key, no NODE_OPTIONS.
import { fork } from 'node:child_process';
import type { KeychainChannel, KeychainProcess } from '../../ports/keychain-process.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const passedOn = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'XDG_DATA_HOME',
  'XDG_CURRENT_DESKTOP',
  'XDG_SESSION_TYPE',
  'SystemRoot',
  'SYSTEMROOT',
  'APPDATA',
  'LOCALAPPDATA',
  'USERPROFILE',
] as const;

/** The part of the app's environment the helper may see. */
export function keychainEnvironment(env: Environment): Record<string, string> {
  return Object.fromEntries(passedOn.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}

/** `helperPath`: the helper's entry, as a file Node can run. */
export function forkKeychainProcess(parts: { helperPath: string; env: Environment }): KeychainProcess {
  return { spawn: () => forkHelper(parts.helperPath, keychainEnvironment(parts.env)) };
}

function forkHelper(helperPath: string, env: Record<string, string>): KeychainChannel {
  const child = fork(helperPath, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  let gone = false;
  const onceGone: (() => void)[] = [];
  const end = () => {
    if (gone) return;
    gone = true;
    for (const listen of onceGone) listen();
  };
  child.once('exit', end);
  // Could not be started, or a message could not be sent: either way it is of no more use.
  child.on('error', () => {
    child.kill('SIGKILL');
    end();
  });
  return {
    send: (message) => {
      if (child.connected && typeof message === 'object' && message !== null) child.send(message);
    },
    onMessage: (listen) => void child.on('message', listen),
    onExit: (listen) => void onceGone.push(listen),
    kill: () => void child.kill('SIGKILL'),
  };
}
