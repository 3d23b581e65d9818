import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { electronViolations, type Sources } from './electron-gate.ts';

const desktop = join(import.meta.dirname, '..', '..');
/** The shell as it runs: tests, and the gate itself, are not part of it. */
const files = [
  'fuses.ts',
  ...readdirSync(join(desktop, 'src', 'main')).map((name) => join('src', 'main', name)),
  ...readdirSync(join(desktop, 'src', 'preload')).map((name) => join('src', 'preload', name)),
].filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('electron-gate.ts'));
const sources: Sources = Object.fromEntries(files.map((name) => [name, readFileSync(join(desktop, name), 'utf8')]));

test('the shell keeps every rule', () => {
  expect(files.length).toBeGreaterThan(15);
  expect(electronViolations(sources)).toEqual([]);
});

const inFile = (name: string) => files.find((file) => file.endsWith(name)) ?? name;

/** A copy of the shell with one change; throws when there was nothing to change. */
function changed(name: string, from: string, to: string): Sources {
  const file = inFile(name);
  const text = sources[file];
  if (!text?.includes(from)) throw new Error(`${name} has no ${from}`);
  return { ...sources, [file]: text.replace(from, to) };
}

const booleans = (name: string, pattern: RegExp) =>
  [...(sources[inFile(name)] ?? '').matchAll(pattern)].map(([whole, value]) => ({ whole, value }));

describe('a change to any one of these is noticed', () => {
  const flips = [
    ...booleans('locked-preferences.ts', /\w+: (true|false)/g).map((flip) => ({
      ...flip,
      file: 'locked-preferences.ts',
    })),
    ...booleans('fuses.ts', /\[FuseV1Options\.\w+\]: (true|false)/g).map((flip) => ({ ...flip, file: 'fuses.ts' })),
  ];

  test('there are eleven preferences and nine fuses to flip', () => {
    expect(flips).toHaveLength(20);
  });

  test.for(flips)('$file: $whole', ({ file, whole, value }) => {
    const other = whole.replace(String(value), value === 'true' ? 'false' : 'true');
    expect(electronViolations(changed(file, whole, other))).not.toEqual([]);
    expect(electronViolations(changed(file, `${whole},`, ''))).not.toEqual([]);
  });

  test.for([
    ['window.ts', '...lockedPreferences, ', ''],
    ['window.ts', '...lockedPreferences, ', '...lockedPreferences, sandbox: false, '],
    ['window.ts', '!app.isPackaged', 'true'],
    ['window.ts', 'export const smallestWindow', 'new BrowserWindow({});\nexport const smallestWindow'],
    ['menu.ts', 'import { Menu,', 'import { Menu, shell,'],
    ['menu.ts', 'import { Menu,', "import * as electron from 'electron';\nimport { Menu,"],
    ['menu.ts', 'export function installMenu', "const electron = require('electron');\nexport function installMenu"],
    ['menu.ts', 'export function installMenu', "void import('electron');\nexport function installMenu"],
    ['window-state.ts', 'import { join }', "import { exec } from 'node:child_process';\nimport { join }"],
    ['main.ts', 'app.enableSandbox();', ''],
    ['main.ts', 'app.enableSandbox();', "app.enableSandbox();\napp.commandLine.appendSwitch('no-sandbox');"],
    ['navigation.ts', "return { action: 'deny' };", "return { action: 'allow' };"],
    ['navigation.ts', "contents.on('will-frame-navigate'", "contents.once('will-frame-navigate'"],
    ['navigation.ts', "'will-redirect'", "'did-redirect-navigation'"],
    ['navigation.ts', "'will-attach-webview'", "'did-attach-webview'"],
    ['navigation.ts', "'select-client-certificate'", "'certificate-error'"],
    ['permissions.ts', 'setPermissionCheckHandler', 'setPermissionRequestHandler'],
    ['permissions.ts', 'setDevicePermissionHandler', 'setUSBProtectedClassesHandler'],
    ['app-protocol.ts', 'webRequest.onBeforeRequest', 'webRequest.onCompleted'],
    ['ipc-port.ts', 'const ourContents', "eval('1');\n  const ourContents"],
    ['preload.ts', 'import { contextBridge', `${'\n'.repeat(30)}import { contextBridge`],
  ] as const)('%s: %s', ([file, from, to]) => {
    expect(electronViolations(changed(file, from, to))).not.toEqual([]);
  });
});
