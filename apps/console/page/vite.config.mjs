import path from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;

/** The page is built beside what serves it: index.html and hashed assets, all from the same origin. */
export default defineConfig({
  root: here,
  base: '/',
  cacheDir: path.join(here, '../../../node_modules/.vite'),
  build: {
    outDir: path.join(here, '../../../dist/apps/console/page'),
    emptyOutDir: true,
    target: 'es2022',
    // Nothing inlined as data: addresses, which a strict policy would have to allow.
    assetsInlineLimit: 0,
    // Only the names of modules that are needed early; without the polyfill, which is an inline script.
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: {
      // 'use client' at the head of library files means something to servers that render; here everything is the client.
      onwarn: (warning, warn) => {
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
});
