import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installed, ROOT } from './paths.mjs';
import { assertSuccess, run } from './run.mjs';
import { hashOf, isStamped, stamp, workspaceFolders } from './stamp.mjs';

/** npx fetches pnpm by itself; corepack may be missing or broken. */
export const PNPM = 'pnpm@12.21.0';

const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_PNPM_META_FETCH_FAIL|ERR_SOCKET_TIMEOUT/;

/** Installs the dependencies exactly as locked, unless that was done for the same lock file. Throws a sentence. */
export async function ensureInstalled() {
  const hash = hashOf(inputs(), [process.version.split('.')[0], process.platform, process.arch]);
  if (isStamped('install', hash) && existsSync(installed('turbo'))) return;
  console.error('installing dependencies…');
  let tail = '';
  const onOutput = (chunk) => {
    process.stderr.write(chunk);
    tail = (tail + chunk.toString()).slice(-20_000);
  };
  // Development tools build the apps, so they are needed even where NODE_ENV says production. CI=true: never ask anything.
  const args = ['--yes', PNPM, 'install', '--frozen-lockfile', '--prod=false', '--reporter=append-only'];
  const code = await run('npx', args, { env: { CI: 'true', npm_config_update_notifier: 'false' }, onOutput });
  assertSuccess(code, sentence(tail));
  stamp('install', hash);
}

function inputs() {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'].map((name) => join(ROOT, name));
  return [...files, ...workspaceFolders().map((folder) => join(folder, 'package.json'))];
}

function sentence(output) {
  const fault = NO_NETWORK.exec(output);
  if (fault === null) return 'Installing the dependencies failed: the reason is above.';
  return `Installing needs the package registry, which cannot be reached (${fault[0]}): check the network and proxy settings, and run the command again.`;
}
