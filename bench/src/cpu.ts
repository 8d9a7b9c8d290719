import { readFile } from 'node:fs/promises';
import type pg from 'pg';

const TICKS_PER_SECOND = 100;

/** Seconds of CPU that a process has used so far; 0 where the system does not tell. */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_PER_SECOND;
}

/** Seconds of CPU of all Postgres backends, by the name of the application they serve. */
export async function postgresCpu(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<{ pid: number; name: string }>(
    `SELECT pid, coalesce(nullif(application_name, ''), backend_type) AS name FROM pg_stat_activity
     WHERE datname = current_database() OR datname IS NULL`,
  );
  const used: Record<string, number> = {};
  for (const { pid, name } of rows) used[name] = (used[name] ?? 0) + (await cpuSeconds(pid));
  return used;
}
