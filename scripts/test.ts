// `pnpm test`: brings what the tests need, runs every kind of them, and closes
// with one line that counts. A step that cannot run here is skipped out loud.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  datasetsEnvironment,
  gradioEnvironment,
  pythonEnvironment,
  trainingEnvironment,
} from '../packages/sandbox-hub/conformance/python-environment.ts';
import { installTestTools } from './test-tools.ts';

const root = join(import.meta.dirname, '..');
const results = join(root, 'test-results');

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

interface Step {
  name: string;
  command: readonly string[];
  /** Where the runner leaves its own count; without one, the step counts as one test. */
  report?: { file: string; read(text: string): Tally };
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

function vitest(name: string, ...projects: string[]): Step {
  const file = join(results, `${name}.json`);
  return {
    name,
    command: [
      'vitest',
      'run',
      ...projects.map((each) => `--project=${each}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    report: {
      file,
      read(text) {
        const report = vitestReport.parse(JSON.parse(text));
        const brokenFiles =
          report.numFailedTests === 0 && report.numFailedTestSuites > 0 ? report.numFailedTestSuites : 0;
        return {
          passed: report.numPassedTests,
          failed: report.numFailedTests + brokenFiles,
          skipped: report.numPendingTests,
        };
      },
    },
  };
}

/** By one checker: several each work out the types that they share, and here another step uses the other core. */
const types = (project: string): readonly string[] => ['tsc', '--checkers', '1', '-p', project];

const steps: readonly Step[] = [
  { name: 'types', command: types('tsconfig.json') },
  { name: 'types of the vocabulary', command: types('packages/shared/tsconfig.json') },
  { name: 'types of preload', command: types('apps/desktop/tsconfig.preload.json') },
  { name: 'types of the journeys', command: types('packages/e2e/tsconfig.json') },
  { name: 'types of the screens', command: types('apps/desktop/tsconfig.renderer.json') },
  { name: 'lint and layers', command: ['oxlint', '--deny-warnings'] },
  { name: 'unused code and dependencies', command: ['knip'] },
  { name: 'contract lock', command: ['node', 'scripts/contract-lock.ts', '--check'] },
  { name: 'build', command: ['node', 'scripts/build.ts'] },
  vitest('unit', 'node', 'measured', 'renderer'),
  vitest('conformance', 'conformance'),
  {
    name: 'e2e',
    command: ['playwright', 'test', '--config', 'packages/e2e/playwright.config.ts'],
    report: {
      file: join(results, 'e2e.json'),
      read(text) {
        const { stats } = playwrightReport.parse(JSON.parse(text));
        return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
      },
    },
  },
];

/** What tests print is shown as it comes; what else is printed comes at its end, in one piece under its title. */
function run({ name, command, report }: Step): Promise<number> {
  const [program = '', ...args] = command;
  const title = `\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}\n`;
  if (report) process.stdout.write(title);
  const bins = [join(root, 'node_modules/.bin'), join(root, 'packages/e2e/node_modules/.bin')].join(':');
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', report ? 'inherit' : 'pipe', report ? 'inherit' : 'pipe'],
      env: {
        ...process.env,
        PATH: `${bins}:${process.env['PATH']}`,
        // Node strips and compiles the app's sources at every start, which journeys make a hundred times.
        NODE_COMPILE_CACHE: join(results, 'compile-cache'),
        PLAYWRIGHT_JSON_OUTPUT_NAME: join(results, 'e2e.json'),
      },
    });
    const printed: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => printed.push(piece));
    child.on('error', () => resolve(127));
    child.on('close', (code) => {
      if (!report) process.stdout.write(title + Buffer.concat(printed).toString());
      resolve(code ?? 1);
    });
  });
}

/** None of these rejects: a test that lacks one says why. */
async function preparePython(): Promise<void> {
  const clients = async () => {
    for (const version of ['1.33.0', '2.0.0']) await pythonEnvironment(version);
    await datasetsEnvironment();
    await gradioEnvironment();
  };
  await Promise.all([clients(), trainingEnvironment()]);
}

async function tally(step: Step): Promise<Tally> {
  const code = await run(step);
  if (!step.report || !existsSync(step.report.file))
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  const counted = step.report.read(readFileSync(step.report.file, 'utf8'));
  // A runner that failed without a failed test (a crash, an unhandled error) still failed.
  return { ...counted, failed: code !== 0 && counted.failed === 0 ? 1 : counted.failed };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const only = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const wanted = steps.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
await installTestTools();
// Gigabytes on a new machine: fetched beside the first steps, and waited for by the tests that need them.
const environments = wanted.some(({ name }) => name === 'conformance') ? preparePython() : Promise.resolve();
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const failedSteps: string[] = [];
async function lane(queue: Step[]): Promise<void> {
  for (let step = queue.shift(); step; step = queue.shift()) {
    const { passed, failed, skipped } = await tally(step);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    if (failed > 0) failedSteps.push(step.name);
  }
}
// Those that run no tests use one core each.
const still = wanted.filter(({ report }) => !report);
await Promise.all([lane(still), lane(still)]);
await lane(wanted.filter(({ report }) => report));
await environments;
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.join(', ')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 ? 1 : 0;
