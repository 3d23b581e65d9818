// Runs the keychain helper as Electron's utility process: plain fork is off in
// the packaged app, because a program that runs as Node would be a way around it.
import type { KeychainProcess } from '@hubdesk/core/ports/keychain-process';
import { keychainEnvironment } from '@hubdesk/core/secrets/keychain/fork-keychain-process';
import { utilityProcess } from 'electron';

/** `helperPath`: the helper's bundle. */
export function utilityKeychainProcess(
  helperPath: string,
  env: Readonly<Record<string, string | undefined>>,
): KeychainProcess {
  return {
    spawn() {
      const child = utilityProcess.fork(helperPath, [], {
        serviceName: 'Hubdesk Keychain',
        stdio: 'ignore',
        env: keychainEnvironment(env),
      });
      return {
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process has no origin
        send: (message) => child.postMessage(message),
        onMessage: (listen) => void child.on('message', listen),
        onExit: (listen) => void child.once('exit', () => listen()),
        kill() {
          // A call stuck in the keychain does not hear a polite request.
          if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
        },
      };
    },
  };
}
