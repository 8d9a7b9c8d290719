import { PNPM } from '../scripts/lib/install.mjs';
import { main, run } from '../scripts/lib/run.mjs';

// The pnpm that `npm start` uses, for the image's build: the version is pinned in one place.
await main(() => run('npx', ['--yes', PNPM, ...process.argv.slice(2)]));
