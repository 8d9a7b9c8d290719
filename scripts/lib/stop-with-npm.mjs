import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { clearInterval, setInterval } from 'node:timers';

const SHELLS = new Set(['sh', 'dash', 'bash', 'zsh', 'ash', 'busybox', 'ksh']);

/**
 * Makes the end of the npm that started us count as SIGTERM. npm passes SIGTERM to the shell between us, which dies of it without
 * a word to us; and a killed npm tells nobody. Without npm nothing is watched: whoever starts us then signals us.
 */
export function stopWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const npm = npmBehind(parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && isAlive(npm)) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 300);
  watch.unref();
}

function npmBehind(parent) {
  try {
    const [above, program] = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(parent)])
      .toString()
      .trim()
      .split(/\s+/);
    return SHELLS.has(basename(program)) ? Number(above) : parent;
  } catch {
    // No ps here: the direct parent has to do.
    return parent;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
