// Bundles the main process, the keychain helper and the worker threads' scripts:
// CommonJS for Electron, with everything inside but Electron itself and the one
// native module.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { workerNames } from '@hubdesk/core/ports/workers';
import { sourceWorkers } from '@hubdesk/core/ports/source-workers';
import { defineConfig } from 'vite';

const workers = workerNames.filter((name) => existsSync(sourceWorkers(name)));

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  ssr: { noExternal: true, external: ['electron', 'keytar'] },
  build: {
    ssr: true,
    outDir: 'dist/main',
    emptyOutDir: true,
    target: 'node24',
    minify: false,
    rolldownOptions: {
      input: {
        main: 'src/main/main.ts',
        'keychain-helper': fileURLToPath(import.meta.resolve('@hubdesk/core/secrets/keychain/keychain-helper')),
        'job-helper': '../../packages/sandbox-hub/src/jobs/helper/job-helper.ts',
        ...Object.fromEntries(workers.map((name) => [`${name}-worker`, sourceWorkers(name)])),
      },
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
    },
  },
});
