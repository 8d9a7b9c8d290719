import { chmod, stat } from 'node:fs/promises';
import { type Binaries, findBinaries, program } from './binaries.js';
import { copyForOthers } from './binary-cache.js';
import { type Account, barrierOnTheWayTo } from './reachability.js';

/** Binaries that `account` (null: ourselves) can run: those of node_modules, or a copy when a closed directory hides them. */
export async function runnableBinaries(account: Account | null, notice: (line: string) => void): Promise<Binaries> {
  const installed = findBinaries();
  await makeExecutable(installed);
  if (account === null) return installed;
  const obstacle = await obstacleFor(installed, account);
  if (obstacle === null) return installed;
  const copy = await copyForOthers(installed, account);
  notice(`${obstacle} is closed to the account "${account.name}": PostgreSQL runs from a copy in ${copy.root}`);
  return copy;
}

async function obstacleFor(binaries: Binaries, account: Account): Promise<string | null> {
  const closed = await barrierOnTheWayTo(`${binaries.root}/bin`, account);
  if (closed !== null) return closed;
  const postgres = program(binaries, 'postgres');
  const { mode } = await stat(postgres);
  return (mode & 0o005) === 0o005 ? null : postgres;
}

// Some package managers drop the executable bit; a read-only node_modules has it already or cannot be helped.
async function makeExecutable(binaries: Binaries): Promise<void> {
  for (const name of ['initdb', 'postgres'] as const) {
    const path = program(binaries, name);
    const { mode } = await stat(path);
    if ((mode & 0o100) === 0) await chmod(path, mode | 0o111);
  }
}
