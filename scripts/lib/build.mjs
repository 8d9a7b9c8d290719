import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNPM } from './install.mjs';
import { installed, ROOT } from './paths.mjs';
import { assertSuccess, run } from './run.mjs';
import { hashOf, isStamped, sourceFiles, stamp, workspaceFolders } from './stamp.mjs';

const QUIET = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', TURBO_NO_UPDATE_NOTIFIER: '1' };

/** Builds all apps and packages, unless nothing changed since the last build. Turbo keeps what each package built. Throws a sentence. */
export async function ensureBuilt() {
  const folders = workspaceFolders().filter(hasBuild);
  const shared = ['tsconfig.base.json', 'turbo.json', 'pnpm-lock.yaml'].map((name) => join(ROOT, name));
  const hash = hashOf([...shared, ...folders.flatMap(sourceFiles)]);
  if (isStamped('build', hash) && folders.every((folder) => existsSync(join(folder, 'dist')))) return;
  console.error('building…');
  // Turbo runs each package's script through pnpm, which is not installed here: npx lends it for the time of the build.
  const turbo = [
    installed('turbo'),
    'run',
    'build',
    '--output-logs=errors-only',
    '--skip-infer',
    '--dangerously-disable-package-manager-check',
  ];
  const output = (chunk) => process.stderr.write(chunk);
  const code = await run('npx', ['--yes', `--package=${PNPM}`, '--', ...turbo], { env: QUIET, onOutput: output });
  assertSuccess(code, 'The build failed: the reason is above.');
  stamp('build', hash);
}

function hasBuild(folder) {
  return 'build' in (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts ?? {});
}
