import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { whileAlone } from './lock.mjs';

/** Installs and builds what is not up to date. Says so on stderr, so the output of the command itself stays clean. */
export function prepare({ build = true } = {}) {
  return whileAlone(async () => {
    await ensureInstalled();
    if (build) await ensureBuilt();
  });
}
