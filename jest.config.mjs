export default {
  roots: ['<rootDir>/apps', '<rootDir>/packages', '<rootDir>/examples', '<rootDir>/chaos', '<rootDir>/infra'],
  testMatch: ['**/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/packages/testkit/src/global-setup.mjs',
  globalTeardown: '<rootDir>/packages/testkit/src/global-teardown.mjs',
  reporters: ['default', '<rootDir>/packages/testkit/src/reporter.js'],
  testSequencer: '<rootDir>/packages/testkit/src/sequencer.mjs',
  // As many as the smallest machine we test on has cores: what is asserted about time must not be about our own load.
  maxWorkers: 2,
  testTimeout: 60_000,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['carillon-source', 'node', 'node-addons'] },
};
