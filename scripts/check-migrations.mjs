import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { main, run } from './lib/run.mjs';

/**
 * Fails when the schema files say something that no migration does yet: generates into a copy of the migrations and
 * looks whether anything came of it.
 */
await main(async () => {
  const copy = mkdtempSync('packages/core/node_modules/.migrations-');
  try {
    cpSync('packages/core/src/db/migrations', copy, { recursive: true });
    const before = readdirSync(copy).length;
    let output = '';
    const schema = ['--dialect', 'postgresql', '--schema', './packages/core/src/db/schema/index.ts'];
    const args = ['generate', ...schema, '--out', `./${copy}`, '--name', 'unsaved'];
    const code = await run('packages/core/node_modules/.bin/drizzle-kit', args, {
      onOutput: (chunk) => (output += chunk),
    });
    // Asked about a rename, it ends without a word on standard input's absence; only this sentence means agreement.
    if (code === 0 && output.includes('No schema changes') && readdirSync(copy).length === before) return 0;
    console.error(output);
    console.error('The schema has changes without a migration: run `npx drizzle-kit generate` in packages/core.');
    return 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
