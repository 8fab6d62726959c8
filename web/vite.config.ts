import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env.ASSAY_SERVER ?? 'http://127.0.0.1:8484';

// Relative base: the same bundle works at the root and behind a proxy prefix. Nothing is inlined as a data URL
// but small icons, so that a strict content security policy ("self") holds.
export default defineConfig({
  base: './',
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: '../src/assay/_web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 400,
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
