// Reads the shell's sources as syntax trees and names whatever the security
// notes do not allow. A gate for CI; the app itself never runs it.
import { basename } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

/** File name to source text: everything under `main` and `preload`, and `fuses.ts`. */
export type Sources = Readonly<Record<string, string>>;

/** The only files that may take each of these from `electron`, type imports aside. */
const importers: Readonly<Record<string, readonly string[]>> = {
  app: ['main.ts', 'navigation.ts', 'single-instance.ts', 'start-failure.ts', 'window.ts'],
  BrowserWindow: ['dialogs.ts', 'main.ts', 'taskbar.ts', 'window.ts'],
  contextBridge: ['preload.ts'],
  dialog: ['dialogs.ts', 'navigation.ts', 'start-failure.ts'],
  ipcMain: ['ipc-port.ts'],
  ipcRenderer: ['preload.ts'],
  Menu: ['menu.ts'],
  nativeTheme: ['main.ts', 'window.ts'],
  protocol: ['app-protocol.ts'],
  screen: ['window-state.ts'],
  session: ['app-protocol.ts', 'permissions.ts'],
  shell: ['navigation.ts'],
  utilityProcess: ['keychain-process.ts'],
};

const preferences: Readonly<Record<string, boolean>> = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
};

const fuseValues: Readonly<Record<string, boolean>> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

const webPreferencesText = '{ ...lockedPreferences, preload: preloadPath, devTools: !app.isPackaged }';
const guardedEvents = ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview'];
const permissionHandlers = [
  'setPermissionRequestHandler',
  'setPermissionCheckHandler',
  'setDevicePermissionHandler',
  'setDisplayMediaRequestHandler',
];
const windowMakers = new Set(['BrowserWindow', 'BaseWindow', 'BrowserView', 'WebContentsView']);
const maxPreloadLines = 25;

/** One sentence a violation, none when all is well. */
export function electronViolations(sources: Sources): string[] {
  const found: string[] = [];
  const made: string[] = [];
  const calls: Record<string, string[]> = {};

  for (const [file, text] of Object.entries(sources)) {
    const name = basename(file);
    const { program, module, errors } = parseSync(file, text);
    if (errors.length > 0) found.push(`${name} cannot be read`);

    for (const { moduleRequest, entries } of module.staticImports) {
      if (/^(node:)?child_process$/.test(moduleRequest.value)) found.push(`${name} starts processes`);
      if (moduleRequest.value !== 'electron') continue;
      for (const { importName, isType } of entries) {
        const taken = importName.kind === 'Name' ? importName.name : importName.kind;
        if (!isType && !importers[taken ?? '']?.includes(name)) found.push(`${name} takes ${taken} from electron`);
      }
    }
    if (module.dynamicImports.length > 0) found.push(`${name} imports at run time`);

    new Visitor({
      NewExpression({ callee, arguments: [options] }) {
        const maker =
          callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
            ? callee.property.name
            : callee.type === 'Identifier'
              ? callee.name
              : '';
        if (maker === 'Function') found.push(`${name} makes code of text`);
        if (!windowMakers.has(maker)) return;
        made.push(name);
        const given = options?.type === 'ObjectExpression' ? options.properties : [];
        const last = given.at(-1);
        const value =
          last?.type === 'Property' && last.key.type === 'Identifier' && last.key.name === 'webPreferences'
            ? last.value
            : null;
        if (value === null || flat(text.slice(value.start, value.end)) !== flat(webPreferencesText))
          found.push(`${name} opens a window with preferences of its own`);
      },
      CallExpression({ callee, arguments: [first, second] }) {
        if (callee.type === 'Identifier' && ['eval', 'require'].includes(callee.name))
          found.push(`${name} calls ${callee.name}`);
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
        const method = callee.property.name;
        const about = first?.type === 'Literal' && typeof first.value === 'string' ? ` ${first.value}` : '';
        (calls[name] ??= []).push(method + about);
        if (
          [
            'appendSwitch',
            'appendArgument',
            'executeJavaScript',
            'loadFile',
            'openPath',
            'openDevTools',
            'setAsDefaultProtocolClient',
          ].includes(method)
        )
          found.push(`${name} calls ${method}`);
        if (
          method === 'setWindowOpenHandler' &&
          (second !== undefined ||
            !first ||
            !flat(text.slice(first.start, first.end)).endsWith("return{action:'deny'};}"))
        ) {
          found.push(`${name} lets a page open windows`);
        }
      },
      Property({ key, value }) {
        const option = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
        if (option === 'shell' && value.type === 'Literal' && value.value === true) found.push(`${name} runs a shell`);
        if (option === 'action' && value.type === 'Literal' && value.value !== 'deny')
          found.push(`${name} lets a page open windows`);
      },
    }).visit(program);

    if (name === 'locked-preferences.ts')
      found.push(...differences(booleansIn(text, 'Identifier'), preferences, 'preference'));
    if (name === 'fuses.ts') found.push(...differences(booleansIn(text, 'MemberExpression'), fuseValues, 'fuse'));
    if (name === 'preload.ts' && text.trimEnd().split('\n').length > maxPreloadLines)
      found.push('preload.ts has grown');
  }

  if (made.join() !== 'window.ts') found.push(`windows are made in ${made.join(', ') || 'no file'}`);
  const expected: [string, readonly string[]][] = [
    [
      'navigation.ts',
      [
        ...guardedEvents.map((event) => `on ${event}`),
        'setWindowOpenHandler',
        'on select-client-certificate',
        'on web-contents-created',
      ],
    ],
    ['permissions.ts', permissionHandlers],
    ['app-protocol.ts', ['registerSchemesAsPrivileged', 'handle', 'onBeforeRequest']],
    ['main.ts', ['enableSandbox']],
  ];
  for (const [file, methods] of expected) {
    for (const method of methods) if (!calls[file]?.includes(method)) found.push(`${file} does not call ${method}`);
  }
  return found;
}

/** Every boolean property of the one object literal in a file; `FuseV1Options.X` keys are named `X`. */
function booleansIn(text: string, keys: 'Identifier' | 'MemberExpression'): Record<string, boolean> {
  const values: Record<string, boolean> = {};
  new Visitor({
    Property({ key, value }) {
      if (key.type !== keys || value.type !== 'Literal' || typeof value.value !== 'boolean') return;
      const name =
        key.type === 'Identifier'
          ? key.name
          : key.type === 'MemberExpression' && key.property.type === 'Identifier'
            ? key.property.name
            : '';
      values[name] = value.value;
    },
  }).visit(parseSync('it.ts', text).program);
  return values;
}

function differences(
  actual: Record<string, boolean>,
  wanted: Readonly<Record<string, boolean>>,
  what: string,
): string[] {
  const names = new Set([...Object.keys(actual), ...Object.keys(wanted)]);
  return [...names]
    .filter((name) => actual[name] !== wanted[name])
    .map((name) => `the ${what} ${name} is ${actual[name]}`);
}

function flat(text: string): string {
  return text.replaceAll(/\s+/g, '').replaceAll(',}', '}');
}
