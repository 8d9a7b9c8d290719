import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compression, defineAlgorithm } from 'vite-plugin-compression2';

/** Where `npm start` serves the API, for `vite` on its own. */
const API = 'http://127.0.0.1:27555';

export default defineConfig({
  plugins: [
    react(),
    // The api serves these files as they are: nothing is compressed per request.
    compression({
      algorithms: [defineAlgorithm('gzip'), defineAlgorithm('brotliCompress')],
      include: /\.(js|css|svg)$/,
    }),
  ],
  build: {
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: { proxy: { '/api': API, '/ready': API, '/docs': API, '/openapi.json': API } },
});
