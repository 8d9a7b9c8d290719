/**
 * Everything that is generated and committed. Each command writes its file; with `--check` it only compares, and fails with a
 * sentence when the file is not what the code says. In order: the client is generated from what the API has written.
 */
export const GENERATORS = [
  { name: 'openapi', command: ['node', 'apps/api/dist/generate-openapi.js'] },
  { name: 'client', command: ['node', 'packages/client/scripts/generate.mjs'] },
  { name: 'states', command: ['node', 'packages/core/dist/docs/write-states.js'] },
];
