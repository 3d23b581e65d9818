// Starts the desktop app: in a real Electron where its binary is, otherwise in
// the double. Both run the bundles that the build made.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, type BrowserContext } from '@playwright/test';
import { launchDouble, startDoubleAgain } from '../electron-double/launch-double.ts';
import { launchEnv } from './launch-env.ts';
import type { Launched, LaunchOptions } from './launched.ts';
import { watchPage } from './watch-page.ts';

const desktopFolder = dirname(createRequire(import.meta.url).resolve('@hubdesk/desktop/package.json'));
const mainBundle = join(desktopFolder, 'dist', 'main', 'main.cjs');

/** The Electron binary, or null where it was never downloaded. Does not try to. */
export function electronBinary(): string | null {
  const folder = dirname(createRequire(join(desktopFolder, 'package.json')).resolve('electron/package.json'));
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? binary : null;
}

export async function launchDesktop(context: BrowserContext, options: LaunchOptions): Promise<Launched> {
  const binary = electronBinary();
  return binary === null ? launchOnDouble(context, options) : launchOnElectron(binary, options);
}

async function launchOnDouble(context: BrowserContext, options: LaunchOptions): Promise<Launched> {
  const start = { mainBundle, env: launchEnv(options) };
  const watch: { problems: string[]; outsideRequests: string[] } = { problems: [], outsideRequests: [] };
  // From its first request on, so before the shell loads anything into it.
  context.once('page', (page) => Object.assign(watch, watchPage(page, ['https://bundle.app.test'])));
  const run = await launchDouble(context, start);
  return {
    kind: 'desktop',
    page: run.page,
    hub: options.hub,
    home: options.home,
    openedOutside: async () => run.shell.openedOutside,
    ...watch,
    output: run.output,
    startAgain: () => startDoubleAgain(start),
    close: run.quit,
    async kill() {
      run.kill();
      await run.ended;
    },
    choosePaths: run.shell.choosePaths,
    shell: run.shell,
  };
}

async function launchOnElectron(binary: string, options: LaunchOptions): Promise<Launched> {
  const env = launchEnv(options);
  const run = await _electron.launch({ executablePath: binary, args: [desktopFolder], env });
  await run.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { openedOutside: opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  let text = '';
  for (const stream of [run.process().stdout, run.process().stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const page = await run.firstWindow();
  const watch = watchPage(page, []);
  return {
    kind: 'desktop',
    page,
    hub: options.hub,
    home: options.home,
    openedOutside: () => run.evaluate(() => (globalThis as unknown as { openedOutside: string[] }).openedOutside),
    ...watch,
    output: () => text,
    async startAgain() {
      const second = await _electron.launch({ executablePath: binary, args: [desktopFolder], env }).catch(() => null);
      await second?.close();
      return { output: '', code: 0 };
    },
    close: () => run.close(),
    async kill() {
      const gone = new Promise((resolve) => run.process().once('exit', resolve));
      run.process().kill('SIGKILL');
      await gone;
    },
    choosePaths: (paths) =>
      run.evaluate(({ dialog }, filePaths) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths });
      }, paths),
    shell: null,
  };
}
