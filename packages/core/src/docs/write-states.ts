import { readFile, writeFile } from 'node:fs/promises';
import { statesPage } from './states-page.js';

const PAGE = new URL('../../../../docs/states.md', import.meta.url);

/** Writes docs/states.md, or with `--check` fails when it is not what the code says. */
const page = statesPage();
if (!process.argv.includes('--check')) {
  await writeFile(PAGE, page);
} else if ((await readFile(PAGE, 'utf8').catch(() => '')) !== page) {
  process.stderr.write('docs/states.md is not what the code says: run `npm run generate`.\n');
  process.exitCode = 1;
}
