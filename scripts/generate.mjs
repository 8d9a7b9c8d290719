import { GENERATORS } from './lib/generators.mjs';
import { prepare } from './lib/prepare.mjs';
import { main, run } from './lib/run.mjs';

const extra = process.argv.includes('--check') ? ['--check'] : [];

await main(async () => {
  await prepare();
  let failed = 0;
  for (const { name, command } of GENERATORS) {
    const [program, ...args] = command;
    const code = await run(program === 'node' ? process.execPath : program, [...args, ...extra]);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    failed += code === 0 ? 0 : 1;
  }
  return failed === 0 ? 0 : 1;
});
