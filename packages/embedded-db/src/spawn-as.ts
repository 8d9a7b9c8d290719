import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import type { Account } from './reachability.js';

/**
 * Starts a PostgreSQL program as `account` in a session of its own, so a Ctrl-C in the terminal does not reach it.
 * The environment is bare: PGDATA, PGPORT or a locale that is not installed must not change what it does.
 */
export function spawnAs(
  account: Account | null,
  command: string,
  args: readonly string[],
  stdio: StdioOptions,
): ChildProcess {
  return spawn(command, args, {
    stdio,
    detached: true,
    // The working directory of root may be closed to the account.
    cwd: '/',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
  });
}
