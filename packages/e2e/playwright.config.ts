// Journeys through the whole app, each against both hosts. A test that needs a
// second try has found something, so there are no retries.
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { chromiumPath, quietly } from './src/chromium.ts';
import type { HostKind } from './src/launched.ts';

// Tests of services and acceptance prove the same in a part of the time; with `HUBDESK_ALL_JOURNEYS=1` they are made as well.
const provenBelow =
  /prepared in one window is the same in the other|two windows show one run|lost on its way leads to one run|revoked while a run goes on|revoked half-way stops the upload/;

export default defineConfig<{ host: HostKind }>({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'electron-double/**/*.spec.ts'],
  // A journey waits for as long as it works.
  workers: availableParallelism() + 1,
  fullyParallel: true,
  retries: 0,
  // `pnpm test` counts from the JSON, and says where it wants it.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['list'], ['json']] : 'list',
  // Generous, for machines that do something else as well; nothing waits for it when all is well.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: chromiumPath,
      // A name that an attacker can point at this computer, as in DNS rebinding.
      args: [...quietly, '--host-resolver-rules=MAP rebound.test 127.0.0.1'],
    },
    trace: 'off',
  },
  ...(process.env['HUBDESK_ALL_JOURNEYS'] === '1' ? {} : { grepInvert: provenBelow }),
  projects: [
    { name: 'local', testIgnore: 'electron-double/**', use: { host: 'local' } },
    // Where only the screens and the services behind them are asked, both hosts answer the same: one is enough.
    {
      name: 'desktop',
      testIgnore: [
        'journeys/accessibility.spec.ts',
        'journeys/datasets-drop.spec.ts',
        'journeys/datasets-hub.spec.ts',
        'journeys/datasets-trouble.spec.ts',
        'journeys/loopback-attacks.spec.ts',
        'journeys/spaces-trouble.spec.ts',
        'journeys/token-trouble.spec.ts',
        'journeys/transfers.spec.ts',
        'journeys/two-of-everything.spec.ts',
        'journeys/train-trouble.spec.ts',
      ],
      grepInvert:
        /keyboard alone|leaves no trace of it|leaves no trace of them|stands nowhere after uploads|a Space is looked after/,
      use: { host: 'desktop' },
    },
  ],
});
