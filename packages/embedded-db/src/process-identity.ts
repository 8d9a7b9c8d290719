import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { platform } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A string that belongs to one life of a process: a later process with the same pid gets another one.
 * Null when no such process runs (a zombie counts as gone).
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (platform() !== 'linux') return ps(pid, 'lstart=');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The name in parentheses may hold spaces and parentheses, so count from the last one: state is field 3, start time 22.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  // Ticks start again at every boot; the boot's own id keeps a remembered pid from matching after a restart.
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}:${fields[19] ?? ''}`;
}

/** The words of a process's command line, or null when it does not run or may not be read. */
export async function commandLine(pid: number): Promise<string[] | null> {
  if (platform() !== 'linux') return (await ps(pid, 'args='))?.split(' ') ?? null;
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line === '' ? null : line.split('\0').filter((word) => word !== '');
}

async function ps(pid: number, column: string): Promise<string | null> {
  const found = await run('ps', ['-o', column, '-p', String(pid)]).catch(() => null);
  return found?.stdout.trim() || null;
}
