// Measures a million log lines into the page of a run, in Chromium, over the
// real wire and from the real log that is kept: lines a second from the first
// line kept to the last one seen, the longest frame meanwhile, and the page's
// memory afterwards, beside a page that receives the same frames and does
// nothing; then how soon the end of that log can be read by who opens it. Wants the built screens (`pnpm build`).
//
//   node scripts/bench/run-log-page.bench.ts
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { startStubRunHost } from '../../apps/local/src/stub-run-host.fixture.ts';
import { systemClock } from '../../packages/core/src/ports/clock.ts';
import { openKeptLog, type KeptLog } from '../../packages/core/src/train/log/kept-log.ts';
import { launchChromium } from '../../packages/e2e/src/chromium.ts';
import { startSandboxHub } from '../../packages/sandbox-hub/src/index.ts';
import { aRun } from '../../apps/desktop/src/renderer/features/run/a-run.fixture.ts';

const lines = 1_000_000;
const batchLines = 2_000;
const rounds = 3;
const limits = { linesPerSecond: 400_000, frameMs: 50, heapMb: 40, openMs: 1_000 };

const text = (line: number) =>
  line % 40 === 0
    ? `WARNING step ${line}: the loss went up`
    : `{'loss': 1.${line % 10_000}, 'grad_norm': 0.7${line % 97}, 'learning_rate': 1.9e-4, 'epoch': ${(line / 4_000).toFixed(2)}} line ${line}`;

/** Made beforehand: what is measured is their way, not their making. */
const batches = Array.from({ length: lines / batchLines }, (_, at) =>
  Array.from({ length: batchLines }, (_, line) => ({ text: text(at * batchLines + line), atMs: 1_700_000_000_000 + line })),
);

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof launchChromium>>['newPage']>>;

const home = await mkdtemp(join(tmpdir(), 'hd-bench-'));
const logs = new Map<string, KeptLog>();
const logOf = (run: string) => {
  const log = logs.get(run);
  if (!log) throw new Error(`There is no log ${run}.`);
  return log;
};
const openLog = async (run: string) => {
  const log = await openKeptLog({ folder: join(home, 'logs', run), clock: systemClock, redact: (line) => line });
  logs.set(run, log);
};
const untilAborted = (signal: AbortSignal | undefined) =>
  new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));

const hub = await startSandboxHub({ seed: 'empty' });
const host = await startStubRunHost({
  hub,
  home,
  runs: (os) => ({
    get: os.get.handler(({ input }) => aRun({ id: input.run })),
    follow: os.follow.handler(async function* ({ signal }) {
      yield { runs: [] };
      await untilAborted(signal);
    }),
    points: os.points.handler(async function* ({ signal }) {
      yield { from: 0, step: [], time: [], values: {} };
      await untilAborted(signal);
    }),
    machine: os.machine.handler(async function* ({ signal }) {
      yield { samples: [] };
      await untilAborted(signal);
    }),
    followLog: os.followLog.handler(({ input, signal }) => logOf(input.run).follow(input.filter, input.tail, signal)),
    logLines: os.logLines.handler(({ input }) => logOf(input.run).read(input.filter, input.from, input.count)),
    searchLog: os.searchLog.handler(({ input }) => logOf(input.run).search(input.filter, input.text)),
  }),
});
const browser = await launchChromium();

async function keepAll(log: KeptLog): Promise<void> {
  for (const batch of batches) {
    log.append(batch);
    await log.caughtUp();
    await breathe();
  }
}

/** From now on the page notes its longest frame. */
function watchFrames(): void {
  const seen = { longestMs: 0 };
  Object.assign(window, { seen });
  let before = performance.now();
  const frame = (now: number) => {
    seen.longestMs = Math.max(seen.longestMs, now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function longestFrameMs(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { seen: { longestMs: number } }).seen.longestMs);
}

async function heapMb(page: Page): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1_000_000;
}

interface Measured {
  linesPerSecond: number;
  frameMs: number;
  heapMb: number;
}

async function measurePage(round: number): Promise<Measured> {
  const run = `page-${round}`;
  await openLog(run);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(host.entryUrl());
  await page.locator('[data-page-heading]').first().waitFor({ state: 'attached' });
  await page.evaluate((hash) => (location.hash = hash), `/train/run/${run}?tab=log`);
  await page.getByText('Nothing was written yet').waitFor();
  await page.evaluate(watchFrames);
  const seen = page.evaluate(
    (last) =>
      new Promise<void>((resolve) => {
        const look = () =>
          document.querySelector('[aria-label="Log"]')?.textContent.includes(last) ? resolve() : requestAnimationFrame(look);
        look();
      }),
    `line ${lines - 1}`,
  );
  const startMs = performance.now();
  await keepAll(logOf(run));
  await seen;
  const tookMs = performance.now() - startMs;
  const measured = {
    linesPerSecond: (lines / tookMs) * 1_000,
    frameMs: await longestFrameMs(page),
    heapMb: await heapMb(page),
  };
  await context.close();
  return measured;
}

