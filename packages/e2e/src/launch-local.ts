// Starts the local host as a process of its own and opens it in Chromium.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from '@playwright/test';
import { launchEnv } from './launch-env.ts';
import type { Launched, LaunchOptions } from './launched.ts';
import { watchPage } from './watch-page.ts';

const entry = fileURLToPath(import.meta.resolve('@hubdesk/local/main'));
const stopWithinMs = 20_000;

function start(options: LaunchOptions) {
  const child = spawn(process.execPath, [entry], { env: launchEnv(options), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = Promise.withResolvers<string>();
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const url = /Hubdesk is ready: (\S+)/.exec(text)?.[1];
      if (url !== undefined) ready.resolve(url);
    });
  }
  void ended.then((code) => ready.reject(new Error(`The local host ended with ${code} before it was ready.\n${text}`)));
  ready.promise.catch(() => {});
  return { child, ended, entryUrl: ready.promise, output: () => text };
}

/** Hosts that ran in a context, one after another: its pages may talk to these alone. */
const hostsOf = new WeakMap<BrowserContext, Set<string>>();

export async function launchLocal(context: BrowserContext, options: LaunchOptions): Promise<Launched> {
  const host = start(options);
  const entryUrl = await host.entryUrl;
  const { origin } = new URL(entryUrl);

  const opened: string[] = [];
  const hosts = hostsOf.get(context) ?? new Set();
  hostsOf.set(context, hosts.add(origin));
  await context.route(
    (url) => !hosts.has(url.origin) && url.protocol.startsWith('http'),
    (route) => {
      // A link that leaves opens a tab of its own; whatever the page itself asks for is refused, and seen.
      if (route.request().isNavigationRequest()) opened.push(route.request().url());
      return route.abort('blockedbyclient');
    },
  );
  const page = await context.newPage();
  const watch = watchPage(page, [origin]);
  await page.goto(entryUrl);

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (host.child.exitCode === null && host.child.signalCode === null) host.child.kill(signal);
    const timer = setTimeout(() => host.child.kill('SIGKILL'), stopWithinMs);
    const code = await host.ended;
    clearTimeout(timer);
    return code;
  };

  return {
    kind: 'local',
    page,
    hub: options.hub,
    home: options.home,
    openedOutside: async () => opened,
    ...watch,
    output: host.output,
    async startAgain() {
      const second = start(options);
      return { code: await second.ended, output: second.output() };
    },
    async close() {
      await page.close();
      const code = await end('SIGTERM');
      if (code !== 0) throw new Error(`The local host did not stop in order (${code}).\n${host.output()}`);
    },
    kill: async () => void (await end('SIGKILL')),
    choosePaths: null,
    shell: null,
  };
}
