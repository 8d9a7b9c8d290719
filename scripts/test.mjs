import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { main, run } from './lib/run.mjs';

// ES modules in Jest need the first flag, and Node warns of it in every worker.
const FLAGS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';

await main(async () => {
  await prepare();
  const jest = createRequire(join(ROOT, 'package.json')).resolve('jest/bin/jest');
  const NODE_OPTIONS = [process.env.NODE_OPTIONS, FLAGS].filter(Boolean).join(' ');
  return run(process.execPath, [jest, ...process.argv.slice(2)], { env: { NODE_OPTIONS } });
});