/** A page that is sent the same and does nothing with it: opened over the wire as the page of a run opens it. */
async function measureBare(round: number): Promise<Measured> {
  const run = `bare-${round}`;
  await openLog(run);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(host.entryUrl());
  await page.locator('[data-page-heading]').first().waitFor({ state: 'attached' });
  await page.evaluate(watchFrames);
  const bytes = page.evaluate(
    ({ run, total }) =>
      new Promise<number>((resolve, reject) => {
        const socket = new WebSocket(`${location.origin.replace('http', 'ws')}/wire`, ['hubdesk', sessionStorage.getItem('hubdesk.bearer') ?? '']);
        const input = { run, filter: { level: null, events: false }, tail: 200 };
        let bytes = 0;
        socket.addEventListener('open', () => socket.send(JSON.stringify({ i: 'bare', p: { u: '/runs/followLog', b: { json: input } } })));
        socket.addEventListener('error', () => reject(new Error('The wire refused the bare page.')));
        socket.binaryType = 'arraybuffer';
        socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
          const frame = typeof data === 'string' ? data : new TextDecoder().decode(data);
          bytes += frame.length;
          if (frame.includes(`"total":${total}`)) resolve(bytes);
        });
      }),
    { run, total: lines },
  );
  const startMs = performance.now();
  await keepAll(logOf(run));
  await bytes;
  const tookMs = performance.now() - startMs;
  const measured = {
    linesPerSecond: (lines / tookMs) * 1_000,
    frameMs: await longestFrameMs(page),
    heapMb: await heapMb(page),
  };
  await context.close();
  return measured;
}

/** From the press that opens a run with such a log until its end is on the screen. */
async function openingMs(run: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(host.entryUrl());
  await page.locator('[data-page-heading]').first().waitFor({ state: 'attached' });
  const tookMs = await page.evaluate(
    ({ hash, last }) =>
      new Promise<number>((resolve) => {
        const startMs = performance.now();
        const look = () =>
          document.querySelector('[aria-label="Log"]')?.textContent.includes(last)
            ? resolve(performance.now() - startMs)
            : requestAnimationFrame(look);
        location.hash = hash;
        look();
      }),
    { hash: `/train/run/${run}?tab=log`, last: `line ${lines - 1}` },
  );
  await context.close();
  return tookMs;
}

/** The best of the rounds, so that what else runs on the machine does not count. */
const best = (all: readonly Measured[]): Measured => ({
  linesPerSecond: Math.max(...all.map(({ linesPerSecond }) => linesPerSecond)),
  frameMs: Math.min(...all.map(({ frameMs }) => frameMs)),
  heapMb: Math.max(...all.map(({ heapMb }) => heapMb)),
});
const row = (name: string, { linesPerSecond, frameMs, heapMb }: Measured) =>
  console.log(`  ${name.padEnd(34)}${Math.round(linesPerSecond).toLocaleString('en').padStart(10)} lines/s${frameMs.toFixed(0).padStart(8)} ms${heapMb.toFixed(1).padStart(9)} MB`);

try {
  const ours: Measured[] = [];
  const bare: Measured[] = [];
  await measurePage(-1);
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await measureBare(round));
    ours.push(await measurePage(round));
  }
  const page = best(ours);
  console.log(`${lines.toLocaleString('en')} lines, the best of ${rounds}: from kept to seen, longest frame, memory of the page afterwards`);
  row('the page of a run', page);
  row('a page that gets the same frames', best(bare));
  const openings: number[] = [];
  for (let round = 0; round < rounds; round += 1) openings.push(await openingMs('page-0'));
  const openMs = Math.min(...openings);
  console.log(`  opening a run with such a log     ${openMs.toFixed(0)} ms until its end is seen`);
  const fits =
    openMs <= limits.openMs && page.linesPerSecond >= limits.linesPerSecond && page.frameMs <= limits.frameMs && page.heapMb <= limits.heapMb;
  console.log(
    `${fits ? 'Fits' : 'DOES NOT FIT'}: at least ${limits.linesPerSecond.toLocaleString('en')} lines/s, no frame above ${limits.frameMs} ms, at most ${limits.heapMb} MB, opened within ${limits.openMs} ms`,
  );
  process.exitCode = fits ? 0 : 1;
} finally {
  await browser.close();
  await host.close();
  for (const log of logs.values()) await log.close();
  await hub.close();
  await rm(home, { recursive: true, force: true });
}
