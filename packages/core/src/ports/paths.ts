// Where Hubdesk keeps its files on each platform. Both hosts use the same
// folders, so an account connected in one is there in the other.
import { posix, win32 } from 'node:path';

/** Absolute folders. `settings` and `state` are ours to create; `home` is the person's. */
export interface Paths {
  settings: string;
  state: string;
  home: string;
}

/**
 * The platform's usual place: Application Support on macOS, %APPDATA% and
 * %LOCALAPPDATA% on Windows, the XDG base directories elsewhere. A relative XDG
 * value is ignored, as the XDG specification asks.
 */
export function platformPaths(from: {
  platform: NodeJS.Platform;
  home: string;
  env: Readonly<Record<string, string | undefined>>;
}): Paths {
  const { platform, home, env } = from;
  if (platform === 'darwin') {
    const root = posix.join(home, 'Library', 'Application Support', 'Hubdesk');
    return { settings: root, state: posix.join(root, 'state'), home };
  }
  if (platform === 'win32') {
    return {
      settings: win32.join(env['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), 'Hubdesk'),
      state: win32.join(env['LOCALAPPDATA'] ?? win32.join(home, 'AppData', 'Local'), 'Hubdesk'),
      home,
    };
  }
  const xdg = (name: string, ...otherwise: string[]) => {
    const value = env[name];
    return posix.join(value && posix.isAbsolute(value) ? value : posix.join(home, ...otherwise), 'hubdesk');
  };
  return { settings: xdg('XDG_CONFIG_HOME', '.config'), state: xdg('XDG_STATE_HOME', '.local', 'state'), home };
}
