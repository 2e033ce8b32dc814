import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * In mode `fake` the page loads an in-browser stand-in for the app before anything else, so that every screen can be
 * seen and tested in a plain browser. It is never part of the real build.
 * @returns {import('vite').Plugin}
 */
function loadFakeFirst() {
  return {
    name: 'load-fake-first',
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        html.replace('<script type="module"', '<script type="module" src="/test/fake/index.js"></script>\n    $&'),
    },
  };
}

export default defineConfig(({ mode }) => ({
  clearScreen: false,
  plugins: mode === 'fake' ? [loadFakeFirst()] : [],
  resolve: {
    // Vaadin's usage statistics would phone home from development builds; nothing here may.
    alias: { '@vaadin/vaadin-usage-statistics/vaadin-usage-statistics.js': here('src/nothing.js'), '@vaadin/vaadin-usage-statistics': here('src/nothing.js') },
  },
  build: {
    target: ['chrome120', 'safari17.4'],
    outDir: mode === 'fake' ? (process.env.FAKE_DIST ?? 'dist-fake') : 'dist',
    chunkSizeWarningLimit: 900,
    // The strict content security policy has no room for inlined scripts or fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The size check reads it to tell which files are loaded at start.
    manifest: true,
  },
  server: { strictPort: true },
}));
