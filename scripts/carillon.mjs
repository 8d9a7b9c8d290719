import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
  await prepare();
  const { runCli } = await import(pathToFileURL(join(ROOT, 'apps/standalone/dist/cli.js')).href);
  return runCli(process.argv.slice(2), process.env);
});
