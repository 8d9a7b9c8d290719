import eslint from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/.turbo/**', '**/.carillon/**', '**/generated/**'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      eqeqeq: 'error',
      'no-console': 'error',
      // One door out: every call to a user's address goes through core's egress guard, which checks the address.
      'no-restricted-globals': ['error', { name: 'fetch', message: 'Use the egress guard (core/src/egress).' }],
      // Configuration is parsed once at start; see the `main.ts` and config override below.
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only main.ts and config/ read the environment.' },
      ],
    },
  },
  {
    files: [
      '**/main.ts',
      '**/config/**',
      '**/test/**',
      'bench/**',
      'chaos/**',
      'packages/testkit/**',
      '**/drizzle.config.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/test/**', 'bench/**', 'chaos/**', 'packages/testkit/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['packages/core/src/**', 'apps/{api,scheduler,worker}/src/**'],
    ignores: ['packages/core/src/egress/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        ...['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls'].map((name) => ({
          name,
          importNames: ['get', 'request', 'connect', 'createConnection'],
          message: 'Use the egress guard (core/src/egress).',
        })),
      ],
    },
  },
  {
    // It runs in its user's programs and calls the Carillon that they name.
    files: ['packages/client/src/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // In the browser: it calls the origin that it came from, and its page's policy lets it call no other.
    files: ['apps/console/**'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['apps/console/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }] },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['bench/**', 'chaos/**', 'apps/standalone/src/**', 'packages/testkit/src/reporter*'],
    rules: { 'no-console': 'off' },
  },
);
