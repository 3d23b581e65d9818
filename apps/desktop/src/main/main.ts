// The Electron shell, in the order things happen. The composition root of this
// process, and the only file here that reads the environment.
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '@hubdesk/core/app';
import { systemClock } from '@hubdesk/core/ports/clock';
import { hostPaths } from '@hubdesk/core/ports/host-paths';
import { startSandboxHub } from '@hubdesk/sandbox-hub';
import { app, BrowserWindow, nativeTheme } from 'electron';
import { appUrl } from './app-address.ts';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { nativeDialogs } from './dialogs.ts';
import { acceptPorts } from './ipc-port.ts';
import { utilityKeychainProcess } from './keychain-process.ts';
import { installMenu } from './menu.ts';
import { guardNavigation, openOutside } from './navigation.ts';
import { readPageFiles } from './page-files.ts';
import { denyPermissions } from './permissions.ts';
import { holdSingleInstance } from './single-instance.ts';
import { sayWhyNotStarted } from './start-failure.ts';
import { windowTaskbar } from './taskbar.ts';
import { openWindow } from './window.ts';
import { readWindowState, rememberWindowState } from './window-state.ts';
import { bundledWorkers } from './workers.ts';

/** After this the app ends whatever still holds it. */
const stopWithinMs = 5_000;

const { env, platform } = process;
const paths = hostPaths({ platform, home: homedir(), env });
const built = join(import.meta.dirname, '..');

app.enableSandbox();
registerAppScheme();
app.setPath('userData', join(paths.state, 'electron'));
if (holdSingleInstance(showWindow)) void app.whenReady().then(start).catch(sayWhyNotStarted);
else app.quit();

async function start(): Promise<void> {
  const hubdesk = await createApp({
    clock: systemClock,
    newId: randomUUID,
    paths,
    platform,
    env,
    keychain: utilityKeychainProcess(join(built, 'main', 'keychain-helper.cjs'), env),
    startSandbox: () => startSandboxHub(),
    workerScript: bundledWorkers(join(built, 'main')),
    dialogs: nativeDialogs,
    taskbar: windowTaskbar,
    host: {
      kind: 'electron',
      version: app.getVersion(),
      capabilities: ['keychain', 'openExternal', 'nativeMenu', 'nativeDialogs'],
    },
  });

  denyPermissions();
  guardNavigation(BrowserWindow.fromWebContents);
  serveApp(await readPageFiles(join(built, 'renderer'), join(built, 'page-files.json')), hubdesk.theme);
  const ports = acceptPorts(hubdesk.router);
  installMenu(platform, app.isPackaged, {
    goTo: (place) => void showWindow()?.loadURL(`${appUrl}#${place}`),
    openLink: (url) => void openOutside(url, BrowserWindow.getFocusedWindow()),
  });

  let placeSaved = () => Promise.resolve();
  const open = async () => {
    nativeTheme.themeSource = hubdesk.theme();
    const state = await readWindowState(paths.state);
    const window = openWindow({ ...state, preloadPath: join(built, 'preload', 'preload.cjs') });
    ports.trust(window.webContents);
    placeSaved = rememberWindowState(
      window,
      paths.state,
      (error) => void hubdesk.log.error('The place of the window was not saved', error),
    );
    // The person may have chosen another theme in the page since.
    window.on('focus', () => (nativeTheme.themeSource = hubdesk.theme()));
    window.on('blur', () => (nativeTheme.themeSource = hubdesk.theme()));
  };
  await open();

  app.on('activate', () => void (BrowserWindow.getAllWindows().length === 0 && open()));
  app.on('window-all-closed', () => {
    if (platform !== 'darwin') app.quit();
  });
  let stopping: Promise<void> | undefined;
  app.on('will-quit', (event) => {
    event.preventDefault();
    stopping ??= stop();
  });
  const stop = async () => {
    setTimeout(() => app.exit(1), stopWithinMs).unref();
    ports.close();
    await Promise.allSettled([placeSaved(), hubdesk.dispose()]);
    app.exit(0);
  };
}

/** Brings the window to the front; null when there is none. */
function showWindow(): BrowserWindow | null {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return null;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  return window;
}
