import { readFileSync, writeFileSync } from 'node:fs';
import { renderOpenApi } from './openapi/create-openapi.js';

/** The committed document; the same file from `src` and `dist`. */
const TARGET = new URL('../openapi.json', import.meta.url);

/** Writes openapi.json from the routes; with `--check` only says whether it is what they would write. */
function generate(check: boolean): number {
  const generated = renderOpenApi();
  if (!check) {
    writeFileSync(TARGET, generated);
    return 0;
  }
  if (generated === readFileSync(TARGET, 'utf8')) return 0;
  process.stderr.write('apps/api/openapi.json is not what the routes say: run `npm run generate` and commit it.\n');
  return 1;
}

process.exitCode = generate(process.argv.includes('--check'));
