/** Import boundaries: a folder says what its code may touch. Each rule carries its reason. */
module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      comment:
        'The domain decides from facts alone: no I/O and none of our own layers, so each rule is testable by itself.',
      severity: 'error',
      from: { path: '^packages/core/src/domain/' },
      to: {
        pathNot: ['^packages/core/src/domain/', 'node_modules/(zod|cron-parser|temporal-polyfill|temporal-spec)/'],
      },
    },
    {
      name: 'only-db-touches-postgres',
      comment: 'SQL has one home, so a reader finds every statement in one folder.',
      severity: 'error',
      from: { path: '^(packages/core|apps/(api|scheduler|worker))/src/', pathNot: '^packages/core/src/(db|queues)/' },
      to: { path: 'node_modules/(pg|drizzle-orm|@types/pg)/' },
    },
    {
      name: 'only-queues-touches-bullmq',
      comment: 'One factory decides the queue backend; nothing else knows which it is.',
      severity: 'error',
      from: { path: '^(packages/core|apps)/.*src/', pathNot: '^packages/core/src/queues/' },
      to: { path: 'node_modules/(bullmq|ioredis)/' },
    },
    {
      name: 'only-egress-calls-out',
      comment: 'A call to an address that a user chose passes the address check, or it is not made.',
      severity: 'error',
      from: { path: '^(packages/core|apps/(api|scheduler|worker))/src/', pathNot: '^packages/core/src/egress/' },
      to: { path: 'node_modules/(undici|got)/' },
    },
    {
      name: 'only-tracing-touches-opentelemetry',
      comment:
        'It is loaded only where an operator asks for traces, and calls nothing but the collector that he names: never an address of a user.',
      severity: 'error',
      from: { path: '^(packages|apps)/.*src/', pathNot: '^packages/core/src/telemetry/(start-tracing|span-ids)[.]ts$' },
      to: { path: 'node_modules/@opentelemetry/' },
    },
    {
      name: 'nothing-loads-tracing-unasked',
      comment: 'Its SDK takes 0.2 s and 17 MB at the start of a process; most installations have no traces.',
      severity: 'error',
      from: { path: '^(packages|apps)/.*src/' },
      to: { path: '^packages/core/src/telemetry/start-tracing[.]ts$', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'db-and-queues-know-only-the-domain',
      comment: 'They carry out decisions; they do not make them or call the verbs above them.',
      severity: 'error',
      from: { path: '^packages/core/src/(db|queues|egress|secrets)/' },
      to: { path: '^packages/core/src/(engine|config|telemetry)/' },
    },
    {
      name: 'apps-never-import-each-other',
      comment:
        'Each app is its own process and image; what they share lives in core. Standalone starts them as processes.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'the-console-knows-the-api-only',
      comment: 'It runs in a browser and uses what every other program may use: the public API, through the client.',
      severity: 'error',
      from: { path: '^apps/console/src/' },
      to: { path: '^(apps|packages)/', pathNot: ['^apps/console/', '^packages/client/(src|dist)/'] },
    },
    {
      name: 'the-client-stands-alone',
      comment: 'It is installed where nothing else of ours is: it knows the API by its document alone.',
      severity: 'error',
      from: { path: '^packages/client/src/' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/client/src/' },
    },
    {
      name: 'the-command-line-knows-the-client-alone',
      comment: 'What it can do, every program of a user can: it goes through the public API and nothing else.',
      severity: 'error',
      from: { path: '^packages/cli/src/' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/(cli|client)/src/' },
    },
    {
      name: 'nothing-ships-the-testkit',
      comment: 'Test helpers stay out of what runs in production.',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: '^packages/testkit/' },
      to: { path: '^packages/testkit/' },
    },
    { name: 'no-cycles', comment: 'Reads top to bottom.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unresolvable',
      comment: 'A path that does not exist.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What vite has written is one program in pieces.
    exclude: { path: '^apps/console/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['carillon-source', 'import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
    },
  },
};
