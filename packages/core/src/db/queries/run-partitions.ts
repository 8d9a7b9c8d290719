import { sql } from 'drizzle-orm';
import { dayOfPartition, runPartition } from '../../domain/run/partition.js';
import type { Db } from '../client.js';
import { hasSqlState, rowsOf } from '../sql.js';

/** Spells PART; serialises the creation and the removal of partitions over all processes. */
const PARTITION_LOCK = 0x50415254;

const lockPartitions = (tx: Db) => tx.execute(sql`SELECT pg_advisory_xact_lock(${PARTITION_LOCK})`);

/** The days that have a ledger partition. */
export async function listRunPartitions(db: Db): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'runs'::regclass AND NOT i.inhdetachpending`,
  );
  return daysOf(rows);
}

/**
 * The days whose partition was detached by hand, wholly or half, and never dropped. A table counts that has a
 * partition's name and constraints; one that an operator wants to keep has another name.
 */
export async function listDetachedPartitions(db: Db): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`SELECT c.relname AS name FROM pg_class c JOIN pg_class ledger ON ledger.oid = 'runs'::regclass
        WHERE c.relnamespace = ledger.relnamespace AND c.relkind = 'r' AND starts_with(c.relname::text, 'runs_')
          AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid AND NOT i.inhdetachpending)
          AND EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.conname = 'runs_finished')`,
  );
  return daysOf(rows);
}

const daysOf = (rows: { name: string }[]) => rows.map(({ name }) => dayOfPartition(name)).filter((day) => day !== null);

/**
 * Creates the ledger partition of a day unless it is there. Attaching takes a lighter lock on the ledger than
 * CREATE TABLE … PARTITION OF would, so reads and writes of other days go on. A partition that was detached and not
 * dropped holds the name, and perhaps runs that have not ended: it is attached again.
 */
export async function createRunPartition(db: Db, day: string): Promise<void> {
  const { name, from, to } = runPartition(day);
  const table = sql.identifier(name);
  await db.transaction(async (tx) => {
    await lockPartitions(tx);
    const found = await findPartition(tx, name);
    if (found === 'attached') return;
    if (found === 'detaching') await tx.execute(sql`ALTER TABLE runs DETACH PARTITION ${table} FINALIZE`);
    if (found === 'absent') {
      await tx.execute(sql`CREATE TABLE ${table} (LIKE runs INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
      // Pages filled to a third let the update (which brings the response) at a run's end stay on its page and spare the four indexes.
      await tx.execute(sql`ALTER TABLE ${table} SET (fillfactor = 30)`);
    }
    await tx.execute(
      sql`ALTER TABLE runs ATTACH PARTITION ${table} FOR VALUES FROM (${sql.raw(`'${from}'`)}) TO (${sql.raw(`'${to}'`)})`,
    );
  });
}

async function findPartition(tx: Db, name: string): Promise<'attached' | 'detaching' | 'detached' | 'absent'> {
  const [row] = await rowsOf<{ pending: boolean | null }>(
    tx,
    sql`SELECT i.inhdetachpending AS pending FROM pg_class c
        LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND i.inhparent = 'runs'::regclass
        WHERE c.oid = to_regclass(${name})`,
  );
  if (row === undefined) return 'absent';
  if (row.pending === null) return 'detached';
  return row.pending ? 'detaching' : 'attached';
}

export type DropOutcome =
  | 'dropped'
  /** Somebody held the ledger for longer than others may be kept waiting. */
  | 'busy'
  /** It has runs that have not ended. */
  | 'needed';

/** For this long at most everybody who uses the ledger waits behind us. */
const LOCK_TIMEOUT = '100ms';

/**
 * Drops the ledger partition of a day, if no batch, no worker job and no turn has a run of that day. Under the lock nobody can enter one, and
 * dropping an attached partition is one commit: no crash leaves it half removed, as DETACH … CONCURRENTLY would, which
 * refuses rows of that day until somebody finishes it. The lock is held for some milliseconds; the files are unlinked
 * after it is released.
 */
export async function dropRunPartition(db: Db, day: string): Promise<DropOutcome> {
  const table = sql.identifier(runPartition(day).name);
  try {
    return await db.transaction(async (tx) => {
      await tx.execute(sql`SELECT set_config('lock_timeout', ${LOCK_TIMEOUT}, true)`);
      await lockPartitions(tx);
      await tx.execute(sql`LOCK TABLE ONLY runs IN ACCESS EXCLUSIVE MODE`);
      // Whoever reads or writes it holds the ledger too; what is left is a vacuum, and nobody is to wait for that.
      await tx.execute(sql`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE NOWAIT`);
      if (await hasUnfinishedRuns(tx, day)) return 'needed';
      await tx.execute(sql`DROP TABLE ${table}`);
      return 'dropped';
    });
  } catch (error) {
    if (hasSqlState(error, '55P03')) return 'busy';
    throw error;
  }
}

/**
 * True when a batch has a run due that day, a worker job carries one out, or one has or awaits its turn. The time in a run's id is the instant it is
 * due.
 */
async function hasUnfinishedRuns(tx: Db, day: string): Promise<boolean> {
  const { from, to } = runPartition(day);
  const rows = await rowsOf(
    tx,
    sql`(SELECT FROM run_batches b, unnest(b.run_ids) AS run_id
        WHERE run_id >= ${firstIdOf(from)}::uuid AND run_id < ${firstIdOf(to)}::uuid LIMIT 1)
        UNION ALL
        (SELECT FROM worker_jobs WHERE run_id IS NOT NULL AND finished_at IS NULL
          AND scheduled_for >= ${from}::timestamptz AND scheduled_for < ${to}::timestamptz LIMIT 1)
        UNION ALL
        (SELECT FROM run_turns WHERE scheduled_for >= ${from}::timestamptz AND scheduled_for < ${to}::timestamptz LIMIT 1)`,
  );
  return rows.length > 0;
}

function firstIdOf(instant: string): string {
  const time = Date.parse(instant).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

/** Read at a time when a partition is looked through: 256 MiB, so that a statement takes seconds. */
const PAGES_A_LOOK = 32_768;

/**
 * Looks through a stretch of a partition, from a page on, for rows that must stay: runs that have not ended, and runs
 * that were called late, whose retention counts from the call.
 * @returns true when there is one, false when there is none up to the end, else the page to go on from.
 */
export async function lookForRowsToKeep(
  db: Db,
  { day, page, keptSince }: { day: string; page: number; keptSince: Date },
): Promise<boolean | number> {
  const { name } = runPartition(day);
  const next = page + PAGES_A_LOOK;
  const [row] = await rowsOf<{ found: boolean; more: boolean }>(
    db,
    sql`SELECT EXISTS (
            SELECT FROM ${sql.identifier(name)} WHERE ctid >= ${`(${page},0)`}::tid AND ctid < ${`(${next},0)`}::tid
              AND (state = 'queued' OR started_at >= ${keptSince.toISOString()}::timestamptz)
          ) AS found,
          pg_relation_size(${name}::regclass) > ${next}::bigint * current_setting('block_size')::bigint AS more`,
  );
  if (row?.found === true) return true;
  return row?.more === true ? next : false;
}
