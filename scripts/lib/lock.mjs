import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from './paths.mjs';

/**
 * Does the work while no other command of this clone installs or builds: two installs at once would break each other.
 * The lock is not kept in node_modules, which the work itself may replace.
 */
export async function whileAlone(work) {
  const owner = `${userInfo().username}\0${ROOT}`;
  const file = join(tmpdir(), `carillon-setup-${createHash('sha256').update(owner).digest('hex').slice(0, 16)}`);
  await take(file);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

async function take(file) {
  for (let told = false; !tryTake(file); told = true) {
    const holder = holderOf(file);
    if (holder === null) rmSync(file, { force: true });
    else if (!told) console.error(`waiting for process ${holder}, which is installing or building here…`);
    await delay(200);
  }
}

function tryTake(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return null;
  }
}
