// How the app is packaged: `npx electron-builder --config electron-builder.config.ts`
// in this folder, after `pnpm build`. Everything is bundled but the one native
// module, which has to lie beside the archive to be loaded.
import { join } from 'node:path';
import { flipFuses } from '@electron/fuses';
import { fuses } from './fuses.ts';

interface AfterPack {
  appOutDir: string;
  electronPlatformName: string;
  packager: { appInfo: { productFilename: string } };
}

export default {
  appId: 'app.hubdesk.desktop',
  productName: 'Hubdesk',
  directories: { output: 'dist/packaged' },
  asar: true,
  files: [
    'dist/main/**',
    'dist/preload/**',
    'dist/renderer/**',
    'dist/page-files.json',
    'package.json',
    '!dist/**/.vite/**',
  ],
  asarUnpack: ['node_modules/keytar/**', 'dist/main/keychain-*.cjs'],
  mac: { target: ['dmg', 'zip'], category: 'public.app-category.developer-tools', hardenedRuntime: true },
  win: { target: ['nsis'] },
  linux: { target: ['AppImage', 'deb'], category: 'Development' },
  // Flipping changes the binary, so it comes before the signature.
  afterPack: ({ appOutDir, electronPlatformName, packager }: AfterPack) =>
    flipFuses(binaryIn(appOutDir, electronPlatformName, packager.appInfo.productFilename), fuses),
};

function binaryIn(folder: string, platform: string, name: string): string {
  if (platform === 'darwin') return join(folder, `${name}.app`, 'Contents', 'MacOS', name);
  return join(folder, platform === 'win32' ? `${name}.exe` : name.toLowerCase());
}
