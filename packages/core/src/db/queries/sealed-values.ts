import { sql, type SQL } from 'drizzle-orm';
import type { Db } from '../client.js';
import { rowsOf } from '../sql.js';

/** Where sealed values are kept. */
export const SEALED_COLUMNS = ['cron_jobs.headers', 'webhooks.headers', 'webhooks.secret'] as const;

export type SealedColumn = (typeof SEALED_COLUMNS)[number];

/** The values that one row has in a column, by their names. */
export interface SealedRow {
  id: string;
  userId: string;
  values: Record<string, string>;
}

interface ColumnSql {
  table: SQL;
  id: SQL;
  /** Of the row `t`, as a JSON object; null without any. */
  values: SQL;
  /** Writes the object `change."to"`. */
  set: SQL;
}

const HEADERS = { values: sql`t.headers`, set: sql`headers = change."to"` };

const COLUMNS: Readonly<Record<SealedColumn, ColumnSql>> = {
  'cron_jobs.headers': { table: sql`cron_jobs`, id: sql`uuid`, ...HEADERS },
  'webhooks.headers': { table: sql`webhooks`, id: sql`text`, ...HEADERS },
  'webhooks.secret': {
    table: sql`webhooks`,
    id: sql`text`,
    values: sql`jsonb_strip_nulls(jsonb_build_object('secret', t.secret, 'previous', t.previous_secret))`,
    set: sql`secret = change."to" ->> 'secret', previous_secret = change."to" ->> 'previous'`,
  },
};

/** The rows of a column in the order of their ids, those after one of them. */
export function selectSealedRows(
  db: Db,
  column: SealedColumn,
  page: { afterId: string | null; limit: number },
): Promise<SealedRow[]> {
  const { table, id, values } = COLUMNS[column];
  const after = page.afterId === null ? sql`true` : sql`t.id > ${page.afterId}::${id}`;
  return rowsOf<SealedRow>(
    db,
    sql`SELECT t.id, t.user_id AS "userId", ${values} AS values FROM ${table} t
        WHERE ${after} AND ${values} IS NOT NULL ORDER BY t.id LIMIT ${page.limit}`,
  );
}

/** A row's values as they were found, and as they are to be. */
export interface SealedChange {
  id: string;
  from: Record<string, string>;
  to: Record<string, string>;
}

/**
 * Writes values anew where they still are what they were. Rows that somebody else holds are passed over: this never
 * waits while it holds others, so it cannot be a part of a deadlock.
 * @returns how many rows were written.
 */
export async function replaceSealedRows(
  db: Db,
  column: SealedColumn,
  changes: readonly SealedChange[],
): Promise<number> {
  const { table, id, values, set } = COLUMNS[column];
  const written = await rowsOf(
    db,
    sql`WITH change AS MATERIALIZED (
          SELECT * FROM json_to_recordset(${JSON.stringify(changes)}::json) AS r(id ${id}, "from" jsonb, "to" jsonb)
        ), held AS MATERIALIZED (
          SELECT t.id FROM ${table} t JOIN change ON change.id = t.id
          WHERE ${values} = change."from"
          FOR NO KEY UPDATE OF t SKIP LOCKED
        )
        UPDATE ${table} t SET ${set} FROM change
        WHERE t.id = change.id AND t.id IN (SELECT id FROM held)
        RETURNING t.id`,
  );
  return written.length;
}
