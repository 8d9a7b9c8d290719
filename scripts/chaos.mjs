import { prepare } from './lib/prepare.mjs';
import { main, run } from './lib/run.mjs';

await main(async () => {
  await prepare();
  return run(process.execPath, ['chaos/run.mjs', ...process.argv.slice(2)]);
});
