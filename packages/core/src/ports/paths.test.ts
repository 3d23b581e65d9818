import { expect, test } from 'vitest';
import { platformPaths } from './paths.ts';

test('each platform has its usual folders', () => {
  expect(platformPaths({ platform: 'darwin', home: '/Users/ada', env: {} })).toEqual({
    settings: '/Users/ada/Library/Application Support/Hubdesk',
    state: '/Users/ada/Library/Application Support/Hubdesk/state',
    home: '/Users/ada',
  });
  expect(platformPaths({ platform: 'win32', home: 'C:\\Users\\ada', env: { APPDATA: 'D:\\Roaming' } })).toEqual({
    settings: 'D:\\Roaming\\Hubdesk',
    state: 'C:\\Users\\ada\\AppData\\Local\\Hubdesk',
    home: 'C:\\Users\\ada',
  });
  expect(platformPaths({ platform: 'linux', home: '/home/ada', env: { XDG_STATE_HOME: '/var/ada' } })).toEqual({
    settings: '/home/ada/.config/hubdesk',
    state: '/var/ada/hubdesk',
    home: '/home/ada',
  });
});

test('a relative XDG folder is ignored', () => {
  const paths = platformPaths({ platform: 'linux', home: '/home/ada', env: { XDG_CONFIG_HOME: 'here' } });
  expect(paths.settings).toBe('/home/ada/.config/hubdesk');
});
