import { sql } from 'drizzle-orm';
import { runPartition } from '../../domain/run/partition.js';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';

/** Spells PART; serialises the creation of partitions over all processes. */
const PARTITION_LOCK = 0x50415254;

/** The days that have a ledger partition. */
export async function listRunPartitions(db: Db): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'runs'::regclass`,
  );
  return rows.map(({ name }) => name.slice('runs_'.length).replaceAll('_', '-'));
}

/**
 * Creates the ledger partition of a day unless it is there. Attaching takes a lighter lock on the ledger than
 * CREATE TABLE … PARTITION OF would, so reads and writes of other days go on.
 */
export async function createRunPartition(db: Db, day: string): Promise<void> {
  const { name, from, to } = runPartition(day);
  const table = sql.identifier(name);
  await db.transaction(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${PARTITION_LOCK})`);
    if ((await listRunPartitions(tx)).includes(day)) return;
    await tx.execute(sql`CREATE TABLE ${table} (LIKE runs INCLUDING DEFAULTS INCLUDING CONSTRAINTS)`);
    // Pages filled to a third let the update (which brings the response) at a run's end stay on its page and spare the four indexes.
    await tx.execute(sql`ALTER TABLE ${table} SET (fillfactor = 30)`);
    await tx.execute(
      sql`ALTER TABLE runs ATTACH PARTITION ${table} FOR VALUES FROM (${sql.raw(`'${from}'`)}) TO (${sql.raw(`'${to}'`)})`,
    );
  });
}
