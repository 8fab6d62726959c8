import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = process.env.ASSAY_SERVER ?? 'http://127.0.0.1:8484';

/** What the entry needs to ask the first questions: no React among it. */
const ASKING = /preload-helper|query-core|queryOptions|openapi-fetch|\/src\/(api\/(queries|review-queries|types|map-points|wall|transport\/(http|errors|transport))|lib\/(base-path|code|row-pages|pictures-ahead|tile-size|remembered|image-problems)|state\/(place-text|choose-current)|features\/(explore\/(spec|row-pictures)|issues\/issue-query|review\/(wall-request|wall\/sheets-ahead|groups|crop-look|types))|math\/(sheets|wall-layout)|app\/(pages|ahead|client))/;

/** Lets the browser fetch the code that every page needs beside the small entry, not after it. */
function preloadApp(): Plugin {
  return {
    name: 'preload-app',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const app = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/app/mount.tsx'));
        return [app?.fileName ?? [], app?.imports ?? []].flat().map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          injectTo: 'head',
        }));
      },
    },
  };
}

// Relative base: the same bundle works at the root and behind a proxy prefix. Nothing is inlined as a data URL
// but small icons, so that a strict content security policy ("self") holds.
export default defineConfig({
  base: './',
  plugins: [react(), preloadApp()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: '../src/assay/_web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 400,
    // Few files: what every page needs is one, beside the entry that asks the first questions.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'ask', test: ASKING, priority: 2, includeDependenciesRecursively: false },
            { name: 'app', test: /node_modules(?!.*virtual)|src\/(app|actions(?!\/grid)|lib|state|ui(?!\/plot))\//, priority: 1, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(['/api', '/media'].map((path) => [path, { target: server, changeOrigin: true }])),
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    css: false,
    maxWorkers: 1,
  },
});
