import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Most of these tests wait for other programs as long as they work: a worker a core leaves half of it idle.
const maxWorkers = availableParallelism() + 1;

/** These look at the memory and the event loop of their own process, and so have one each, after the others. */
const measured = ['packages/core/src/transfer/acceptance/{v1-many,v2-huge}.test.ts'];

// Pure and headless code in Node, screens in a DOM, and the official clients
// against the Sandbox Hub (slow to start, so kept apart).
export default defineConfig({
  test: {
    maxWorkers,
    // Time limits are generous, for machines that do something else as well; nothing waits for them when all is well.
    projects: [
      {
        test: {
          name: 'node',
          // All modules anew for each file are a fifth of the time: nothing global is left behind.
          isolate: false,
          include: ['packages/{shared,core,sandbox-hub}/src/**/*.test.ts', 'apps/local/src/**/*.test.ts', 'apps/desktop/src/main/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: measured,
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: { name: 'measured', include: measured, environment: 'node', hookTimeout: 60_000, sequence: { groupOrder: 1 } },
      },
      {
        extends: './apps/desktop/vite.config.ts',
        root: './apps/desktop',
        test: {
          name: 'renderer',
          // A DOM and all modules anew for each file are two thirds of the time.
          isolate: false,
          // Not inherited past `extends`, and those that run together must agree.
          maxWorkers,
          setupFiles: [`${import.meta.dirname}/apps/desktop/src/renderer/between-tests.fixture.ts`],
          include: ['src/renderer/**/*.test.{ts,tsx}'],
          environment: 'happy-dom',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['packages/{core,sandbox-hub}/conformance/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
