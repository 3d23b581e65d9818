// Bundles the main process and the keychain helper: CommonJS for Electron, with
// everything inside but Electron itself and the one native module.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

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
      },
      output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
    },
  },
});
