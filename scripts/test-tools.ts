// Brings the system programs the tests use: a Chromium, and a real keyring with
// its bus. Only where they can be had without asking; otherwise says what is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** A program that must be found, and the Debian packages that bring it. */
const tools = [
  { name: 'Chromium', found: () => chromiumPath() !== null, packages: ['chromium'] },
  { name: 'D-Bus session', found: () => onPath('dbus-run-session'), packages: ['dbus'] },
  { name: 'GNOME keyring', found: () => onPath('gnome-keyring-daemon'), packages: ['gnome-keyring', 'libsecret-1-0'] },
];

export function chromiumPath(): string | null {
  const given = process.env['HUBDESK_CHROMIUM'];
  return [given, '/usr/bin/chromium', '/usr/bin/google-chrome'].find((path) => path && existsSync(path)) ?? null;
}

function onPath(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

export async function installTestTools(): Promise<void> {
  const missing = tools.filter(({ found }) => !found());
  if (missing.length === 0) return;
  const packages = missing.flatMap((tool) => tool.packages);
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    console.log(`Installing for the tests: ${packages.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  }
  for (const { name, found, packages: needed } of missing) {
    if (!found()) console.log(`MISSING: ${name}. Tests that need it are skipped or fail; install ${needed.join(' ')}.`);
  }
}
