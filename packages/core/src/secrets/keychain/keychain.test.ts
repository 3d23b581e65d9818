// The vault on a real keyring: one D-Bus session, home folder and
// gnome-keyring-daemon for each situation. Skipped, loudly, where those are not
// installed (apt: gnome-keyring libsecret-1-0 dbus libglib2.0-bin).
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test, vi } from 'vitest';
import { scratchFolder } from '../../files/scratch-folder.ts';

vi.setConfig({ testTimeout: 90_000 });

const fixture = join(import.meta.dirname, 'keychain.fixture.ts');
const tools = ['dbus-run-session', 'gnome-keyring-daemon', 'gdbus', 'pgrep'];
const missing = tools.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
if (missing.length > 0) console.warn(`SKIPPED: real keyring tests need ${missing.join(', ')}`);
const onKeyring = test.skipIf(process.platform !== 'linux' || missing.length > 0);

const lockedOrLost = {
  state: 'locked',
  detail: 'The system keyring is locked, or no longer holds this secret. Unlock it, or enter the secret again.',
};
const refusedAsLocked = { code: 'KEYCHAIN_UNAVAILABLE', state: 'locked' };

async function home(): Promise<string> {
  const dir = await scratchFolder();
  await mkdir(join(dir, 'run'), { mode: 0o700 });
  await mkdir(join(dir, 'data'));
  return dir;
}

/** What the situation printed, and the slowest file read meanwhile. */
async function seen(
  situation: string,
  where: string,
  session: readonly string[] = ['dbus-run-session', '--'],
): Promise<Record<string, unknown>> {
  const [command = '', ...rest] = [...session, process.execPath, fixture, situation];
  const env = {
    PATH: process.env['PATH'],
    HOME: where,
    XDG_RUNTIME_DIR: join(where, 'run'),
    XDG_DATA_HOME: join(where, 'data'),
    // Not for the helper to see.
    HF_TOKEN: 'hf_CanaryInEnvironment',
    OPENAI_API_KEY: 'sk-env',
  };
  const { stdout } = await promisify(execFile)(command, rest, { env, timeout: 60_000 });
  const { slowestReadMs, ...result } = JSON.parse(stdout) as Record<string, unknown>;
  console.info(`${situation}: slowest file read meanwhile ${Number(slowestReadMs).toFixed(0)} ms`);
  // A frozen thread pool would never have answered; anything under this is the machine's own noise.
  expect(slowestReadMs).toBeLessThan(1_000);
  return result;
}

test.skipIf(process.platform !== 'linux')(
  'without a D-Bus the keychain is unavailable and memory is used',
  async () => {
    expect(await seen('unreachable', await home(), [])).toEqual({
      status: {
        active: 'session',
        locked: false,
        chosen: false,
        keychain: 'This session has no D-Bus, so no keyring can be reached.',
      },
      write: 'done',
      read: 'token',
      choose: { code: 'KEYCHAIN_UNAVAILABLE', state: 'unavailable' },
    });
  },
);

onKeyring('with a D-Bus and no keyring service the person is told what to install', async () => {
  const where = await home();
  const config = join(where, 'bus.conf');
  await writeFile(
    config,
    `<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><policy context="default">
      <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`,
  );
  expect(await seen('unreachable', where, ['dbus-run-session', `--config-file=${config}`, '--'])).toMatchObject({
    status: {
      active: 'session',
      keychain: 'No keyring service is running. Install GNOME Keyring or KWallet to have one.',
    },
    choose: { code: 'KEYCHAIN_UNAVAILABLE', state: 'unavailable' },
  });
});

onKeyring(
  'on a healthy keyring a secret is stored, replaced and removed, and the helper’s process shows none',
  async () => {
    expect(await seen('healthy', await home())).toEqual({
      status: { active: 'keychain', locked: false, chosen: true, keychain: 'available' },
      before: 'absent',
      write: 'done',
      read: 'token',
      replace: 'done',
      replaced: 'other',
      remove: 'done',
      after: 'absent',
      helperShowsSecret: false,
      helperHasBus: true,
    });
  },
);

onKeyring(
  'a locked keyring is locked, not empty: reading, writing and removing all say so, also at the next start',
  async () => {
    expect(await seen('locked', await home())).toEqual({
      read: lockedOrLost,
      status: {
        active: 'keychain',
        locked: true,
        chosen: true,
        keychain: 'The system keyring is locked. Unlock it and try again.',
      },
      write: refusedAsLocked,
      remove: refusedAsLocked,
      readAgain: lockedOrLost,
    });
  },
);

onKeyring(
  'a keyring daemon killed in mid-session is not taken for an empty one, and is found again when it is back',
  async () => {
    const { during, after } = await seen('daemonKilled', await home());
    expect(during).toMatchObject({ state: expect.stringMatching(/^(locked|unavailable)$/) });
    expect(after).toBe('token');
  },
);

onKeyring('unlocked with the wrong password, the keyring is locked', async () => {
  expect(await seen('wrongPassword', await home())).toMatchObject({
    read: lockedOrLost,
    write: refusedAsLocked,
    status: { locked: true },
  });
});

onKeyring('a damaged keyring file does not clear the marker, and a new secret can be stored and removed', async () => {
  expect(await seen('fileDamaged', await home())).toMatchObject({
    read: lockedOrLost,
    write: 'done',
    readNew: 'other',
    remove: 'done',
  });
});

onKeyring('a secret lost from an unlocked keyring can be disconnected', async () => {
  expect(await seen('lost', await home())).toEqual({ read: lockedOrLost, remove: 'done', after: 'absent' });
});

onKeyring('a full disk under the keyring refuses the new secret and keeps the old', async ({ skip }) => {
  const where = await home();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', join(where, 'data')], { stdio: 'pipe' });
  } catch (error) {
    skip(`SKIPPED: needs root and the right to mount a tmpfs (${String(error).split('\n')[0]})`);
  }
  onTestFinished(() => void execFileSync('umount', ['-l', join(where, 'data')]));
  expect(await seen('diskFull', where)).toEqual({
    write: { code: 'KEYCHAIN_UNAVAILABLE', state: 'unavailable' },
    read: 'token',
  });
});
