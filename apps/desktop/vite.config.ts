// Builds the screens: one page for both hosts, under a policy that allows no
// inline script or style, so nothing may be inlined here either.
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * Markdown's decoder of `&amp;` and the like reads them through `innerHTML` in a
 * browser, which our policy refuses; its other build carries a table instead.
 */
const decodeWithoutHtml: Plugin = {
  name: 'decode-without-html',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (source !== 'decode-named-character-reference') return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found && { ...found, id: found.id.replace('index.dom.js', 'index.js') };
  },
};

export default defineConfig({
  root: `${import.meta.dirname}/src/renderer`,
  base: './',
  plugins: [react(), tailwindcss(), decodeWithoutHtml],
  build: {
    outDir: `${import.meta.dirname}/dist/renderer`,
    emptyOutDir: true,
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
  },
});
