import { performance } from 'node:perf_hooks';
import { installed } from './lib/paths.mjs';
import { prepare } from './lib/prepare.mjs';
import { main, run } from './lib/run.mjs';

const CHECKS = [
  { name: 'format', command: [installed('prettier'), '--check', '.'] },
  { name: 'lint', command: [installed('eslint'), '.'] },
  { name: 'types', command: [installed('tsc'), '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'console', command: [installed('tsc'), '-p', 'apps/console/tsconfig.json'] },
  { name: 'imports', command: [installed('depcruise'), 'apps', 'packages', '--config', '.dependency-cruiser.cjs'] },
  { name: 'migrations', command: [process.execPath, 'scripts/check-migrations.mjs'] },
  { name: 'generated', command: [process.execPath, 'scripts/generate.mjs', '--check'] },
];

await main(async () => {
  await prepare();
  const results = [];
  for (const check of CHECKS) results.push(await perform(check));
  const failed = results.filter(({ code }) => code !== 0);
  for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`);
  const verdict = failed.length === 0 ? 'all checks passed' : `failed: ${failed.map(({ name }) => name).join(', ')}`;
  console.log(`\n${verdict}`);
  return failed.length === 0 ? 0 : 1;
});

// The output is kept back until all have run, so that every failure stands together at the end.
async function perform({ name, command: [program, ...args] }) {
  const startedAt = performance.now();
  let output = '';
  const code = await run(program, args, { onOutput: (chunk) => (output += chunk.toString()) });
  if (code > 128) throw Object.assign(new Error(''), { exitCode: code });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds} s`);
  return { name, code, output };
}
