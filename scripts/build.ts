// `pnpm build`: the page and the Electron shell into apps/desktop/dist.
import { buildDesktop } from './desktop-build.ts';

await buildDesktop();
