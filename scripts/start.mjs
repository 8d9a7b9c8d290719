import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { main } from './lib/run.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';

await main(async () => {
  stopWithNpm();
  await prepare();
  // In this very process: one process less between npm's signals and the one that has to act on them.
  await import(pathToFileURL(join(ROOT, 'apps/standalone/dist/main.js')).href);
});
